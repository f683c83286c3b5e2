import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createEngine } from '../../../electron/engine/engine.ts'
import { resources } from '../../room.ts'

const folder = mkdtempSync(join(tmpdir(), 'mingcha-'))
const engineAt = (home: string) => createEngine({ resources, home: join(folder, home), database: { memoryMb: 512, threads: 1 } })

test('a workspace is created, found again and refused to a second opener', async () => {
  const first = engineAt('one')
  const path = join(folder, 'bureau')
  const created = await first.verbs.createWorkspace({ path })
  expect(created).toMatchObject({ name: 'bureau', subjects: 0, asOf: null })
  await expect(first.verbs.createWorkspace({ path })).rejects.toMatchObject({ code: 'workspace_exists' })
  const second = engineAt('two')
  await expect(second.verbs.openWorkspace({ path: created.path })).rejects.toMatchObject({ code: 'workspace_locked' })
  await first.close()
  expect(await second.verbs.openWorkspace({ path })).toMatchObject({ name: 'bureau' })
  expect((await second.verbs.recentWorkspaces({})).workspaces.map((one) => one.name)).toEqual(['bureau'])
  await second.close()
})

test('what is no workspace is refused by name', async () => {
  const engine = engineAt('three')
  writeFileSync(join(folder, 'text.mingcha'), 'not a database')
  await expect(engine.verbs.openWorkspace({ path: join(folder, 'text.mingcha') })).rejects.toMatchObject({ code: 'not_a_workspace' })
  await expect(engine.verbs.openWorkspace({ path: join(folder, 'nowhere') })).rejects.toMatchObject({ code: 'no_such_workspace' })
  await expect(engine.verbs.openWorkspace({ path: folder })).rejects.toMatchObject({ code: 'not_a_workspace' })
  await expect(engine.verbs.workspaceStatus({ path: 1 } as never)).rejects.toBeDefined()
  await expect(engine.verbs.openWorkspace({} as never)).rejects.toMatchObject({ code: 'bad_input' })
  await engine.close()
})

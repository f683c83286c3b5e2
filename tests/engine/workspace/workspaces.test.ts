import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createEngine } from '../../../electron/engine/engine.ts'
import { Database } from '../../../electron/engine/duckdb/database.ts'
import { raw } from '../../../electron/engine/duckdb/sql.ts'
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

test('a workspace of an earlier edition is brought up; one of a later program is refused', async () => {
  const engine = engineAt('four')
  const { path } = await engine.verbs.createWorkspace({ path: join(folder, 'editions') })
  await engine.verbs.closeWorkspace({})
  const change = async (text: string): Promise<void> => {
    const database = await Database.open(path, { memoryMb: 256, threads: 1 })
    await database.write((ask) => ask.run(raw(text)))
    await database.close()
  }
  await change('DROP TABLE recipe; DELETE FROM migration WHERE number = 5')
  await engine.verbs.openWorkspace({ path })
  expect(await engine.verbs.listRecipes({})).toEqual([])
  await engine.verbs.closeWorkspace({})
  await change("INSERT INTO migration VALUES (9999, 'later', current_timestamp::TIMESTAMP)")
  await expect(engine.verbs.openWorkspace({ path })).rejects.toMatchObject({ code: 'workspace_newer', params: { edition: 9999 } })
  await engine.close()
})

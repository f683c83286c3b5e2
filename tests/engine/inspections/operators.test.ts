import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createEngine } from '../../../electron/engine/engine.ts'
import { resources } from '../../room.ts'
import { openDrawn } from './drawn.ts'

test('operators enter and review under their own names, whatever was written, and only in their roles', { timeout: 60_000 }, async () => {
  const { room } = await openDrawn(300)
  const path = join(room.folder, 'test.mingcha')
  await room.database().close()
  const engine = createEngine({ resources, home: room.folder, database: { memoryMb: 512, threads: 2 }, today: () => '2026-11-23' })
  const passphrase = 'a long passphrase'
  const of = { campaign: 1 }
  try {
    await engine.verbs.openWorkspace({ path })
    await engine.verbs.saveOperator({ name: '陈管理', roles: ['administrator'], passphrase })
    await engine.verbs.signIn({ name: '陈管理', passphrase })
    for (const [name, role] of [['甲', 'investigator'], ['乙', 'reviewer']] as const) await engine.verbs.saveOperator({ name, roles: [role], passphrase })
    const [field, desk] = [engine.connect().verbs, engine.connect().verbs]
    await field.signIn({ name: '甲', passphrase })
    await desk.signIn({ name: '乙', passphrase })
    const rows = JSON.parse(new TextDecoder().decode(await field.exportTaskPackage({ of, format: 'json' }))) as { rows: { visit: number; item: string; [column: string]: unknown }[] }
    const entry = (i: number) => ({ visit: rows.rows[i]!.visit, item: rows.rows[i]!.item, revision: 0, codes: ['1'], inspectedOn: '2026-11-23' })
    expect(await field.enterResults({ of, by: '乙', entries: [entry(0)] })).toMatchObject({ taken: 1 })
    expect(await desk.readResult({ result: 1 })).toMatchObject({ enteredBy: '甲' })
    expect(await desk.enterResults({ of, by: '甲', entries: [entry(1)] })).toMatchObject({ taken: 1 })
    // A file that names another as its writer is held against whoever brings it too.
    for (const row of rows.rows.slice(2, 3)) Object.assign(row, { inspected_on: '2026-11-23', codes: '1', entered_by: '甲' })
    writeFileSync(join(room.folder, 'p.json'), JSON.stringify(rows))
    await desk.awaitJob(await desk.importResults({ path: join(room.folder, 'p.json'), by: '丁' }))
    await expect(field.reviewResults({ by: '乙', results: [{ result: 2, revision: 1 }], decision: 'approve' })).rejects.toMatchObject({ code: 'not_your_role' })
    expect(await desk.reviewResults({ by: '丁', results: [1, 2, 3].map((result) => ({ result, revision: 1 })), decision: 'approve' })).toMatchObject({ done: 1, refused: [{ result: 2, code: 'result_own' }, { result: 3, code: 'result_own' }] })
    expect(await desk.publishResults({ by: '丁', results: [{ result: 1, revision: 2 }] })).toMatchObject({ publication: { publishedBy: '乙' } })
    const { entries } = await desk.listAudit({ verb: 'publishResults' })
    expect(entries[0]).toMatchObject({ by: '乙', before: [{ result: 1, state: 'approved', publication: null }], after: [{ result: 1, state: 'published', publication: 1, publication_sha256: (await desk.listPublications({})).publications[0]!.sha256 }] })
    expect(await desk.verifyAudit({})).toMatchObject({ ok: true })
  } finally {
    await engine.close()
    await room.close()
  }
})

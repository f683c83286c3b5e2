import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ModelRef, ScoreRun } from '../../../shared/contract.ts'
import { sql } from '../../../electron/engine/duckdb/sql.ts'
import { modelSha256, type Model } from '../../../electron/engine/scoring/model.ts'
import { builtIn, resolveModel } from '../../../electron/engine/scoring/resolveModel.ts'
import { scoring } from '../../../electron/engine/scoring/scoring.ts'
import { openRoom, resources, type TestRoom } from '../../room.ts'
import { fill } from './records.ts'

let room: TestRoom
beforeEach(async () => { room = await openRoom() })
afterEach(() => room.close())

const base = builtIn(resources)
const publish = (model: Model, number: number): Promise<number> => room.database().write((ask) => ask.run(sql`
  INSERT INTO model_version VALUES (${number}, ${model.version}, ${JSON.stringify(model)}, ${modelSha256(model)}, 'base', 1, 'why', 'who', 'me', now()::TIMESTAMP)`))
const keep = (model: Model, draft: number): Promise<number> => room.database().write((ask) => ask.run(sql`
  INSERT INTO model_draft VALUES (${draft}, 'one', ${base.version}, ${JSON.stringify(base)}, ${JSON.stringify(model)}, 7, '', 'me', now()::TIMESTAMP, 'me', now()::TIMESTAMP)`))
const code = (ref: ModelRef): Promise<string> => resolveModel(room, ref).then(() => 'none', (error: { code: string }) => error.code)

test('nothing named is the latest published version, else the built-in model; both also go by their version', async () => {
  expect(await resolveModel(room)).toEqual({ model: base, own: false })
  expect((await resolveModel(room, { version: base.version })).model).toBe(base)
  await publish({ ...base, version: 'b-1' }, 1)
  await publish({ ...base, version: 'a-2', thresholds: { B: 1, C: 2, D: 3 } }, 2)
  expect(await resolveModel(room)).toMatchObject({ model: { version: 'a-2', thresholds: { B: 1 } }, own: false })
  expect((await resolveModel(room, { version: 'b-1' })).model).toEqual({ ...base, version: 'b-1' })
  expect((await resolveModel(room, { version: base.version })).model).toBe(base)
  expect(await code({ version: 'c' })).toBe('no_such_version')
})

test('a version that was changed outside, or is no model, is refused', async () => {
  await publish({ ...base, version: 'b-1' }, 1)
  await room.database().write((ask) => ask.run(sql`UPDATE model_version SET definition = ${JSON.stringify({ ...base, version: 'b-1', thresholds: { B: 1, C: 2, D: 3 } })}`))
  expect(await code({ version: 'b-1' })).toBe('version_broken')
  await room.database().write((ask) => ask.run(sql`UPDATE model_version SET definition = '{"version": "b-1"}'`))
  expect(await code({ version: 'b-1' })).toBe('model_invalid')
})

test('drafts, runs and files by number and path; whose cases must pass is told', async () => {
  const small = { ...base, classes: base.classes.filter((one) => one.class === 'complaint'), vetoes: [] }
  await keep(small, 3)
  expect(await resolveModel(room, { draft: 3 })).toEqual({ model: { ...small, version: 'draft-3.7' }, own: true })
  await fill(room, { subjects: [{ subject_id: 1 }], records: [{ class: 'complaint', subject_id: 1, upheld: true }] })
  const { job } = await scoring(room).scoreSubjects({ model: { draft: 3 } })
  expect((await room.jobs.result(job)) as ScoreRun).toMatchObject({ run: 1, model: 'draft-3.7', dimensions: small.classes[0]!.dimensions.length })
  expect(await resolveModel(room, { run: 1 })).toEqual({ model: { ...small, version: 'draft-3.7' }, own: false })
  expect((await scoring(room).listDimensions({ model: { run: 1 } })).every((one) => one.class === 'complaint')).toBe(true)
  expect((await scoring(room).listDimensions({ model: { version: base.version } })).some((one) => one.class === 'penalty')).toBe(true)
  const folder = join(room.folder, 'own')
  mkdirSync(folder)
  writeFileSync(join(folder, 'model.yaml'), JSON.stringify({ version: 'own-1', valid_from: '2026-01-01', name: ['自', 'Own'], thresholds: base.thresholds, ceilings: base.ceilings, with: ['complaint'] }))
  expect(await resolveModel(room, { path: folder })).toMatchObject({ model: { version: 'own-1' }, own: true })
  expect(await Promise.all([code({ draft: 4 }), code({ run: 2 }), code({ path: join(room.folder, 'none') })])).toEqual(['no_such_draft', 'no_such_run', 'model_unreadable'])
})

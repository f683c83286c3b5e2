import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Edit } from '../../../shared/modelDraft.ts'
import type { ModelDraft, ScoreRun } from '../../../shared/contract.ts'
import { raw, sql } from '../../../electron/engine/duckdb/sql.ts'
import { scoring } from '../../../electron/engine/scoring/scoring.ts'
import { openRoom, type TestRoom } from '../../room.ts'
import { fill } from './records.ts'

let room: TestRoom
let verbs: ReturnType<typeof scoring>
beforeEach(async () => {
  room = await openRoom()
  verbs = scoring(room)
})
afterEach(() => room.close())

const begin = (): Promise<ModelDraft> => verbs.createDraft({ name: '草稿', note: '' })
const refusal = (work: Promise<unknown>): Promise<Record<string, unknown>> => work.then(() => ({ code: 'none' }), (error: { code: string; params: object }) => ({ code: error.code, ...error.params }))
const dimensionOf = (draft: ModelDraft, id: string) => draft.model.classes.flatMap((one) => one.dimensions).find((one) => one.id === id)!
const set = (id: string, change: Extract<Edit, { kind: 'dimension' }>['set']): Edit => ({ kind: 'dimension', id, set: change })

test('a draft keeps every change, and is the model that it began as but for them', async () => {
  const { draft, revision, basedOn, model } = await begin()
  expect([draft, revision, basedOn]).toEqual([1, 1, 'base-2'])
  expect(room.told.topics).toEqual(['models'])
  const edits: Edit[] = [set('penalty.count_2y', { weight: 7.5, cap: 3, bands: [[null, 0], [1, 40], [4, 90]] }), { kind: 'thresholds', B: 8, C: 20, D: 40 }, { kind: 'veto', id: 'tax_serious', on: false }, { kind: 'ceilings', ceilings: { penalty: 18, supervision: 18 } }]
  expect(await verbs.changeDraft({ draft, revision, edits, name: '改' })).toMatchObject({ revision: 2, name: '改', basedOn: 'base-2' })
  const now = await verbs.readDraft({ draft })
  const one = dimensionOf(now, 'penalty.count_2y')
  expect(one).toMatchObject({ weight: 7.5, cap: 3, bands: [[null, 0], [1, 40], [4, 90]] })
  expect(one.cases.every((entry) => entry.points === (entry.value! >= 4 ? 90 : entry.value! >= 1 ? 40 : 0))).toBe(true)
  expect(now.model).toMatchObject({ version: 'draft-1.2', thresholds: { B: 8, C: 20, D: 40 }, ceilings: { penalty: 18, supervision: 18 } })
  expect(now.model.vetoes.map((veto) => veto.id)).toEqual(model.vetoes.map((veto) => veto.id).filter((id) => id !== 'tax_serious'))
  expect(now.vetoes.map((veto) => veto.id)).toEqual(model.vetoes.map((veto) => veto.id))
  expect(now.base).toEqual({ ...model, version: 'base-2' })
  const back: Edit[] = [set('penalty.count_2y', { weight: dimensionOf({ ...now, model }, 'penalty.count_2y').weight, cap: null, bands: dimensionOf({ ...now, model }, 'penalty.count_2y').bands }),
    { kind: 'thresholds', ...model.thresholds }, { kind: 'veto', id: 'tax_serious', on: true }, { kind: 'ceilings', ceilings: model.ceilings }]
  await verbs.changeDraft({ draft, revision: 2, edits: back })
  expect((await verbs.readDraft({ draft })).model).toEqual({ ...model, version: 'draft-1.3' })
})

test('who saw another revision changes, publishes nothing', async () => {
  const { draft } = await begin()
  await verbs.changeDraft({ draft, revision: 1, edits: [set('penalty.count_2y', { weight: 2 })] })
  expect(await refusal(verbs.changeDraft({ draft, revision: 1, edits: [set('penalty.count_2y', { weight: 9 })] }))).toMatchObject({ code: 'draft_changed', draft, revision: 2 })
  expect(await refusal(verbs.publishDraft({ draft, revision: 1, version: 'v1', note: 'n', author: 'a' }))).toMatchObject({ code: 'draft_changed' })
  expect(dimensionOf(await verbs.readDraft({ draft }), 'penalty.count_2y').weight).toBe(2)
  expect(await refusal(verbs.changeDraft({ draft: 9, revision: 1, edits: [] }))).toMatchObject({ code: 'no_such_draft' })
})

test('what would be no model is refused by dimension, field, reason and character, and nothing of it is kept', async () => {
  const { draft, model } = await begin()
  const change = (...edits: Edit[]) => refusal(verbs.changeDraft({ draft, revision: 1, edits }))
  const good = set('penalty.recency', { weight: 1 })
  expect(await change(good, set('penalty.count_2y', { value: 'count(*) FILTER (WHERE colour = 1)' }))).toMatchObject({ code: 'draft_invalid', where: 'penalty.count_2y.value', reason: 'the column colour is not declared', at: 24 })
  expect(await change(good, set('penalty.count_2y', { evidence: "read_text('/etc/passwd') = ''" }))).toMatchObject({ code: 'draft_invalid', where: 'penalty.count_2y.evidence', reason: expect.stringContaining('read_text') })
  expect(await change(good, set('penalty.count_2y', { value: 'count(*' }))).toMatchObject({ code: 'draft_invalid', where: 'penalty.count_2y.value' })
  expect(await change(good, set('penalty.count_2y', { value: 'sum(kind)' }))).toMatchObject({ code: 'draft_invalid', where: 'penalty.count_2y.value', reason: expect.stringContaining('sum'), at: 0 })
  expect(await change(good, set('penalty.count_2y', { value: 'sum(decay_90)' }))).toMatchObject({ where: 'penalty.count_2y.value', reason: 'the column decay_90 is not declared' })
  expect(await change(good, set('penalty.count_2y', { weight: -1 }))).toMatchObject({ code: 'draft_invalid', where: 'penalty.count_2y.weight' })
  expect(await change(good, set('penalty.count_2y', { bands: [[null, 0], [3, 10], [2, 20]] }))).toMatchObject({ where: 'penalty.count_2y.bands', reason: expect.stringContaining('must rise') })
  expect(await change(good, { kind: 'thresholds', B: 30, C: 20, D: 40 })).toMatchObject({ where: 'thresholds' })
  expect(await change(good, { kind: 'ceilings', ceilings: { penalty: 90 } })).toMatchObject({ where: 'ceilings' })
  expect(await change(good, set('penalty.nothing', { weight: 1 }))).toMatchObject({ where: 'penalty.nothing' })
  expect(await change(good, { kind: 'veto', id: 'nothing', on: true })).toMatchObject({ where: 'vetoes.nothing' })
  expect(await verbs.readDraft({ draft })).toMatchObject({ revision: 1, model })
})

test('an expression is tried before it is taken: why it cannot run, and which cases come out otherwise', async () => {
  const { draft, model } = await begin()
  const own = dimensionOf({ ...(await verbs.readDraft({ draft })), model }, 'penalty.count_2y').value
  const ask = (text: string, field: 'value' | 'evidence' = 'value') => verbs.checkExpression({ draft, dimension: 'penalty.count_2y', field, text })
  expect(await ask(`(${own}) * 1`)).toEqual([])
  expect(await ask('count(*) + nothing')).toMatchObject([{ of: 'penalty.count_2y', field: 'value', reason: 'the column nothing is not declared', at: 12, case: null }])
  const failing = await ask('count(*) + 1')
  expect(failing.length).toBeGreaterThan(0)
  expect(failing[0]).toMatchObject({ field: 'cases', case: { number: 1 } })
  expect(failing[0]!.case!.got.value).toBe(failing[0]!.case!.expected.value! + 1)
  expect(await ask('age_days', 'evidence')).toEqual([])
  expect(await verbs.checkExpression({ draft, dimension: 'penalty.count_2y', field: 'value', text: 'sum(decay_90)', halfLifeDays: 90 })).toMatchObject([{ field: 'cases' }, { field: 'cases' }])
  expect(await refusal(verbs.checkExpression({ draft, dimension: 'penalty.nothing', field: 'value', text: '1' }))).toMatchObject({ code: 'no_such_dimension' })
})

test('a draft whose cases fail is told so and not published; once they are taken over, its version never changes', async () => {
  const { draft } = await begin()
  await verbs.changeDraft({ draft, revision: 1, edits: [set('penalty.count_2y', { value: 'count(*) + 1' })] })
  const mistakes = await verbs.checkDraft({ draft })
  expect(mistakes.every((one) => one.of === 'penalty.count_2y' && one.field === 'cases')).toBe(true)
  expect(await refusal(verbs.publishDraft({ draft, revision: 2, version: 'xian-1', note: 'n', author: 'a' }))).toMatchObject({ code: 'draft_invalid', where: 'penalty.count_2y, case 1' })
  const one = dimensionOf(await verbs.readDraft({ draft }), 'penalty.count_2y')
  const cases = one.cases.map((entry, i) => ({ ...entry, ...mistakes.find((mistake) => mistake.case!.number === i + 1)?.case!.got }))
  await verbs.changeDraft({ draft, revision: 2, edits: [set('penalty.count_2y', { cases })] })
  expect(await verbs.checkDraft({ draft })).toEqual([])
  const published = await verbs.publishDraft({ draft, revision: 3, version: 'xian-1', note: '首版', author: '张三' })
  expect(published).toMatchObject({ number: 1, version: 'xian-1', basedOn: 'base-2', draft, note: '首版', author: '张三', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) })
  expect(await verbs.listModels({})).toMatchObject({ current: 'xian-1', builtIn: { version: 'base-2' }, versions: [{ version: 'xian-1' }], drafts: [{ draft, basedOn: 'xian-1', revision: 4 }] })
  const before = await room.database().read((ask) => ask.rows(sql`SELECT * FROM model_version`))
  await verbs.changeDraft({ draft, revision: 4, edits: [set('penalty.count_2y', { weight: 1 })] })
  for (const version of ['xian-1', 'base-2']) expect(await refusal(verbs.publishDraft({ draft, revision: 5, version, note: 'n', author: 'a' }))).toMatchObject({ code: 'version_exists', version })
  await verbs.deleteDraft({ draft })
  expect(await room.database().read((ask) => ask.rows(sql`SELECT * FROM model_version`))).toEqual(before)
  expect(await refusal(verbs.deleteDraft({ draft }))).toMatchObject({ code: 'no_such_draft' })

  await fill(room, { subjects: [{ subject_id: 1 }], records: [{ class: 'penalty', subject_id: 1, kind: 'fine' }] })
  const run = (await room.jobs.result((await verbs.scoreSubjects({})).job)) as ScoreRun
  expect(run.model).toBe('xian-1')
  expect(await room.database().read((ask) => ask.one(raw('SELECT r.model_sha256 = v.sha256 AS same FROM score_run r JOIN model_version v ON v.version = r.model')))).toEqual({ same: true })
})

test('a veto that a published version left out can be turned on again', async () => {
  const first = await begin()
  await verbs.changeDraft({ draft: first.draft, revision: 1, edits: [{ kind: 'veto', id: 'tax_serious', on: false }] })
  await verbs.publishDraft({ draft: first.draft, revision: 2, version: 'a', note: 'n', author: 'a' })
  const { draft, model, vetoes } = await verbs.createDraft({ from: { version: 'a' }, name: '二', note: '' })
  expect(model.vetoes.some((one) => one.id === 'tax_serious')).toBe(false)
  expect(vetoes.some((one) => one.id === 'tax_serious')).toBe(true)
  await verbs.changeDraft({ draft, revision: 1, edits: [{ kind: 'veto', id: 'tax_serious', on: true }] })
  expect((await verbs.readDraft({ draft })).model.vetoes.some((one) => one.id === 'tax_serious')).toBe(true)
  expect(await verbs.checkDraft({ draft })).toEqual([])
})

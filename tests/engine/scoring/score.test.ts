import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tableFromIPC } from 'apache-arrow'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { recordClasses } from '../../../shared/classes.ts'
import type { Explanation, ScoreRun } from '../../../shared/contract.ts'
import { raw, sql } from '../../../electron/engine/duckdb/sql.ts'
import { dimensionCount } from '../../../electron/engine/scoring/model.ts'
import { builtInModel, readModel } from '../../../electron/engine/scoring/read.ts'
import { score as scoreOnce } from '../../../electron/engine/scoring/score.ts'
import { scoring } from '../../../electron/engine/scoring/scoring.ts'
import { openRoom, resources, type TestRoom } from '../../room.ts'
import { fill, type City } from './records.ts'

const builtIn = readModel(builtInModel(resources), resources)
let room: TestRoom
let verbs: ReturnType<typeof scoring>
beforeEach(async () => {
  room = await openRoom()
  verbs = scoring(room)
})
afterEach(() => room.close())

const score = async ({ model: path, ...input }: { asOf?: string; model?: string } = {}): Promise<ScoreRun> =>
  (await room.jobs.result((await verbs.scoreSubjects({ ...input, ...(path === undefined ? {} : { model: { path } }) })).job)) as ScoreRun
const scores = () => room.database().read((ask) => ask.rows<{ subject_id: number; index: number; tier: string; tier_reason: string; veto: string | null }>(sql`SELECT * FROM score ORDER BY subject_id`))
const sum = (explained: Explanation | null): number => explained!.contributions.reduce((total, one) => total + one.contribution, 0)

const town: City = {
  subjects: [{ subject_id: 1 }, { subject_id: 2, industry: 'H', region: '610100' }, { subject_id: 3, status: null, uscc: null, capital_yuan: null, established: null }, { subject_id: 4 }],
  records: [
    { class: 'supervision', subject_id: 1, result: 'passed', occurred_on: '2026-05-01', item: '公示信息' },
    { class: 'supervision', subject_id: 1, result: 'passed', occurred_on: '2025-05-01', item: '公示信息' },
    { class: 'supervision', subject_id: 2, result: 'problem', occurred_on: '2026-05-01', item: '食品安全', double_random: true },
    { class: 'supervision', subject_id: 2, result: 'unreachable', occurred_on: '2026-09-01', item: '公示信息' },
    { class: 'penalty', subject_id: 2, kind: 'fine', fine_yuan: 60000, violation: '虚假宣传', authority: '甲局', occurred_on: '2026-01-10' },
    { class: 'penalty', subject_id: 2, kind: 'fine', fine_yuan: 90000, violation: '虚假宣传', authority: '乙局', occurred_on: '2026-04-10', severity: 'high' },
    { class: 'complaint', subject_id: 2, upheld: true, amount_yuan: 20000, occurred_on: '2026-10-10' },
    { class: 'listing', subject_id: 4, kind: 'serious', list_name: '严重违法失信名单', occurred_on: '2026-03-01' },
    { class: 'listing', subject_id: 1, kind: 'honour', list_name: '守合同重信用企业', occurred_on: '2026-03-01' },
  ],
}

test('a run scores every subject, stores its model and tells why', async () => {
  await fill(room, town)
  expect(await verbs.tierSummary({ filter: [] })).toBeNull()
  expect(await verbs.explainSubject({ subjectId: 1 })).toBeNull()
  const run = await score()
  expect(run).toMatchObject({ run: 1, model: 'base-2', asOf: '2026-11-22', subjects: 4, dimensions: dimensionCount(builtIn) })
  expect(Object.values(run.tiers).reduce((total, n) => total + n, 0)).toBe(4)
  expect(await verbs.listRuns({})).toEqual([run])
  expect(room.told.topics).toEqual(['scores'])
  expect(new Set(room.told.jobs.map((job) => job.phase))).toEqual(new Set(['queued', 'check', 'measure', 'score']))

  const rows = await scores()
  expect(rows.map((row) => row.subject_id)).toEqual([1, 2, 3, 4])
  const two = await verbs.explainSubject({ subjectId: 2 })
  expect(two!.index).toBe(rows[1]!.index)
  expect(sum(two)).toBeCloseTo(two!.index, 9)
  expect(recordClasses.reduce((total, name) => total + two!.partials[name], 0)).toBeCloseTo(two!.index, 9)
  expect(two!.contributions.find((one) => one.dimension === 'penalty.fine_amount_2y')).toMatchObject({ value: 150000, points: 75, evidence: 2, nameZh: '近两年罚款总额' })
  expect(two!.contributions.find((one) => one.dimension === 'penalty.repeated_2y')).toMatchObject({ value: 1, points: 50, evidence: 2 })
  expect(rows[1]!.index).toBeGreaterThan(rows[0]!.index + 15)
  expect(await verbs.explainSubject({ subjectId: 99 })).toBeNull()
})

test('a fact that forces the top tier is cited, whatever the index', async () => {
  await fill(room, town)
  await score()
  const [, , , four] = await scores()
  expect(four).toMatchObject({ tier: 'D', tier_reason: 'veto', veto: 'serious_list' })
  const explained = await verbs.explainSubject({ subjectId: 4 })
  expect(explained).toMatchObject({ tier: 'D', tierReason: 'veto', veto: { id: 'serious_list', nameZh: '在列严重违法失信名单' } })
  expect(explained!.veto!.legalBasis).toContain('第44号')
  expect(explained!.index).toBeLessThan(40)
  expect((await verbs.contributionEvidence({ subjectId: 4, dimension: 'veto.serious_list', offset: 0, limit: 10 })).total).toBe(1)
})

test('protective facts lower the index, but no class below nothing', async () => {
  await fill(room, town)
  await score()
  const one = await verbs.explainSubject({ subjectId: 1 })
  expect(one!.partials.supervision).toBe(0)
  expect(one!.partials.listing).toBe(0)
  expect(one!.contributions.find((entry) => entry.dimension === 'supervision.clean_record_3y')).toMatchObject({ value: 2, points: -50, contribution: 0 })
  const three = await verbs.explainSubject({ subjectId: 3 })
  expect(three!.contributions.find((entry) => entry.dimension === 'supervision.never_inspected')).toMatchObject({ value: 0, points: 40, evidence: 0 })
  expect(three!.contributions.find((entry) => entry.dimension === 'registration.age')).toMatchObject({ value: null, points: 30 })
  expect(three!.index).toBeGreaterThan(one!.index)
})

test('the rows behind a contribution come with their source', async () => {
  await fill(room, town)
  await score()
  const { total, arrow } = await verbs.contributionEvidence({ subjectId: 2, dimension: 'penalty.fine_amount_2y', offset: 0, limit: 1 })
  expect(total).toBe(2)
  const rows = tableFromIPC(arrow).toArray().map((row) => row!.toJSON() as Record<string, unknown>)
  expect(rows).toHaveLength(1)
  expect(rows[0]).toMatchObject({ fine_yuan: 90000, violation: '虚假宣传', source_file: 'test.csv', source_row: 7, batch: 1 })
  await expect(verbs.contributionEvidence({ subjectId: 2, dimension: 'nothing.at_all', offset: 0, limit: 1 })).rejects.toMatchObject({ code: 'no_such_dimension' })
  await fill(room, { subjects: [], records: [{ class: 'penalty', subject_id: 2, batch: 2, kind: 'fine', fine_yuan: 5, occurred_on: '2026-02-02' }] })
  expect((await verbs.contributionEvidence({ subjectId: 2, dimension: 'penalty.fine_amount_2y', offset: 0, limit: 9 })).total).toBe(2)
})

test('the SQL of a dimension yields what the run measured', async () => {
  await fill(room, town)
  await score()
  const { sql: text } = await verbs.dimensionSql({ dimension: 'penalty.count_decayed' })
  expect(text).toContain("'2026-11-22'")
  const rows = await room.database().read((ask) => ask.rows<{ subject_id: number; value: number }>(raw(text)))
  const measured = await room.database().read((ask) => ask.rows(sql`SELECT subject_id, count_decayed AS value FROM measure_penalty WHERE subject_id > 0`))
  expect(rows).toEqual(measured)
  expect(rows).toHaveLength(1)
})

test('rows that became known later change nothing', async () => {
  await fill(room, town)
  await score({ asOf: '2026-07-01' })
  const before = await scores()
  await fill(room, {
    subjects: [],
    records: recordClasses.filter((name) => name !== 'registration').flatMap((name): City['records'] => [
      { class: name, subject_id: 1, occurred_on: '2026-06-01', known_on: '2026-07-02' },
      { class: name, subject_id: 2, occurred_on: '2026-08-01', known_on: '2026-06-30' },
      ...(name === 'listing' ? [{ class: name, subject_id: 1, kind: 'serious', occurred_on: '2026-06-01', known_on: '2026-07-02' }] : []),
    ]),
  })
  await score({ asOf: '2026-07-01' })
  expect(await scores()).toEqual(before)
  expect((await verbs.explainSubject({ subjectId: 1 }))!.asOf).toBe('2026-07-01')
  await score()
  expect(await scores()).not.toEqual(before)
})

test('contributions sum to the index whatever the records', async () => {
  const day = fc.integer({ min: 0, max: 3000 }).map((days) => new Date(Date.UTC(2026, 10, 22) - days * 86_400_000).toISOString().slice(0, 10))
  const maybe = <T>(values: T[]) => fc.option(fc.constantFrom(...values), { nil: null })
  const subject_id = fc.integer({ min: 1, max: 12 })
  const record = fc.oneof(
    fc.record({ class: fc.constant('supervision' as const), subject_id, occurred_on: day, result: maybe(['passed', 'problem', 'corrected', 'unreachable', 'uncooperative']), reinspection: maybe(['passed', 'problem']), double_random: maybe([true, false]), score: maybe([50, 90]) }),
    fc.record({ class: fc.constant('penalty' as const), subject_id, occurred_on: day, kind: maybe(['fine', 'warning', 'revocation', 'none']), fine_yuan: maybe([0, 300, 80_000, 9e6]), severity: maybe(['high']) }),
    fc.record({ class: fc.constant('complaint' as const), subject_id, occurred_on: day, upheld: maybe([true, false]), mediated: maybe([true, false]), amount_yuan: maybe([100, 1e6]) }),
    fc.record({ class: fc.constant('operation' as const), subject_id, occurred_on: day, kind: maybe(['tax_arrears', 'annual_report', 'tax', 'rating']), amount_yuan: maybe([5000]), rating: maybe(['A', 'B', 'D']), on_time: maybe([false]), revenue_yuan: maybe([0]) }),
    fc.record({ class: fc.constant('judicial' as const), subject_id, occurred_on: day, kind: maybe(['judgment', 'execution', 'dishonest']), role: maybe(['defendant', 'plaintiff']), cause: maybe(['不正当竞争纠纷']) }),
    fc.record({ class: fc.constant('licence' as const), subject_id, occurred_on: day, status: maybe(['valid', 'expired', 'revoked']), valid_until: maybe(['2024-01-01', '2026-12-01', '2030-01-01']), licence_name: maybe(['甲证', '乙证']) }),
    fc.record({ class: fc.constant('product' as const), subject_id, occurred_on: day, kind: maybe(['sampling', 'equipment']), failed: maybe([true, false]), next_due_on: maybe(['2026-01-01', '2026-12-12']) }),
    fc.record({ class: fc.constant('listing' as const), subject_id, occurred_on: day, kind: maybe(['abnormal', 'serious', 'honour', 'key']), removed_on: maybe(['2026-01-01']) }),
    fc.record({ class: fc.constant('opinion' as const), subject_id, occurred_on: day, sentiment: maybe(['negative', 'positive']), heat: maybe([5, 50_000]) }),
  )
  const subjects = Array.from({ length: 12 }, (_, i) => ({ subject_id: i + 1, status: i === 4 ? 'revoked' : 'active' }))
  await fill(room, { subjects, records: [] })
  await fc.assert(fc.asyncProperty(fc.array(record, { minLength: 20, maxLength: 120 }), async (records) => {
    for (const name of recordClasses) await room.database().write((ask) => ask.run(raw(`DELETE FROM ${name}`)))
    await fill(room, { subjects: [], records })
    await score()
    for (const row of await scores()) {
      const explained = await verbs.explainSubject({ subjectId: row.subject_id })
      expect(Math.abs(sum(explained) - row.index)).toBeLessThanOrEqual(1e-9)
      expect(row.index).toBeGreaterThanOrEqual(0)
      expect(row.index).toBeLessThanOrEqual(100)
      for (const name of recordClasses) {
        const ofClass = explained!.contributions.filter((one) => one.class === name).reduce((total, one) => total + one.contribution, 0)
        expect(Math.abs(ofClass - explained!.partials[name])).toBeLessThanOrEqual(1e-9)
      }
    }
  }), { numRuns: 3, seed: 7 })
}, 120_000)

test('two runs over the same data are the same, and both remain for comparison', async () => {
  await fill(room, town)
  await score()
  const first = await scores()
  await score()
  expect(await scores()).toEqual(first)
  const past = await room.database().read((ask) => ask.rows<{ run: number; n: number }>(sql`SELECT run, count(*) AS n FROM score_past GROUP BY run ORDER BY run`))
  expect(past).toEqual([{ run: 1, n: 4 }, { run: 2, n: 4 }])
  expect((await verbs.listRuns({})).map((run) => run.run)).toEqual([2, 1])
})

test('tiers are summed within a filter and by a column', async () => {
  await fill(room, town)
  await score()
  const all = (await verbs.tierSummary({ by: 'industry', filter: [] }))!
  expect(all).toMatchObject({ run: 1, model: 'base-2', asOf: '2026-11-22' })
  expect(all.histogram).toHaveLength(50)
  expect(all.histogram.reduce((total, n) => total + n, 0)).toBe(4)
  expect(all.groups.map((group) => group.key)).toEqual(['', 'H'])
  const places = (await verbs.tierSummary({ by: 'region', filter: [] }))!.groups
  expect(places.map(({ key, label }) => ({ key, label }))).toEqual([{ key: '', label: '' }, { key: '610100', label: '西安市' }])
  expect(all.groups[0]!.D).toBe(1)
  expect(all.thresholds.B).toBeLessThan(all.thresholds.C)
  const some = (await verbs.tierSummary({ filter: [{ field: 'industry', op: 'in', values: ['H'] }] }))!
  expect(Object.values(some.tiers).reduce((total, n) => total + n, 0)).toBe(1)
})

test('an empty workspace is scored, with nobody in it', async () => {
  expect(await score()).toMatchObject({ subjects: 0, tiers: { A: 0, B: 0, C: 0, D: 0 } })
  expect((await verbs.tierSummary({ by: 'type', filter: [] }))!.groups).toEqual([])
})

test('a cancelled run leaves the scores as they were', async () => {
  await fill(room, town)
  await score()
  const before = await scores()
  const { job } = await verbs.scoreSubjects({ asOf: '2020-01-01' })
  room.jobs.cancel(job)
  await expect(room.jobs.result(job)).rejects.toMatchObject({ code: 'cancelled' })
  expect(await scores()).toEqual(before)
  expect(await verbs.listRuns({})).toHaveLength(1)
})

test('cancelled at any step, a run leaves nothing behind', async () => {
  await fill(room, town)
  await score()
  const before = await scores()
  const tables = () => room.database().read((ask) => ask.rows(sql`SELECT table_name, estimated_size FROM duckdb_tables() ORDER BY table_name`))
  const measured = await tables()
  const model = readModel(builtInModel(resources), resources)
  for (const [phase, step] of [['check', 0], ['measure', 0], ['measure', 6], ['score', 0], ['score', 1]] as const) {
    const abort = new AbortController()
    const run = { signal: abort.signal, progress: (now: string, done = 0) => { if (now === phase && done === step) abort.abort() } }
    await expect(scoreOnce(room.database(), model, '2020-01-01', false, run), `${phase} ${step}`).rejects.toMatchObject({ code: 'cancelled' })
  }
  expect(await scores()).toEqual(before)
  expect(await tables()).toEqual(measured)
  expect(await verbs.listRuns({})).toHaveLength(1)
  expect(await score()).toMatchObject({ subjects: 4 })
})

test('a model file of one\'s own takes the built-in classes with its changes; an unsound one is refused by place', async () => {
  await fill(room, town)
  const folder = mkdtempSync(join(tmpdir(), 'mingcha-model-'))
  const write = (name: string, text: string): string => (writeFileSync(join(folder, name), text), join(folder, name))
  const ceilings = '{registration: 10, supervision: 10, penalty: 10, complaint: 10, operation: 10, opinion: 10, judicial: 10, licence: 10, product: 10, listing: 10, relation: 0}'
  const head = `version: own-1\nvalid_from: '2026-01-01'\nname: [自定, Own]\nceilings: ${ceilings}\nthresholds: {B: 1, C: 2, D: 3}\n`
  const own = write('own.yaml', `${head}set:\n  penalty.count_2y: {weight: 1, cap: 0.5}\n`)
  expect(await score({ model: own })).toMatchObject({ model: 'own-1', dimensions: dimensionCount(builtIn) })
  expect(await score({ model: write('bands.yaml', `${head}set: {penalty.count_2y: {bands: [[null, 0], [1, 5]]}, penalty.recency: {weight: 0}}\n`) })).toMatchObject({ model: 'own-1' })
  expect(await score({ model: own })).toMatchObject({ run: 3 })
  expect((await verbs.listDimensions({})).find((one) => one.id === 'penalty.count_2y')).toMatchObject({ weight: 1, cap: 0.5 })
  await expect(score({ model: join(folder, 'none.yaml') })).rejects.toMatchObject({ code: 'model_unreadable' })
  await expect(score({ model: write('a.yaml', 'version: [') })).rejects.toMatchObject({ code: 'model_unreadable' })
  await expect(score({ model: write('b.yaml', head.replace('penalty: 10', 'penalty: 11')) })).rejects.toMatchObject({ code: 'model_invalid', params: { where: 'ceilings' } })
  await expect(score({ model: write('c.yaml', `${head}set: {penalty.nothing: {weight: 1}}\n`) })).rejects.toMatchObject({ code: 'model_invalid', params: { where: 'set.penalty.nothing' } })
  await expect(score({ model: write('d.yaml', `${head}set: {penalty.count_2y: {cases: [{rows: [], value: 0, points: 0}, {rows: [{age_days: 1}], value: 2, points: 65}]}}\n`) })).rejects.toMatchObject({ code: 'model_invalid', params: { where: 'penalty.count_2y, case 2' } })
  await expect(score({ model: write('e.yaml', `${head}set: {penalty.count_2y: {weight: -1}}\n`) })).rejects.toMatchObject({ code: 'model_invalid', params: { where: 'penalty.count_2y.weight' } })
  rmSync(folder, { recursive: true })
})

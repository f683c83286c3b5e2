import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Backtest, ImportReport, Input, SuggestedWeights } from '../../../../shared/contract.ts'
import { command } from '../../../../electron/cli/command.ts'
import { sql } from '../../../../electron/engine/duckdb/sql.ts'
import { createEngine, type RunningEngine } from '../../../../electron/engine/engine.ts'
import { scoring } from '../../../../electron/engine/scoring/scoring.ts'
import { markTouched } from '../../../../electron/engine/workspace/touched.ts'
import { copyCity } from '../../../city.ts'
import { openRoom, resources, type TestRoom } from '../../../room.ts'
import { sharedFolder } from '../../../shared.ts'
import { fill, type City } from '../records.ts'

const food = { path: join(resources, 'model', 'food') }

describe('on records of our own', () => {
  let room: TestRoom
  let verbs: ReturnType<typeof scoring>
  /** Two classes of the built-in model: the whole takes seconds to plan. */
  let model: { path: string }
  beforeEach(async () => {
    room = await openRoom()
    verbs = scoring(room)
    model = { path: join(room.folder, 'small') }
    mkdirSync(model.path)
    writeFileSync(join(model.path, 'model.yaml'), `version: small-1\nvalid_from: '2026-01-01'\nname: [小, Small]\nwith: [supervision, listing]\nthresholds: { B: 5, C: 20, D: 50 }
ceilings: { registration: 0, supervision: 60, penalty: 0, complaint: 0, operation: 0, opinion: 0, judicial: 0, licence: 0, product: 0, listing: 40, relation: 0 }\n`)
  })
  afterEach(() => room.close())

  const ask = async (question: Partial<Input<'backtest'>> = {}): Promise<Backtest> =>
    (await room.jobs.result((await verbs.backtest({ split: '2026-01-01', outcome: 'bad', of: 'concluded', seen: false, model, ...question })).job)) as Backtest

  /** Of each subject: how many bad inspections it had before the split, and whether the one after it was bad. */
  const city = (subjects: { before: number; bad: boolean }[]): City => ({
    subjects: subjects.map((_, i) => ({ subject_id: i + 1 })),
    records: subjects.flatMap(({ before, bad }, i) => [
      ...Array.from({ length: before }, () => ({ class: 'supervision' as const, subject_id: i + 1, result: 'problem', occurred_on: '2025-06-01' })),
      { class: 'supervision' as const, subject_id: i + 1, result: bad ? 'problem' : 'passed', occurred_on: '2026-03-01' },
    ]),
  })

  /** Area under the curve by its definition: of all pairs of a hit and a miss, those ranked right, ties by half. */
  const pairs = (all: { value: number; bad: boolean }[]): number => {
    const [hits, misses] = [all.filter((one) => one.bad), all.filter((one) => !one.bad)]
    return hits.reduce((sum, hit) => sum + misses.reduce((part, miss) => part + (hit.value > miss.value ? 1 : hit.value === miss.value ? 0.5 : 0), 0), 0) / (hits.length * misses.length)
  }

  test('area, lift, gain and rates are those of their definitions, ties shared out evenly', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.record({ before: fc.integer({ min: 0, max: 3 }), bad: fc.boolean() }), { minLength: 12, maxLength: 30 }), async (subjects) => {
      fc.pre(subjects.some((one) => one.bad) && subjects.some((one) => !one.bad))
      await room.database().write(async (write) => { for (const table of ['supervision', 'subject'] as const) await write.run(table === 'subject' ? sql`DELETE FROM subject` : sql`DELETE FROM supervision`) })
      await fill(room, city(subjects))
      await room.database().write((write) => markTouched(write, sql`SELECT unnest(range(1, 31))::INTEGER AS subject_id`)) // as any import would
      const found = await ask()
      await room.jobs.result((await verbs.scoreSubjects({ asOf: '2025-12-31', model })).job)
      const scores = await room.database().read((read) => read.rows<{ subject_id: number; index: number; tier: string }>(sql`SELECT subject_id, index, tier FROM score`))
      const ranked = scores.map(({ subject_id, index, tier }) => ({ value: index, tier, bad: subjects[subject_id - 1]!.bad }))
      const positives = ranked.filter((one) => one.bad).length
      expect(found).toMatchObject({ n: subjects.length, positives, asOf: '2025-12-31', until: '2026-11-22' })
      expect(found.auc).toBeCloseTo(pairs(ranked), 12)
      expect(found.naive.auc).toBeCloseTo(pairs(subjects.map(({ before, bad }) => ({ value: before > 0 ? 1 : 0.5, bad }))), 12)
      // Any order within equal values is as good as another: the mean over them is what counts.
      const caught = (share: number): number => {
        let left = share * ranked.length
        let sum = 0
        for (const value of [...new Set(ranked.map((one) => one.value))].sort((a, b) => b - a)) {
          const tied = ranked.filter((one) => one.value === value)
          const taken = Math.min(left, tied.length)
          sum += (tied.filter((one) => one.bad).length * taken) / tied.length
          left -= taken
        }
        return sum / positives
      }
      for (const { share, captured } of found.gain) expect(captured).toBeCloseTo(caught(share), 9)
      expect(found.gain.at(-1)).toEqual({ share: 1, captured: 1 })
      expect(found.lift['20']).toBeCloseTo(caught(0.2) / 0.2, 9)
      for (const one of found.byTier) {
        const of = ranked.filter((row) => row.tier === one.tier)
        expect(one).toMatchObject({ n: of.length, positives: of.filter((row) => row.bad).length })
      }
    }), { numRuns: 4, endOnFailure: true })
  }, 120_000)

  test('the interval of the area is that of Hanley and McNeil, those of the lifts Wilson\'s', async () => {
    // 20 hits above 20 misses but for 4 of each in a tie: AUC 0.98; Q1 = A/(2-A), Q2 = 2A²/(1+A).
    await fill(room, city([...Array.from({ length: 16 }, () => ({ before: 3, bad: true })), ...Array.from({ length: 4 }, () => ({ before: 1, bad: true })), ...Array.from({ length: 4 }, () => ({ before: 1, bad: false })), ...Array.from({ length: 16 }, () => ({ before: 0, bad: false }))]))
    const found = await ask()
    expect(found.auc).toBeCloseTo(0.98, 12)
    const error = Math.sqrt((0.98 * 0.02 + 19 * (0.98 / 1.02 - 0.98 ** 2) + 19 * ((2 * 0.98 ** 2) / 1.98 - 0.98 ** 2)) / 400)
    expect(found.aucInterval[0]).toBeCloseTo(0.98 - 1.959964 * error, 6)
    expect(found.aucInterval[1]).toBe(1)
    expect(found.lift['20']).toBe(2)
    // Eight hits of eight: Wilson's lower bound is n / (n + z²), over the base rate of a half.
    expect(found.liftInterval['20']![0]).toBeCloseTo((2 * 8) / (8 + 1.959964 ** 2), 6)
    expect(found.liftInterval['20']![1]).toBeCloseTo(2, 6)
  })

  test('scores, runs and measures are as they were before', async () => {
    await fill(room, city([{ before: 2, bad: true }, { before: 0, bad: false }, { before: 0, bad: true }]))
    await room.jobs.result((await verbs.scoreSubjects({ model })).job)
    const all = () => room.database().read(async (read) => [
      await read.rows(sql`SELECT * FROM score ORDER BY subject_id`), await read.rows(sql`SELECT * FROM measure_supervision ORDER BY subject_id`), await verbs.listRuns({}),
      await read.rows(sql`SELECT table_name FROM duckdb_tables() ORDER BY table_name`),
    ])
    const before = await all()
    expect((await ask()).n).toBe(3)
    expect((await ask()).n).toBe(3)
    expect(await all()).toEqual(before)
  })

  test('nothing that was not known the day before the split can matter', async () => {
    const subjects = [{ before: 2, bad: true }, { before: 0, bad: false }, { before: 1, bad: true }, { before: 0, bad: false }]
    await fill(room, city(subjects))
    const { psi: _, psiByDimension: _d, ...found } = await ask()
    // Known only later, or happened on the split or later: the scores may not move, nor may the outcome of what happened before.
    await fill(room, { subjects: [], records: [
      { class: 'listing', subject_id: 2, kind: 'abnormal', occurred_on: '2025-05-05', known_on: '2026-01-01' },
      { class: 'listing', subject_id: 4, kind: 'dishonest', occurred_on: '2026-01-01' },
      { class: 'listing', subject_id: 4, kind: 'serious', occurred_on: '2025-12-01', known_on: '2026-02-01' },
      { class: 'supervision', subject_id: 2, result: 'problem', occurred_on: '2025-12-31', known_on: '2026-02-01' },
    ] })
    const { psi: __, psiByDimension: __d, ...again } = await ask()
    expect(again).toEqual(found)
    // On the day of the split it is an outcome.
    await fill(room, { subjects: [], records: [{ class: 'supervision', subject_id: 2, result: 'problem', occurred_on: '2026-01-01' }] })
    expect((await ask()).positives).toBe(found.positives + 1)
  })

  test('only subjects seen before, only some inspections, another outcome', async () => {
    await fill(room, city([{ before: 2, bad: true }, { before: 0, bad: false }, { before: 1, bad: false }, { before: 0, bad: true }]))
    await fill(room, { subjects: [], records: [{ class: 'supervision', subject_id: 3, result: 'unreachable', double_random: true, occurred_on: '2026-04-01' }, { class: 'supervision', subject_id: 2, result: 'passed', double_random: true, occurred_on: '2026-04-01' }] })
    expect(await ask()).toMatchObject({ n: 4, positives: 3 })
    // Of those inspected before both had the outcome: nothing to tell apart, unless another outcome counts.
    await expect(ask({ seen: true })).rejects.toMatchObject({ code: 'no_trials', params: { n: 2, positives: 2 } })
    expect(await ask({ seen: true, outcome: "result = 'problem'" })).toMatchObject({ n: 2, positives: 1, auc: 1 })
    expect(await ask({ of: 'double_random' })).toMatchObject({ n: 2, positives: 1, auc: 1 })
  })

  test.each([
    ['outcome', 'score < (SELECT 60)', /^outcome, character \d+$/, /subquery/],
    ['outcome', "legal_rep = '甲'", /^outcome, character 1$/, /not declared/],
    ['of', "count(*) FROM read_csv('/etc/passwd')", /^of, character/, /reads no table/],
    ['of', 'count(*) > 1', /^of$/, /aggregate/i],
    ['outcome', 'bad; DROP TABLE subject', /^outcome, character 4$/, /semicolons/],
    ['outcome', 'item + 1', /^outcome$/, /./],
  ])('an %s of «%s» is refused by place', async (part, text, where, reason) => {
    await fill(room, city([{ before: 2, bad: true }, { before: 0, bad: false }]))
    await expect(ask({ [part]: text })).rejects.toMatchObject({ code: 'outcome_invalid', params: { where: expect.stringMatching(where), reason: expect.stringMatching(reason) } })
  })

  test('where nothing can be told apart, that is said', async () => {
    await fill(room, city([{ before: 2, bad: true }, { before: 0, bad: true }]))
    await expect(ask()).rejects.toMatchObject({ code: 'no_trials', params: { n: 2, positives: 2 } })
    await expect(ask({ split: '2027-01-01' })).rejects.toMatchObject({ code: 'no_trials' })
    await expect(ask({ outcome: 'false' })).rejects.toMatchObject({ code: 'no_trials', params: { positives: 0 } })
  })
})

describe.skipIf(sharedFolder === null)('on real inspections (shared/data beside the checkout)', () => {
  let engine: RunningEngine
  let folder: string
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mingcha-backtest-'))
    engine = createEngine({ resources, home: folder, database: { memoryMb: 1024, threads: 2 }, today: () => '2026-11-22' })
    await engine.verbs.createWorkspace({ path: join(folder, 'real') })
  })
  afterEach(async () => {
    await engine.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const data = (...parts: string[]): string => join(sharedFolder ?? '', 'data', ...parts)
  const bring = async (path: string, choice: Partial<Input<'importFiles'>['files'][number]>): Promise<ImportReport['files'][number]> =>
    ((await engine.verbs.awaitJob(await engine.verbs.importFiles({ files: [{ path, ...choice }] }))) as ImportReport).files[0]!
  const ask = async (question: Input<'backtest'>): Promise<Backtest> => (await engine.verbs.awaitJob(await engine.verbs.backtest(question))) as Backtest

  test('San Francisco: the food model beats a naive score of history on the inspections of 2017, of which it saw none', { timeout: 240_000 }, async () => {
    const fixture = fileURLToPath(new URL('../../../fixtures/sf-restaurants/', import.meta.url))
    for (const [name, rows] of [['businesses', 6359], ['inspections_plus', 25_863], ['violations_plus', 37_965]] as const) {
      const recipe = readFileSync(join(fixture, `${name.replace('_plus', '')}.yaml`), 'utf8')
      expect(await bring(data('sf-restaurants', `${name}.csv`), { recipe }), name).toMatchObject({ read: rows, quarantined: 0, unattached: 0 })
    }
    const outcome = { outcome: 'routine AND high > 0', of: 'routine', seen: true, model: food }
    const found = await ask({ ...outcome, split: '2017-01-01', until: '2017-12-31' })
    expect(found).toMatchObject({ n: 3179, positives: 1061, asOf: '2016-12-31' })
    expect(found.auc).toBeGreaterThan(0.73)
    expect(found.aucInterval[0]).toBeGreaterThan(0.69)
    expect(found.lift['10']).toBeGreaterThan(2.0)
    expect(found.auc).toBeGreaterThan(found.naive.auc + 0.05)
    // The year on which it was set does not rank better: nothing was learnt by heart.
    expect((await ask({ ...outcome, split: '2016-01-01', until: '2016-12-31' })).auc).toBeLessThan(found.auc)
    // Nobody's name is on these inspections, and half of the subjects were inspected: the one cannot be adjusted for, the other changes little.
    expect(found).toMatchObject({ authorities: 0, withinAuthority: null, selection: { subjects: 5576, inspected: 3179 } })
    expect(Math.abs(found.weighted!.auc - found.auc)).toBeLessThan(0.01)
    expect(found.brier).toBeLessThan(found.brierBase - 0.03)
    // With all weights the same, those that 2016 suggests make up most of what was lost, on the inspections of 2017.
    const flat = join(folder, 'flat')
    mkdirSync(flat)
    for (const name of ['model', 'penalty', 'supervision']) writeFileSync(join(flat, `${name}.yaml`), readFileSync(join(food.path, `${name}.yaml`), 'utf8').replaceAll(/^( +)weight: .*$/gm, '$1weight: 2').replaceAll(/^ +cap: .*\n/gm, '').replace('version: food-1', 'version: flat-1'))
    const { judged } = (await engine.verbs.awaitJob(await engine.verbs.suggestWeights({ ...outcome, model: { path: flat }, train: '2016-01-01', split: '2017-01-01', until: '2017-12-31' }))) as SuggestedWeights
    expect(judged.auc).toBeLessThan(found.auc - 0.008)
    expect(judged.challenger!.difference.interval[0]).toBeGreaterThan(0.003)
    expect(judged.challenger!.auc).toBeGreaterThan(judged.auc + 0.006)
  })

  test('Miyun: safety inspections of 2024 by the base model, from 2023 alone', { timeout: 120_000 }, async () => {
    const source = data('beijing-open-data', '密云区应急管理局执法检查信息.csv')
    // The file brings no register: its own names stand for one.
    const names = new Set(new TextDecoder('gb18030').decode(readFileSync(source)).split(/\r?\n/).filter((line) => /^\d+,/.test(line)).map((line) => line.split(',')[1]!).filter(Boolean))
    const register = join(folder, 'names.csv')
    writeFileSync(register, `企业名称,登记状态\n${[...names].map((name) => `${name},存续`).join('\n')}\n`)
    await bring(register, { recordClass: 'registration' })
    expect(await bring(source, {})).toMatchObject({ class: 'supervision', read: 4270, unattached: 0 })
    const found = await ask({ split: '2024-01-01', seen: true })
    expect(found).toMatchObject({ n: 409, positives: 70 })
    // One year of one class, and 70 hits: better than chance, and no better than that can be said.
    expect(found.aucInterval[0]).toBeGreaterThan(0.5)
    expect(found.auc).toBeGreaterThan(found.naive.auc)
    expect(found.lift['10']).toBeGreaterThan(1.5)
  })
})

test('the command tells the same as JSON', { timeout: 120_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mingcha-backtest-'))
  const said = async (...args: string[]): Promise<{ exit: number; out: string }> => {
    let out = ''
    return { exit: await command(args, { out: { write: (text) => { out += text } }, err: { write: () => undefined } }), out }
  }
  const workspace = join(folder, 'city.mingcha')
  await copyCity(workspace, { scored: false, today: '2026-11-22' })
  const { exit, out } = await said('backtest', workspace, '--split', '2025-11-22', '--json')
  expect(exit).toBe(0)
  const found = JSON.parse(out) as Record<string, unknown>
  expect(Object.keys(found)).toEqual(expect.arrayContaining(['n', 'positives', 'base_rate', 'auc', 'auc_interval', 'lift', 'by_tier', 'gain', 'psi', 'psi_by_dimension', 'naive', 'brier', 'calibration_error', 'by_authority', 'selection', 'challenger']))
  expect(Object.keys(found.lift as object)).toEqual(['5', '10', '20'])
  expect((await said('backtest', workspace, '--split', '2025-11-22')).out).toMatch(/index +0\.\d{3} \(0\.\d{3} to 0\.\d{3}\)/)
  const weights = await said('weights', workspace, '--split', '2025-11-22', '--into-draft', '建议', '--json')
  const { draft, changes, judged } = JSON.parse(weights.out) as { draft: { draft: number; name: string }; changes: object; judged: { auc: number; challenger: { auc: number } } }
  expect([draft.name, judged.auc]).toEqual(['建议', found.auc])
  const rival = JSON.parse((await said('backtest', workspace, '--split', '2025-11-22', '--challenger', `draft:${draft.draft}`, '--json')).out) as { challenger: { auc: number; model: string; top_tenth: object } }
  expect(rival.challenger).toMatchObject({ auc: judged.challenger.auc, model: expect.stringMatching(/^draft-1\./), top_tenth: { both: { n: expect.any(Number) } } })
  const { changes: drafted } = JSON.parse((await said('models', workspace, 'show', '--draft', String(draft.draft), '--json')).out) as { changes: { of: string; field: string }[] }
  expect(drafted.map((one) => `${one.of}.${one.field}`).sort()).toEqual(Object.keys(changes).map((id) => `${id}.weight`).sort())
  expect((await said('backtest', workspace)).exit).toBe(2)
  expect(await said('backtest', workspace, '--split', 'soon')).toMatchObject({ exit: 2 })
  rmSync(folder, { recursive: true })
})

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tableFromIPC } from 'apache-arrow'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Engine } from '../../../shared/contract.ts'
import { recordClasses, tiers } from '../../../shared/classes.ts'
import type { Chip, DimensionId } from '../../../shared/filter.ts'
import { createEngine, type RunningEngine } from '../../../electron/engine/engine.ts'
import { Database } from '../../../electron/engine/duckdb/database.ts'
import { raw } from '../../../electron/engine/duckdb/sql.ts'
import { binsOf } from '../../../electron/engine/scoring/bins.ts'
import { correlation, midRanks } from '../../../electron/engine/scoring/correlate.ts'
import { pointsOf, type ModelDimension } from '../../../electron/engine/scoring/model.ts'
import { copyCity } from '../../city.ts'
import { resources } from '../../room.ts'

const folder = mkdtempSync(join(tmpdir(), 'mingcha-explore-'))
const file = join(folder, 'city.mingcha')
let engine: RunningEngine
let verbs: Engine
const problems: DimensionId = 'supervision.problems_2y'

beforeAll(async () => {
  engine = createEngine({ resources, home: folder, database: { memoryMb: 1024, threads: 2 }, today: () => '2026-11-22' })
  verbs = engine.verbs
  await copyCity(file, { scored: false, today: '2026-11-22' })
  await verbs.openWorkspace({ path: file })
}, 240_000)
afterAll(async () => {
  await engine.close()
  rmSync(folder, { recursive: true, force: true })
})

const rowsOf = (arrow: Uint8Array) => tableFromIPC(arrow).toArray().map((row) => row!.toJSON() as Record<string, unknown>)
const total = (filter: Chip[]): Promise<number> => verbs.subjectPage({ filter, limit: 1 }).then((page) => page.total)

test('without scores there is nothing to explore', async () => {
  expect(await verbs.exploreDimension({ dimension: problems })).toBeNull()
  expect(await verbs.correlateDimension({ dimension: problems })).toBeNull()
  expect(await verbs.tierHistory({})).toEqual([])
  expect(await verbs.tierMatrix({})).toBeNull()
  await expect(verbs.dimensionSubjects({ dimension: problems })).rejects.toMatchObject({ code: 'no_such_dimension' })
  await expect(verbs.subjectPage({ filter: [{ field: problems, op: 'between', min: 1 }] })).rejects.toMatchObject({ code: 'no_such_dimension' })
}, 60_000)

test('a quarter of the dimensions: the bins hold every subject once, and a click on one filters to its count', async () => {
  await verbs.awaitJob(await verbs.scoreSubjects({ asOf: '2025-11-22' }))
  await verbs.awaitJob(await verbs.scoreSubjects({}))
  const subjects = await total([])
  const dimensions = await verbs.listDimensions({})
  expect(dimensions.length).toBeGreaterThanOrEqual(220)
  for (const { id } of dimensions.filter((_, i) => i % 4 === 0)) {
    const dimension = id as DimensionId
    const found = (await verbs.exploreDimension({ dimension }))!
    expect(found.bins.reduce((sum, bin) => sum + bin.subjects, found.unknown.subjects), id).toBe(subjects)
    expect(found.bins.reduce((sum, bin) => sum + bin.subjects, 0), id).toBe(found.known)
    expect(found.industries.reduce((sum, group) => sum + group.subjects, 0), id).toBe(subjects)
    expect(found.regions.reduce((sum, group) => sum + group.pointed, 0), id).toBe(found.pointed)
    if (found.outcomes) expect(found.outcomes.bands.reduce((sum, band) => sum + band.n, 0), id).toBe(found.outcomes.n)
    const bin = found.bins.at(-1)
    if (bin) expect(await total([{ field: dimension, op: 'between', min: bin.from!, ...(bin.single ? { max: bin.from! } : {}) }]), id).toBe(bin.subjects)
    expect(await total([{ field: dimension, op: 'empty' }]), id).toBe(found.unknown.subjects)
  }
}, 300_000)

test('a chart leaves out the chips on its own field, and obeys all others', async () => {
  const all = (await verbs.exploreDimension({ dimension: problems }))!
  const some: Chip[] = [{ field: problems, op: 'between', min: 1 }, { field: 'industry', op: 'in', values: ['H'] }]
  const found = (await verbs.exploreDimension({ dimension: problems, filter: some }))!
  expect(found.subjects).toBe(await total(some))
  expect(found.bins.reduce((sum, bin) => sum + bin.subjects, found.unknown.subjects)).toBe(await total([some[1]!]))
  expect(found.industries.reduce((sum, group) => sum + group.subjects, 0)).toBe(await total([some[0]!]))
  expect(found.regions.reduce((sum, group) => sum + group.subjects, 0)).toBe(found.subjects)
  expect(all.known).toBeGreaterThan(found.known)
  expect(found.least).toBeGreaterThanOrEqual(1)
})

test('what inspections found says whether the dimension may have seen them', async () => {
  const now = (await verbs.exploreDimension({ dimension: problems }))!.outcomes!
  expect(now.leak).toBe(true)
  expect(now.until <= '2026-11-22').toBe(true)
  await verbs.awaitJob(await verbs.scoreSubjects({ asOf: '2025-11-22' }))
  const then = (await verbs.exploreDimension({ dimension: problems }))!.outcomes!
  expect(then.leak).toBe(false)
  expect(then.from > '2025-11-22').toBe(true)
  expect(then.auc).toBeGreaterThan(0.52)
  expect(then.informationValue).toBeGreaterThan(0.02)
  const lifts = then.bands.filter((band) => band.n > 0)
  expect(lifts.at(-1)!.lift).toBeGreaterThan(lifts[0]!.lift!)
  for (const band of lifts) expect(band.liftInterval![0] <= band.lift! && band.lift! <= band.liftInterval![1]).toBe(true)
  await verbs.awaitJob(await verbs.scoreSubjects({}))
})

test('the strongest correlations are those that a plain computation over all subjects finds', async () => {
  const { sampled, correlations } = (await verbs.correlateDimension({ dimension: problems }))!
  expect(sampled).toBe(await total([]))
  expect(correlations).toHaveLength(10)
  const second = correlations.find((one) => one.class === 'supervision')!
  const read = async (dimension: string) => new Map(rowsOf((await verbs.dimensionSubjects({ dimension: dimension as DimensionId, limit: 10_000 })).arrow).map((row) => [row.subject_id, row.value as number | null]))
  const [a, b] = [await read(problems), await read(second.dimension)]
  const ids = [...a.keys()]
  const ranks = (values: Map<unknown, number | null>) => midRanks(Float64Array.from(ids, (id) => values.get(id) ?? NaN))
  const plain = correlation(ranks(a), ranks(b))!
  expect(second.rho).toBeCloseTo(plain.rho, 9)
  expect(second.n).toBe(plain.n)
  await expect(verbs.correlateDimension({ dimension: 'penalty.nothing' })).rejects.toMatchObject({ code: 'no_such_dimension' })
  await expect(verbs.exploreDimension({ dimension: 'nothing' as DimensionId })).rejects.toMatchObject({ code: 'bad_input' })
})

test('subjects come riskiest first, page by page', async () => {
  const first = await verbs.dimensionSubjects({ dimension: problems, limit: 50 })
  const second = await verbs.dimensionSubjects({ dimension: problems, limit: 50, offset: 50 })
  const values = [...rowsOf(first.arrow), ...rowsOf(second.arrow)].map((row) => row.value as number)
  expect(values).toEqual([...values].sort((a, b) => b - a))
  expect(first.total).toBe(await total([]))
})

test('ranks share the middle of equal values; correlation is Pearson\'s on them', () => {
  expect([...midRanks(Float64Array.from([3, 1, 3, NaN, 2]))]).toEqual([3.5, 1, 3.5, NaN, 2])
  expect(correlation(Float32Array.from([1, 2, 3, NaN]), Float32Array.from([2, 4, 6, 1]))).toEqual({ rho: 1, n: 3 })
  expect(correlation(Float32Array.from([1, 2, 3]), Float32Array.from([5, 5, 5]))).toBeNull()
})

test('bins rise without gaps, and none straddles a step of the bands', () => {
  const number = fc.double({ min: -1e6, max: 1e9, noNaN: true, noDefaultInfinity: true }).map((value) => Number(value.toFixed(3)))
  fc.assert(fc.property(fc.array(number, { minLength: 2, maxLength: 60 }), fc.uniqueArray(number, { maxLength: 5 }), (seen, steps) => {
    const values = [...new Set(seen)].sort((a, b) => a - b)
    if (values.length < 2) return
    const bands: ModelDimension['bands'] = [[null, 0], ...steps.sort((a, b) => a - b).map((step, i): [number, number] => [step, 10 * (i + 1)])]
    const dimension = { bands, missing: 0 } as ModelDimension
    const bins = binsOf(dimension, { least: values[0]!, most: values.at(-1)!, positive: values.find((value) => value > 0) ?? null, middle: values[values.length >> 1]!, values: null })
    expect(bins[0]!.from).toBe(values[0])
    bins.slice(1).forEach((bin, i) => expect(bins[i]!.to).toBe(bin.from))
    for (const value of values) {
      const bin = bins.findLast((one) => one.from! <= value)!
      expect(pointsOf(dimension, value)).toBe(bin.points)
    }
    expect(bins.length).toBeLessThan(70)
  }))
})

test('tiers over time, between two runs, and by region and industry count every subject once', async () => {
  const history = await verbs.tierHistory({})
  expect(history.map((one) => one.asOf)).toEqual(['2025-11-22', '2025-11-22', '2026-11-22', '2026-11-22'])
  const { tiers: now } = (await verbs.tierSummary({}))!
  expect(history.at(-1)!.tiers).toEqual(now)
  const { moves, from, to } = await verbs.tierMigration({ from: history[0]!.run, to: history[2]!.run })
  for (const tier of tiers) {
    expect(moves.filter((move) => move.from === tier).reduce((sum, move) => sum + move.subjects, 0)).toBe(from.tiers[tier])
    expect(moves.filter((move) => move.to === tier).reduce((sum, move) => sum + move.subjects, 0)).toBe(to.tiers[tier])
  }
  const move = moves.find((one) => one.from === 'B' && one.to === 'A')!
  expect(await total([{ field: 'tier_at', op: 'in', values: [`${from.run}:B`] }, { field: 'tier_at', op: 'in', values: [`${to.run}:A`] }])).toBe(move.subjects)
  await expect(verbs.tierMigration({ from: 1, to: 99 })).rejects.toMatchObject({ code: 'no_such_run' })
  const matrix = (await verbs.tierMatrix({ filter: [{ field: 'tier', op: 'in', values: ['B', 'C', 'D'] }] }))!
  expect(matrix.cells.reduce((sum, cell) => sum + cell.subjects, 0)).toBe(now.B + now.C + now.D)
  expect(matrix.cells.reduce((sum, cell) => sum + cell.risky, 0)).toBe(now.C + now.D)
})

test('the SQL of every dimension runs by itself on the workspace file in a plain DuckDB, and gives what the run measured', async () => {
  const dimensions = await verbs.listDimensions({})
  const texts = await Promise.all(dimensions.map(async ({ id }) => ({ id, text: (await verbs.dimensionSql({ dimension: id })).sql })))
  await verbs.closeWorkspace({})
  const plain = await Database.open(file, { memoryMb: 1024, threads: 2 })
  try {
    for (const { id, text } of texts) {
      const column = id.slice(id.indexOf('.') + 1)
      const table = `measure_${id.slice(0, id.indexOf('.'))}`
      const { apart } = await plain.read((ask) => ask.one<{ apart: number }>(raw(`WITH own AS (${text.trim().replace(/;$/, '')})
        SELECT count(*) FILTER (WHERE own.value IS DISTINCT FROM m."${column}" AND NOT coalesce(abs(own.value - m."${column}") < 1e-5, false)) AS apart
        FROM own FULL JOIN (SELECT * FROM ${table} WHERE subject_id > 0) m USING (subject_id)`)))
      expect(apart, id).toBe(0)
    }
  } finally {
    await plain.close()
    await verbs.openWorkspace({ path: file })
  }
}, 300_000)

test('contributions sum to the index, for the highest and for a sample of all', async () => {
  const page = rowsOf((await verbs.subjectPage({ filter: [], sort: [{ field: 'index', descending: true }], limit: 2000 })).arrow)
  for (const row of page.filter((_, i) => i < 20 || i % 50 === 0)) {
    const { explanation } = await verbs.subjectProfile({ subjectId: row.subject_id as number })
    expect(explanation!.contributions.reduce((sum, one) => sum + one.contribution, 0)).toBeCloseTo(explanation!.index, 6)
    expect(recordClasses.reduce((sum, name) => sum + explanation!.partials[name], 0)).toBeCloseTo(explanation!.index, 6)
  }
}, 120_000)

test('the rows that are told of a contribution are as many as its click opens, whether they were counted or are its value', async () => {
  const page = rowsOf((await verbs.subjectPage({ filter: [], sort: [{ field: 'index', descending: true }], limit: 6 })).arrow)
  let told = 0
  for (const row of page) {
    const subjectId = row.subject_id as number
    for (const { dimension, evidence } of (await verbs.subjectProfile({ subjectId })).explanation!.contributions) {
      if (evidence === null) continue
      expect({ dimension, evidence: (await verbs.contributionEvidence({ subjectId, dimension, limit: 1 })).total }).toEqual({ dimension, evidence })
      told++
    }
  }
  expect(told).toBeGreaterThan(60)
}, 120_000)

import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RecordClass, Tier } from '../../../shared/classes.ts'
import type { TierMove } from '../../../shared/profile.ts'
import { ident, join, raw, sql } from '../../../electron/engine/duckdb/sql.ts'
import { nothingOf, scores } from '../../../electron/engine/scoring/combine.ts'
import { columnOf, measureTable } from '../../../electron/engine/scoring/compile.ts'
import { pointsOf, type Model } from '../../../electron/engine/scoring/model.ts'
import { movesOf, valuesInRun, type Values } from '../../../electron/engine/scoring/moves.ts'
import { builtInModel, readModel } from '../../../electron/engine/scoring/read.ts'
import { compileOnce, score } from '../../../electron/engine/scoring/score.ts'
import { scoring } from '../../../electron/engine/scoring/scoring.ts'
import type { CompiledClass } from '../../../electron/engine/scoring/compile.ts'
import { openRoom, resources, type TestRoom } from '../../room.ts'
import { fill, mixedCity } from './records.ts'

const model = readModel(builtInModel(resources), resources)
let room: TestRoom
let classes: CompiledClass[]
let verbs: ReturnType<typeof scoring>
const today = '2026-11-22'
beforeAll(async () => {
  room = await openRoom(today)
  await fill(room, mixedCity(60))
  await score(room.database(), model, today, false, { signal: new AbortController().signal, progress: () => undefined })
  classes = await room.database().read((ask) => compileOnce(room.database(), ask, model, today))
  verbs = scoring(room)
})
afterAll(() => room.close())

/** What the statements of a run make of values written into the measure tables, each under a number of its own. */
async function run(all: readonly Values[]): Promise<{ index: number; tier: Tier }[]> {
  const ids = all.map((_, i) => 1_000_000 + i)
  return room.database().write(async (ask) => {
    for (const { group } of classes) {
      const columns = group.dimensions.map((one) => columnOf(one.id))
      const rows = all.flatMap((values, i) => (values.has(group.class) ? [`(${ids[i]!}, ${columns.map((name) => values.get(group.class)![name] ?? 'NULL').join(', ')})`] : []))
      for (let at = 0; at < rows.length; at += 200) await ask.run(sql`INSERT INTO ${measureTable(group.class)} (subject_id, ${join(columns.map(ident), ', ')}) VALUES ${raw(rows.slice(at, at + 200).join(', '))}`)
    }
    const nothing = new Map(classes.map((compiled) => [compiled.group.class, nothingOf(compiled, compiled.nothing, model.ceilings[compiled.group.class] ?? 0)]))
    const found = await ask.rows<{ index: number; tier: Tier }>(sql`SELECT index, tier FROM (${scores({ ...model, vetoes: [] }, { anew: classes, nothing, subjects: raw(`(SELECT unnest(range(1000000, ${1_000_000 + all.length}))::INTEGER AS subject_id)`) })}) ORDER BY subject_id`)
    for (const { group } of classes) await ask.run(sql`DELETE FROM ${measureTable(group.class)} WHERE subject_id >= 1000000`)
    return found
  })
}

const typeOf = (id: string): 'INTEGER' | 'DOUBLE' => { for (const one of classes) { const at = one.group.dimensions.findIndex((each) => each.id === id); if (at >= 0) return one.types[at]! } throw new Error(id) }

/** A value within the band that a move names. */
function within({ dimension, from, below }: Pick<TierMove, 'dimension' | 'from' | 'below'>): number {
  const whole = typeOf(dimension) === 'INTEGER'
  const value = from !== null ? (whole ? Math.ceil(from) : from) : below === null ? 0 : whole ? Math.ceil(below) - 1 : below - 0.001
  if (below !== null && value >= below) throw new Error(`${dimension}: no value in its band from ${from} below ${below}`)
  return value
}

const changed = (values: Values, moves: readonly TierMove[]): Values => {
  const next = new Map([...values].map(([name, row]) => [name, { ...row }]))
  for (const one of moves) next.get(one.class)![columnOf(one.dimension)] = within(one)
  return next as Map<RecordClass, Record<string, number | null>>
}

/** Values around the bands of every dimension; the more `busy`, the fewer stay at nothing. */
const valuesOf = (busy: number): fc.Arbitrary<Values> => fc.tuple(...classes.map(({ group }) => fc.tuple(...group.dimensions.map((one) => {
  const band = fc.nat({ max: one.bands.length - 1 }).map((place) => within({ dimension: one.id, from: one.bands[place]![0], below: one.bands[place + 1]?.[0] ?? null }))
  const quiet = one.bands.findIndex(([, points]) => points === 0)
  return fc.tuple(fc.noBias(fc.nat({ max: 9999 })), band).map(([luck, value]) => (luck < busy * 10_000 ? value : quiet < 0 ? null : within({ dimension: one.id, from: one.bands[quiet]![0], below: one.bands[quiet + 1]?.[0] ?? null })))
})).map((row) => [group.class, Object.fromEntries(group.dimensions.map((one, i) => [columnOf(one.id), row[i]!]))] as const))).map((rows) => new Map(rows))

test('each change that is named leads, in a run, to the index and tier that are named; and no smaller step of its dimension does', async () => {
  const drawn = [0.005, 0.02, 0.04, 0.06, 0.08, 0.11, 0.15, 0.2, 0.28, 0.5].flatMap((busy) => fc.sample(valuesOf(busy), { numRuns: 5, seed: Math.round(busy * 1000) }))
  const told = drawn.map((values) => movesOf(model, values, 1000))
  const first = await run(drawn)
  told.forEach((one, i) => {
    expect(one.index).toBeCloseTo(first[i]!.index, 6)
    expect(one.tierByIndex).toBe(first[i]!.tier)
  })
  expect(new Set(told.map((one) => one.tierByIndex))).toEqual(new Set(['A', 'B', 'C', 'D']))

  const named = told.flatMap((one, i) => [...(one.lower?.single ?? []), ...(one.raise?.single ?? [])].map((move) => ({ values: changed(drawn[i]!, [move]), move, one })))
  expect(named.length).toBeGreaterThan(1000)
  const after = await run(named.map(({ values }) => values))
  named.forEach(({ move, one }, i) => {
    expect(after[i]!.index).toBeCloseTo(move.index, 6)
    expect(after[i]!.tier).toBe(move.tier)
    expect(move.tier).not.toBe(one.tierByIndex)
  })

  const together = told.flatMap((one, i) => (one.lower?.together ? [{ values: changed(drawn[i]!, one.lower.together.moves), all: one.lower.together, one }] : []))
  expect(together.length).toBeGreaterThan(0)
  const joint = await run(together.map(({ values }) => values))
  together.forEach(({ all, one }, i) => {
    expect(joint[i]!.index).toBeCloseTo(all.index, 6)
    expect(joint[i]!.tier).toBe(all.tier)
    expect(all.tier < one.tierByIndex).toBe(true)
  })

  // Fewer never do: of every class and number the largest changes, all ways to share one change less among the classes.
  const spare = told.map((one, i) => ({ one, values: drawn[i]! })).filter(({ one }) => one.lower?.together && one.lower.together.moves.length <= 3).slice(0, 6)
  expect(spare.length).toBeGreaterThan(0)
  for (const { one, values } of spare) {
    const least = (id: string): TierMove => one.lower!.together!.moves.find((move) => move.dimension === id) ?? bestOf(values, id)
    const all = classes.flatMap(({ group }) => group.dimensions.filter((each) => each.direction === 'risk' && each.weight > 0).map((each) => each.id)).filter((id) => least(id).toPoints < least(id).points)
    const pairs = one.lower!.together!.moves.length === 2 ? all.map((id) => [id]) : all.flatMap((id, i) => all.slice(i + 1).map((other) => [id, other]))
    for (const each of await run(pairs.map((ids) => changed(values, ids.map(least))))) expect(each.tier).toBe(one.tierByIndex)
  }
})

/** A dimension brought to the band of fewest points. */
function bestOf(values: Values, id: string): TierMove {
  const group = classes.find((one) => id.startsWith(`${one.group.class}.`))!.group
  const one = group.dimensions.find((each) => each.id === id)!
  const points = pointsOf(one, (values.get(group.class)![columnOf(id)] ?? null) as number | null)
  const toPoints = Math.min(...one.bands.map(([, each]) => each))
  const place = one.bands.findIndex(([, each]) => each === toPoints)
  return { dimension: id, class: group.class, from: one.bands[place]![0], below: one.bands[place + 1]?.[0] ?? null, points, toPoints } as TierMove
}

test('of each dimension the band with the least change that is enough is named, and every dimension that can do it alone', async () => {
  const values = [0.03, 0.12].flatMap((busy) => fc.sample(valuesOf(busy), { numRuns: 1, seed: 3 }))
  for (const each of values) {
    const told = movesOf(model, each, 1000)
    const tries = classes.flatMap(({ group }) => group.dimensions.flatMap((one) => one.bands.map(([from, points], place) => ({ one, points, move: { dimension: one.id, class: group.class, from, below: one.bands[place + 1]?.[0] ?? null } as TierMove }))))
    const came = await run(tries.map(({ move }) => changed(each, [move])))
    for (const [way, moves] of [['lower', told.lower], ['raise', told.raise]] as const) {
      const reaching = tries.flatMap(({ one, points, move }, i) => ((way === 'lower' ? came[i]!.tier < told.tierByIndex : came[i]!.tier > told.tierByIndex) ? [{ id: one.id, by: Math.abs(points - pointsOf(one, (each.get(move.class)![columnOf(one.id)] ?? null) as number | null)) }] : []))
      expect(new Set(moves?.single.map((one) => one.dimension) ?? [])).toEqual(new Set(reaching.map((one) => one.id)))
      for (const move of moves?.single ?? []) {
        const least = Math.min(...reaching.filter((one) => one.id === move.dimension).map((one) => one.by))
        expect(Math.abs(move.toPoints - move.points)).toBeCloseTo(least, 9)
      }
    }
  }
})

test('a veto and an override are named as what holds the tier; the values are those of the run', async () => {
  const vetoed = (await room.database().read((ask) => ask.rows<{ subject_id: number; veto: string }>(raw('SELECT subject_id, veto FROM score WHERE veto IS NOT NULL ORDER BY 1'))))[0]!
  const moves = (await verbs.tierMoves({ subjectId: vetoed.subject_id, limit: 3 }))!
  expect(moves).toMatchObject({ tier: 'D', held: { veto: { id: vetoed.veto }, override: null } })
  expect(moves.tierByIndex).not.toBe('D')
  expect(moves.raise!.single.length).toBeLessThanOrEqual(3)
  const { override } = await verbs.proposeOverride({ subjectId: vetoed.subject_id, tier: 'B', overVeto: true, reason: '已整改', ground: '会商', author: '甲', expiresOn: '2027-05-31' })
  await verbs.confirmOverride({ override, by: '乙' })
  await room.jobs.result((await verbs.scoreSubjects({})).job)
  expect(await verbs.tierMoves({ subjectId: vetoed.subject_id, limit: 3 })).toMatchObject({ tier: 'B', tierByIndex: moves.tierByIndex, held: { veto: { id: vetoed.veto }, override: { override, expiresOn: '2027-05-31' } } })
  expect(await verbs.tierMoves({ subjectId: 9999, limit: 3 })).toBeNull()
  const past = { run: 1, asOf: today, lastBatch: 1, model: model satisfies Model, classes }
  const explained = (await verbs.explainSubject({ subjectId: 1 }))!
  const values = await room.database().read((ask) => valuesInRun(ask, past, 1))
  for (const one of explained.contributions) expect(values.get(one.class)![columnOf(one.dimension)]).toBe(one.value)
})

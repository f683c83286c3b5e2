import type { RecordClass, Tier } from '../../../shared/classes.ts'
import type { OutlookCause, OutlookDay, TierOutlook } from '../../../shared/profile.ts'
import type { Connection } from '../duckdb/database.ts'
import { ident, raw, sql } from '../duckdb/sql.ts'
import { valuesKept, valuesOfSome, vetoColumn } from './compile.ts'
import type { PastRun } from './explain.ts'
import { contributionsOf, indexOf, tierAt, type Values } from './moves.ts'
import type { Kept } from './kept.ts'
import { overrideOn } from './overrides.ts'
import { isTaken } from './takeFacts.ts'

/** A look ahead goes by quarters, in months. */
const step = 3
/** A contribution that changes by less is not why a tier changed. */
const least = 0.005

/**
 * What runs on days to come would say of a subject if nothing new were known: each day is measured by the very statements of a run, from what the latest
 * run could see. Between two days that differ in tier the day of the change is searched. Null: not scored.
 */
export async function tierOutlook(ask: Connection, past: PastRun, subjectId: number, years: number): Promise<TierOutlook | null> {
  const { scored } = await ask.one<{ scored: boolean }>(sql`SELECT count(*) > 0 AS scored FROM score WHERE subject_id = ${raw(String(subjectId))}`)
  if (!scored) return null
  const measured = await measuredDaily(ask, past, subjectId)
  const on = async (day: string): Promise<Seen> => seenOn(past, day, await measured(day), await overrideOn(ask, day, subjectId))
  const all: Seen[] = [await on(past.asOf)]
  let change: { before: Seen; after: Seen } | null = null
  for (const day of await daysAhead(ask, past.asOf, years)) {
    const [last, next] = [all.at(-1)!, await on(day)]
    all.push(next)
    if (!change && next.told.tier !== last.told.tier) change = await between(last, next, on)
  }
  return {
    subjectId, asOf: past.asOf, thresholds: past.model.thresholds, days: all.map((one) => one.told),
    change: change && { before: change.before.told, after: change.after.told, causes: causesOf(past, all[0]!.values, change.after.values) },
  }
}

interface Seen { told: OutlookDay; values: Values }
type Row = Record<string, number | boolean | null>

/**
 * Values of a subject by day, from what the latest run kept of its records where it did. A class that reads its own records alone, of which the
 * subject has none, is the same every day.
 */
async function measuredDaily(ask: Connection, { classes, lastBatch }: PastRun, subjectId: number): Promise<(day: string) => Promise<Values>> {
  const id = raw(String(subjectId))
  const without = new Set<RecordClass>()
  for (const { group, tables } of classes) {
    if (tables.every((table) => table === `known_${group.class}`) && (await ask.one<{ n: number }>(sql`SELECT count(*) AS n FROM ${ident(group.class)} WHERE subject_id = ${id}`)).n === 0) without.add(group.class)
  }
  const facts = new Map<RecordClass, Kept>()
  for (const compiled of classes) {
    const kept = compiled.neighbours === null ? await compiled.kept(ask) : null
    if (kept && (await isTaken(ask, compiled.group.class, kept))) facts.set(compiled.group.class, kept)
  }
  return async (day) => {
    const values = new Map<RecordClass, Row>()
    for (const compiled of classes) {
      const kept = facts.get(compiled.group.class)
      const rows = without.has(compiled.group.class) ? [] : await ask.rows<Row>(kept ? valuesKept(compiled, kept, day, subjectId) : sql`SELECT * FROM (${valuesOfSome(compiled, { asOf: day, lastBatch }, id)}) WHERE subject_id > 0`)
      values.set(compiled.group.class, rows[0] ?? compiled.nothing)
    }
    return values
  }
}

async function daysAhead(ask: Connection, asOf: string, years: number): Promise<string[]> {
  const months = Array.from({ length: years * 12 / step }, (_, i) => (i + 1) * step)
  const rows = await ask.rows<{ day: string }>(sql`SELECT (${asOf}::DATE + to_months(unnest([${raw(months.join(', '))}])::INTEGER))::DATE AS day ORDER BY day`)
  return rows.map((row) => row.day)
}

/** The two days next to each other between which the tier changes. */
async function between(before: Seen, after: Seen, on: (day: string) => Promise<Seen>): Promise<{ before: Seen; after: Seen }> {
  const days = Math.round((Date.parse(after.told.day) - Date.parse(before.told.day)) / 86_400_000)
  if (days <= 1) return { before, after }
  const middle = await on(new Date(Date.parse(before.told.day) + Math.floor(days / 2) * 86_400_000).toISOString().slice(0, 10))
  return middle.told.tier === before.told.tier ? between(middle, after, on) : between(before, middle, on)
}

function seenOn({ model }: PastRun, day: string, values: Values, override: Awaited<ReturnType<typeof overrideOn>>): Seen {
  const veto = model.vetoes.find((one) => values.get(one.class)?.[vetoColumn(one.id)] === true)
  const index = indexOf(model, values)
  const tierByIndex = tierAt(model, index)
  const holds = override && (!veto || override.overVeto) ? override : null
  const tier: Tier = holds ? holds.tier : veto ? 'D' : tierByIndex
  return { told: { day, index, tier, tierByIndex, veto: veto?.id ?? null, override: holds?.override ?? null }, values }
}

/** What gives less or more than before, the greatest difference first. */
function causesOf({ model }: PastRun, before: Values, after: Values): OutlookCause[] {
  const then = contributionsOf(model, after)
  return contributionsOf(model, before).map(({ group, dimension, value, contribution }, i): OutlookCause => ({
    dimension: dimension.id, class: group.class, nameZh: dimension.name[0], nameEn: dimension.name[1], unit: dimension.unit,
    before: value, after: then[i]!.value, contributionBefore: contribution, contributionAfter: then[i]!.contribution,
  })).filter((one) => Math.abs(one.contributionAfter - one.contributionBefore) >= least)
    .sort((a, b) => Math.abs(b.contributionAfter - b.contributionBefore) - Math.abs(a.contributionAfter - a.contributionBefore)).slice(0, 6)
}

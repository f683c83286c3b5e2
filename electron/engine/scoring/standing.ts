import { recordClasses, type RecordClass } from '../../../shared/classes.ts'
import type { Place, SubjectStanding } from '../../../shared/profile.ts'
import type { Connection } from '../duckdb/database.ts'
import { ident, join, raw, sql } from '../duckdb/sql.ts'
import { seen } from '../workspace/personal.ts'
import type { RegionNames } from '../workspace/regions.ts'
import { rebuildTable } from '../workspace/rebuildTable.ts'

const placedBy = ['industry', 'region'] as const
/** An index in millionths of a point, so that sums of floating numbers in another order do not make two ranks of one. */
const micro = raw('round(index * 1e6)::INTEGER')

/** Keeps what profiles ask of everybody: the medians of each industry in this run, and how the index spreads over industries and regions. */
export async function keepStanding(ask: Connection, run: number): Promise<void> {
  const medians = join(['index', ...recordClasses].map((name) => sql`median(c.${ident(name)})`), ', ')
  await ask.run(sql`INSERT INTO score_median SELECT ${run}::INTEGER, coalesce(s.industry, '') AS industry, count(*), ${medians} FROM score c JOIN subject s USING (subject_id) GROUP BY 2 ORDER BY 2`)
  const spread = join(placedBy.map((kind) => sql`SELECT ${kind} AS kind, coalesce(s.${ident(kind)}, '') AS key, ${micro} AS points, count(*) AS subjects FROM score c JOIN subject s USING (subject_id) GROUP BY ALL`), ' UNION ALL ')
  await rebuildTable(ask, 'score_spread', sql`SELECT * FROM (${spread}) ORDER BY kind, key, points`)
}

type MedianRow = { run: number; subjects: number; index: number } & Record<RecordClass, number>

/** The index of a subject over all runs, its place among those of its industry and its region, and the medians of its industry; null: not scored. */
export async function standingOf(ask: Connection, names: RegionNames, subjectId: number): Promise<SubjectStanding | null> {
  const id = raw(String(subjectId))
  const [now] = await ask.rows<{ points: number }>(sql`SELECT ${micro} AS points FROM score WHERE subject_id = ${id}`)
  const [of] = await ask.rows<{ industry: string; region: string }>(sql`SELECT coalesce(industry, '') AS industry, coalesce(region, '') AS region FROM ${seen(ask, 'subject', '')} WHERE subject_id = ${id}`)
  if (!now || !of) return null
  const past = await ask.rows<{ run: number; asOf: string; model: string; index: number; tier: SubjectStanding['history'][number]['tier'] }>(sql`
    SELECT run, r.as_of AS "asOf", r.model, index::DOUBLE AS index, tier FROM (SELECT run, index, tier FROM score_past WHERE subject_id = ${id}) JOIN score_run r USING (run) ORDER BY r.as_of, run`)
  const medians = new Map((await ask.rows<MedianRow>(sql`SELECT * EXCLUDE (industry) FROM score_median WHERE industry = ${of.industry}`)).map((row) => [row.run, row]))
  const latest = medians.get(Math.max(...past.map((one) => one.run)))
  const places = await ask.rows<{ by: Place['by']; above: number; equal: number; of: number }>(sql`
    SELECT kind AS by, coalesce(sum(subjects) FILTER (points > ${now.points}), 0)::BIGINT AS above, coalesce(sum(subjects) FILTER (points = ${now.points}), 0)::BIGINT AS equal, sum(subjects)::BIGINT AS of
    FROM score_spread WHERE (kind = 'industry' AND key = ${of.industry}) OR (kind = 'region' AND key = ${of.region}) GROUP BY kind ORDER BY kind`)
  return {
    history: past.map((one) => ({ ...one, median: medians.get(one.run)?.index ?? null })),
    // Who shares neither industry nor region with anybody known, or changed it since the run, has no place there.
    places: places.filter((one) => one.equal > 0 && of[one.by] !== '').map((one) => ({ by: one.by, key: of[one.by], label: (one.by === 'region' ? names(of.region) : null) ?? of[one.by], rank: one.above + 1, of: one.of, equal: one.equal })),
    peers: latest && of.industry !== '' ? { industry: of.industry, subjects: latest.subjects, index: latest.index, partials: Object.fromEntries(recordClasses.map((name) => [name, latest[name]])) as Record<RecordClass, number> } : null,
  }
}

import { createHash } from 'node:crypto'
import { byTier, type Tier } from '../../../shared/classes.ts'
import type { Exclusion } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { Filter } from '../../../shared/filter.ts'
import type { Connection } from '../duckdb/database.ts'
import { join, raw, sql, type Sql } from '../duckdb/sql.ts'
import { whereOf } from '../workspace/where.ts'

/** Subjects that pass the filter, each with the reason that keeps it out of the frame (NULL: it is in). */
function candidates(filter: Filter, excludedStatuses: readonly string[]): Sql {
  const status = excludedStatuses.length === 0 ? raw('') : sql`WHEN status IN (${join(excludedStatuses.map((one) => sql`${one}`), ', ')}) THEN 'status_' || status`
  return sql`SELECT subject_id, uscc, local_code, tier, CASE WHEN tier IS NULL THEN 'not_scored' ${status} END AS reason
    FROM subject_now WHERE ${whereOf(filter)}`
}

/** Who would be in the frame, and in which stratum. */
export const membersOf = (filter: Filter, excludedStatuses: readonly string[]): Sql => sql`SELECT subject_id, tier FROM (${candidates(filter, excludedStatuses)}) WHERE reason IS NULL`

/** How many are in each stratum, and how many are kept out by reason. @throws MingchaError no_scores */
export async function countFrame(ask: Connection, filter: Filter, excludedStatuses: readonly string[]): Promise<{ sizes: Record<Tier, number>; exclusions: Exclusion[] }> {
  const { runs } = await ask.one<{ runs: number }>(sql`SELECT count(*) AS runs FROM score_run`)
  if (runs === 0) throw new MingchaError('no_scores', 'no subject has a tier yet', 'Score the subjects first.')
  const counts = await ask.rows<{ tier: Tier; reason: string | null; count: number }>(sql`
    SELECT CASE WHEN reason IS NULL THEN tier END AS tier, reason, count(*) AS count
    FROM (${candidates(filter, excludedStatuses)}) GROUP BY ALL ORDER BY reason, tier`)
  const sizes = byTier((tier) => counts.find((row) => row.reason === null && row.tier === tier)?.count ?? 0)
  return { sizes, exclusions: counts.flatMap(({ reason, count }) => (reason === null ? [] : [{ reason, count }])) }
}

/**
 * Writes the frame in its canonical order: by identifier, bytewise. The identifier is the USCC; else `L:` and the
 * source's own code; else `S:` and the workspace's number. A code that two subjects share identifies neither.
 */
export async function freezeFrame(ask: Connection, draw: number, filter: Filter, excludedStatuses: readonly string[]): Promise<void> {
  await ask.run(sql`
    INSERT INTO draw_frame (draw, position, subject_id, id, stratum)
    SELECT ${draw}, row_number() OVER (ORDER BY id), subject_id, id, tier FROM (
      SELECT subject_id, tier, CASE
        WHEN uscc IS NOT NULL AND uscc NOT IN (SELECT uscc FROM subject WHERE uscc IS NOT NULL GROUP BY uscc HAVING count(*) > 1) THEN uscc
        WHEN trim(coalesce(local_code, '')) <> '' AND NOT regexp_matches(local_code, '[[:cntrl:]]')
          AND local_code NOT IN (SELECT local_code FROM subject WHERE local_code IS NOT NULL GROUP BY local_code HAVING count(*) > 1) THEN 'L:' || local_code
        ELSE 'S:' || subject_id END AS id
      FROM (${candidates(filter, excludedStatuses)}) WHERE reason IS NULL)
    ORDER BY id`)
  const { twice } = await ask.one<{ twice: number }>(sql`SELECT count(*) - count(DISTINCT id) AS twice FROM draw_frame WHERE draw = ${draw}`)
  if (twice > 0) throw new Error(`${twice} identifiers of the frame are not unique`)
}

/** A run of the frame's members in canonical order, as its digest sees them: lines `position TAB id TAB stratum LF`. No identifier holds a TAB or an LF. */
export interface FrameLines { lines: string; members: number }

/** The frame in order, a few thousand members at a time. The lines are joined by DuckDB, since a string a member would cost more than all else. */
export function eachOfFrame(ask: Connection, draw: number, visit: (part: FrameLines) => void | Promise<void>): Promise<void> {
  return eachJoined(ask, draw, raw(`position || chr(9) || id || chr(9) || stratum || chr(10)`), '', visit)
}

/** The same as members of a JSON list, `["id","stratum"]`, with commas between them. */
export function eachOfFrameAsJson(ask: Connection, draw: number, visit: (part: FrameLines) => void): Promise<void> {
  return eachJoined(ask, draw, raw(`'[' || to_json(id)::VARCHAR || ',' || to_json(stratum)::VARCHAR || ']'`), ',', visit)
}

function eachJoined(ask: Connection, draw: number, member: Sql, between: string, visit: (part: FrameLines) => void | Promise<void>): Promise<void> {
  return ask.each(sql`SELECT lines, members FROM (
      SELECT (position - 1) // 4096 AS part, string_agg(${member}, ${between} ORDER BY position) AS lines, count(*)::INTEGER AS members FROM draw_frame WHERE draw = ${draw} GROUP BY part)
    ORDER BY part`, async ([lines, members]) => {
    for (const [i, text] of lines!.entries()) await visit({ lines: text as string, members: members![i] as number })
  })
}

/** SHA-256 over the UTF-8 lines `position TAB id TAB stratum LF`, positions from 1: the frame's digest. */
export class FrameDigest {
  readonly #hash = createHash('sha256')
  add({ lines }: FrameLines): void {
    this.#hash.update(lines)
  }
  hex(): string {
    return this.#hash.digest('hex')
  }
}

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

/** The frame's members in canonical order, a chunk at a time. */
export function eachOfFrame(ask: Connection, draw: number, visit: (members: { position: number; id: string; stratum: string }[]) => void | Promise<void>): Promise<void> {
  return ask.each(sql`SELECT position, id, stratum FROM draw_frame WHERE draw = ${draw} ORDER BY position`, ([positions, ids, strata]) =>
    visit(positions!.map((position, i) => ({ position: Number(position), id: String(ids![i]), stratum: String(strata![i]) }))))
}

/** SHA-256 over the UTF-8 lines `position TAB id TAB stratum LF`, positions from 1: the frame's digest. */
export class FrameDigest {
  readonly #hash = createHash('sha256')
  add(members: readonly { position: number; id: string; stratum: string }[]): void {
    this.#hash.update(members.map(({ position, id, stratum }) => `${position}\t${id}\t${stratum}\n`).join(''))
  }
  hex(): string {
    return this.#hash.digest('hex')
  }
}

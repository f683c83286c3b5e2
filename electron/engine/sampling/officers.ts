import { randomBytes } from 'node:crypto'
import type { Connection } from '../duckdb/database.ts'
import { join, sql } from '../duckdb/sql.ts'
import { defineKeys } from '../identity/keys.ts'
import { holdsOn } from '../workspace/holds.ts'
import { canonical, sha256 } from '../workspace/canonical.ts'
import type { Officer, Recusal } from './assign.ts'
import { recusals } from './recusals.ts'

/** An officer of a campaign, as committed. */
export interface CampaignOfficer extends Officer { name: string; certificate_no: string; salt: string; /** Number of the event that brought the officer in later; null: committed. */ event: number | null }
export interface KeptOut { reason: 'not_in_force' | 'no_certificate' | 'on_leave'; count: number }

/** What stands in the commitment for the person: name and certificate can be shown to belong to it, and cannot be guessed from it. */
export const sealOf = ({ salt, name, certificate_no }: Pick<CampaignOfficer, 'salt' | 'name' | 'certificate_no'>): string => sha256(canonical([salt, name, certificate_no]))

/** First sign and asterisks, as the screen shows persons. */
export const masked = (name: string): string => [...name].map((sign, i) => (i === 0 ? sign : '*')).join('')

/**
 * Officers of some departments who are fit on a day: in force, with a certificate that holds, not on leave; their caps less the visits that campaigns of
 * that year gave them already. In order of their numbers, which is part of the commitment.
 */
export async function fitOfficers(ask: Connection, departments: readonly string[], on: string): Promise<{ officers: CampaignOfficer[]; keptOut: KeptOut[] }> {
  const rows = await ask.rows<{ id: string; name: string; department: string; certificate_no: string; qualifications: string; most: number | null; unfit: KeptOut['reason'] | null }>(sql`
    SELECT officer AS id, name, department, certificate_no, coalesce(qualifications, '[]')::VARCHAR AS qualifications, CASE WHEN most_visits IS NOT NULL THEN greatest(0, most_visits - coalesce(made.visits, 0))::INTEGER END AS most,
      CASE WHEN NOT ${holdsOn(on)} THEN 'not_in_force'
        WHEN coalesce(certificate_from, DATE '0001-01-01') > ${on}::DATE OR coalesce(certificate_until, DATE '9999-12-31') < ${on}::DATE THEN 'no_certificate'
        WHEN officer IN (SELECT officer FROM officer_leave WHERE ${holdsOn(on)}) THEN 'on_leave' END AS unfit
    FROM officer LEFT JOIN (SELECT officer AS busy, count(*) AS visits FROM campaign_team JOIN campaign USING (campaign) WHERE year(committed_at) = year(${on}::DATE) GROUP BY officer) made ON made.busy = officer
    WHERE department IN (${join(departments.map((one) => sql`${one}`), ', ')})
    QUALIFY row_number() OVER (PARTITION BY officer ORDER BY ${holdsOn(on)} DESC, valid_from DESC) = 1
    ORDER BY officer`)
  const counts = new Map<KeptOut['reason'], number>()
  for (const { unfit } of rows) if (unfit) counts.set(unfit, (counts.get(unfit) ?? 0) + 1)
  return {
    officers: rows.flatMap(({ unfit, qualifications, ...one }) => (unfit ? [] : [{ ...one, qualifications: (JSON.parse(qualifications) as string[]).toSorted(), salt: randomBytes(16).toString('hex'), event: null }])),
    keptOut: [...counts].map(([reason, count]) => ({ reason, count })),
  }
}

/**
 * Who must not inspect whom among the members of some draws: what was declared, by code or name; officers who bear the name of a subject's legal
 * representative; former employers. Ordered by officer and subject; one row a pair.
 */
export async function recusalsIn(ask: Connection, draws: readonly number[], officers: readonly Officer[], on: string): Promise<Recusal[]> {
  if (officers.length === 0) return []
  await defineKeys(ask)
  const members = sql`SELECT DISTINCT id, subject_id FROM draw_frame WHERE draw IN (${join(draws.map((one) => sql`${one}`), ', ')})`
  const some = sql`SELECT unnest(${JSON.stringify(officers.map((one) => one.id))}::JSON::VARCHAR[]) AS officer`
  return ask.rows<Recusal>(sql`SELECT officer, id AS visit, min(kind) AS reason FROM (${recusals(members, some, on)}) JOIN (${members}) USING (subject_id) GROUP BY ALL ORDER BY officer, visit`)
}

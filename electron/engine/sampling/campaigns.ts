import type { CampaignInfo, Shortage } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import { isPublicSeed } from '../../../shared/seed.ts'
import type { Connection } from '../duckdb/database.ts'
import { raw, sql } from '../duckdb/sql.ts'
import type { KeptOut } from './officers.ts'

export interface Item { code: string; name: string; qualification: string | null }
export interface Part { department: string; draw: number; commitment: string; items: Item[]; /** Of the annual plan. */ task?: number }
/** What is fixed before the seed exists, beside what each draw fixes for itself. */
export interface CampaignRules {
  format: 'mingcha-campaign-1'
  campaign: number
  name: string
  committed_at: string
  /** The first department leads. */
  parts: Part[]
  /** Officers that each department sends to a visit, and the least number on any; certificates and leave as of the day. */
  staffing: { method: string; per_department: number; least: number; on: string }
  officers: { sha256: string; size: number }
  recusals: { sha256: string; size: number }
  officers_kept_out: KeptOut[]
}

interface CampaignRow {
  campaign: number; name: string; state: 'committed' | 'drawing' | 'unstaffed' | 'staffed'; commitment: string; rules: string; seed_entered: string | null; seed: string | null
  witnesses: string | null; drawn_at: string | null; shortages: string | null; visits: number; drawn: number; changes: string
}
export type StoredCampaign = Omit<CampaignRow, 'rules' | 'witnesses' | 'shortages' | 'changes'> & { rules: CampaignRules; witnesses: string[]; shortages: Shortage[] | null; changes: CampaignInfo['changes'] }

const columns = raw(`campaign, name, state, commitment, rules::VARCHAR AS rules, seed_entered, seed, witnesses::VARCHAR AS witnesses, drawn_at, shortages::VARCHAR AS shortages,
  (SELECT count(*) FROM campaign_visit v WHERE v.campaign = c.campaign AND dropped_by IS NULL) AS visits, (SELECT coalesce(sum(d.drawn), 0)::BIGINT FROM campaign_draw p JOIN draw d USING (draw) WHERE p.campaign = c.campaign) AS drawn,
  (SELECT coalesce(to_json(list({'at': strftime(happened_at, '%Y-%m-%dT%H:%M:%S.%gZ'), 'by': done_by, kind: kind, reason: reason, detail: detail} ORDER BY event)), '[]')::VARCHAR FROM campaign_event e WHERE e.campaign = c.campaign) AS changes`)
const stored = (row: CampaignRow): StoredCampaign => ({ ...row, rules: JSON.parse(row.rules) as CampaignRules, witnesses: JSON.parse(row.witnesses ?? '[]') as string[], shortages: row.shortages === null ? null : (JSON.parse(row.shortages) as Shortage[]), changes: JSON.parse(row.changes) as CampaignInfo['changes'] })

/** @throws MingchaError no_such_campaign */
export async function findCampaign(ask: Connection, campaign: number): Promise<StoredCampaign> {
  const [row] = await ask.rows<CampaignRow>(sql`SELECT ${columns} FROM campaign c WHERE campaign = ${campaign}`)
  if (!row) throw new MingchaError('no_such_campaign', `there is no joint inspection ${campaign}`, 'List them to see their numbers.', { campaign })
  return stored(row)
}

/** Latest first. */
export const allCampaigns = async (ask: Connection): Promise<CampaignInfo[]> => (await ask.rows<CampaignRow>(sql`SELECT ${columns} FROM campaign c ORDER BY campaign DESC`)).map((row) => infoOf(stored(row)))

export function infoOf({ rules, ...one }: StoredCampaign): CampaignInfo {
  return {
    campaign: one.campaign, name: one.name, state: one.state, committedAt: rules.committed_at, commitment: one.commitment,
    parts: rules.parts.map(({ department, draw, items, task }) => ({ department, draw, task: task ?? null, items: items.map(({ code, name, qualification }) => ({ code, name, qualification })) })),
    perDepartment: rules.staffing.per_department, least: rules.staffing.least, on: rules.staffing.on, officers: rules.officers.size, recusals: rules.recusals.size, officersKeptOut: rules.officers_kept_out,
    seed: one.seed, rehearsal: one.seed !== null && !isPublicSeed(one.seed), witnesses: one.witnesses, drawnAt: one.drawn_at,
    drawn: one.drawn, visits: one.visits, shortages: one.shortages ?? [], changes: one.changes,
  }
}

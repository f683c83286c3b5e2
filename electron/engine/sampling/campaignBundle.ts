import { MingchaError } from '../../../shared/errors.ts'
import { isPublicSeed } from '../../../shared/seed.ts'
import type { Connection } from '../duckdb/database.ts'
import { sql } from '../duckdb/sql.ts'
import { bundleOf, sealedFile } from './bundle.ts'
import { shownOfficer } from './campaign.ts'
import { findCampaign } from './campaigns.ts'
import { canonical, type Json } from '../workspace/canonical.ts'
import type { CampaignOfficer } from './officers.ts'
import { recusalsOf } from './staff.ts'

/**
 * A drawn joint inspection as one file that verifies by itself: canonical JSON (RFC 8785) with a digest a member. `draws` holds the bundle of each
 * department; `changes` what was changed after the draw; officers appear under their numbers, names masked and sealed; `visits` are [{id, departments, teams}] in their order.
 * @throws MingchaError no_such_campaign, campaign_not_drawn
 */
export async function campaignBundleOf(ask: Connection, campaign: number): Promise<Uint8Array> {
  const one = await findCampaign(ask, campaign)
  if (one.drawn_at === null) throw new MingchaError('campaign_not_drawn', `the joint inspection ${campaign} is committed and not yet drawn`, 'Draw it with a public seed first.', { campaign })
  const officers = await ask.rows<Omit<CampaignOfficer, 'qualifications'> & { qualifications: string }>(sql`
    SELECT officer AS id, name, department, certificate_no, qualifications::VARCHAR AS qualifications, most, salt, event FROM campaign_officer WHERE campaign = ${campaign} AND event IS NULL ORDER BY officer`)
  const recusals = await recusalsOf(ask, campaign, true)
  const visits = await ask.rows<{ id: string; departments: string; teams: string }>(sql`
    SELECT v.id, any_value(v.departments)::VARCHAR AS departments,
      coalesce(to_json(list({department: t.department, officer: t.officer} ORDER BY t.department, t.place) FILTER (t.officer IS NOT NULL)), '[]')::VARCHAR AS teams
    FROM campaign_visit v LEFT JOIN campaign_team t ON t.campaign = v.campaign AND t.visit = v.visit WHERE v.campaign = ${campaign} AND v.dropped_by IS NULL GROUP BY v.visit, v.id ORDER BY v.visit`)
  const members: [string, Buffer[]][] = Object.entries({
    changes: one.changes.map(({ at, kind, reason, detail }) => ({ at, detail: detail as Json, kind, reason })),
    commitment: one.commitment,
    format: 'mingcha-campaign-bundle-1',
    log: [{ at: one.rules.committed_at, event: 'committed' }, { at: new Date(one.drawn_at).toISOString(), event: 'drawn' }],
    officers: officers.map((row) => shownOfficer({ ...row, qualifications: JSON.parse(row.qualifications) as string[] })),
    recusals: recusals.map(({ officer, visit, reason }) => [officer, visit, reason]),
    rules: one.rules as unknown as Json,
    seed: { canonical: one.seed, entered: one.seed_entered, rehearsal: !isPublicSeed(one.seed ?? '') },
    visits: visits.map((row) => ({ departments: JSON.parse(row.departments) as Json, id: row.id, teams: teamsOf(JSON.parse(row.teams) as { department: string; officer: string }[]) })),
    witnesses: one.witnesses,
  }).map(([key, value]) => [key, [Buffer.from(canonical(value as Json))]])
  // The bundles are canonical already: they go in as they are.
  const draws: Buffer[] = []
  for (const { draw } of one.rules.parts) draws.push(Buffer.from(draws.length === 0 ? '[' : ','), Buffer.from(await bundleOf(ask, draw)))
  members.push(['draws', [...draws, Buffer.from(']')]])
  return sealedFile(members)
}

function teamsOf(rows: readonly { department: string; officer: string }[]): Json {
  const departments = [...new Set(rows.map((one) => one.department))]
  return departments.map((department) => ({ department, officers: rows.filter((one) => one.department === department).map((one) => one.officer) }))
}

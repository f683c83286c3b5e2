import type { CampaignInfo, Parsed } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { Connection } from '../duckdb/database.ts'
import { join, sql } from '../duckdb/sql.ts'
import type { Room } from '../room.ts'
import { person } from '../workspace/person.ts'
import type { Officer } from './assign.ts'
import { keepOfficers, keepRecusals, shownOfficer } from './campaign.ts'
import { changeCompanions } from './companions.ts'
import { findCampaign, infoOf, type StoredCampaign } from './campaigns.ts'
import { canonical, wellFormed, type Json } from '../workspace/canonical.ts'
import { fitOfficers, recusalsIn } from './officers.ts'
import { officersOf, qualificationsOf, recusalsOf, staff, visitRows } from './staff.ts'
import { seedHash, ticketOf } from './ticket.ts'

type Change = Parsed<'changeCampaign'>['change']

/**
 * Changes a drawn joint inspection by rule, with a reason that stays in its bundle for ever: more officers or a higher cap where a department could not
 * staff its visits; the next spare in the place of a subject; another officer in the place of one; experts and third parties beside the officers. Whoever comes for another is not chosen: it is the next spare by
 * ticket, and the officer who may, has the fewest visits, then the smallest ticket.
 * @throws MingchaError no_such_campaign, campaign_not_drawn, campaign_staffed, campaign_unstaffed, no_such_visit, no_such_companion, companion_officer, companion_recused, companion_unchanged, no_spare, no_replacement, no_such_officer
 */
export async function changeCampaign(room: Room, { campaign, change, reason }: Parsed<'changeCampaign'>): Promise<CampaignInfo> {
  return room.database().write(async (ask) => {
    const found = await findCampaign(ask, campaign)
    if (found.drawn_at === null) throw new MingchaError('campaign_not_drawn', `the joint inspection ${campaign} is committed and not yet drawn`, 'Draw it with a public seed first.', { campaign })
    if (change.kind === 'relaxed' && found.state === 'staffed') throw new MingchaError('campaign_staffed', `all visits of the joint inspection ${campaign} have their officers`, 'Replace a single officer instead.', { campaign })
    if (change.kind !== 'relaxed' && found.state === 'unstaffed') throw new MingchaError('campaign_unstaffed', `the visits of the joint inspection ${campaign} have no officers yet`, 'Let its departments staff them first.', { campaign })
    const { event } = await ask.one<{ event: number }>(sql`SELECT (count(*) + 1)::INTEGER AS event FROM campaign_event WHERE campaign = ${campaign}`)
    const detail = change.kind === 'relaxed' ? await relax(ask, found, change, event) : change.kind === 'subject' ? await replaceSubject(ask, found, change, event) : change.kind === 'companion' ? await changeCompanions(ask, found, change, event) : await replaceOfficer(ask, found, change, event)
    await ask.run(sql`INSERT INTO campaign_event VALUES (${campaign}, ${event}, ${new Date().toISOString()}::TIMESTAMPTZ::TIMESTAMP, ${person()}, ${change.kind}, ${wellFormed(reason)}, ${canonical(detail)})`)
    if (change.kind === 'relaxed') await staff(ask, found)
    return infoOf(await findCampaign(ask, campaign))
  })
}

/** Lets more officers in, or officers make more visits. */
async function relax(ask: Connection, { campaign, rules }: StoredCampaign, { department, most, officers: named }: Extract<Change, { kind: 'relaxed' }>, event: number): Promise<Json> {
  const { officers: fit } = await fitOfficers(ask, [department], rules.staffing.on)
  const known = new Set((await officersOf(ask, campaign)).map((one) => one.id))
  const missing = named.find((id) => known.has(id) || !fit.some((one) => one.id === id))
  if (missing !== undefined) throw new MingchaError('no_such_officer', `${department} has no further officer ${missing} who could inspect on ${rules.staffing.on}`, 'Add the officer to the library first, or look at certificate and leave.', { department, officer: missing, day: rules.staffing.on })
  const coming = fit.filter((one) => named.includes(one.id)).map((one) => ({ ...one, event }))
  const recusals = await recusalsIn(ask, rules.parts.map((one) => one.draw), coming, rules.staffing.on)
  await keepOfficers(ask, campaign, coming)
  await keepRecusals(ask, campaign, recusals, event)
  if (most !== null) await ask.run(sql`UPDATE campaign_officer SET raised = greatest(coalesce(raised, most), ${most}::INTEGER) WHERE campaign = ${campaign} AND department = ${department} AND most IS NOT NULL`)
  return { department, most, officers: coming.map(shownOfficer), recusals: recusals.map(({ officer, visit, reason }) => [officer, visit, reason]) }
}

/** Who could take a seat now: of the department, not on the visit, not recused, with a visit left; fewest visits first, then by ticket. */
async function nextOfficer(ask: Connection, { campaign, seed }: StoredCampaign, visit: { visit: number; id: string }, department: string, qualifications: readonly string[]): Promise<Officer> {
  const hash = seedHash(seed!)
  const loads = new Map((await ask.rows<{ officer: string; visits: number }>(sql`SELECT officer, count(*) AS visits FROM campaign_team WHERE campaign = ${campaign} GROUP BY officer`)).map((row) => [row.officer, row.visits]))
  const here = new Set((await ask.rows<{ officer: string }>(sql`SELECT officer FROM campaign_team WHERE campaign = ${campaign} AND visit = ${visit.visit}`)).map((row) => row.officer))
  const recused = new Set((await recusalsOf(ask, campaign)).flatMap((one) => (one.visit === visit.id ? [one.officer] : [])))
  const able = (await officersOf(ask, campaign)).filter((one) => one.department === department && !here.has(one.id) && !recused.has(one.id)
    && (loads.get(one.id) ?? 0) < (one.most ?? Infinity) && qualifications.every((name) => one.qualifications.includes(name)))
  const rank = able.map((one) => ({ one, load: loads.get(one.id) ?? 0, ticket: ticketOf(`${one.id}\t${visit.id}`, hash) })).toSorted((a, b) => a.load - b.load || (a.ticket < b.ticket ? -1 : 1))
  if (rank.length === 0) throw new MingchaError('no_replacement', `${department} has no officer left who could inspect ${visit.id}`, 'Add officers to the library and let them in, or replace the subject.', { department, visit: visit.id })
  return rank[0]!.one
}

async function replaceOfficer(ask: Connection, found: StoredCampaign, { visit: id, officer }: Extract<Change, { kind: 'officer' }>, event: number): Promise<Json> {
  const { campaign, rules } = found
  const row = await standing(ask, campaign, id)
  const [seat] = await ask.rows<{ department: string; place: number }>(sql`SELECT department, place FROM campaign_team WHERE campaign = ${campaign} AND visit = ${row.visit} AND officer = ${officer}`)
  if (!seat) throw new MingchaError('no_such_officer', `${officer} is not on the visit of ${id}`, 'Look at the visit for its officers.', { department: '', officer, day: rules.staffing.on })
  const next = await nextOfficer(ask, found, row, seat.department, seat.place === 1 ? qualificationsOf(row, seat.department, rules) : [])
  await ask.run(sql`UPDATE campaign_team SET officer = ${next.id} WHERE campaign = ${campaign} AND visit = ${row.visit} AND officer = ${officer}`)
  await ask.run(sql`INSERT INTO campaign_recusal SELECT ${campaign}, ${officer}, ${id}, 'replaced', ${event} WHERE NOT EXISTS (SELECT 1 FROM campaign_recusal WHERE campaign = ${campaign} AND officer = ${officer} AND id = ${id})`)
  return { visit: id, department: seat.department, officer, next: next.id }
}

async function replaceSubject(ask: Connection, found: StoredCampaign, { visit: id }: Extract<Change, { kind: 'subject' }>, event: number): Promise<Json> {
  const { campaign } = found
  const row = await standing(ask, campaign, id)
  const parts = JSON.parse(row.departments) as { department: string; draw: number; items: string[] }[]
  const replaced: { draw: number; department: string; id: string }[] = []
  for (const { draw, department } of parts) {
    const [spare] = await ask.rows<{ id: string }>(sql`SELECT s.id FROM draw_frame f JOIN draw_frame s ON s.draw = f.draw AND s.stratum = f.stratum AND s.role = 'spare'
      WHERE f.draw = ${draw} AND f.id = ${id} AND NOT EXISTS (SELECT 1 FROM (SELECT unnest((e.detail->'replaced')::JSON[]) AS r FROM campaign_event e WHERE e.campaign = ${campaign} AND e.kind = 'subject') WHERE (r->>'draw')::INTEGER = ${draw} AND (r->>'id') = s.id)
      ORDER BY s.rank LIMIT 1`)
    if (!spare) throw new MingchaError('no_spare', `${department} has no spare left for ${id}`, 'Commit a new draw with more spares; this one stays on record.', { department, visit: id })
    replaced.push({ draw, department, id: spare.id })
  }
  await ask.run(sql`UPDATE campaign_visit SET dropped_by = ${event} WHERE campaign = ${campaign} AND visit = ${row.visit}`)
  await ask.run(sql`DELETE FROM campaign_team WHERE campaign = ${campaign} AND visit = ${row.visit}`)
  await ask.run(sql`UPDATE campaign_companion SET left_by = ${event} WHERE campaign = ${campaign} AND visit = ${row.visit} AND left_by IS NULL`)
  for (const coming of new Set(replaced.map((one) => one.id))) await takeUp(ask, found, coming, parts.filter((part) => replaced.some((one) => one.id === coming && one.draw === part.draw)))
  return { visit: id, replaced }
}

/** A spare becomes a visit, or joins the one that other departments make to it already; its seats are filled one after the other. */
async function takeUp(ask: Connection, found: StoredCampaign, id: string, parts: readonly { department: string; draw: number; items: string[] }[]): Promise<void> {
  const { campaign, rules } = found
  const [there] = await visitRows(ask, campaign, id)
  const before = there ? (JSON.parse(there.departments) as typeof parts) : []
  const all = rules.parts.flatMap((part) => [...before, ...parts].filter((one) => one.draw === part.draw))
  const departments = JSON.stringify(all)
  if (there) await ask.run(sql`UPDATE campaign_visit SET departments = ${departments} WHERE campaign = ${campaign} AND visit = ${there.visit}`)
  else await ask.run(sql`INSERT INTO campaign_visit SELECT ${campaign}, (SELECT max(visit) + 1 FROM campaign_visit WHERE campaign = ${campaign}), ${id}, any_value(subject_id), ${departments}, NULL
    FROM draw_frame WHERE id = ${id} AND draw IN (${join(parts.map((one) => sql`${one.draw}`), ', ')})`)
  const row = await standing(ask, campaign, id)
  const staffed = new Set(before.map((one) => one.department))
  const coming = [...new Set(parts.map((one) => one.department))].filter((one) => !staffed.has(one)).sort()
  const lead = all[0]!.department
  for (const department of coming) {
    const { per_department: each, least } = rules.staffing
    const seats = !there && department === lead ? Math.max(each, least - each * (new Set(all.map((one) => one.department)).size - 1)) : each
    for (let place = 1; place <= seats; place++) {
      const next = await nextOfficer(ask, found, row, department, place === 1 ? qualificationsOf(row, department, rules) : [])
      await ask.run(sql`INSERT INTO campaign_team VALUES (${campaign}, ${row.visit}, ${department}, ${place}, ${next.id})`)
    }
  }
}

/** @throws MingchaError no_such_visit */
async function standing(ask: Connection, campaign: number, id: string): Promise<{ visit: number; id: string; departments: string }> {
  const [found] = await visitRows(ask, campaign, id)
  if (!found) throw new MingchaError('no_such_visit', `the joint inspection ${campaign} has no visit of ${id}`, 'Look at its list of visits.', { campaign, visit: id })
  return found
}

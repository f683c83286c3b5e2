import type { CampaignInfo, Parsed } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { Connection } from '../duckdb/database.ts'
import { join, sql } from '../duckdb/sql.ts'
import type { JobRun } from '../jobs/jobs.ts'
import type { Room } from '../room.ts'
import { holdsOn } from '../workspace/holds.ts'
import type { Recusal } from './assign.ts'
import { findCampaign, infoOf, type CampaignRules, type Item, type Part } from './campaigns.ts'
import { canonical, sha256, wellFormed, type Json } from '../workspace/canonical.ts'
import { commitWithin } from './commit.ts'
import { plannedParts } from './plannedParts.ts'
import { drawCommitted, seedOf, type Seeded } from './draw.ts'
import { fitOfficers, masked, recusalsIn, sealOf, type CampaignOfficer } from './officers.ts'
import { staff } from './staff.ts'

export const method = 'visits in order of ticket and identifier, departments in order of their codes, seat by seat, the first seat of a department by who holds its items\' qualifications; a seat goes by the way of exchanges that ends at the officer with the fewest visits, then by the fewest changes, then by tickets of `officer TAB visit`'

/** The commitment of a campaign: SHA-256, hex, over the canonical JSON (RFC 8785) of its rules, which hold the commitments of its draws. */
export const commitmentOfCampaign = (rules: CampaignRules): string => sha256(canonical(rules as unknown as Json))

/** An officer as the bundle shows them: the person sealed, the name masked. */
export const shownOfficer = (one: CampaignOfficer): Json => ({ department: one.department, id: one.id, most: one.most, name: masked(one.name), qualifications: [...one.qualifications], seal: sealOf(one) })
export const digestOf = (list: readonly Json[]): { sha256: string; size: number } => ({ sha256: sha256(canonical(list)), size: list.length })

/**
 * Fixes the frames of all departments, the rules, and the officers with whom they must not inspect, in one transaction.
 * @throws MingchaError no_scores, frame_empty, no_such_policy, no_such_item, no_officers; of tasks of a plan also what plannedParts throws
 */
export function commitCampaign(room: Room, asked: Parsed<'commitCampaign'>, run: JobRun): Promise<CampaignInfo> {
  const { name, tasks, planTasks = [], perDepartment, least, on: day, policy, spares } = wellFormed(asked)
  const on = day ?? room.today()
  return room.database().write(async (ask) => {
    const { campaign } = await ask.one<{ campaign: number }>(sql`SELECT coalesce(max(campaign), 0) + 1 AS campaign FROM campaign`)
    const parts: Part[] = []
    const draws = new Map<number, number>()
    for (const { task, department, codes, plan } of await plannedParts(ask, room, planTasks, on)) {
      const items = await itemsOf(ask, codes, department, on)
      const { draw, commitment } = await commitWithin(ask, room.resources, { ...plan, name: `${name} · ${department}` }, run)
      parts.push({ department, draw, commitment, items, task })
      if (!draws.has(task)) draws.set(task, draw)
    }
    for (const task of tasks) {
      const items = await itemsOf(ask, task.items, task.department, on)
      const { draw, commitment } = await commitWithin(ask, room.resources, { name: `${name} · ${task.department}`, policy, filter: task.filter, spares, ...(task.ratios ? { ratios: task.ratios } : {}) }, run)
      parts.push({ department: task.department, draw, commitment, items })
    }
    run.progress('officers')
    const { officers, keptOut } = await fitOfficers(ask, [...new Set(parts.map((one) => one.department))], on)
    const without = parts.find(({ department }) => !officers.some((one) => one.department === department))
    if (without) throw new MingchaError('no_officers', `${without.department} has no officer who could inspect on ${on}`, 'Import its officers, or renew their certificates.', { department: without.department, day: on })
    const recusals = await recusalsIn(ask, parts.map((one) => one.draw), officers, on)
    const rules: CampaignRules = {
      format: 'mingcha-campaign-1', campaign, name, committed_at: new Date().toISOString(), parts,
      staffing: { method, per_department: perDepartment, least, on },
      officers: digestOf(officers.map(shownOfficer)), recusals: digestOf(recusals.map(({ officer, visit, reason }) => [officer, visit, reason])), officers_kept_out: keptOut,
    }
    await ask.run(sql`INSERT INTO campaign (campaign, name, state, committed_at, commitment, rules)
      VALUES (${campaign}, ${name}, 'committed', ${rules.committed_at}::TIMESTAMPTZ::TIMESTAMP, ${commitmentOfCampaign(rules)}, ${canonical(rules as unknown as Json)})`)
    for (const [i, { draw, department, items }] of parts.entries()) await ask.run(sql`INSERT INTO campaign_draw VALUES (${campaign}, ${i + 1}, ${draw}, ${department}, ${JSON.stringify(items.map((one) => one.code))})`)
    for (const [task, draw] of draws) await ask.run(sql`INSERT INTO plan_task_draw (task, draw) VALUES (${task}, ${draw})`)
    await keepOfficers(ask, campaign, officers)
    await keepRecusals(ask, campaign, recusals, null)
    return infoOf(await findCampaign(ask, campaign))
  }, run.signal)
}

export const keepOfficers = (ask: Connection, campaign: number, officers: readonly CampaignOfficer[]): Promise<number> =>
  ask.run(sql`INSERT INTO campaign_officer SELECT ${campaign}, o.id, o.name, o.department, o.certificate_no, o.qualifications, o.most, NULL, o.salt, o.event
    FROM (SELECT unnest(${JSON.stringify(officers)}::JSON::STRUCT(id VARCHAR, name VARCHAR, department VARCHAR, certificate_no VARCHAR, qualifications JSON, most INTEGER, salt VARCHAR, event INTEGER)[]) AS o)`)

/** @param event of the change that brought them; null: as committed */
export const keepRecusals = (ask: Connection, campaign: number, recusals: readonly Recusal[], event: number | null): Promise<number> =>
  ask.run(sql`INSERT INTO campaign_recusal SELECT ${campaign}, r.officer, r.visit, r.reason, ${event} FROM (SELECT unnest(${JSON.stringify(recusals)}::JSON::STRUCT(officer VARCHAR, visit VARCHAR, reason VARCHAR)[]) AS r)`)

/** Items of a department that are in force on the day. @throws MingchaError no_such_item */
async function itemsOf(ask: Connection, codes: readonly string[], department: string, on: string): Promise<Item[]> {
  const found = await ask.rows<Item>(sql`SELECT item AS code, name, qualification FROM inspection_item WHERE department = ${department} AND item IN (${join(codes.map((one) => sql`${one}`), ', ')})
    AND ${holdsOn(on)} ORDER BY item`)
  const missing = codes.find((code) => !found.some((one) => one.code === code))
  if (missing !== undefined) throw new MingchaError('no_such_item', `${department} has no item ${missing} on its list on ${on}`, 'Only items on the list may be inspected: correct the task, or add the item to the list first.', { department, item: missing, day: on })
  return found
}

/**
 * Draws every part with one seed, merges what they drew into visits, and staffs these. Broken off, it goes on with the same seed only.
 * @throws MingchaError no_such_campaign, campaign_drawn, campaign_seed_fixed, seed_not_digits, seed_too_short, draw_frame_changed
 */
export async function drawCampaign(room: Room, { campaign, ...seeded }: Omit<Seeded, 'draw'> & { campaign: number }, run: JobRun): Promise<CampaignInfo> {
  const database = room.database()
  const seed = seedOf(seeded)
  const found = await database.write(async (ask) => {
    const one = await findCampaign(ask, campaign)
    if (one.drawn_at !== null) throw new MingchaError('campaign_drawn', `the joint inspection ${campaign} was drawn at ${one.drawn_at}`, 'A draw is final. Commit a new one if another is needed; both stay on record.', { campaign, at: one.drawn_at })
    if (one.seed !== null && one.seed !== seed) throw new MingchaError('campaign_seed_fixed', `the joint inspection ${campaign} is being drawn with the seed ${one.seed}`, 'Enter that seed: all departments draw with one.', { campaign, seed: one.seed })
    await ask.run(sql`UPDATE campaign SET state = 'drawing', seed_entered = coalesce(seed_entered, ${seeded.seed.toWellFormed()}), seed = ${seed}, witnesses = coalesce(witnesses, ${JSON.stringify(wellFormed(seeded.witnesses))}) WHERE campaign = ${campaign}`)
    return one
  }, run.signal)
  for (const { draw } of found.rules.parts) {
    const { state } = await database.read((ask) => ask.one<{ state: string }>(sql`SELECT state FROM draw WHERE draw = ${draw}`))
    if (state === 'committed') await drawCommitted(room, { draw, ...seeded }, run)
  }
  run.progress('officers')
  return database.write(async (ask) => {
    await mergeVisits(ask, found.rules)
    await ask.run(sql`UPDATE campaign SET drawn_at = ${new Date().toISOString()}::TIMESTAMPTZ::TIMESTAMP WHERE campaign = ${campaign}`)
    await staff(ask, await findCampaign(ask, campaign))
    return infoOf(await findCampaign(ask, campaign))
  }, run.signal)
}

/** One visit a subject, by ticket: what each department drew of it, with its items. */
async function mergeVisits(ask: Connection, { campaign, parts }: CampaignRules): Promise<void> {
  const places = JSON.stringify(parts.map(({ department, draw, items }, i) => ({ place: i, department, draw, items: items.map((one) => one.code) })))
  await ask.run(sql`
    INSERT INTO campaign_visit
    SELECT ${campaign}, row_number() OVER (ORDER BY min(ticket), id), id, any_value(subject_id), to_json(list({department: department, draw: draw, items: items} ORDER BY place)), NULL
    FROM draw_frame JOIN (SELECT unnest(${places}::JSON::STRUCT(place INTEGER, department VARCHAR, draw INTEGER, items VARCHAR[])[], recursive := true)) USING (draw)
    WHERE role = 'drawn' GROUP BY id`)
}

import { randomBytes } from 'node:crypto'
import type { Parsed } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { Connection } from '../duckdb/database.ts'
import { sql } from '../duckdb/sql.ts'
import { defineKeys } from '../identity/keys.ts'
import { canonical, sha256, type Json } from '../workspace/canonical.ts'
import { holdsOn } from '../workspace/holds.ts'
import type { StoredCampaign } from './campaigns.ts'
import { masked } from './officers.ts'
import { visitRows, type VisitRow } from './staff.ts'

type Change = Extract<Parsed<'changeCampaign'>['change'], { kind: 'companion' }>
interface Companion { name: string; organisation: string; salt: string }

/** What stands in the bundle for an expert or a body: name and organisation can be shown to belong to it. */
export const sealOfCompanion = ({ salt, name, organisation }: Companion): string => sha256(canonical([salt, name, organisation]))

/**
 * Lets an expert or a third party go along with visits, or no more: with those named, or with all that have an item. They come on top of the officers and are
 * never among them; visits to which they are bound (their organisation, or their own name as its legal representative) are left out.
 * @throws MingchaError no_such_companion, companion_officer, companion_recused, companion_unchanged, no_such_visit
 */
export async function changeCompanions(ask: Connection, found: StoredCampaign, change: Change, event: number): Promise<Json> {
  const { campaign } = found
  const { library, companion, leaves, item = null } = change
  const standing = await asked(ask, campaign, change)
  const there = new Map((await ask.rows<Companion & { visit: number }>(sql`SELECT visit, name, organisation, salt FROM campaign_companion WHERE campaign = ${campaign} AND library = ${library} AND companion = ${companion} AND left_by IS NULL`)).map((row) => [row.visit, row]))
  const changing = standing.filter((one) => there.has(one.visit) === leaves)
  const nothing = (): MingchaError => new MingchaError('companion_unchanged', `${companion} ${leaves ? 'goes along with none of these visits' : 'goes along with these visits already, or there is none'}`, 'Look at the visits for who goes along.', { companion })
  if (changing.length === 0 || (item === null && changing.length < standing.length)) throw nothing()
  const who: Companion = leaves ? there.get(changing[0]!.visit)! : await fitCompanion(ask, found, change)
  const bound = leaves ? new Set<number>() : await boundTo(ask, campaign, library, who)
  const going = changing.filter((one) => !bound.has(one.visit))
  if (item === null && going.length < changing.length) {
    const visit = changing.find((one) => bound.has(one.visit))!.id
    throw new MingchaError('companion_recused', `${companion} is bound to ${visit} and cannot go along`, 'Ask another expert or body.', { companion, visit })
  }
  if (going.length === 0) throw nothing()
  for (const { visit } of going) {
    if (leaves) await ask.run(sql`UPDATE campaign_companion SET left_by = ${event} WHERE campaign = ${campaign} AND visit = ${visit} AND library = ${library} AND companion = ${companion} AND left_by IS NULL`)
    else await ask.run(sql`INSERT INTO campaign_companion (campaign, visit, library, companion, name, organisation, salt, event, left_by) VALUES (${campaign}, ${visit}, ${library}, ${companion}, ${who.name}, ${who.organisation}, ${who.salt}, ${event}, NULL)`)
  }
  return {
    library, companion, name: library === 'expert' ? masked(who.name) : who.name, seal: sealOfCompanion(who), leaves, item,
    visits: going.map((one) => one.id), recused: changing.flatMap((one) => (bound.has(one.visit) ? [one.id] : [])),
  }
}

/** The visits meant, in their order. @throws MingchaError no_such_visit */
async function asked(ask: Connection, campaign: number, { visits, item }: Change): Promise<VisitRow[]> {
  const standing = await visitRows(ask, campaign)
  if (item !== undefined) return standing.filter((one) => (JSON.parse(one.departments) as { items: string[] }[]).some((part) => part.items.includes(item)))
  const missing = visits!.find((id) => !standing.some((one) => one.id === id))
  if (missing !== undefined) throw new MingchaError('no_such_visit', `the joint inspection ${campaign} has no visit of ${missing}`, 'Look at its list of visits.', { campaign, visit: missing })
  return standing.filter((one) => visits!.includes(one.id))
}

/** The row of the library that holds on the day of the inspection; nobody who is an officer of it, by name. */
async function fitCompanion(ask: Connection, { campaign, rules: { staffing: { on } } }: StoredCampaign, { library, companion }: Change): Promise<Companion> {
  const [row] = library === 'expert'
    ? await ask.rows<Omit<Companion, 'salt'>>(sql`SELECT name, coalesce(organisation, '') AS organisation FROM expert WHERE expert = ${companion} AND ${holdsOn(on)}`)
    : await ask.rows<Omit<Companion, 'salt'>>(sql`SELECT name, coalesce(accreditation, '') AS organisation FROM third_party WHERE body = ${companion} AND ${holdsOn(on)}`)
  if (!row) throw new MingchaError('no_such_companion', `no ${library === 'expert' ? 'expert' : 'third party'} ${companion} is in force on ${on}`, 'Add it to the library first, or look at its days.', { companion, day: on })
  const { officer } = await ask.one<{ officer: boolean }>(sql`SELECT count(*) > 0 AS officer FROM campaign_officer WHERE campaign = ${campaign} AND trim(name) = trim(${row.name})`)
  if (officer) throw new MingchaError('companion_officer', `${companion} bears the name of an officer of this joint inspection`, 'Who inspects cannot go along as an expert: ask another.', { companion })
  return { ...row, salt: randomBytes(16).toString('hex') }
}

/** Visits of subjects that are the organisation, by any name that they bore, or whose legal representative bears the expert's name. */
async function boundTo(ask: Connection, campaign: number, library: Change['library'], { name, organisation }: Companion): Promise<Set<number>> {
  await defineKeys(ask)
  const firm = library === 'expert' ? organisation : name
  const rows = await ask.rows<{ visit: number }>(sql`
    WITH visited AS (SELECT v.visit, coalesce(m.now_id, v.subject_id) AS subject_id FROM campaign_visit v LEFT JOIN former_subject m ON m.subject_id = v.subject_id WHERE v.campaign = ${campaign} AND v.dropped_by IS NULL)
    SELECT visit FROM visited JOIN subject USING (subject_id) WHERE ${firm} <> '' AND name_key = name_key(${firm}) OR ${library === 'expert'} AND trim(legal_rep) = trim(${name})
    UNION SELECT visit FROM visited JOIN subject_name USING (subject_id) WHERE ${firm} <> '' AND name_key = name_key(${firm})`)
  return new Set(rows.map((row) => row.visit))
}

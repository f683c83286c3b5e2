import { MingchaError } from '../../../shared/errors.ts'
import type { Connection } from '../duckdb/database.ts'
import { sql } from '../duckdb/sql.ts'
import { holdsOn } from '../workspace/holds.ts'

export interface ItemFacts { department: string; code: string; name: string; basis: string; content: string; method: string }
export interface OfficerFacts { department: string; officer: string; name: string; certificate: string }
export interface CompanionFacts { name: string; organisation: string; library: 'expert' | 'body' }
/** A visit with all that its papers tell; departments by name. */
export interface VisitFacts {
  visit: number
  id: string
  name: string
  address: string
  legalRep: string
  /** Day of the visit: YYYY-MM-DD. */
  day: string
  departments: string[]
  items: ItemFacts[]
  officers: OfficerFacts[]
  companions: CompanionFacts[]
}
export interface CampaignFacts { campaign: number; name: string; lead: string; on: string; commitment: string; seed: string; visits: VisitFacts[] }

interface Rules { parts: { department: string; items: { code: string; name: string }[] }[]; staffing: { on: string } }

/**
 * A staffed joint inspection as its papers tell it: subjects as they are now, items as they stood on the day of the inspection, officers with their full names,
 * since papers show them to the inspected.
 * @param chosen numbers of visits; null: all that stand
 * @throws MingchaError no_such_campaign, campaign_not_drawn, campaign_unstaffed, no_such_visit
 */
export async function campaignFacts(ask: Connection, campaign: number, chosen: readonly number[] | null): Promise<CampaignFacts> {
  const [row] = await ask.rows<{ name: string; state: string; commitment: string; seed: string | null; rules: string }>(sql`SELECT name, state, commitment, seed, rules::VARCHAR AS rules FROM campaign WHERE campaign = ${campaign}`)
  if (!row) throw new MingchaError('no_such_campaign', `there is no joint inspection ${campaign}`, 'List them to see their numbers.', { campaign })
  if (row.state === 'unstaffed') throw new MingchaError('campaign_unstaffed', `the visits of the joint inspection ${campaign} have no officers yet`, 'Let its departments staff them first.', { campaign })
  if (row.state !== 'staffed') throw new MingchaError('campaign_not_drawn', `the joint inspection ${campaign} is committed and not yet drawn`, 'Draw it with a public seed first.', { campaign })
  const rules = JSON.parse(row.rules) as Rules
  const { on } = rules.staffing
  const departments = new Map((await ask.rows<{ code: string; name: string }>(sql`SELECT code, arg_max(name, valid_from) AS name FROM department GROUP BY code`)).map((one) => [one.code, one.name]))
  const department = (code: string): string => departments.get(code) ?? code
  const items = await itemsOf(ask, rules)
  const rows = await ask.rows<Omit<VisitFacts, 'departments' | 'items' | 'officers' | 'companions'> & { departments: string; officers: string; companions: string }>(sql`
    WITH chosen AS (SELECT * FROM campaign_visit WHERE campaign = ${campaign} AND dropped_by IS NULL AND (${chosen === null} OR visit IN (SELECT unnest(${JSON.stringify(chosen ?? [])}::JSON::INTEGER[])))),
    teams AS (SELECT visit, to_json(list({department: t.department, officer: t.officer, name: o.name, certificate: o.certificate_no} ORDER BY t.department, t.place)) AS officers
      FROM campaign_team t JOIN campaign_officer o USING (campaign, officer) WHERE campaign = ${campaign} GROUP BY visit),
    along AS (SELECT visit, to_json(list({name: name, organisation: organisation, library: library} ORDER BY event, library, companion)) AS companions FROM campaign_companion WHERE campaign = ${campaign} AND left_by IS NULL GROUP BY visit)
    SELECT v.visit, v.id, coalesce(d.day, ${on}::DATE) AS day, coalesce(s.name, '') AS name, coalesce(s.address, '') AS address, coalesce(s.legal_rep, '') AS "legalRep", v.departments::VARCHAR AS departments, coalesce(officers, '[]')::VARCHAR AS officers, coalesce(companions, '[]')::VARCHAR AS companions
    FROM chosen v LEFT JOIN former_subject m ON m.subject_id = v.subject_id JOIN subject s ON s.subject_id = coalesce(m.now_id, v.subject_id) LEFT JOIN teams USING (visit) LEFT JOIN along USING (visit) LEFT JOIN campaign_day d ON d.campaign = ${campaign} AND d.visit = v.visit ORDER BY v.visit`)
  const missing = chosen?.find((number) => !rows.some((one) => one.visit === number))
  if (missing !== undefined) throw new MingchaError('no_such_visit', `the joint inspection ${campaign} has no visit ${missing}`, 'Look at its list of visits.', { campaign, visit: String(missing) })
  return {
    campaign, name: row.name, lead: department(rules.parts[0]!.department), on, commitment: row.commitment, seed: row.seed ?? '',
    visits: rows.map((one): VisitFacts => {
      const parts = JSON.parse(one.departments) as { department: string; items: string[] }[]
      const order = [...new Set(parts.map((part) => part.department))]
      const officers = (JSON.parse(one.officers) as OfficerFacts[]).toSorted((a, b) => order.indexOf(a.department) - order.indexOf(b.department))
      return {
        ...one, departments: order.map(department), companions: JSON.parse(one.companions) as CompanionFacts[],
        // A department that takes part twice inspects an item once.
        items: [...new Set(parts.flatMap((part) => part.items.map((code) => `${part.department}\t${code}`)))].map((key) => ({ ...items.get(key)!, department: department(key.split('\t')[0]!) })),
        officers: officers.map((officer) => ({ ...officer, department: department(officer.department) })),
      }
    }),
  }
}

/** Items by `department TAB code`, as they stood on the day of the inspection. */
async function itemsOf(ask: Connection, { parts, staffing: { on } }: Rules): Promise<Map<string, ItemFacts>> {
  const listed = await ask.rows<ItemFacts>(sql`SELECT department, item AS code, name, basis, content, method FROM inspection_item
    WHERE item IN (SELECT unnest(${JSON.stringify(parts.flatMap((part) => part.items.map((one) => one.code)))}::JSON::VARCHAR[])) AND ${holdsOn(on)}`)
  const found = new Map(listed.map((one) => [`${one.department}\t${one.code}`, one]))
  // An item whose row was rewritten since keeps the name under which it was committed.
  return new Map(parts.flatMap(({ department, items }) => items.map(({ code, name }) => [`${department}\t${code}`, found.get(`${department}\t${code}`) ?? { department, code, name, basis: '', content: '', method: '' }])))
}

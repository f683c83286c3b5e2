import type { CampaignChange, FurtherOfficer } from '../../../shared/contract.ts'
import type { Connection } from '../duckdb/database.ts'
import { sql } from '../duckdb/sql.ts'
import { findCampaign } from './campaigns.ts'
import { fitOfficers } from './officers.ts'
import { officersOf } from './staff.ts'

/** Whatever was changed after the draw, in order, with the names of whom it names. @throws MingchaError no_such_campaign */
export async function changesOf(ask: Connection, campaign: number): Promise<CampaignChange[]> {
  const { changes } = await findCampaign(ask, campaign)
  if (changes.length === 0) return []
  const subjects = await ask.rows<{ id: string; name: string }>(sql`
    WITH named AS (SELECT id FROM campaign_visit WHERE campaign = ${campaign} AND dropped_by IS NOT NULL
      UNION SELECT unnest(from_json(detail->'replaced', '[{"id": "VARCHAR"}]'), recursive := true) FROM campaign_event WHERE campaign = ${campaign} AND kind = 'subject'
      UNION SELECT unnest(from_json(detail->'visits', '["VARCHAR"]')) FROM campaign_event WHERE campaign = ${campaign} AND kind = 'companion'
      UNION SELECT detail->>'visit' FROM campaign_event WHERE campaign = ${campaign} AND kind = 'officer')
    SELECT f.id, any_value(s.name) AS name FROM draw_frame f SEMI JOIN named USING (id) SEMI JOIN (SELECT draw FROM campaign_draw WHERE campaign = ${campaign}) d ON d.draw = f.draw
      LEFT JOIN former_subject m ON m.subject_id = f.subject_id JOIN subject s ON s.subject_id = coalesce(m.now_id, f.subject_id) GROUP BY f.id`)
  const officers = await ask.rows<{ officer: string; name: string }>(sql`SELECT officer, name FROM campaign_officer WHERE campaign = ${campaign}`)
  const companions = await ask.rows<{ library: string; companion: string; name: string }>(sql`SELECT library, companion, any_value(name) AS name FROM campaign_companion WHERE campaign = ${campaign} GROUP BY ALL`)
  const [named, persons] = [new Map(subjects.map((one) => [one.id, one.name])), new Map(officers.map((one) => [one.officer, one.name]))]
  const subject = (id: string): { id: string; name: string } => ({ id, name: named.get(id) ?? id })
  const officer = (number: string): { officer: string; name: string } => ({ officer: number, name: persons.get(number) ?? number })
  return changes.map(({ at, by, kind, reason, detail }, i): CampaignChange => {
    const told = { event: i + 1, at, by, reason }
    if (kind === 'subject') {
      const { visit, replaced } = detail as { visit: string; replaced: { department: string; id: string }[] }
      return { ...told, kind, subject: subject(visit), replacements: replaced.map((one) => ({ department: one.department, ...subject(one.id) })) }
    }
    if (kind === 'officer') {
      const { visit, department, officer: before, next } = detail as { visit: string; department: string; officer: string; next: string }
      return { ...told, kind, subject: subject(visit), department, before: officer(before), after: officer(next) }
    }
    if (kind === 'companion') {
      const { library, companion, leaves, visits } = detail as { library: 'expert' | 'body'; companion: string; leaves: boolean; visits: string[] }
      return { ...told, kind, library, companion, name: companions.find((one) => one.library === library && one.companion === companion)!.name, leaves, subjects: visits.map(subject) }
    }
    const { department, most, officers: coming } = detail as { department: string; most: number | null; officers: { id: string }[] }
    return { ...told, kind, department, most, officers: coming.map((one) => officer(one.id)) }
  })
}

/** Officers of a department who could be let in: fit on the day of the inspection, and not of the commitment nor let in already. @throws MingchaError no_such_campaign */
export async function furtherOfficers(ask: Connection, campaign: number, department: string): Promise<FurtherOfficer[]> {
  const { rules } = await findCampaign(ask, campaign)
  const known = new Set((await officersOf(ask, campaign)).map((one) => one.id))
  const { officers } = await fitOfficers(ask, [department], rules.staffing.on)
  return officers.filter((one) => !known.has(one.id)).map(({ id, name, qualifications, most }) => ({ officer: id, name, qualifications: [...qualifications], most }))
}

import type { BrokenRule } from '../../../shared/contract.ts'
import type { Connection } from '../duckdb/database.ts'
import { sql, type Sql } from '../duckdb/sql.ts'
import { holdsOn, holdsWithin } from '../workspace/holds.ts'
import { broken, type Judged } from './judged.ts'
import { recusals } from './recusals.ts'

/** Officers whom a department sends to a visit: two at least, of whom one has what its items ask for. */
const team = 2

/** Officers of one department with the same cap, and whether they hold what is asked for. */
interface Group { qualified: boolean; most: number | null; officers: number }

/**
 * Whether the departments have the officers that their tasks need: certified on the first day of the period, not away for all of it, qualified,
 * not recused, and not beyond the visits that they can make in a year. A visit takes an officer once, so an officer with most m makes min(m, n) of n visits.
 */
export async function checkOfficers(ask: Connection, all: readonly Judged[], year: number, today: string): Promise<BrokenRule[]> {
  const found: BrokenRule[] = []
  const seats = new Map<string, { needed: number; tasks: Judged[] }>()
  for (const one of all) {
    const visits = one.drawn * one.left
    if (visits === 0) continue
    for (const department of [...new Set(one.items.map((item) => item.department))].sort()) {
      const qualifications = [...new Set(one.items.flatMap((item) => (item.department === department && item.qualification !== null ? [item.qualification] : [])))]
      found.push(...(await checkTeam(ask, one, department, qualifications, visits, today)))
      const sum = seats.get(department) ?? { needed: 0, tasks: [] }
      seats.set(department, { needed: sum.needed + team * visits, tasks: [...sum.tasks, one] })
    }
  }
  for (const [department, { needed, tasks }] of seats) {
    if (tasks.length < 2) continue
    const { officers, capacity } = await ask.one<{ officers: number; capacity: number | null }>(sql`SELECT count(*) AS officers, CASE WHEN count(*) = count(most_visits) THEN sum(most_visits) END::BIGINT AS capacity
      FROM (SELECT officer, arg_max(most_visits, valid_from) AS most_visits FROM officer WHERE department = ${department} AND ${holdsWithin(`${year}-12-31`, `${year}-01-01`)} GROUP BY officer)`)
    if (capacity !== null && needed > capacity) {
      found.push(broken('plan_officers_year', 'refuse', tasks.map((one) => one.task), department, `${department} needs ${needed} turns of its ${officers} officers in ${year}, they can make ${capacity}`, 'Lower ratios or frequency, add officers, or raise what they can make.', { needed, capacity, missing: needed - capacity, officers, year: String(year) }))
    }
  }
  return found
}

async function checkTeam(ask: Connection, { task, strata, members }: Judged, department: string, qualifications: readonly string[], visits: number, today: string): Promise<BrokenRule[]> {
  const say = (severity: BrokenRule['severity'], rule: string, message: string, hint: string, params: BrokenRule['params']): BrokenRule[] => [broken(rule, severity, [task], department, `${department}: ${message}`, hint, params)]
  const day = task.periodFrom > today ? task.periodFrom : today < task.periodUntil ? today : task.periodUntil
  const able = ableOfficers(department, day, task.periodUntil)
  const groups = await ask.rows<Group>(sql`SELECT list_has_all(from_json(coalesce(qualifications, '[]'), '["VARCHAR"]'), from_json(${JSON.stringify(qualifications)}, '["VARCHAR"]')) AS qualified, most_visits AS most, count(*) AS officers FROM (${able}) GROUP BY ALL`)
  const officers = groups.reduce((sum, one) => sum + one.officers, 0)
  if (officers < team) return say('refuse', 'plan_officers_few', `${officers} of its officers can be drawn from ${day}, a visit takes ${team}`, 'Add officers or renew certificates, or move the period.', { officers, needed: team, day })
  const asked = qualifications.join(', ')
  const turns = (of: readonly Group[]): number => of.reduce((sum, one) => sum + one.officers * Math.min(one.most ?? visits, visits), 0)
  const qualified = groups.filter((one) => one.qualified)
  if (qualified.length === 0) return say('refuse', 'plan_officers_unqualified', `none of its ${officers} officers holds ${asked}`, 'Add such an officer, or leave the items out that ask for it.', { officers, qualification: qualifications.join('、') })
  if (turns(groups) < team * visits) return say('refuse', 'plan_officers_overworked', `${visits} visits take ${team * visits} turns, its ${officers} officers can make ${turns(groups)}`, 'Lower ratios or frequency, add officers, or raise what they can make.', { visits, needed: team * visits, capacity: turns(groups), missing: team * visits - turns(groups), officers })
  if (turns(qualified) < visits) return say('refuse', 'plan_qualified_overworked', `${visits} visits each take an officer with ${asked}; those who have it can make ${turns(qualified)}`, 'Lower ratios or frequency, or qualify more officers.', { visits, capacity: turns(qualified), missing: visits - turns(qualified), qualification: qualifications.join('、') })

  const blocked = await ask.rows<{ tier: string; subjects: number }>(sql`SELECT tier, count(*) AS subjects FROM (SELECT subject_id, count(DISTINCT officer) AS recused FROM (${recusals(sql`SELECT subject_id FROM (${members!})`, sql`SELECT officer FROM (${able})`, day)}) GROUP BY subject_id)
    JOIN (${members!}) USING (subject_id) WHERE ${officers}::INTEGER - recused < ${team}::INTEGER GROUP BY tier ORDER BY tier`)
  for (const { tier, subjects } of blocked) {
    const stratum = strata.find((one) => one.stratum === tier)!
    if (stratum.drawn > stratum.frame - subjects) {
      return say('refuse', 'plan_all_recused', `${subjects} of ${stratum.frame} subjects of tier ${tier} have fewer than ${team} officers who are not recused, and ${stratum.drawn} are to be drawn`, 'Let another department send officers, or look at the recusals.', { subjects, frame: stratum.frame, drawn: stratum.drawn, tier })
    }
  }
  const some = blocked.reduce((sum, one) => sum + one.subjects, 0)
  return some === 0 ? [] : say('warn', 'plan_some_recused', `${some} subjects have fewer than ${team} officers who are not recused`, 'If one of them is drawn, officers must be borrowed.', { subjects: some })
}

/** Officers of a department who hold a certificate on `day` and are not away from then to `until`. */
const ableOfficers = (department: string, day: string, until: string): Sql => sql`SELECT * FROM officer o WHERE department = ${department} AND ${holdsOn(day)}
  AND coalesce(certificate_from <= ${day}::DATE, true) AND coalesce(certificate_until >= ${day}::DATE, true)
  AND NOT EXISTS (SELECT 1 FROM officer_leave l WHERE l.officer = o.officer AND ${holdsWithin(day, until, 'l')})`

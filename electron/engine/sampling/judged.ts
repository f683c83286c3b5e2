import type { BrokenRule, PlanTask, Policy, Stratum } from '../../../shared/contract.ts'
import { raw, sql, type Sql } from '../duckdb/sql.ts'

/** An item of the list; shares 0–1, `most` visits of one subject within `months`. */
export interface Item { item: string; name: string; department: string; kind: string; qualification: string | null; floor: number | null; ceiling: number | null; most: number | null; months: number; from: string; until: string | null }
/** A task with what its rules are judged by. */
export interface Judged {
  task: PlanTask
  policy: Policy | null
  /** Its items as they stand on the first day of its period. */
  items: Item[]
  strata: Stratum[]
  frame: number
  drawn: number
  /** Draws still to come. */
  left: number
  /** subject_id, tier of its frame; null where it has none. */
  members: Sql | null
}

/** `rule` is worded in the locales under errors; `where` is the item, tier or department that it is broken of. */
export function broken(rule: string, severity: BrokenRule['severity'], tasks: readonly PlanTask[], where: string, message: string, hint: string, params: Record<string, string | number> = {}): BrokenRule {
  const name = shortened(tasks.map((one) => one.name))
  return { rule, severity, tasks: tasks.map((one) => one.task), where, message: `${name}: ${message}`, hint, params: { name, where, ...params } }
}

/** The first of a list, and how many more there are. */
export const shortened = (names: readonly string[], most = 3): string => names.slice(0, most).join('、') + (names.length > most ? ` … (+${names.length - most})` : '')

/** Frames of several tasks in one table: task, subject_id, tier, and how often the task still draws. */
export const framesOf = (judged: readonly Judged[]): Sql =>
  judged.reduce((all, { task, left, members }, i) => sql`${all}${raw(i === 0 ? '' : ' UNION ALL ')}SELECT ${task.task}::INTEGER AS task, ${left}::INTEGER AS draws, subject_id, tier FROM (${members!})`, raw(''))

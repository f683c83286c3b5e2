import { ident, join, raw, sql, type Sql } from '../duckdb/sql.ts'
import type { RecordRule, Rule, SelectRule } from './rules.ts'

/** SQL of a rule with the day written in. */
const on = (text: string, today: string): Sql => text.split('$today').map(raw).reduce((all, part) => sql`${all}${today}::DATE${part}`)

/** Whom a record is about: the number of its subject, or its name where none is known. Wants the macros of identity/keys. */
const party = (subject: Sql, name: Sql): Sql => sql`coalesce(${subject}::VARCHAR, ':' || name_key(${name}))`

const groundOf = (rule: Rule): Sql => (rule.ground.startsWith('sql: ') ? raw(rule.ground.slice(5)) : sql`${rule.ground}`)

/** Columns of a record that its case keeps: which record, and of whom. */
const recordColumns = raw('r.row_key, r.file_id, r.source_row, r.occurred_on')

/**
 * What a rule finds on a day: `found`, a row a party, ground and period — (party, subject_id, name, ground, period, latest_on, urgency, facts) —
 * and `rows`, the records behind it — (party, ground, period, class, row_key, file_id, source_row, occurred_on); null: it rests on none.
 * Both as statements to be run in order; `found` reads the temp table `hit` that `prepare` makes.
 */
export interface CompiledRule { prepare: Sql; found: Sql; rows: Sql | null }

/** @param affected rules over records look at the parties of the temp tables `affected` and `affected_subject` alone (seen.ts) */
export const compileRule = (rule: Rule, today: string, affected = false): CompiledRule => ('select' in rule ? fromSelect(rule, today) : fromRecords(rule, today, affected))

function fromRecords(rule: RecordRule, today: string, affected: boolean): CompiledRule {
  const facts = Object.entries(rule.facts).map(([name, value]) => sql`${ident(name)} := ${on(value, today)}`)
  const class_ = ident(rule.from)
  const records = affected ? sql`(SELECT * FROM ${class_} SEMI JOIN affected_subject USING (subject_id) UNION ALL SELECT * FROM ${class_} WHERE subject_id IS NULL AND ${rule.named} AND ':' || name_key(subject_name) IN (SELECT party FROM affected))` : class_
  // What the rule says comes before the join, so that it meets the columns of the record alone.
  const prepare = sql`CREATE OR REPLACE TEMP TABLE hit AS
    SELECT ${party(raw('r.subject_id'), raw('r.subject_name'))} AS party, coalesce(s.name, r.subject_name) AS party_name, r.*
    FROM (SELECT *, ${groundOf(rule)} AS case_ground, ${on(rule.period, today)} AS case_period FROM (SELECT *, (${today}::DATE - occurred_on)::INTEGER AS age_days FROM ${records} WHERE known_on <= ${today}::DATE)
      WHERE (${on(rule.where, today)}) AND ${rule.named ? raw("(subject_id IS NOT NULL OR coalesce(name_key(subject_name), '') <> '')") : raw('subject_id IS NOT NULL')}) r LEFT JOIN subject s USING (subject_id)`
  const found = sql`SELECT party, any_value(subject_id) AS subject_id, arg_max(party_name, (known_on, party_name)) AS name, case_ground AS ground, case_period AS period, max(occurred_on) AS latest_on,
      (${urgencyOf(rule, today)})::INTEGER AS urgency, to_json(struct_pack(${join(facts, ', ')})) AS facts
    FROM hit GROUP BY party, case_ground, case_period ${rule.having === undefined ? raw('') : sql`HAVING ${on(rule.having, today)}`}`
  return { prepare, found, rows: sql`SELECT party, case_ground AS ground, case_period AS period, ${rule.from} AS class, ${recordColumns} FROM hit r` }
}

function fromSelect(rule: SelectRule, today: string): CompiledRule {
  const facts = rule.facts.map((name) => sql`${ident(name)} := f.${ident(name)}`)
  const whom = rule.parties ? raw('f.party, f.subject_id, f.name') : raw('f.subject_id::VARCHAR AS party, f.subject_id, s.name')
  const prepare = sql`CREATE OR REPLACE TEMP TABLE hit AS SELECT ${whom}, f.ground, f.period, f.latest_on, to_json(struct_pack(${join(facts, ', ')})) AS facts
    FROM (${on(rule.select, today)}) f ${rule.parties ? raw('') : raw('JOIN subject s USING (subject_id)')}`
  return {
    prepare,
    found: sql`SELECT party, subject_id, name, ground, period, latest_on, ${rule.urgency}::INTEGER AS urgency, facts FROM hit`,
    rows: rule.evidence === undefined ? null : sql`SELECT h.party, h.ground, h.period, ${rule.evidence.class} AS class, ${recordColumns}
      FROM hit h JOIN (SELECT * FROM ${ident(rule.evidence.class)} WHERE ${on(rule.evidence.where, today)}) r USING (subject_id)`,
  }
}

const urgencyOf = (rule: RecordRule, today: string): Sql => (typeof rule.urgency === 'number' ? sql`${rule.urgency}` : on(rule.urgency, today))

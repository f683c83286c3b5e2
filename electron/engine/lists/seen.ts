import type { Connection } from '../duckdb/database.ts'
import { ident, join, raw, sql } from '../duckdb/sql.ts'
import { recordClasses } from '../../../shared/classes.ts'
import { sha256 } from '../workspace/canonical.ts'
import type { Rule } from './rules.ts'

/** What cases were last looked for in: kept in meta under `cases_found`. */
interface Seen { on: string; at: string; batch: number; undone: number; decisions: number; rules: string }

/** Notes what was looked through, in the transaction that did it; from then on whoever changes what is known of a subject notes that too. */
export async function noteSeen(ask: Connection, rules: readonly Rule[], today: string): Promise<void> {
  const seen = JSON.stringify(await now(ask, rules, today))
  await ask.run(sql`INSERT INTO meta VALUES ('cases_found', ${seen}) ON CONFLICT (key) DO UPDATE SET value = excluded.value`)
  await ask.run(raw('DELETE FROM desk_touched'))
}

async function now(ask: Connection, rules: readonly Rule[], today: string): Promise<Seen> {
  const found = await ask.one<Omit<Seen, 'on' | 'rules'>>(sql`SELECT current_timestamp::TIMESTAMP::VARCHAR AS at, (SELECT coalesce(max(batch), 0) FROM batch) AS batch, (SELECT count(*) FROM batch_history WHERE undone_at IS NOT NULL) AS undone,
    (SELECT count(*) + count(undone_at) FROM identity_decision) + (SELECT count(*) + count(undone_at) FROM subject_merge) AS decisions`)
  return { ...found, on: today, rules: sha256(JSON.stringify(rules)) }
}

/**
 * Where nothing happened since the last look but that batches came, subjects changed and persons decided: fills the temp tables `affected` (party) and
 * `affected_subject` (subject_id) with all of whom something may be found anew, and answers how many parties. null: another day, other rules, a batch that
 * was taken back, or persons taken for one or two: then all must be looked through. Wants the macros of identity/keys.
 */
export async function affectedSince(ask: Connection, rules: readonly Rule[], today: string): Promise<number | null> {
  const [kept] = await ask.rows<{ value: string }>(sql`SELECT value FROM meta WHERE key = 'cases_found'`)
  if (!kept) return null
  const [before, after] = [JSON.parse(kept.value) as Seen, await now(ask, rules, today)]
  if (before.on !== after.on || before.undone !== after.undone || before.decisions !== after.decisions || before.rules !== after.rules || after.batch < before.batch) return null
  const fresh = join(recordClasses.map((one) => sql`SELECT subject_id, subject_name FROM ${ident(one)} WHERE batch > ${before.batch}`), ' UNION ALL ')
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE fresh_party AS SELECT DISTINCT subject_id, subject_name FROM (${fresh})`)
  await ask.run(raw('CREATE OR REPLACE TEMP TABLE affected_subject AS SELECT subject_id FROM desk_touched UNION SELECT subject_id FROM fresh_party WHERE subject_id IS NOT NULL'))
  // A name that waited may have found its subject: whoever bears a name is looked at with whoever is known by it alone.
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE affected AS
    SELECT subject_id::VARCHAR AS party FROM affected_subject
    UNION SELECT ':' || name_key FROM subject_name SEMI JOIN affected_subject USING (subject_id)
    UNION SELECT ':' || name_key(subject_name) FROM fresh_party WHERE subject_name IS NOT NULL
    UNION SELECT party FROM desk_case WHERE case_no IN (SELECT case_no FROM case_event WHERE happened_at > ${before.at}::TIMESTAMP)`)
  await ask.run(raw('DROP TABLE fresh_party'))
  await widen(ask)
  return (await ask.one<{ n: number }>(raw('SELECT count(*) AS n FROM affected'))).n
}

/** Subjects among the parties that came to `affected` since. */
export const widen = (ask: Connection): Promise<number> =>
  ask.run(raw("INSERT INTO affected_subject SELECT try_cast(party AS INTEGER) FROM affected WHERE NOT starts_with(party, ':') AND try_cast(party AS INTEGER) NOT IN (SELECT subject_id FROM affected_subject)"))

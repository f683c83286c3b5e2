import type { ResultEvent } from '../../../shared/contract.ts'
import type { Connection } from '../duckdb/database.ts'
import { raw, sql, type Sql } from '../duckdb/sql.ts'
import { account, personKey } from '../workspace/person.ts'

/** Who did it, as they write themselves. */
export interface Deed { by: string; kind: ResultEvent; reason?: string; source?: string }

/** What a result says, as its events keep it. */
const content = raw(`json_object('state', state, 'code_set', code_set, 'codes', codes, 'outcome', outcome, 'problem', problem, 'inspected_on', inspected_on::VARCHAR, 'remark', remark, 'follow_up', follow_up)`)

/** Notes what was done to the results that a SELECT names, after it was done: each keeps what the result says now. Its revision must have been raised. */
export const noteDeed = (ask: Connection, results: Sql, { by, kind, reason = '', source = '' }: Deed): Promise<number> =>
  ask.run(sql`INSERT INTO result_event SELECT result, revision, ${new Date().toISOString()}::TIMESTAMPTZ::TIMESTAMP, ${by}, ${personKey(by)}, '', '', ${account()}, ${kind}, ${reason}, ${source}, ${content}
    FROM inspection_result WHERE result IN (${results}) ORDER BY result`)

/** The same where persons differ: `deeds` has result, by, person_key, importer, importer_key, kind, reason, source. */
export const noteDeeds = (ask: Connection, deeds: Sql): Promise<number> =>
  ask.run(sql`INSERT INTO result_event SELECT r.result, r.revision, ${new Date().toISOString()}::TIMESTAMPTZ::TIMESTAMP, d.by, d.person_key, d.importer, d.importer_key, ${account()}, d.kind, d.reason, d.source, ${content}
    FROM inspection_result r JOIN (${deeds}) d USING (result) ORDER BY r.result`)

/** Persons who entered or changed what is not published yet, or brought its file, as (result, person_key, done_by, revision). */
export const contributors = raw(`(SELECT e.result, e.person_key, e.done_by, e.revision
  FROM (SELECT result, revision, kind, person_key, done_by FROM result_event UNION ALL SELECT result, revision, kind, importer_key, importer FROM result_event WHERE importer_key <> '') e
    LEFT JOIN (SELECT result, max(revision) AS settled FROM result_event WHERE kind IN ('published', 'kept') GROUP BY result) s USING (result)
  WHERE e.kind IN ('entered', 'changed', 'attached', 'correcting') AND e.revision > coalesce(s.settled, 0))`)

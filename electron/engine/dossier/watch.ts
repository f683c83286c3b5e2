import type { Parsed } from '../../../shared/contract.ts'
import type { WatchedSubject, WatchList } from '../../../shared/dossier.ts'
import type { Connection } from '../duckdb/database.ts'
import { ident, join, raw, sql, type Sql } from '../duckdb/sql.ts'
import { overClasses } from '../workspace/overClasses.ts'
import { watchedBy, watcher } from '../workspace/watched.ts'
import { findSubject } from './subject.ts'

const listed = (subjects: readonly number[]): Sql => join(subjects.map((one) => sql`${one}`), ', ')
/** How a subject stands now, as a watcher saw it. */
const standing = raw('(SELECT coalesce(max(batch), 0) FROM batch)::INTEGER AS seen_batch, (SELECT coalesce(max(case_no), 0) FROM desk_case)::INTEGER AS seen_case')

/** @returns how many are watched afterwards. @throws MingchaError subject_not_found */
export async function watchSubjects(ask: Connection, { subjects, watch }: Parsed<'watchSubjects'>): Promise<number> {
  const now: number[] = []
  for (const one of new Set(subjects)) now.push((await findSubject(ask, one)).now)
  const mine = watcher()
  if (watch) {
    await ask.run(sql`INSERT INTO watched_subject SELECT ${mine}, subject_id, current_timestamp::TIMESTAMP, current_timestamp::TIMESTAMP, tier, index, ${standing}
      FROM subject_now WHERE subject_id IN (${listed(now)}) AND subject_id NOT IN (${watchedBy(mine)})`)
  } else {
    await ask.run(sql`DELETE FROM watched_subject WHERE watcher = ${mine} AND (subject_id IN (${listed(now)}) OR subject_id IN (SELECT subject_id FROM former_subject WHERE now_id IN (${listed(now)})))`)
  }
  return (await ask.one<{ n: number }>(sql`SELECT count(DISTINCT subject_id) AS n FROM (${watchedBy(mine)})`)).n
}

/** @returns how many were marked */
export async function markSeen(ask: Connection, { subjects }: Parsed<'markSeen'>): Promise<number> {
  const mine = watcher()
  return ask.run(sql`UPDATE watched_subject AS w SET looked_at = current_timestamp::TIMESTAMP, seen_tier = n.tier, seen_index = n.index, seen_batch = n.seen_batch, seen_case = n.seen_case
    FROM (SELECT coalesce(f.subject_id, s.subject_id) AS subject_id, s.subject_id AS now_id, s.tier, s.index, ${standing} FROM subject_now s LEFT JOIN (SELECT subject_id, now_id FROM former_subject UNION ALL SELECT subject_id, subject_id FROM subject) f ON f.now_id = s.subject_id) n
    WHERE w.watcher = ${mine} AND w.subject_id = n.subject_id ${subjects === undefined ? raw('') : sql`AND n.now_id IN (${listed(subjects)})`}`)
}

/** What changed of the watched since they were last seen. A subject that was watched before a merge and after it stands once, as it was seen first. */
export async function listWatched(ask: Connection, { subjectId, offset, limit }: Parsed<'listWatched'>): Promise<WatchList> {
  const mine = watcher()
  const seen = sql`SELECT coalesce(f.now_id, w.subject_id) AS subject_id, min(w.since) AS since, min(w.looked_at) AS looked_at, arg_min(w.seen_tier, w.looked_at) AS seen_tier, arg_min(w.seen_index, w.looked_at) AS seen_index,
      min(w.seen_batch) AS seen_batch, min(w.seen_case) AS seen_case FROM watched_subject w LEFT JOIN former_subject f USING (subject_id) WHERE w.watcher = ${mine} GROUP BY 1`
  const shown = sql`
    WITH seen AS (SELECT * FROM (${seen}) WHERE ${subjectId === undefined ? raw('true') : sql`subject_id = coalesce((SELECT now_id FROM former_subject WHERE subject_id = ${subjectId}), ${subjectId})`}),
    came AS (SELECT subject_id, sum(n)::INTEGER AS n FROM (${overClasses((one) => sql`SELECT r.subject_id, count(*) AS n FROM ${ident(one)} r JOIN seen USING (subject_id) WHERE r.batch > seen.seen_batch GROUP BY 1`)}) GROUP BY 1),
    found AS (SELECT c.subject_id, count(*)::INTEGER AS n FROM desk_case c JOIN seen USING (subject_id) WHERE c.case_no > seen.seen_case GROUP BY 1),
    told AS (SELECT s.subject_id AS "subjectId", s.name, coalesce(s.uscc, s.local_code) AS code, w.since, w.looked_at AS "seenAt", s.tier, s.index::DOUBLE AS index, w.seen_tier AS "seenTier", w.seen_index AS "seenIndex",
        coalesce(came.n, 0) AS "newRecords", coalesce(found.n, 0) AS "newCases",
        s.tier IS DISTINCT FROM w.seen_tier OR round(s.index::DOUBLE, 2) IS DISTINCT FROM round(w.seen_index, 2) OR came.n IS NOT NULL OR found.n IS NOT NULL AS changed
      FROM seen w JOIN subject_now s USING (subject_id) LEFT JOIN came USING (subject_id) LEFT JOIN found USING (subject_id))
    SELECT * FROM told`
  const { total, changed } = await ask.one<{ total: number; changed: number }>(sql`SELECT count(*) AS total, count(*) FILTER (changed) AS changed FROM (${shown})`)
  return { total, changed, subjects: await ask.rows<WatchedSubject>(sql`SELECT * FROM (${shown}) ORDER BY changed DESC, name, "subjectId" LIMIT ${limit} OFFSET ${offset}`) }
}

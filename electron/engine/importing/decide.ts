import { recordClasses } from '../../../shared/classes.ts'
import type { IdentityKind, MatchReport, Output, Parsed } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { Connection } from '../duckdb/database.ts'
import { ident, raw, sql } from '../duckdb/sql.ts'
import { defineKeys } from '../identity/keys.ts'
import type { JobRun } from '../jobs/jobs.ts'
import type { Room } from '../room.ts'
import { markTouched } from '../workspace/touched.ts'
import { findBearers, rowsOfItems } from './bearers.ts'
import { certain, findCandidates } from './candidates.ts'
import { clusterMoved } from './cluster.ts'
import { matchingMacros, matchingOf } from './matching.ts'
import { mergeSubjects, refuseCommitted } from './merge.ts'
import { referenceOf } from './reference.ts'
import { broughtSince, resolveSubjects } from './subjectPairs.ts'
import { unsighted } from '../workspace/deed.ts'
import { person } from '../workspace/person.ts'
import { defineMasks, readPersonal } from '../workspace/personal.ts'

export type Answer = 'same' | 'different' | 'unsure'

/**
 * Compares what came since the last comparing, or everything: attaches and merges what is beyond doubt, and queues the rest.
 * @throws MingchaError cancelled
 */
export function matchNames(room: Room, scope: 'new' | 'all', run: JobRun): Promise<MatchReport> {
  const matching = matchingOf(room.resources)
  return room.database().write(async (ask) => {
    await defineKeys(ask)
    for (const macro of matchingMacros(matching)) await ask.run(macro)
    const { first, last } = await ask.one<{ first: number; last: number }>(sql`SELECT (SELECT coalesce(max(value::INTEGER), 0) + 1 FROM meta WHERE key = 'compared_batch')::INTEGER AS first, (SELECT coalesce(max(batch), 0) FROM batch)::INTEGER AS last`)
    const from = scope === 'all' ? 1 : first
    run.progress('match', 0, 3)
    const { pairs: subjectPairs, merged } = await resolveSubjects(ask, room, broughtSince(from))
    run.progress('match', 1, 3)
    const { names, pairs } = await findCandidates(ask, matching, from)
    run.progress('match', 2, 3)
    const bearerPairs = await findBearers(ask, matching, referenceOf(room.resources).regions)
    run.progress('attach')
    await ask.run(sql`CREATE OR REPLACE TEMP TABLE verdict AS ${certain('name', matching)} UNION ALL ${certain('bearer', matching)}`)
    const { automatic } = await ask.one<{ automatic: number }>(sql`SELECT count(*) AS automatic FROM verdict`)
    const attached = automatic === 0 ? 0 : await attachVerdict(ask, 'same', '')
    await ask.run(sql`INSERT INTO meta VALUES ('compared_batch', ${String(last)}) ON CONFLICT (key) DO UPDATE SET value = excluded.value`)
    const { queued } = await ask.one<{ queued: number }>(sql`SELECT count(*) AS queued FROM ${open} AND c.state = 'queued'`)
    return { names, pairs: pairs + bearerPairs + subjectPairs, automatic, attached, merged, queued }
  }, run.signal)
}

/** A person's answer to one pair. @throws MingchaError no_such_pair, merge_in_draw */
export function decideIdentity(room: Room, { kind, item: named, subjectId, decision: answer }: Parsed<'decideIdentity'>): Promise<Output['decideIdentity']> {
  return room.database().write(async (ask) => {
    await defineKeys(ask)
    if (unsighted()) await defineMasks(ask, readPersonal(room.resources))
    // Who sees no person in full names an item by its digest (resources/access/personal.yaml).
    const item = (unsighted() && kind === 'bearer' ? (await ask.rows<{ item: string }>(sql`SELECT DISTINCT item FROM candidate WHERE kind = 'bearer' AND mask_item(item) = ${named}`))[0]?.item : undefined) ?? named
    const { n } = await ask.one<{ n: number }>(sql`SELECT count(*) AS n FROM ${open} AND c.kind = ${kind} AND c.item = ${item} AND c.subject_id = ${subjectId}`)
    if (n === 0) throw new MingchaError('no_such_pair', 'this pair is not in the queue (any more)', 'Ask for the queue again.', { name: item, subject: subjectId })
    if (kind === 'subject' && answer === 'same') return mergePair(ask, room, Number(item), subjectId)
    await ask.run(sql`CREATE OR REPLACE TEMP TABLE verdict AS SELECT ${kind} AS kind, ${item} AS item, ${subjectId}::INTEGER AS subject_id`)
    const moved = await attachVerdict(ask, answer, person())
    const { decision } = await ask.one<{ decision: number }>(sql`SELECT max(decision) AS decision FROM identity_decision`)
    return { decision, moved }
  })
}

/** Merges two subjects, whether they stand in the queue or not. @throws MingchaError subject_not_found, same_subject, merge_in_draw */
export function mergeTwo(room: Room, from: number, into: number): Promise<Output['mergeSubjects']> {
  return room.database().write(async (ask) => {
    if (from === into) throw new MingchaError('same_subject', `${from} is one subject, not two`, 'Name two subjects.', { subject: from })
    const found = (await ask.rows<{ id: number }>(sql`SELECT subject_id AS id FROM subject WHERE subject_id IN (${from}, ${into})`)).map((row) => row.id)
    for (const one of [from, into]) if (!found.includes(one)) throw new MingchaError('subject_not_found', `there is no subject «${one}» in this workspace`, 'Check the code or the name, or search for a part of it.', { text: String(one) })
    return { ...(await mergePair(ask, room, from, into)), subjectId: into }
  })
}

async function mergePair(ask: Connection, room: Room, from: number, into: number): Promise<{ decision: number; moved: number }> {
  await refuseCommitted(ask, [from, into])
  const { decision } = await ask.one<{ decision: number }>(sql`SELECT nextval('decision_number')::INTEGER AS decision`)
  await ask.run(sql`INSERT INTO identity_decision SELECT ${decision}, 'subject', ${String(from)}, s.name, ${into}, 'same', coalesce(c.score, 1), coalesce(c.fields, '[]'::JSON), current_timestamp::TIMESTAMP, ${person()}, NULL
    FROM subject s LEFT JOIN candidate c ON c.kind = 'subject' AND c.item = ${String(from)} AND c.subject_id = ${into} WHERE s.subject_id = ${from}`)
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE merging AS SELECT ${decision}::INTEGER AS decision, ${from}::INTEGER AS from_subject, ${into}::INTEGER AS into_subject`)
  const moved = await mergeSubjects(ask, room)
  await ask.run(raw('DROP TABLE merging'))
  return { decision, moved }
}

/** Carries out the answer to the pairs of the temp table `verdict (kind, item, subject_id)` and records it; answers how many records moved. */
async function attachVerdict(ask: Connection, answer: Answer, by: string): Promise<number> {
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE given AS SELECT nextval('decision_number')::INTEGER AS decision, c.* FROM candidate c JOIN verdict v USING (kind, item, subject_id)`)
  await ask.run(sql`INSERT INTO identity_decision SELECT decision, kind, item, name, subject_id, ${answer}, score, fields, current_timestamp::TIMESTAMP, ${by}, NULL FROM given`)
  await ask.run(sql`UPDATE candidate SET state = ${answer} WHERE (kind, item, subject_id) IN (SELECT (kind, item, subject_id) FROM given)`)
  let moved = 0
  if (answer === 'same') {
    // The name is that subject's from now on: batch 0, as no batch told it.
    await ask.run(sql`INSERT INTO subject_name SELECT subject_id, name, item, 0 FROM given WHERE kind = 'name' AND (subject_id, item) NOT IN (SELECT (subject_id, name_key) FROM subject_name)`)
    for (const one of recordClasses) {
      await ask.run(sql`CREATE OR REPLACE TEMP TABLE homeless AS SELECT r.place, g.decision, g.subject_id, r.file_id, r.source_row, r.attached FROM (
          SELECT rowid AS place, file_id, source_row, attached, name_key(subject_name) AS item FROM ${ident(one)} WHERE subject_id IS NULL AND attached = 'none') r JOIN given g ON g.kind = 'name' AND g.item = r.item
        UNION ALL ${rowsOfItems(one)}`)
      const found = await ask.run(sql`INSERT INTO identity_move SELECT decision, ${one}, file_id, source_row, attached, NULL FROM homeless`)
      if (found === 0) continue
      await ask.run(sql`UPDATE ${ident(one)} AS r SET subject_id = h.subject_id, attached = 'name' FROM homeless h WHERE r.rowid = h.place`)
      await ask.run(sql`UPDATE subject AS s SET records = s.records + h.n FROM (SELECT subject_id, count(*)::INTEGER AS n FROM homeless GROUP BY subject_id) h WHERE s.subject_id = h.subject_id`)
      await clusterMoved(ask, one, found)
      moved += found
    }
    await markTouched(ask, sql`SELECT subject_id FROM given`)
  }
  await ask.run(raw('DROP TABLE given; DROP TABLE verdict'))
  return moved
}

/** Pairs that wait for a decision: what came under a subject meanwhile, and a subject that went, want none any more. */
const open = raw(`candidate c JOIN subject s USING (subject_id) WHERE c.state IN ('queued', 'unsure') AND (c.kind, c.item) NOT IN (SELECT (kind, item) FROM candidate WHERE state = 'same')
  AND (c.kind <> 'name' OR c.item NOT IN (SELECT name_key FROM subject_name)) AND (c.kind <> 'subject' OR try_cast(c.item AS INTEGER) IN (SELECT subject_id FROM subject))`)

interface PairRow { kind: IdentityKind; item: string; name: string; records: number; subject_id: number; subject: string; uscc: string | null; local_code: string | null; other_code: string | null; choices: number; score: number; fields: string; state: 'queued' | 'unsure' }

/** A page of pairs that want a decision: the likeliest item first, its pairs together; those left unsure come last. */
export async function identityQueue(ask: Connection, { kind, offset, limit }: Parsed<'identityQueue'>): Promise<Output['identityQueue']> {
  const counts = await ask.rows<{ kind: IdentityKind; n: number }>(sql`SELECT c.kind, count(*) AS n FROM ${open} GROUP BY c.kind`)
  const count = (one: IdentityKind): number => counts.find((row) => row.kind === one)?.n ?? 0
  const kinds = { name: count('name'), bearer: count('bearer'), subject: count('subject') }
  const rows = await ask.rows<PairRow>(sql`
    SELECT p.*, s.name AS subject, s.uscc, s.local_code, (SELECT coalesce(o.uscc, o.local_code) FROM subject o WHERE p.kind = 'subject' AND o.subject_id = try_cast(p.item AS INTEGER)) AS other_code FROM (
      SELECT c.kind, c.item, c.name, c.records, c.subject_id, c.score, c.fields::VARCHAR AS fields, c.state, count(*) OVER same AS choices, max(c.score) FILTER (c.state = 'queued') OVER same AS best FROM ${open} AND ${kind === undefined ? raw('true') : sql`c.kind = ${kind}`} WINDOW same AS (PARTITION BY c.kind, c.item)
      ORDER BY c.state, best DESC, c.kind, c.item, c.score DESC, c.subject_id LIMIT ${limit} OFFSET ${offset}) p JOIN subject s USING (subject_id) ORDER BY p.state, p.best DESC, p.kind, p.item, p.score DESC, p.subject_id`)
  return { total: kind === undefined ? kinds.name + kinds.bearer + kinds.subject : kinds[kind], kinds, pairs: rows.map((row) => ({
    kind: row.kind, item: row.item, name: row.name, recordClass: row.kind === 'bearer' ? JSON.parse(row.item)[0] : null, other: row.kind === 'subject' ? { subjectId: Number(row.item), code: row.other_code } : null,
    records: row.records, subjectId: row.subject_id, subjectName: row.subject, code: row.uscc ?? row.local_code, choices: row.choices, score: row.score, fields: JSON.parse(row.fields), unsure: row.state === 'unsure' })) }
}


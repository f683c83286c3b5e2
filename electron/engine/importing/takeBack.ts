import { recordClasses } from '../../../shared/classes.ts'
import type { Connection } from '../duckdb/database.ts'
import { ident, raw, sql } from '../duckdb/sql.ts'
import { keepLookups } from '../workspace/lookups.ts'
import { markTouched } from '../workspace/touched.ts'
import { clusterMoved } from './cluster.ts'
import { putImagesBack, putSubjectsBack } from './images.ts'
import { recount } from './merge.ts'

/**
 * Takes the merges and splits of the temp table `taken (decision)` back, the latest first: records, names, repairs and facts are as before,
 * but for what came since; scores too, unless a run has come since. @returns records that moved back
 */
export async function takeBack(ask: Connection): Promise<number> {
  let moved = 0
  for (;;) {
    // Those that no later one builds upon can go together.
    await ask.run(sql`CREATE OR REPLACE TEMP TABLE backing AS
      WITH left_over AS (SELECT * FROM subject_merge WHERE undone_at IS NULL AND decision IN (SELECT decision FROM taken)),
      latest AS (SELECT subject_id, max(decision) AS decision FROM (SELECT from_subject AS subject_id, decision FROM left_over UNION ALL SELECT into_subject, decision FROM left_over) GROUP BY subject_id)
      SELECT o.* FROM left_over o JOIN latest f ON f.subject_id = o.from_subject LEFT JOIN latest i ON i.subject_id = o.into_subject WHERE f.decision = o.decision AND coalesce(i.decision, o.decision) = o.decision`)
    const { n } = await ask.one<{ n: number }>(sql`SELECT count(*) AS n FROM backing`)
    if (n === 0) break
    moved += await takeRoundBack(ask)
  }
  await ask.run(raw('DROP TABLE backing; DROP TABLE taken'))
  return moved
}

async function takeRoundBack(ask: Connection): Promise<number> {
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE unscored AS SELECT b.decision FROM backing b JOIN identity_decision d USING (decision)
    WHERE NOT EXISTS (SELECT 1 FROM score_run WHERE created_at > d.decided_at)
      AND (NOT EXISTS (SELECT 1 FROM score_run) OR coalesce(CASE WHEN b.kind = 'merge' THEN b.into_subject END, b.from_subject) IN (SELECT subject_id FROM touched_subject))`)
  const moved = await moveBack(ask)
  await putSubjectsBack(ask)
  await ask.run(sql`DELETE FROM subject WHERE subject_id IN (SELECT into_subject FROM backing WHERE created)`)
  await putImagesBack(ask)
  await markTouched(ask, sql`SELECT unnest([from_subject, into_subject]) FROM backing JOIN identity_decision d USING (decision) WHERE decision NOT IN (SELECT decision FROM unscored)
    OR EXISTS (SELECT 1 FROM batch WHERE imported_at > d.decided_at) OR EXISTS (SELECT 1 FROM batch_history WHERE undone_at > d.decided_at)`)
  await ask.run(sql`DELETE FROM subject_name WHERE subject_id IN (SELECT into_subject FROM backing WHERE created)`)
  await recount(ask, sql`SELECT unnest([from_subject, into_subject]) AS subject_id FROM backing`)
  await keepLookups(ask, sql`SELECT unnest([from_subject, into_subject]) FROM backing`)
  for (const table of ['subject_merge', 'identity_decision']) await ask.run(sql`UPDATE ${ident(table)} SET undone_at = current_timestamp::TIMESTAMP WHERE decision IN (SELECT decision FROM backing)`)
  for (const table of ['identity_move', 'identity_change']) await ask.run(sql`DELETE FROM ${ident(table)} WHERE decision IN (SELECT decision FROM backing)`)
  await ask.run(raw('DROP TABLE unscored'))
  return moved
}

/** Records return to where they lay. What came under a subject that goes again since follows the rest of it. */
async function moveBack(ask: Connection): Promise<number> {
  let moved = 0
  for (const one of recordClasses) {
    let changed = await ask.run(sql`UPDATE ${ident(one)} AS r SET subject_id = m.subject_id, attached = m.attached FROM identity_move m JOIN backing b USING (decision)
      WHERE m.class = ${one} AND m.attached <> 'other' AND r.file_id = m.file_id AND r.source_row = m.source_row AND r.subject_id IS NOT DISTINCT FROM b.into_subject`)
    changed += await ask.run(sql`UPDATE ${ident(one)} AS r SET subject_id = b.from_subject FROM backing b WHERE b.created AND r.subject_id = b.into_subject`)
    if (changed > 0) await clusterMoved(ask, one, changed)
    moved += changed
  }
  await ask.run(sql`UPDATE relation AS r SET other_subject_id = m.subject_id FROM identity_move m JOIN backing b USING (decision)
    WHERE m.class = 'relation' AND m.attached = 'other' AND r.file_id = m.file_id AND r.source_row = m.source_row AND r.other_subject_id IS NOT DISTINCT FROM b.into_subject`)
  await ask.run(sql`UPDATE relation AS r SET other_subject_id = b.from_subject FROM backing b WHERE b.created AND r.other_subject_id = b.into_subject`)
  return moved
}

import { byTier, recordClasses, type RecordClass, type Tier } from '../../../shared/classes.ts'
import type { Overview, ScoreRun } from '../../../shared/contract.ts'
import type { Connection, Database } from '../duckdb/database.ts'
import { ident, join, sql } from '../duckdb/sql.ts'
import { countTouched } from '../workspace/touched.ts'

/** The whole workspace at a glance: one narrow pass a class, the rest from small tables. */
export async function overview(database: Database, today: string): Promise<Overview> {
  return database.read(async (ask) => {
    const classes = await ask.rows<{ class: RecordClass; rows: number; queued: number; unattached: number; earliest: string | null; latest: string | null }>(
      join(recordClasses.map((one) => sql`
        SELECT ${one} AS class, count(*) AS rows, count(*) FILTER (attached = 'queued') AS queued, count(*) FILTER (attached = 'none') AS unattached,
          min(occurred_on) AS earliest, max(occurred_on) FILTER (occurred_on <= ${today}::DATE) AS latest
        FROM ${ident(one)}`), ' UNION ALL '))
    const { subjects, quarantined, draws } = await ask.one<{ subjects: number; quarantined: number; draws: number }>(sql`
      SELECT (SELECT count(*) FROM subject) AS subjects, (SELECT count(*) FROM quarantine) AS quarantined, (SELECT count(*) FROM draw) AS draws`)
    const batches = await ask.rows<{ batch: number; imported_at: string; files: number; loaded: number }>(sql`
      SELECT b.batch, b.imported_at, b.files, coalesce(sum(f.loaded), any_value(m.loaded), 0)::BIGINT AS loaded FROM batch b LEFT JOIN source_file f USING (batch)
      LEFT JOIN (SELECT batch, count(*) AS loaded FROM reject_change WHERE outcome = 'loaded' GROUP BY batch) m USING (batch) GROUP BY b.batch, b.imported_at, b.files ORDER BY b.batch DESC LIMIT 12`)
    const runs = await runsOf(ask)
    const sum = (of: (row: (typeof classes)[number]) => number): number => classes.reduce((total, row) => total + of(row), 0)
    return {
      subjects,
      records: Object.fromEntries(classes.map((row) => [row.class, row.rows])) as Record<RecordClass, number>,
      quarantined,
      unattached: sum((row) => row.unattached),
      queued: sum((row) => row.queued),
      freshness: classes.map((row) => ({ class: row.class, rows: row.rows, earliest: row.earliest, latest: row.latest })),
      runs,
      stale: await countTouched(ask),
      rises: runs.length < 2 ? [] : await risesOf(ask, runs[1]!.run, runs[0]!.run),
      top: await topOf(ask),
      batches: batches.map((row) => ({ batch: row.batch, importedAt: row.imported_at, files: row.files, loaded: row.loaded })),
      draws,
    }
  })
}

/** Latest first. */
async function runsOf(ask: Connection): Promise<ScoreRun[]> {
  const rows = await ask.rows<{ run: number; model: string; as_of: string; created_at: string; subjects: number; dimensions: number; tier_counts: string }>(sql`
    SELECT run, model, as_of, created_at, subjects, dimensions, tier_counts FROM score_run ORDER BY run DESC LIMIT 24`)
  return rows.map((row) => {
    const counts = JSON.parse(row.tier_counts) as Partial<Record<Tier, number>>
    return {
      run: row.run, model: row.model, asOf: row.as_of, createdAt: row.created_at, subjects: row.subjects, dimensions: row.dimensions,
      tiers: byTier((tier) => counts[tier] ?? 0),
    }
  })
}

/** A rise of less than a tenth of a point is not worth a line. */
async function risesOf(ask: Connection, before: number, after: number): Promise<Overview['rises']> {
  const rows = await ask.rows<{ subject_id: number; name: string; uscc: string | null; was: number; now: number; tier_was: Tier; tier_now: Tier }>(sql`
    WITH risen AS (
      SELECT n.subject_id, o.index::DOUBLE AS was, n.index::DOUBLE AS now, o.tier AS tier_was, n.tier AS tier_now
      FROM (SELECT * FROM score_past WHERE run = ${after}) n JOIN (SELECT * FROM score_past WHERE run = ${before}) o USING (subject_id)
      WHERE n.index - o.index >= 0.1 ORDER BY n.index - o.index DESC, subject_id LIMIT 10
    )
    SELECT r.*, s.name, coalesce(s.uscc, s.local_code) AS uscc FROM risen r JOIN subject s USING (subject_id) ORDER BY r.now - r.was DESC, subject_id`)
  return rows.map((row) => ({ subjectId: row.subject_id, name: row.name, uscc: row.uscc, before: row.was, after: row.now, tierBefore: row.tier_was, tierAfter: row.tier_now }))
}

async function topOf(ask: Connection): Promise<Overview['top']> {
  const rows = await ask.rows<{ subject_id: number; name: string; uscc: string | null; index: number; tier: Tier }>(sql`
    WITH high AS (SELECT subject_id, index, tier FROM score ORDER BY index DESC, subject_id LIMIT 10)
    SELECT h.*, s.name, coalesce(s.uscc, s.local_code) AS uscc FROM high h JOIN subject s USING (subject_id) ORDER BY h.index DESC, subject_id`)
  return rows.map((row) => ({ subjectId: row.subject_id, name: row.name, uscc: row.uscc, index: row.index, tier: row.tier }))
}

import type { BatchInfo } from '../../../shared/contract.ts'
import type { Connection } from '../duckdb/database.ts'
import { sql } from '../duckdb/sql.ts'
import { batchFiles } from './counts.ts'
import { person } from '../workspace/person.ts'

/** Remembers who brought a batch, inside its import's transaction. */
export async function noteImport(ask: Connection, batch: number): Promise<void> {
  await ask.run(sql`INSERT INTO batch_history (batch, imported_by) VALUES (${batch}, ${person()})`)
}

interface Row { batch: number; kind: BatchInfo['kind']; imported_at: string; imported_by: string; names: string; read: number; loaded: number; subjects_created: number; undone_at: string | null; undone_by: string | null; subjects_removed: number | null }

/** Every batch that ever came, latest first; one that was undone tells when and by whom. */
export async function listBatches(ask: Connection): Promise<BatchInfo[]> {
  const rows = await ask.rows<Row>(sql`
    SELECT b.batch, b.kind, b.imported_at, coalesce(h.imported_by, '') AS imported_by, f.names::VARCHAR AS names, f.read, f.loaded, b.subjects_created, NULL::TIMESTAMP AS undone_at, NULL::VARCHAR AS undone_by, NULL::BIGINT AS subjects_removed
    FROM batch b JOIN (${batchFiles}) f USING (batch) LEFT JOIN batch_history h USING (batch)
    UNION ALL SELECT batch, coalesce(kind, 'import'), imported_at, imported_by, names::VARCHAR, read, loaded, subjects_removed, undone_at, undone_by, subjects_removed FROM batch_history WHERE undone_at IS NOT NULL
    ORDER BY batch DESC`)
  return rows.map((row) => ({
    batch: row.batch, kind: row.kind, importedAt: row.imported_at, importedBy: row.imported_by, names: JSON.parse(row.names) as string[], read: row.read, loaded: row.loaded, subjectsCreated: row.subjects_created,
    undone: row.undone_at === null ? null : { at: row.undone_at, by: row.undone_by ?? '', subjectsRemoved: row.subjects_removed ?? 0 },
  }))
}

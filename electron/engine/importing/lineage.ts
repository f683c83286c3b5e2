import type { Lineage, LineageCell, Parsed } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { Connection } from '../duckdb/database.ts'
import { ident, sql } from '../duckdb/sql.ts'
import { defineKeys } from '../identity/keys.ts'
import { changesOf } from './quarantine.ts'
import { readFileOf, type ReadFile } from './reading.ts'
import type { Reference } from './reference.ts'

/** Columns of every record that say where it is from, not what it says. */
const plumbing = new Set(['subject_id', 'attached', 'extra', 'row_key', 'batch', 'file_id', 'source_file', 'source_row'])
/** What a column is read from beside its own header, by how an import reads (transform.ts). */
const alsoFrom: Record<string, string[]> = { capital_yuan: ['capital_text'], capital_currency: ['capital_text'], fine_yuan: ['content'], reg_no: ['local_code'], subject_code: ['local_code'], occurred_on: ['approved_on'], known_on: ['occurred_on'] }

type Row = Record<string, string | null>

/** Where a record and each of its cells came from. @throws MingchaError no_such_record */
export async function recordLineage(ask: Connection, { recordClass, fileId, sourceRow }: Parsed<'recordLineage'>, reference: Reference): Promise<Lineage> {
  const types = new Map((await ask.rows<{ name: string; type: string }>(sql`SELECT name, type FROM pragma_table_info(${recordClass}) ORDER BY cid`))
    .map((one) => [one.name, one.type]))
  const [row] = await ask.rows<Row>(sql`SELECT COLUMNS(*)::VARCHAR FROM ${ident(recordClass)} WHERE file_id = ${fileId} AND source_row = ${sourceRow}`)
  if (!row) throw new MingchaError('no_such_record', `there is no ${recordClass} record from row ${sourceRow} of file ${fileId}`, 'Take file and row from the record itself; a record of an undone batch is gone.', { class: recordClass, file: fileId, row: sourceRow })
  const file = await readFileOf(ask, fileId)
  const about = await ask.one<{ bytes: number; format: string; encoding: string; header_row: number; imported_at: string; imported_by: string }>(sql`
    SELECT f.bytes, f.format, f.encoding, f.header_row, b.imported_at, coalesce(h.imported_by, '') AS imported_by FROM source_file f JOIN batch b USING (batch) LEFT JOIN batch_history h USING (batch) WHERE f.file_id = ${fileId}`)
  const subjectId = row['subject_id'] === null ? null : Number(row['subject_id'])
  const [subject] = subjectId === null ? [] : await ask.rows<{ name: string }>(sql`SELECT name FROM subject WHERE subject_id = ${subjectId}`)
  const changes = (await changesOf(ask, fileId, sourceRow)).filter((one) => one.undoneAt === null)
  const last = changes.find((one) => one.outcome === 'loaded')
  const extra = JSON.parse(row['extra'] ?? '{}') as Record<string, string>
  const { recipe, sheet, dateOrder, units } = file.reading
  return {
    recordClass, sourceRow, attached: row['attached'] as Lineage['attached'], subject: subject && subjectId !== null ? { subjectId, name: subject.name } : null,
    file: { fileId, name: file.name, sheet, sha256: file.sha256, bytes: about.bytes, format: about.format, encoding: about.encoding, headerRow: about.header_row, recipe, dateOrder, units },
    batch: { batch: file.batch, importedAt: about.imported_at, importedBy: about.imported_by },
    cells: [...types].filter(([name]) => !plumbing.has(name)).map(([column, type]) => cellOf(column, type, row, file, extra, last?.became ?? null, reference, recordClass)),
    extra: Object.entries(extra).filter(([header]) => (file.mapping[file.headers.indexOf(header)] ?? '') === '').map(([header, raw]) => ({ header, raw })),
    mend: last ? { batch: last.batch ?? 0, at: last.at, by: last.by, via: last.via, reason: changes.at(-1)!.reason, original: changes.at(-1)!.original, became: last.became ?? [] } : null,
    repair: await repairOf(ask, recordClass, fileId, sourceRow), decision: await decisionOf(ask, recordClass, fileId, sourceRow, row, subjectId),
  }
}

function cellOf(column: string, type: string, row: Row, file: ReadFile, extra: Record<string, string>, mended: string[] | null, reference: Reference, recordClass: Lineage['recordClass']): LineageCell {
  const value = row[column] ?? null
  const rule = reference.derived[recordClass]?.[column]
  const own = file.mapping.indexOf(column)
  const from = rule ? rule.from.map((name) => file.mapping.indexOf(name)) : [own, ...(own === -1 || column === 'occurred_on' || column === 'fine_yuan' ? (alsoFrom[column] ?? []).map((name) => file.mapping.indexOf(name)) : [])]
  const places = [...new Set(from.filter((place) => place !== -1))]
  const derived = rule !== undefined || (column === 'fine_yuan' && own === -1)
  const how = places.length === 0 ? 'program' : derived ? 'derived' : type === 'VARCHAR' ? 'text' : 'read'
  const sources = places.map((place) => {
    const header = file.headers[place]!
    const target = file.mapping[place]!
    const text = mended?.[place] ?? extra[header] ?? (isText(target, recordClass, reference) ? row[target] ?? null : null)
    return { header, raw: text }
  })
  return { column, value, sources, how }
}

/** Whether a column holds the cell as it was written. */
const isText = (column: string, recordClass: Lineage['recordClass'], reference: Reference): boolean =>
  reference.derived[recordClass]?.[column] === undefined && !/_on$|_until$|_from$|_yuan$/.test(column) && !numbers.has(column)
const numbers = new Set(['score', 'year', 'employees', 'insured', 'heat', 'share', 'subjects', 'other_subject_id'])

async function repairOf(ask: Connection, recordClass: string, fileId: number, sourceRow: number): Promise<Lineage['repair']> {
  const [found] = await ask.rows<{ rawCode: string; code: string; damage: string | null; evidence: string }>(sql`SELECT r.raw_code AS "rawCode", r.code, d.damage, r.evidence
    FROM repair r LEFT JOIN damaged_code d ON (d.class, d.file_id, d.source_row) = (r.class, r.file_id, r.source_row) WHERE r.class = ${recordClass} AND r.file_id = ${fileId} AND r.source_row = ${sourceRow}`)
  return found ?? null
}

/** The decision that brought the record under its subject, or that gave the subject its name. */
async function decisionOf(ask: Connection, recordClass: string, fileId: number, sourceRow: number, row: Row, subjectId: number | null): Promise<Lineage['decision']> {
  if (subjectId === null) return null
  await defineKeys(ask)
  const [found] = await ask.rows<{ at: string; by: string; score: number; name: string }>(sql`SELECT decided_at AS at, decided_by AS by, score, name FROM identity_decision
    WHERE undone_at IS NULL AND (decision IN (SELECT decision FROM identity_move WHERE class = ${recordClass} AND file_id = ${fileId} AND source_row = ${sourceRow} AND attached <> 'other')
      OR (answer = 'same' AND kind = 'name' AND subject_id = ${subjectId} AND item = name_key(${row['subject_name'] ?? ''}) AND ${row['attached'] === 'name'}))
    ORDER BY decision DESC LIMIT 1`)
  return found ?? null
}

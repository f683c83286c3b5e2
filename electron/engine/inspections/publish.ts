import { createHash } from 'node:crypto'
import type { Output, Parsed, Publication } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import { csvOf } from './csv.ts'
import type { Connection } from '../duckdb/database.ts'
import { join, raw, sql, type Sql } from '../duckdb/sql.ts'
import type { Room } from '../room.ts'
import { account } from '../workspace/person.ts'
import { openCases } from './cases.ts'
import { codeRows } from './codes.ts'
import { readColumns, type Column } from './columns.ts'
import { departmentNames, inspections, itemNames, originOf } from './duties.ts'
import { change, choose } from './review.ts'

/** Records that the program made, brought in under a batch of their own. Handed in by the importing room, which alone writes records. */
export type BringOwn = (ask: Connection, own: { kind: 'publication'; recordClass: 'supervision'; name: string; sha256: string; bytes: number; mapping: { source: string; column: string }[]; rows: Sql; columns: string[] }) => Promise<{ batch: number; fileId: number }>

const kinds = { campaign: '部门联合双随机抽查', draw: '双随机抽查' }
/** The CSV with its byte order mark: spreadsheets take it for UTF-8 only so. */
const bytesOf = (file: string): Uint8Array => new TextEncoder().encode(`\uFEFF${file}`)
const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Column of a record of supervision that a column of the publication becomes. */
const becomes: Readonly<Record<string, string>> = { uscc: 'subject_code', name: 'subject_name', task: 'task_name', kind: 'kind', department_name: 'authority', item_name: 'item', inspected_on: 'occurred_on', result: 'result_text', reference: 'doc_no' }

/**
 * Publishes approved results: one publication with its file, a record of an inspection for each that takes the place of the one that it corrects, and the
 * cases that follow. Whatever cannot be published is told, the rest is.
 */
export async function publishResults(ask: Connection, room: Pick<Room, 'resources' | 'today'>, bringOwn: BringOwn, { by, results, note }: Parsed<'publishResults'>): Promise<Output['publishResults']> {
  const rehearsed = new Set((await ask.rows<{ result: number }>(sql`SELECT result FROM inspection_result JOIN ${inspections()} USING (origin, number) WHERE rehearsal AND state = 'approved'`)).map((one) => one.result))
  const refused = await choose(ask, results, ({ result, state }) => {
    if (state !== 'approved') return new MingchaError('result_not_approved', `result ${result} is ${state}, not approved`, 'Another person reviews it first.', { result, state })
    if (rehearsed.has(result)) return new MingchaError('result_rehearsal', `result ${result} is of a draw that was only rehearsed`, 'Draw with a public seed; a rehearsal proves nothing and is not published.', { result })
    return null
  })
  const { coming } = await ask.one<{ coming: number }>(sql`SELECT count(*) AS coming FROM chosen`)
  if (coming === 0) {
    await ask.run(raw('DROP TABLE chosen'))
    return { done: 0, refused, publication: null }
  }
  const today = room.today()
  const { publication } = await ask.one<{ publication: number }>(sql`SELECT coalesce(max(publication), 0) + 1 AS publication FROM publication`)
  await writeEntries(ask, room.resources, publication, today)
  const columns = readColumns(room.resources).publication
  const lines = await ask.rows<{ content: string }>(sql`SELECT content::VARCHAR AS content FROM publication_entry WHERE publication = ${publication} ORDER BY entry`)
  const file = csvOf([columns.map((one) => one.zh), ...lines.map(({ content }) => cellsOf(columns, content))])
  const bytes = bytesOf(file)
  const sha256 = sha256Of(bytes)
  const { batch, fileId } = await bringOwn(ask, {
    kind: 'publication', recordClass: 'supervision', name: `公示 ${publication} 号`, sha256, bytes: bytes.length, mapping: columns.map(({ zh, name }) => ({ source: zh, column: becomes[name] ?? '' })),
    columns: ['task_name', 'item', 'kind', 'authority', 'doc_no', 'result_text', 'result', 'double_random'], rows: recordsOf(publication, columns),
  })
  await ask.run(sql`INSERT INTO publication SELECT ${publication}, ${new Date().toISOString()}::TIMESTAMPTZ::TIMESTAMP, ${today}::DATE, ${by}, ${account()}, ${note}, count(*), count(replaces), ${file}, ${sha256}, ${fileId}::INTEGER, ${batch}::INTEGER
    FROM publication_entry WHERE publication = ${publication}`)
  const done = await change(ask, sql`state = 'published', publication = ${publication}, published_on = coalesce(published_on, ${today}::DATE), correction = NULL, found_on = NULL`, { by, kind: 'published', reason: note })
  await openCases(ask, room.resources, publication)
  return { done, refused, publication: (await publications(ask, sql`publication = ${publication}`, 0, 1))[0]! }
}

/** The lines of a publication, from the temp table `chosen`. */
async function writeEntries(ask: Connection, resources: string, publication: number, today: string): Promise<void> {
  await ask.run(sql`INSERT INTO publication_entry
    SELECT ${publication}, entry, result, revision, replaces, coalesce(reason, ''), found_on, json_object('entry', entry::VARCHAR, 'uscc', coalesce(uscc, ''), 'name', coalesce(name, id), 'task', task, 'kind', CASE origin WHEN 'campaign' THEN ${kinds.campaign} ELSE ${kinds.draw} END,
      'department_name', coalesce(department_name, department), 'item', item, 'item_name', coalesce(item_name, item), 'inspected_on', inspected_on::VARCHAR, 'codes', codes, 'result', said, 'published_on', ${today}, 'reference', ${`${publication}-`} || entry,
      'corrects', CASE WHEN replaces IS NULL THEN '' ELSE replaces || '-' || (SELECT p.entry FROM publication_entry p WHERE p.publication = l.replaces AND p.result = l.result) END, 'reason', coalesce(reason, ''))
    FROM (SELECT row_number() OVER (ORDER BY r.origin, r.number, r.visit, r.department, r.item) AS entry, r.result, r.revision, r.publication AS replaces, r.correction AS reason, r.found_on, s.uscc, s.name, r.id, t.task, r.origin, r.department, department_name, r.item, item_name, r.inspected_on, c.codes, c.said
      FROM inspection_result r JOIN chosen USING (result) JOIN ${inspections()} t USING (origin, number) LEFT JOIN former_subject m ON m.subject_id = r.subject_id LEFT JOIN subject s ON s.subject_id = coalesce(m.now_id, r.subject_id)
        LEFT JOIN ${departmentNames} USING (department) LEFT JOIN ${itemNames} USING (item)
        LEFT JOIN (SELECT result, string_agg(code, '、' ORDER BY place) AS codes, string_agg(zh, '、' ORDER BY place) AS said FROM (SELECT result, code_set, unnest(codes::VARCHAR[]) AS code FROM inspection_result WHERE result IN (SELECT result FROM chosen)) JOIN ${codeRows(resources)} USING (code_set, code) GROUP BY result) c USING (result)) l
    ORDER BY entry`)
}

const cellsOf = (columns: readonly Column[], content: string): string[] => {
  const line = JSON.parse(content) as Record<string, string>
  return columns.map(({ name }) => line[name] ?? '')
}

/** A publication as records of inspections. What no column takes is in extra, under its header; the agency knew of a corrected one since it was first published. */
function recordsOf(publication: number, columns: readonly Column[]): Sql {
  const kept = columns.filter(({ name }) => !becomes[name])
  const extra = join(kept.map(({ name, zh }) => sql`CASE WHEN coalesce(e.content->>${name}, '') <> '' THEN {k: ${zh}, v: e.content->>${name}} END`), ', ')
  const cell = (name: string): Sql => sql`nullif(e.content->>${name}, '')`
  return sql`SELECT e.entry AS source_row, coalesce(m.now_id, r.subject_id) AS subject_id, ${cell('name')} AS subject_name, coalesce(${cell('uscc')}, r.id) AS subject_code, r.inspected_on AS occurred_on, coalesce(r.published_on, (e.content->>'published_on')::DATE) AS known_on,
      ${cell('task')} AS task_name, ${cell('item_name')} AS item, ${cell('kind')} AS kind, ${cell('department_name')} AS authority, ${cell('reference')} AS doc_no, ${cell('result')} AS result_text, r.outcome AS result, true AS double_random,
      (SELECT to_json(map_from_entries(list_filter(list_transform([${extra}], lambda one: CASE WHEN one IS NULL THEN NULL ELSE (one.k, one.v) END), lambda one: one IS NOT NULL)))) AS extra,
      o.file_id AS replaced_file, old.entry AS replaced_row
    FROM publication_entry e JOIN inspection_result r USING (result) LEFT JOIN former_subject m ON m.subject_id = r.subject_id
      LEFT JOIN publication o ON o.publication = e.replaces LEFT JOIN publication_entry old ON old.publication = e.replaces AND old.result = e.result
    WHERE e.publication = ${publication}`
}

interface Row { publication: number; published_at: string; published_on: string; published_by: string; note: string; entries: number; corrections: number; sha256: string; batch: number; tasks: string }

async function publications(ask: Connection, condition: Sql, offset: number, limit: number): Promise<Publication[]> {
  const rows = await ask.rows<Row>(sql`SELECT p.publication, published_at, published_on, published_by, note, entries, corrections, sha256, batch,
      (SELECT to_json(list(DISTINCT e.content->>'task'))::VARCHAR FROM publication_entry e WHERE e.publication = p.publication) AS tasks
    FROM publication p WHERE ${condition} ORDER BY publication DESC LIMIT ${limit} OFFSET ${offset}`)
  return rows.map((row) => ({ publication: row.publication, publishedAt: row.published_at, publishedOn: row.published_on, publishedBy: row.published_by, note: row.note, entries: row.entries, corrections: row.corrections, sha256: row.sha256, batch: row.batch, tasks: (JSON.parse(row.tasks) as string[]).sort() }))
}

export async function listPublications(ask: Connection, { of, offset, limit }: Parsed<'listPublications'>): Promise<Output['listPublications']> {
  const condition = of === undefined ? sql`true` : sql`publication IN (SELECT e.publication FROM publication_entry e JOIN inspection_result r USING (result) WHERE r.origin = ${originOf(of).origin} AND r.number = ${originOf(of).number})`
  const { total } = await ask.one<{ total: number }>(sql`SELECT count(*) AS total FROM publication WHERE ${condition}`)
  return { total, publications: await publications(ask, condition, offset, limit) }
}

/**
 * The file of a publication, the CSV byte by byte as it was published.
 * @throws MingchaError no_such_publication; publication_broken where what is kept no longer has its digest
 */
export async function exportPublication(ask: Connection, resources: string, workbook: (table: Parsed<'tableWorkbook'>) => Uint8Array, { publication, format }: Parsed<'exportPublication'>): Promise<Uint8Array> {
  const [found] = await ask.rows<{ file: string; sha256: string }>(sql`SELECT file, sha256 FROM publication WHERE publication = ${publication}`)
  if (!found) throw new MingchaError('no_such_publication', `there is no publication ${publication}`, 'List the publications to see their numbers.', { publication })
  const bytes = bytesOf(found.file)
  if (sha256Of(bytes) !== found.sha256) throw new MingchaError('publication_broken', `publication ${publication} is no longer as it was published`, 'The workspace was changed from outside: take its file from a backup.', { publication })
  if (format === 'csv') return bytes
  const columns = readColumns(resources).publication
  const lines = await ask.rows<{ content: string }>(sql`SELECT content::VARCHAR AS content FROM publication_entry WHERE publication = ${publication} ORDER BY entry`)
  return workbook({ title: `公示 ${publication} 号`, columns: columns.map((one) => one.zh), rows: lines.map(({ content }) => cellsOf(columns, content)) })
}

import type { Parsed } from '../../../shared/contract.ts'
import { csvOf } from './csv.ts'
import type { Connection } from '../duckdb/database.ts'
import { join, sql } from '../duckdb/sql.ts'
import type { Room } from '../room.ts'
import { codesOn, tableOn } from './codes.ts'
import { readColumns } from './columns.ts'
import { departmentNames, findInspection, itemNames, officerNames, ofInspection, standing } from './duties.ts'

export type WriteWorkbook = (table: Parsed<'tableWorkbook'>) => Uint8Array

/**
 * What is still to be entered of an inspection, a line an item on a visit: given columns filled, the others blank, or as they were where the reviewer returned them.
 * @throws MingchaError no_such_inspection, result_code_table
 */
export async function taskPackage(ask: Connection, room: Pick<Room, 'resources' | 'today'>, workbook: WriteWorkbook, { of, format, department }: Parsed<'exportTaskPackage'>): Promise<Uint8Array> {
  const { task } = await findInspection(ask, of)
  const table = tableOn(room.resources, room.today())
  const columns = readColumns(room.resources).task
  const rows = await ask.rows<Record<string, string | number>>(sql`
    SELECT l.origin, l.number, visit, coalesce(s.uscc, s.local_code, l.id) AS code, coalesce(s.name, l.id) AS name, coalesce(s.address, '') AS address, coalesce(department_name, l.department) AS department_name, item, coalesce(item_name, item) AS item_name,
      coalesce(officers, '') AS officers, coalesce(code_set, ${table.id}) AS code_set, coalesce(inspected_on::VARCHAR, '') AS inspected_on, coalesce(array_to_string(codes::VARCHAR[], '、'), '') AS codes, coalesce(remark, '') AS remark, '' AS attachments, coalesce(entered_by, '') AS entered_by
    FROM (${standing(ofInspection(of))}) l LEFT JOIN subject s ON s.subject_id = l.now_id LEFT JOIN ${departmentNames} USING (department) LEFT JOIN ${itemNames} USING (item)
      LEFT JOIN (SELECT 'campaign' AS origin, * FROM ${officerNames}) USING (origin, number, visit, department)
    WHERE ${join([sql`state IN ('not_entered', 'returned')`, sql`l.standing`, ...(department === undefined ? [] : [sql`l.department = ${department}`])], ' AND ')} ORDER BY visit, l.department, item`)
  if (format === 'json') {
    const { inForce: _, ...codes } = codesOn(room.resources, room.today()).find((one) => one.id === table.id)!
    return new TextEncoder().encode(`${JSON.stringify({ format: 'mingcha-task-1', task, codes, columns: columns.map(({ name, zh, en, given }) => ({ name, zh, en, given: given ?? false })), rows }, null, 1)}\n`)
  }
  const cells = rows.map((row) => columns.map(({ name }) => row[name] ?? ''))
  const headers = columns.map((one) => one.zh)
  if (format === 'xlsx') return workbook({ title: task, columns: headers, rows: cells })
  return new TextEncoder().encode(`\uFEFF${csvOf([headers, ...cells.map((row) => row.map(String))])}`)
}

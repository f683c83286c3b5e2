import { join as joinPath } from 'node:path'
import type { ChangeCheck, Parsed, RejectCheck } from '../../../shared/contract.ts'
import type { Connection } from '../duckdb/database.ts'
import { ident, join, raw, sql, type Sql } from '../duckdb/sql.ts'
import type { Room } from '../room.ts'
import { columnsOfClass } from './cluster.ts'
import { changed, filesWith, withBench } from './mend.ts'
import { noSuchReject } from './quarantine.ts'
import { readAgain, readFileOf } from './reading.ts'
import { referenceOf } from './reference.ts'
import { stagedRows } from './writeStaged.ts'

/** Columns that every class has and a person can look at. */
const common = ['subject_name', 'subject_code', 'occurred_on', 'known_on']

/** What a reject would become with other cells. @throws MingchaError no_such_reject */
export function checkReject(room: Room, { fileId, sourceRow, cells }: Parsed<'checkReject'>): Promise<RejectCheck> {
  return withBench(room, [], (bench) => room.database().read(async (ask) => {
    const { n } = await ask.one<{ n: number }>(sql`SELECT count(*) AS n FROM quarantine WHERE file_id = ${fileId} AND source_row = ${sourceRow}`)
    if (n === 0) throw noSuchReject(fileId, sourceRow)
    const file = await readFileOf(ask, fileId)
    const columns = await columnsOfClass(ask, file.recordClass)
    const from = joinPath(bench.folder, 'cells.parquet')
    const to = joinPath(bench.folder, 'row.parquet')
    await ask.run(sql`COPY (SELECT ${sourceRow}::BIGINT AS n, from_json(${JSON.stringify(cells)}, '["VARCHAR"]') AS cells) TO ${from} (FORMAT parquet)`)
    const staged = await readAgain(bench.scratch, file, columns, referenceOf(room.resources), from, to)
    const shown = [...common, ...staged.columns]
    const [row] = await ask.rows<Record<string, string | null> & { reason: string | null }>(sql`SELECT reason, row_key::VARCHAR AS row_key, uscc, local_code, name_key, extra::VARCHAR AS extra,
      ${join(shown.map((name) => sql`${ident(name)}::VARCHAR AS ${ident(`v_${name}`)}`), ', ')} FROM ${stagedRows(staged)}`)
    if (!row) return { reason: 'no_subject', duplicate: false, values: [], extra: {}, subject: null }
    const { twins } = await ask.one<{ twins: number }>(sql`SELECT count(*) AS twins FROM ${ident(file.recordClass)} WHERE row_key = ${row['row_key']!}::UUID`)
    return {
      reason: row.reason, duplicate: twins > 0, subject: await subjectOf(ask, row['uscc'] ?? null, row['local_code'] ?? null, row['name_key'] ?? null),
      values: shown.flatMap((column) => { const value = row[`v_${column}`]; return value === null || value === undefined ? [] : [{ column, value }] }),
      extra: JSON.parse(row['extra'] ?? '{}') as Record<string, string>,
    }
  }))
}

/** The subject that a code, or else a name, belongs to alone. */
async function subjectOf(ask: Connection, uscc: string | null, localCode: string | null, nameKey: string | null): Promise<RejectCheck['subject']> {
  const bearer = async (where: Sql): Promise<{ subjectId: number; name: string }[]> => ask.rows(sql`SELECT DISTINCT s.subject_id AS "subjectId", s.name FROM subject s ${where} LIMIT 2`)
  const coded = uscc !== null ? await bearer(sql`WHERE s.subject_id IN (SELECT subject_id FROM subject_code WHERE uscc = ${uscc})`) : localCode !== null ? await bearer(sql`WHERE s.subject_id IN (SELECT subject_id FROM subject_local_code WHERE local_code = ${localCode})`) : []
  const found = coded.length > 0 || uscc !== null || !nameKey ? coded : await bearer(sql`JOIN subject_name n USING (subject_id) WHERE n.name_key = ${nameKey}`)
  return found.length === 1 ? found[0]! : null
}

/** How many of the chosen rejects a change would make good. */
export function checkChange(room: Room, asked: Parsed<'checkChange'>): Promise<ChangeCheck> {
  return withBench(room, [], (bench) => room.database().read(async (ask) => {
    const result: ChangeCheck = { rows: 0, good: 0, unchanged: 0, reasons: {} }
    for (const file of await filesWith(ask, asked)) {
      const from = joinPath(bench.folder, 'cells.parquet')
      const to = joinPath(bench.folder, 'rows.parquet')
      const taken = raw(asked.change.kind === 'take' ? 'cells IS NOT NULL' : 'cells IS NOT NULL AND cells IS DISTINCT FROM before')
      await ask.run(sql`COPY (SELECT source_row AS n, cells FROM (${changed(file, asked)}) WHERE ${taken}) TO ${from} (FORMAT parquet)`)
      await readAgain(bench.scratch, file, await columnsOfClass(ask, file.recordClass), referenceOf(room.resources), from, to)
      const { rows, tried } = await ask.one<{ rows: number; tried: number }>(sql`SELECT count(*) AS rows, count(*) FILTER (${taken}) AS tried FROM (${changed(file, asked)})`)
      const told = await ask.rows<{ reason: string | null; rows: number }>(sql`SELECT reason, count(*) AS rows FROM read_parquet(${to}) GROUP BY reason`)
      const read = told.reduce((sum, one) => sum + one.rows, 0)
      for (const one of [...told, { reason: 'no_subject', rows: tried - read }]) {
        if (one.rows === 0) continue
        if (one.reason === null) result.good += one.rows
        else result.reasons[one.reason] = (result.reasons[one.reason] ?? 0) + one.rows
      }
      result.rows += rows
      result.unchanged += rows - tried
    }
    return result
  }))
}

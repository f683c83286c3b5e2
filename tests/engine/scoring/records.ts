import type { RecordClass } from '../../../shared/classes.ts'
import { ident, join, sql, type SqlValue } from '../../../electron/engine/duckdb/sql.ts'
import type { TestRoom } from '../../room.ts'

export type Row = Record<string, SqlValue>
export interface City { subjects: Row[]; records: (Row & { class: RecordClass; subject_id: number })[] }

/** Writes subjects and records straight into the workspace's tables; what is not given is plausible. */
export async function fill(room: TestRoom, { subjects, records }: City): Promise<void> {
  await room.database().write(async (ask) => {
    const { bare } = await ask.one<{ bare: boolean }>(sql`SELECT count(*) = 0 AS bare FROM batch`)
    // As an import would, so that one that follows takes the next numbers.
    if (bare) await ask.run(sql`INSERT INTO batch (batch, imported_at, files, subjects_created) SELECT nextval('batch_number') + 0 * nextval('file_number'), TIMESTAMP '2026-11-22 08:00:00', 1, 0`)
    const insert = async (table: string, row: Row): Promise<void> => {
      const names = Object.keys(row)
      await ask.run(sql`INSERT INTO ${ident(table)} (${join(names.map(ident), ', ')}) VALUES (${join(names.map((name) => sql`${row[name]!}`), ', ')})`)
    }
    for (const one of subjects) {
      const name = `企业${String(one.subject_id)}`
      await insert('subject', { name, name_key: name, uscc: '91610131MA6TX00000', status: 'active', type: 'company', capital_yuan: 5e6, established: '2000-01-01', address: `${name}路一号`, first_batch: 1, ...one })
    }
    for (const [i, { class: table, ...row }] of records.entries()) {
      await insert(table, {
        attached: 'code', occurred_on: '2026-06-01', known_on: row.occurred_on ?? '2026-06-01', batch: 1, file_id: 1, source_file: 'test.csv', source_row: i + 2,
        row_key: `00000000-0000-0000-0000-${String(i).padStart(12, '0')}`, ...row,
      })
    }
  })
}

/** A city of `count` firms of which some are closed, some fined, some inspected with or without problems, some complained of. */
export function mixedCity(count: number): City {
  const subjects = Array.from({ length: count }, (_, i) => ({ subject_id: i + 1, status: i % 9 === 4 ? 'revoked' : 'active', type: i % 3 === 0 ? 'individual' : 'company' }))
  const records = subjects.flatMap(({ subject_id: id }): City['records'] => [
    ...(id % 2 ? [{ class: 'penalty' as const, subject_id: id, kind: id % 17 === 0 ? 'revocation' : 'fine', fine_yuan: id * 9000, occurred_on: `2026-0${1 + (id % 9)}-01` }] : []),
    ...(id % 4 === 1 ? [{ class: 'penalty' as const, subject_id: id, kind: 'fine', severity: 'high' }] : []),
    ...(id % 3 ? [{ class: 'supervision' as const, subject_id: id, result: id % 5 ? 'problem' : 'passed', double_random: true }] : []),
    ...(id % 7 === 0 ? [{ class: 'complaint' as const, subject_id: id, upheld: true }] : []),
  ])
  return { subjects, records }
}

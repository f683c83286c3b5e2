import type { RecordClass } from '../../../shared/classes.ts'
import type { QualityIssue, Table, Verbs } from '../../../shared/contract.ts'
import type { Connection } from '../duckdb/database.ts'
import { ident, raw, sql } from '../duckdb/sql.ts'
import type { Room } from '../room.ts'
import { checkedRows } from './checked.ts'
import { keyOf, measureQuality, type By } from './measureQuality.ts'
import { rulesOf, type Rules } from './rules.ts'

/** How good the data are: what lacks, what could not be read, what comes late; and the rows behind each figure. */
export function quality(room: Room): Verbs<'dataQuality' | 'qualityRows'> {
  return {
    dataQuality: ({ by }) => {
      const rules = rulesOf(room.resources)
      return room.database().read(async (ask) => ({ by, rules: rules.version, asOf: room.today(), cells: await measureQuality(ask, by, rules, room.today()) }))
    },
    qualityRows: (input) => room.database().read((ask) => rowsOf(ask, input, rulesOf(room.resources), room.today())),
  }
}

interface Asked { recordClass: RecordClass; by: By; key: string; issue: QualityIssue; column: string; offset: number; limit: number }

/** The records that a check found, with what the source wrote; none where the class has no such check. */
async function rowsOf(ask: Connection, { recordClass, by, key, issue, column, offset, limit }: Asked, rules: Rules, today: string): Promise<Table> {
  const { rows, checks } = await checkedRows(ask, recordClass, rules)
  const check = checks.find((one) => one.issue === issue && one.column === column)
  const found = sql`SELECT ${recordClass} AS class, subject_name, subject_code, occurred_on, ${check?.written ?? raw('NULL::VARCHAR')} AS written, source_file, source_row, file_id, batch
    FROM (${rows}) WHERE ${keyOf(by, today)} = ${key} AND (${check?.bad ?? raw('false')})`
  const { total } = await ask.one<{ total: number }>(sql`SELECT count(*) AS total FROM (${found})`)
  return { total, arrow: await ask.arrow(sql`SELECT * FROM (${found}) ORDER BY ${ident('file_id')}, ${ident('source_row')} LIMIT ${limit} OFFSET ${offset}`) }
}

import type { Parsed } from '../../../shared/contract.ts'
import type { Connection } from '../duckdb/database.ts'
import { sql } from '../duckdb/sql.ts'

/** What a visit found, in words. */
export type VisitResult = Parsed<'exportPapers'>['results'][number]

/** Tables of result codes with their words. Handed in by the inspections room, whose they are. */
export type ReadCodes = (resources: string) => readonly { id: string; codes: readonly { code: string; zh: string }[] }[]

/**
 * Results of a joint inspection as its papers tell them: those that another person approved or that were published, in the words of their codes; the day is the
 * last on which one of them was found. What the officers noted, and what follows, is theirs to write.
 */
export async function knownResults(ask: Connection, tables: ReturnType<ReadCodes>, campaign: number): Promise<VisitResult[]> {
  const rows = await ask.rows<{ visit: number; item: string; set: string; codes: string; on: string }>(sql`SELECT visit, item, code_set AS "set", codes::VARCHAR AS codes, inspected_on AS "on" FROM inspection_result
    WHERE origin = 'campaign' AND number = ${campaign} AND state IN ('approved', 'published') ORDER BY visit, item`)
  const words = new Map(tables.flatMap(({ id, codes }) => codes.map((one) => [`${id}\t${one.code}`, one.zh])))
  const visits = new Map<number, { texts: Set<string>; items: Map<string, Set<string>>; on: string }>()
  for (const row of rows) {
    const visit = visits.get(row.visit) ?? { texts: new Set<string>(), items: new Map<string, Set<string>>(), on: row.on }
    const item = visit.items.get(row.item) ?? new Set<string>()
    for (const code of JSON.parse(row.codes) as string[]) {
      const text = words.get(`${row.set}\t${code}`) ?? code
      visit.texts.add(text)
      item.add(text)
    }
    visits.set(row.visit, { ...visit, items: visit.items.set(row.item, item), on: row.on > visit.on ? row.on : visit.on })
  }
  return [...visits].map(([visit, { texts, items, on }]) => ({ visit, result: [...texts].join('；'), handling: '', deadline: null, inspectedOn: on, items: [...items].map(([code, found]) => ({ code, result: [...found].join('；') })) }))
}

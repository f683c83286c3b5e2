import type { RecordClass } from '../../../shared/classes.ts'
import type { Connection } from '../duckdb/database.ts'
import { ident, raw, sql } from '../duckdb/sql.ts'
import { keptRows, repeatsOf } from './compile.ts'
import { digest } from './digest.ts'
import type { Kept, KeptTable } from './kept.ts'
import type { Worded } from './texts.ts'

/** To look up what was found in a text costs about as much as this many searches in it. */
const manySearches = 12
/** Rows that came after the whole was taken may be this share of it: beyond, they lie too far from their subjects. */
const tailAtMost = 1 / 8

/**
 * Brings what is kept of a class's facts up to the data: nothing, the touched subjects' or all of it is taken anew.
 * @param few so few subjects were touched that they are worth looking at by themselves
 */
export async function takeFacts(ask: Connection, name: RecordClass, kept: Kept, stateOf: (table: string) => Promise<string>, few: boolean): Promise<void> {
  const states: string[] = []
  for (const table of kept.tables) states.push(await stateOf(table.from))
  const state = states.join(' ')
  const basis = digest(kept.tables)
  const [before] = await ask.rows<{ basis: string; state: string; total: number; tail: number }>(sql`SELECT basis, state, total, tail FROM fact_taken WHERE class = ${name}`)
  if (before?.basis === basis && before.state === state) return
  let { total, tail } = before ?? { total: 0, tail: 0 }
  if (before?.basis === basis && few && tail <= total * tailAtMost) {
    for (const table of kept.tables) tail += await takeTouched(ask, table)
  } else {
    tail = 0
    total = 0
    for (const table of kept.tables) total += await takeWhole(ask, table)
  }
  await ask.run(sql`INSERT OR REPLACE INTO fact_taken VALUES (${name}, ${basis}, ${state}, ${total}, ${tail})`)
}

/** Whether what is kept of a class was taken by these very statements. */
export async function isTaken(ask: Connection, name: RecordClass, kept: Kept): Promise<boolean> {
  return (await ask.rows(sql`SELECT 1 FROM fact_taken WHERE class = ${name} AND basis = ${digest(kept.tables)}`)).length > 0
}

async function takeTouched(ask: Connection, table: KeptTable): Promise<number> {
  await ask.run(sql`DELETE FROM ${ident(table.name)} WHERE subject_id IN (SELECT subject_id FROM touched_subject)`)
  return ask.run(sql`INSERT INTO ${ident(table.name)} ${keptRows(table, raw('SELECT subject_id FROM touched_subject'))}`)
}

async function takeWhole(ask: Connection, table: KeptTable): Promise<number> {
  await ask.run(sql`CREATE OR REPLACE TABLE ${ident(table.name)} AS ${keptRows(table, undefined, await repeatedSets(ask, table.worded))}`)
  await ask.run(sql`COMMENT ON TABLE ${ident(table.name)} IS 'What the model asks of each record and no day changes, worked out when the record had come.'`)
  return (await ask.one<{ n: number }>(sql`SELECT count(*) AS n FROM ${ident(table.name)}`)).n
}

/** The text sets, by place, whose texts repeat so often that each different one is better worked on once. */
export async function repeatedSets(ask: Connection, worded: Worded | null): Promise<Set<number>> {
  const repeated = new Set<number>()
  for (const [i, set] of (worded?.sets ?? []).entries()) {
    if (set.searches < manySearches) continue
    const { rows, texts } = await ask.one<{ rows: number; texts: number }>(repeatsOf(set))
    if (texts * 3 < rows) repeated.add(i)
  }
  return repeated
}

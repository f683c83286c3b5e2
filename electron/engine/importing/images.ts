import type { Connection } from '../duckdb/database.ts'
import { ident, literal, raw, sql, type Sql } from '../duckdb/sql.ts'

/** Tables of few rows a subject, that a merge or split changes as a whole; `scores`: put back only while no newer run has written them. */
async function smallTables(ask: Connection): Promise<{ name: string; scores: boolean }[]> {
  const scored = await ask.rows<{ name: string }>(sql`SELECT table_name AS name FROM duckdb_tables() WHERE database_name = current_database() AND schema_name = 'main'
    AND (table_name = 'score' OR starts_with(table_name, 'measure_')) ORDER BY 1`)
  return [...['subject_name', 'repair', 'candidate'].map((name) => ({ name, scores: false })), ...[...scored.map((row) => row.name), 'touched_subject'].map((name) => ({ name, scores: true }))]
}

/** Rows of a table that speak of the subjects in the temp table `involved`, with the decision that involves them. */
const rowsOf = (table: string): Sql => {
  const matched = sql`SELECT i.decision, t.subject_id, t.rowid AS place, to_json(t) AS content FROM ${ident(table)} t JOIN involved i ON t.subject_id = i.subject_id`
  return table === 'candidate' ? sql`${matched} UNION SELECT i.decision, t.subject_id, t.rowid, to_json(t) FROM candidate t JOIN involved i ON t.kind = 'subject' AND t.item = i.subject_id::VARCHAR` : matched
}

/** Remembers how these rows are now: temp table `image_before` or `image_after` of the decisions in `involved (decision, subject_id)`. */
export async function takeImage(ask: Connection, side: 'before' | 'after'): Promise<void> {
  const image = ident(`image_${side}`)
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE ${image} (decision INTEGER, table_name VARCHAR, subject_id INTEGER, content VARCHAR)`)
  for (const { name } of [{ name: 'subject' }, ...await smallTables(ask)]) await ask.run(sql`INSERT INTO ${image} SELECT decision, ${name}, subject_id, content::VARCHAR FROM (${rowsOf(name)})`)
}

/** Keeps what differs between the two images. */
export async function keepChanges(ask: Connection): Promise<void> {
  for (const [side, mine, other] of [['before', 'image_before', 'image_after'], ['after', 'image_after', 'image_before']] as const) {
    await ask.run(sql`INSERT INTO identity_change SELECT decision, table_name, subject_id, ${side}, content::JSON FROM (SELECT * FROM ${ident(mine)} EXCEPT SELECT * FROM ${ident(other)}) ORDER BY ALL`)
  }
  await ask.run(raw('DROP TABLE image_before; DROP TABLE image_after'))
}

/** Puts the small tables back as they were before the decisions of the temp table `backing`; scores only of those in `unscored`: no run has come since. */
export async function putImagesBack(ask: Connection): Promise<void> {
  for (const { name, scores } of await smallTables(ask)) {
    const changes = (side: string): Sql => sql`SELECT DISTINCT subject_id, content FROM identity_change WHERE table_name = ${name} AND side = ${side} AND decision IN (SELECT decision FROM backing)
      ${scores ? raw('AND decision IN (SELECT decision FROM unscored)') : raw('')}`
    await ask.run(sql`DELETE FROM ${ident(name)} WHERE rowid IN (SELECT t.rowid FROM ${ident(name)} t JOIN (${changes('after')}) c ON t.subject_id = c.subject_id AND to_json(t)::VARCHAR = c.content::VARCHAR)`)
    await ask.run(sql`INSERT INTO ${ident(name)} SELECT unnest(${await typed(ask, name)}) FROM (${changes('before')} ORDER BY content::VARCHAR)`)
  }
}

/** Subjects of `backing` again: those that went come back; of the others each fact that has not changed since. */
export async function putSubjectsBack(ask: Connection): Promise<void> {
  const row = await typed(ask, 'subject')
  for (const side of ['before', 'after'] as const) {
    await ask.run(sql`CREATE OR REPLACE TEMP TABLE ${ident(`subject_${side}`)} AS SELECT unnest(${row}) FROM (SELECT DISTINCT content FROM identity_change
      WHERE table_name = 'subject' AND side = ${side} AND decision IN (SELECT decision FROM backing))`)
  }
  const facts = (await columnsOf(ask, 'subject')).filter(({ name }) => name !== 'subject_id' && name !== 'records')
  await ask.run(sql`UPDATE subject AS s SET ${raw(facts.map(({ name }) => `"${name}" = CASE WHEN s."${name}" IS NOT DISTINCT FROM a."${name}" THEN b."${name}" ELSE s."${name}" END`).join(', '))}
    FROM subject_before b JOIN subject_after a USING (subject_id) WHERE s.subject_id = b.subject_id`)
  await ask.run(raw(`INSERT INTO subject SELECT * FROM subject_before WHERE subject_id NOT IN (SELECT subject_id FROM subject) ORDER BY subject_id; DROP TABLE subject_before; DROP TABLE subject_after`))
}

const columnsOf = (ask: Connection, table: string): Promise<{ name: string; type: string }[]> =>
  ask.rows(sql`SELECT name, type FROM pragma_table_info(${table}) ORDER BY cid`)

/** `content` as a row of the table. */
async function typed(ask: Connection, table: string): Promise<Sql> {
  return raw(`from_json(content, ${literal(JSON.stringify(Object.fromEntries((await columnsOf(ask, table)).map(({ name, type }) => [name, type]))))})`)
}

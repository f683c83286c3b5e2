import { recordClasses } from '../../../shared/classes.ts'
import type { Database } from '../../../electron/engine/duckdb/database.ts'
import { ident, join, raw, sql } from '../../../electron/engine/duckdb/sql.ts'
import type { Model } from '../../../electron/engine/scoring/model.ts'
import { columnOf, measureTable } from '../../../electron/engine/workspace/measures.ts'
import type { Peer } from './peer.ts'
import { valuesIn } from './tables.ts'

/** Where a peer's value is not ours; `dimension` alone: the peer does not work it out, or works out what the catalogue does not know. */
export interface Difference { dimension: string; subjects: number; subject?: number; ours?: number | null; theirs?: number | null }

/** Half a unit of the sixth place, to which ours are rounded, and what sums of floating numbers lose by their order. */
const beyond = 'abs(o - t) > 1e-6 + 1e-12 * abs(o)'

/**
 * The values of a peer beside ours, for every subject with rows in the class and every dimension: a value to 1e-6, unknown where ours is unknown.
 * @param folder where the peer may write its values
 */
export async function compareValues(database: Database, model: Model, peer: Peer, folder: string): Promise<Difference[]> {
  const differences: Difference[] = []
  for (const name of recordClasses) {
    const group = model.classes.find((one) => one.class === name)
    if (!group) continue
    const values = valuesIn(peer.write(name, folder))
    const known = new Set(group.dimensions.map((one) => columnOf(one.id)))
    const described = await database.read((ask) => ask.rows<{ column_name: string }>(sql`DESCRIBE SELECT * FROM ${values}`))
    const given = new Set(described.map((row) => row.column_name).filter((column) => column !== 'subject_id'))
    for (const column of [...known, ...given]) if (!known.has(column) || !given.has(column)) differences.push({ dimension: `${name}.${column}`, subjects: 0 })
    const both = group.dimensions.filter((one) => given.has(columnOf(one.id)))
    const pairs = join(both.map((one) => {
      const column = ident(columnOf(one.id))
      return sql`SELECT ${one.id} AS dimension, subject_id, ours.${column}::DOUBLE AS o, theirs.${column}::DOUBLE AS t, (ours.has IS NULL) <> (theirs.has IS NULL) AS missing FROM pair`
    }), ' UNION ALL ')
    differences.push(...await database.read((ask) => ask.rows<Difference & { subjects: number }>(sql`
      WITH pair AS MATERIALIZED (
        SELECT coalesce(ours.subject_id, theirs.subject_id) AS subject_id, ours, theirs
        FROM (SELECT *, true AS has FROM ${measureTable(name)} WHERE subject_id <> 0) AS ours FULL JOIN (SELECT * REPLACE (subject_id::INTEGER AS subject_id), true AS has FROM ${values}) AS theirs ON ours.subject_id = theirs.subject_id
      )
      SELECT dimension, count(*) AS subjects, min(subject_id) AS subject, arg_min(o, subject_id) AS ours, arg_min(t, subject_id) AS theirs
      FROM (${pairs}) WHERE missing OR (o IS NULL) <> (t IS NULL) OR ${raw(beyond)}
      GROUP BY dimension ORDER BY dimension`)))
  }
  return differences
}

/** A difference in one line. */
export function told({ dimension, subjects, subject, ours, theirs }: Difference, peer: string): string {
  return subject === undefined ? `${dimension}: only one of the catalogue and ${peer} knows it` : `${dimension}: ${peer} differs for ${subjects} subjects; subject ${subject}: ours ${ours ?? 'unknown'}, theirs ${theirs ?? 'unknown'}`
}

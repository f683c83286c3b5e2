import type { RecordClass } from '../../../shared/classes.ts'
import type { DimensionId } from '../../../shared/filter.ts'
import { ident, sql, type Sql } from '../duckdb/sql.ts'

/** Values of the latest run, one column a dimension; subject 0 stands for subjects without rows of the class. */
export const measureTable = (name: RecordClass): Sql => ident(`measure_${name}`)
export const classOf = (id: DimensionId): RecordClass => id.slice(0, id.indexOf('.')) as RecordClass
/** Column of a dimension in its measure table: the id without its class. */
export const columnOf = (id: string): string => id.slice(id.indexOf('.') + 1)

/** Value of a dimension for every scored subject, those without rows included: (subject_id, value); NULL unknown. */
export function valuesOf(id: DimensionId): Sql {
  const [table, column] = [measureTable(classOf(id)), ident(columnOf(id))]
  return sql`SELECT subject_id, CASE WHEN m.has THEN m.value ELSE (SELECT ${column} FROM ${table} WHERE subject_id = 0) END AS value
    FROM score LEFT JOIN (SELECT subject_id, ${column} AS value, true AS has FROM ${table}) m USING (subject_id)`
}

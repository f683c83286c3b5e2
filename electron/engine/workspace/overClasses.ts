import { recordClasses, type RecordClass } from '../../../shared/classes.ts'
import { join, type Sql } from '../duckdb/sql.ts'

/** One SELECT a record class, all of the same columns, as a single relation: UNION ALL in the order of the classes. */
export const overClasses = (of: (one: RecordClass) => Sql): Sql => join(recordClasses.map(of), ' UNION ALL ')

import { leastDigits } from '../../../shared/seed.ts'
import { sql, type Sql } from '../duckdb/sql.ts'

/** Whether a draw with this stored seed counts (shared/seed.ts): by any other it only rehearsed. */
export const counts = (seed: Sql): Sql => sql`regexp_full_match(${seed}, ${`\\d{${leastDigits},}`})`

import { sql, type Sql } from '../duckdb/sql.ts'
import { deedNow } from './deed.ts'
import { personKey } from './person.ts'

/** Whose watch list is meant: that of the operator who asks; '' where nobody signed in. */
export const watcher = (): string => personKey(deedNow()?.session.operator?.name ?? '')

/** Ids of the subjects that somebody watches, as they are now after merges. */
export const watchedBy = (who: string): Sql => sql`SELECT coalesce(f.now_id, w.subject_id) AS subject_id FROM watched_subject w LEFT JOIN former_subject f USING (subject_id) WHERE w.watcher = ${who}`

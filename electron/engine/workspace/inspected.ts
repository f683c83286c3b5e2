import { raw } from '../duckdb/sql.ts'

/** Conditions over rows of `supervision`: the inspection came to a result; the result is a problem. The same stand in the facts of resources/model/supervision.yaml. */
export const concluded = raw(`result IN ('passed', 'problem', 'corrected', 'unreachable', 'closed', 'uncooperative')`)
export const problem = raw(`result IN ('problem', 'unreachable', 'uncooperative')`)

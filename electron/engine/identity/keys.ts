import type { Connection } from '../duckdb/database.ts'
import { nameMacro } from './normaliseName.ts'
import { usccMacros } from './uscc.ts'

/** Gives a connection the macros `name_key`, `code_key`, `is_uscc` and `uscc_in`, as long as it lives. */
export async function defineKeys(ask: Connection): Promise<void> {
  for (const macro of [nameMacro(true), ...usccMacros(true)]) await ask.run(macro)
}

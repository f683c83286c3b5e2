import type { Verbs } from '../../../shared/contract.ts'
import { tableWorkbook } from './tableWorkbook.ts'

/** Files that people take away. */
export function reporting(): Verbs<'tableWorkbook'> {
  return { tableWorkbook: async (input) => tableWorkbook(input) }
}

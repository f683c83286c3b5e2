import type { Verbs } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { Room } from '../room.ts'
import { columnFigures } from './columnFigures.ts'
import { readMigrations } from './readMigrations.ts'
import { writePage } from './writePage.ts'

/** What the tables of a workspace mean, and how far they are filled. */
export function dictionary(room: Room): Verbs<'dataDictionary' | 'dictionaryPage' | 'columnFigures'> {
  return {
    dataDictionary: async () => readMigrations(room.resources),
    dictionaryPage: async ({ language }) => writePage(readMigrations(room.resources), language),
    columnFigures: ({ table }) => {
      const known = readMigrations(room.resources).find((one) => one.name === table && one.kind === 'table')
      if (!known) throw new MingchaError('no_such_table', `the workspace has no table ${table}`, 'Choose one of the data dictionary.', { table })
      return room.database().read((ask) => columnFigures(ask, known))
    },
  }
}

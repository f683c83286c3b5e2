import type { Verbs } from '../../../shared/contract.ts'
import type { punishmentVerbs } from '../../../shared/punishments.ts'
import { defineKeys } from '../identity/keys.ts'
import type { Room } from '../room.ts'
import { confirmBans, liftBans, listBans, proposeBans } from './bans.ts'
import { measureBook } from './catalog.ts'
import { exportMeasures, importMeasures, type Tables } from './files.ts'
import { legalGrounds, type ListWords } from './grounds.ts'
import { listMeasures, readMeasure } from './pages.ts'
import { answerMeasures, releaseMeasures, requestMeasures } from './requests.ts'

/** Joint punishment: measures asked of other departments upon legal grounds, their answers, and bans of legal representatives. */
export function punishments(room: Room, words: ListWords, tables: Tables): Verbs<keyof typeof punishmentVerbs> {
  const told = async <T>(work: Promise<T>): Promise<T> => {
    const answer = await work
    room.changed('punishments')
    return answer
  }
  return {
    measureBook: async () => measureBook(room.resources, room.today()),
    legalGrounds: (input) => room.database().read(async (ask) => {
      await defineKeys(ask)
      return legalGrounds(ask, room.resources, words, room.today(), input)
    }),
    requestMeasures: (input) => told(requestMeasures(room, words, input)),
    listMeasures: (input) => room.database().read((ask) => listMeasures(ask, input, room.today())),
    readMeasure: ({ request }) => room.database().read((ask) => readMeasure(ask, request, room.today())),
    exportMeasures: (input) => told(exportMeasures(room, tables, input)),
    importMeasures: (input) => told(importMeasures(room, tables, input)),
    answerMeasures: (input) => told(answerMeasures(room, input)),
    releaseMeasures: (input) => told(releaseMeasures(room, input)),
    proposeBans: (input) => told(proposeBans(room, words, input)),
    confirmBans: (input) => told(confirmBans(room, input)),
    liftBans: (input) => told(liftBans(room, input)),
    listBans: (input) => room.database().read((ask) => listBans(ask, input, room.today())),
  }
}

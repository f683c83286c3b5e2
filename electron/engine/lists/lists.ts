import type { Verbs } from '../../../shared/contract.ts'
import type { Room } from '../room.ts'
import { findCases } from './findCases.ts'
import { listBook } from './rules.ts'

/** The review desk: cases that rules find, what persons decide of them, and the lists that come of it. */
export function lists(room: Room): Verbs<'listBook' | 'findCases'> {
  return {
    listBook: async () => listBook(room.resources, room.today()),
    findCases: async () => room.jobs.start('cases', '', async (run) => {
      const found = await findCases(room, run)
      room.changed('cases')
      return found
    }),
  }
}

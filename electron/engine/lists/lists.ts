import type { Verbs } from '../../../shared/contract.ts'
import type { listVerbs } from '../../../shared/lists.ts'
import type { Room } from '../room.ts'
import { attachToCases, readCaseAttachment } from './attachments.ts'
import { confirmCases, decideCases, reopenCases, type Consequences } from './decide.ts'
import { assignCases, escalateCases, snoozeCases } from './defer.ts'
import { listEntries, proposeRemoval } from './entries.ts'
import { findCases } from './findCases.ts'
import { recordHearing } from './hearing.ts'
import { countCases, listCases } from './queue.ts'
import { readCase } from './readCase.ts'
import { listBook } from './rules.ts'

/** The review desk: cases that rules find, what persons decide of them, and the lists that come of it. */
export function lists(room: Room, follows: Consequences): Verbs<keyof typeof listVerbs> {
  const told = async <T>(work: Promise<T>): Promise<T> => {
    const answer = await work
    room.changed('cases')
    return answer
  }
  /** Entries that began or ended are records. */
  const recorded = async <T>(work: Promise<T>): Promise<T> => {
    const answer = await work
    room.changed('records')
    return answer
  }
  return {
    listBook: async () => listBook(room.resources, room.today()),
    findCases: async () => room.jobs.start('cases', '', (run) => told(findCases(room, run))),
    listCases: (input) => room.database().read((ask) => listCases(ask, input, room.today())),
    countCases: (input) => room.database().read((ask) => countCases(ask, input, room.today())),
    readCase: ({ caseNo }) => room.database().read((ask) => readCase(ask, caseNo, room.today())),
    decideCases: (input) => recorded(told(decideCases(room, follows, input))),
    confirmCases: (input) => recorded(told(confirmCases(room, follows, input))),
    reopenCases: (input) => told(reopenCases(room, input)),
    snoozeCases: (input) => told(snoozeCases(room, input)),
    assignCases: (input) => told(assignCases(room, input)),
    escalateCases: (input) => told(escalateCases(room, input)),
    recordHearing: (input) => told(recordHearing(room, input)),
    attachToCases: (input) => told(attachToCases(room, input)),
    readCaseAttachment: (input) => room.database().read((ask) => readCaseAttachment(ask, room.database().path, input)),
    listEntries: (input) => room.database().read((ask) => listEntries(ask, input, room.today())),
    proposeRemoval: (input) => told(proposeRemoval(room, follows, input)),
  }
}

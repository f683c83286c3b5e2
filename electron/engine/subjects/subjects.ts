import type { Explanation, Verbs } from '../../../shared/contract.ts'
import type { timelineVerbs } from '../../../shared/profile.ts'
import type { Room } from '../room.ts'
import { facet, subjectPage } from './page.ts'
import { overview } from './overview.ts'
import { deletePool, listPools, savePool } from './pools.ts'
import { profileOf, subjectRecords } from './profile.ts'
import { relatedSubjects, subjectRelations } from './relations.ts'
import { regionNames } from '../workspace/regions.ts'
import { searchSubjects } from './search.ts'
import { subjectEvents, subjectTimeline } from './timeline.ts'

/** Grid pages, search, profile, records, relations, pools and the overview. `explain` is scoring's, for the profile (ARCHITECTURE: a named exception). */
export function subjects(room: Room, explain: (input: { subjectId: number; counts: 'own' }) => Promise<Explanation | null>):
Verbs<'overview' | 'subjectPage' | 'facet' | 'searchSubjects' | 'subjectProfile' | 'subjectRecords' | 'subjectRelations' | 'relatedSubjects' | 'savePool' | 'listPools' | 'deletePool' | keyof typeof timelineVerbs> {
  const names = regionNames(room.resources)
  return {
    overview: () => overview(room.database(), room.today()),
    subjectPage: (input) => subjectPage(room.database(), input),
    facet: (input) => facet(room.database(), names, input),
    searchSubjects: (input) => searchSubjects(room.database(), input),
    subjectRecords: (input) => subjectRecords(room.database(), input),
    subjectTimeline: (input) => room.database().read((ask) => subjectTimeline(ask, input)),
    subjectEvents: (input) => room.database().read((ask) => subjectEvents(ask, input)),
    subjectRelations: (input) => subjectRelations(room.database(), room.today(), input),
    relatedSubjects: (input) => relatedSubjects(room.database(), room.today(), input),
    listPools: () => listPools(room.database()),
    savePool: async (input) => {
      const pool = await savePool(room.database(), input)
      room.changed('pools')
      return pool
    },
    deletePool: async ({ pool }) => {
      await deletePool(room.database(), pool)
      room.changed('pools')
      return null
    },
    subjectProfile: async (input) => {
      const profile = await profileOf(room.database(), names, input)
      return { ...profile, explanation: await explain({ subjectId: profile.subject.subjectId, counts: 'own' }) }
    },
  }
}

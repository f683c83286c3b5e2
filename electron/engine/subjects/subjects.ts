import type { Explanation, Verbs } from '../../../shared/contract.ts'
import type { Room } from '../room.ts'

/** Grid pages, search, profile, records and the overview. `explain` is scoring's, for the profile (ARCHITECTURE: a named exception). */
export function subjects(_room: Room, _explain: (input: { subjectId: number }) => Promise<Explanation | null>):
Verbs<'overview' | 'subjectPage' | 'facet' | 'searchSubjects' | 'subjectProfile' | 'subjectRecords'> {
  return {} as never
}

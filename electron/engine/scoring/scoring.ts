import type { Verbs } from '../../../shared/contract.ts'
import type { Room } from '../room.ts'

export function scoring(_room: Room): Verbs<'scoreSubjects' | 'listRuns' | 'tierSummary' | 'listDimensions' | 'dimensionSql' | 'explainSubject' | 'contributionEvidence'> {
  return {} as never
}

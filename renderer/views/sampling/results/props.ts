import type { InspectionRef } from '../../../../shared/contract.ts'
import type { Person } from '../../../app/person.ts'

export interface ResultsProps {
  /** A joint inspection, or a draw that is part of none. */
  of: InspectionRef
  /** Its name, for files. */
  name: string
  /** Its departments; none where a draw names none. */
  departments: { code: string; name: string }[]
  /** Its draws, each with the name of its department. */
  draws: { draw: number; name: string }[]
}

/** The person at this window. */
export interface Who { who: Person }

/** Names an inspection in files and keys. */
export const keyOf = (of: InspectionRef): string => ('campaign' in of ? `joint-${of.campaign}` : `draw-${of.draw}`)

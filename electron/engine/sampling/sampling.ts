import type { Verbs } from '../../../shared/contract.ts'
import type { Room } from '../room.ts'

export function sampling(_room: Room): Verbs<'listPolicies' | 'planDraw' | 'commitDraw' | 'drawSample' | 'listDraws' | 'drawSheet' | 'exportBundle' | 'verifyBundle'> {
  return {} as never
}

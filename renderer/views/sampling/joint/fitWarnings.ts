import type { OfficerRow } from './useLibrary.ts'

/** A reason why a department might not staff its visits; numbers of officers. */
export type FitWarning = { code: 'noOfficers' } | { code: 'tooFew'; fit: number; needed: number } | { code: 'nobodyHolds'; qualifications: string }

/**
 * What the officers of a department lack before anything is drawn. A department that is drawn alone sends `least`; one officer of its visit
 * holds everything that its items ask. Whether recusals and caps leave enough is known after the draw.
 */
export function fitWarnings(officers: readonly OfficerRow[], asked: readonly string[], { perDepartment, least }: { perDepartment: number; least: number }): FitWarning[] {
  if (officers.length === 0) return [{ code: 'noOfficers' }]
  const needed = Math.max(perDepartment, least)
  return [
    ...(officers.length < needed ? [{ code: 'tooFew' as const, fit: officers.length, needed }] : []),
    ...(officers.some(({ qualifications }) => asked.every((one) => qualifications.includes(one))) ? [] : [{ code: 'nobodyHolds' as const, qualifications: asked.join(' + ') }]),
  ]
}

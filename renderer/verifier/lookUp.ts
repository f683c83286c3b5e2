import { hexOf, type Means } from '../../shared/verify/means.ts'
import { ticketDigits } from '../../shared/verify/ticketDigits.ts'

interface Listed { id: string; rank: number; stratum: string; ticket: string }
/** As much of a bundle as the page shows; the verifier has looked at all of it. */
export interface DrawBundle {
  commitment: string
  frame: [id: string, stratum: string][]
  drawn: Listed[]
  spares: Listed[]
  log: { at: string }[]
  rules: { name: string; strata: { stratum: string; drawn: number }[] }
  seed: { canonical: string; rehearsal: boolean }
  witnesses: string[]
}

/** Where a subject stands in a draw, and the bound that its ticket was measured against; null: not in the frame. */
export function lookUp(means: Means, { frame, drawn, spares, rules, seed }: DrawBundle, asked: string): { position: number; stratum: string; ticket: string; role: 'drawn' | 'spare' | null; rank: number; count: number; bound: string } | null {
  const position = frame.findIndex(([id]) => id === asked)
  if (position < 0) return null
  const [, stratum] = frame[position]!
  const taken = drawn.find((one) => one.id === asked)
  const spare = spares.find((one) => one.id === asked)
  return {
    position: position + 1, stratum, ticket: `0.${ticketDigits(means.sha256(hexOf(means.sha256(seed.canonical)) + asked))}`,
    role: taken ? 'drawn' : spare ? 'spare' : null, rank: (taken ?? spare)?.rank ?? 0, count: rules.strata.find((one) => one.stratum === stratum)?.drawn ?? 0,
    bound: drawn.filter((one) => one.stratum === stratum).reduce((most, one) => (one.ticket > most ? one.ticket : most), ''),
  }
}

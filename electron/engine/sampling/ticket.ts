import { hash } from 'node:crypto'

/**
 * Ronald Rivest's consistent sampler (consistent_sampler, 2018): each object's ticket depends on its identifier and the
 * seed alone, so the sample of n is the n smallest tickets, in whatever order the objects come and whoever draws.
 */

const sha256 = (text: string): string => hash('sha256', text)

/** What tickets are computed with: SHA-256 of the seed's UTF-8 text, hex. Compute it once a draw. */
export const seedHash = (seed: string): string => sha256(seed)

/** A fraction in (0, 1) as `0.` and 64 to 78 digits; compare as text. */
export const ticketOf = (id: string, hashOfSeed: string): string => `0.${digitsOf(hashOfSeed + id)}`

/** The next ticket of the same object, uniform above `ticket`: for draws with replacement and for repeated draws. */
export function nextTicket(ticket: string): string {
  const extended = `${ticket}0` // in case every digit is a 9
  const kept = /^0\.9*/.exec(extended)![0]
  for (let turn = 1; ; turn++) {
    const next = kept + digitsOf(`${ticket}:${turn}`)
    if (next > extended) return next
  }
}

const turning = Buffer.alloc(78) // 2^256 has 78 digits

/** SHA-256 as a decimal number of at least 64 digits, read backwards: the low digits are the unbiased ones. */
function digitsOf(text: string): string {
  const written = turning.write(BigInt(`0x${sha256(text)}`).toString().padStart(64, '0'), 'latin1')
  return turning.subarray(0, written).reverse().toString('latin1')
}

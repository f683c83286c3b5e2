import { hash } from 'node:crypto'

/**
 * Ronald Rivest's consistent sampler (consistent_sampler, 2018): each object's ticket depends on its identifier and the
 * seed alone, so the sample of n is the n smallest tickets, in whatever order the objects come and whoever draws.
 */

const sha256 = (text: string): string => hash('sha256', text)

/** What tickets are computed with: SHA-256 of the seed's UTF-8 text, hex. Compute it once a draw. */
export const seedHash = (seed: string): string => sha256(seed)

/** Of each power of 2^16, what it leaves divided by 10^9; the highest first. */
const powers = Float64Array.from({ length: 16 }, (_, i) => Number(2n ** BigInt(16 * (15 - i)) % 1_000_000_000n))
const reversed = Float64Array.from({ length: 1000 }, (_, n) => (n % 10) * 100 + (Math.floor(n / 10) % 10) * 10 + Math.floor(n / 100))

/** The first nine digits of `ticketOf` behind its point, as a whole number: a third of the work, and enough to know that most tickets are too large. */
export function firstNine(id: string, hashOfSeed: string): number {
  const bytes = hash('sha256', hashOfSeed + id, 'binary') // as text: a buffer each would take twice as long
  let sum = 0 // below 16 · 2^16 · 10^9
  for (let i = 0; i < 16; i++) sum += (bytes.charCodeAt(2 * i) * 256 + bytes.charCodeAt(2 * i + 1)) * powers[i]!
  const low = sum % 1e9
  return reversed[low % 1000]! * 1e6 + reversed[Math.floor(low / 1000) % 1000]! * 1000 + reversed[Math.floor(low / 1e6)]!
}

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

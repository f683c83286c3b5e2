import { MingchaError } from './errors.ts'

/** Enough for a public lottery or twenty throws of a ten-sided die: about 66 bits, beyond any search for a pleasing draw. */
export const leastDigits = 20

/** Full-width signs made plain, blanks and dashes taken out: what the tickets of a rehearsal are computed with as it is. */
export const plainSeed = (entered: string): string => entered.normalize('NFKC').replace(/[\s\p{Dash}]/gu, '')

/** Whether a draw with this seed counts: digits alone, and enough of them. Any other seed can only rehearse. */
export const isPublicSeed = (entered: string): boolean => new RegExp(`^[0-9]{${leastDigits},}$`).test(plainSeed(entered))

/**
 * The seed that tickets are computed with: NFKC (full-width digits become plain), blanks and dashes taken out, digits only.
 * @throws MingchaError seed_not_digits, seed_too_short
 */
export function canonicalSeed(entered: string): string {
  const seed = plainSeed(entered)
  const other = /[^0-9]/u.exec(seed)?.[0]
  if (other !== undefined) {
    throw new MingchaError('seed_not_digits', `the seed holds «${other}»`, 'Enter digits only; blanks and dashes between them are ignored.', { sign: other })
  }
  if (seed.length < leastDigits) {
    throw new MingchaError('seed_too_short', `the seed has ${seed.length} digits, at least ${leastDigits} are needed`,
      'Throw more dice in public, or take a public lottery number.', { digits: seed.length, least: leastDigits })
  }
  return seed
}

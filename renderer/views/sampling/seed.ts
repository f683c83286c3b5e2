import { plainSeed } from '../../../shared/seed.ts'

/** What the engine will make of an entry: plain digits, blanks and dashes aside; anything else is told. */
export function readSeed(entered: string): { digits: string; other: string | null } {
  const bare = plainSeed(entered)
  return { digits: bare, other: /[^0-9]/u.exec(bare)?.[0] ?? null }
}

/** Digits in fives, for reading aloud. */
export const inFives = (digits: string): string => digits.replaceAll(/(\d{5})(?=\d)/g, '$1 ')

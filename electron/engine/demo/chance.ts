import { literal } from '../duckdb/sql.ts'

/**
 * Chance as SQL text: every draw is a pure function of a row's 64-bit hash and a named salt, so the same seed writes the
 * same city whatever the number of threads. DuckDB's hash(a, b) combines linearly: two salts would give draws that
 * depend on one another, therefore salt and row are mixed before the one avalanche.
 */
export function unit(salt: string, row = 'r'): string {
  return `((hash(xor(${row}, ${saltNumber(salt)}::UBIGINT)) >> 11)::DOUBLE / 9007199254740992.0)`
}

/** A 64-bit number out of a salt's letters (FNV-1a): text of this program, never a person's. */
export function saltNumber(salt: string): string {
  let state = 0xcbf29ce484222325n
  for (const byte of Buffer.from(salt)) state = BigInt.asUintN(64, (state ^ BigInt(byte)) * 0x100000001b3n)
  return String(state)
}

/** A standard normal draw, near enough: the sum of four uniforms (no transcendental function, so the same on each machine). */
export const normal = (salt: string, row = 'r'): string =>
  `((${[1, 2, 3, 4].map((i) => unit(`${salt}${i}`, row)).join(' + ')} - 2) * 1.7320508)`

/** A whole number from `from` to `to`, both included. */
export const whole = (salt: string, from: number, to: number, row = 'r'): string => `(${from} + floor(${unit(salt, row)} * ${to - from + 1})::INTEGER)`

export const list = (items: readonly (string | number)[]): string => `[${items.map(literal).join(', ')}]`

/** One of the items, each as likely. */
export const pick = (salt: string, items: readonly (string | number)[], row = 'r'): string => `${list(items)}[1 + floor(${unit(salt, row)} * ${items.length})::INTEGER]`

/** One of the items by their shares, which need not sum to anything: each fills its part of `slots` equal places, one at least. */
export function share(salt: string, items: readonly (readonly [value: string | number, share: number])[], row = 'r', slots = 200): string {
  const total = items.reduce((sum, [, part]) => sum + part, 0)
  return pick(salt, items.flatMap(([value, part]) => Array.from({ length: Math.max(1, Math.round((part / total) * slots)) }, () => value)), row)
}

/** How many, given the mean: geometric, so that given the trait many have none and a few have a lot. */
export const count = (salt: string, mean: string, most: number, row = 'r'): string =>
  `least(${most}, CASE WHEN ${mean} <= 0.0001 THEN 0 ELSE floor(-ln(1 - ${unit(salt, row)}) / ln(1 + 1 / (${mean}))) END)::INTEGER`

/** `CASE key WHEN …` over this program's own words. */
export const cases = (key: string, entries: readonly (readonly [key: string, value: string])[], otherwise: string): string =>
  entries.length === 0 ? otherwise : `CASE ${key} ${entries.map(([when, then]) => `WHEN ${literal(when)} THEN ${then}`).join(' ')} ELSE ${otherwise} END`

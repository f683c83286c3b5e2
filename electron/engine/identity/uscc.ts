import { raw, sql, type Sql } from '../duckdb/sql.ts'

/** GB 32100-2015, table 2: the 31 characters of a unified social credit code, by value. */
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
/** GB 32100: 3^(i−1) mod 31. */
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
/** GB 11714: an organisation code's own alphabet and weights, mod 11. */
const organisationAlphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const organisationWeights = [3, 7, 9, 10, 5, 8, 4, 2]

const shape = /^[0-9A-HJ-NPQRTUWXY]{18}$/

/**
 * Whether a code is a unified social credit code: 18 characters of the alphabet, GB 32100's check character at 18 and GB 11714's at 17.
 * The second check finds codes that a spreadsheet cut to 15 digits and filled with zeros. The registrar (3–8) is never judged: real ones are missing from every published list.
 */
export function isUscc(code: string): boolean {
  return shape.test(code) && checksOf(code).every(({ is, ought }) => is === ought)
}

/** The two check characters of a code of 18 characters of the alphabet: as they are, and as the standards want them. */
export function checksOf(code: string): { place: 17 | 18; is: string; ought: string }[] {
  const organisation = organisationWeights.reduce((sum, weight, i) => sum + weight * organisationAlphabet.indexOf(code[8 + i]!), 0)
  const sum = weights.reduce((all, weight, i) => all + weight * alphabet.indexOf(code[i]!), 0)
  return [{ place: 17, is: code[16]!, ought: '0123456789X0'[11 - (organisation % 11)]! }, { place: 18, is: code[17]!, ought: alphabet[(31 - (sum % 31)) % 31]! }]
}

/** Whether a code is written like a unified social credit code, whatever its checks say. */
export const isWrittenAsUscc = (code: string): boolean => shape.test(code)

/** The last character of a code of 17, or null where a character is outside the alphabet. */
export function usccCheck(first17: string): string | null {
  if (!/^[0-9A-HJ-NPQRTUWXY]{17}$/.test(first17)) return null
  const sum = weights.reduce((all, weight, i) => all + weight * alphabet.indexOf(first17[i]!), 0)
  return alphabet[(31 - (sum % 31)) % 31]!
}

/** As people paste it → as the standard writes it: half width, upper case, no blanks, without the suffix (00) of branches. */
export const normaliseCode = (text: string): string =>
  text.normalize('NFKC').replace(/[\s\p{Z}\p{C}]/gu, '').toUpperCase().replace(/\(00\)$/, '')

/** Macros `code_key(x)`, `is_uscc(c)` and `uscc_in(c)`: the same as above, for a DuckDB connection. `c` must be a plain column. */
export function usccMacros(temporary: boolean): Sql[] {
  const create = raw(temporary ? 'CREATE OR REPLACE TEMP MACRO' : 'CREATE OR REPLACE MACRO')
  const term = (set: string, position: number, weight: number): string => `${weight} * (strpos('${set}', substr(c, ${position}, 1)) - 1)`
  const sum = weights.map((weight, i) => term(alphabet, i + 1, weight)).join(' + ')
  const organisation = organisationWeights.map((weight, i) => term(organisationAlphabet, 9 + i, weight)).join(' + ')
  return [
    sql`${create} code_key(x) AS CASE WHEN regexp_full_match(x, '[0-9A-Z]*') THEN x ELSE regexp_replace(regexp_replace(upper(CASE WHEN regexp_matches(x, '[^\\x{21}-\\x{7E}]') THEN translate(x, ${raw(`'${fullWidth}'`)}, ${raw(`'${halfWidth.replaceAll("'", "''")}'`)}) ELSE x END), '[\\s\\p{Z}\\p{C}]', '', 'g'), '\\(00\\)$', '') END`,
    sql`${create} is_uscc(c) AS length(c) = 18 AND regexp_full_match(c, '[0-9A-HJ-NPQRTUWXY]{18}')
      AND substr(c, 17, 1) = substr('0123456789X0', 12 - (${raw(organisation)}) % 11, 1)
      AND substr(c, 18, 1) = substr('${raw(alphabet)}', (31 - (${raw(sum)}) % 31) % 31 + 1, 1)`,
    // One valid code with text glued to it is still that code; two different ones in a cell are nobody's.
    sql`${create} uscc_in(c) AS CASE WHEN is_uscc(c) THEN c
      WHEN length(c) > 18 AND len(list_distinct(list_filter(regexp_extract_all(c, '[0-9A-HJ-NPQRTUWXY]{18}'), lambda part : is_uscc(part)))) = 1
      THEN list_filter(regexp_extract_all(c, '[0-9A-HJ-NPQRTUWXY]{18}'), lambda part : is_uscc(part))[1] END`,
  ]
}

const halfWidth = Array.from({ length: 94 }, (_, i) => String.fromCharCode(0x21 + i)).join('')
const fullWidth = Array.from({ length: 94 }, (_, i) => String.fromCharCode(0xff01 + i)).join('')

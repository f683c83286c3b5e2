import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Database } from '../../../electron/engine/duckdb/database.ts'
import { sql } from '../../../electron/engine/duckdb/sql.ts'
import { isUscc, normaliseCode, usccCheck, usccMacros } from '../../../electron/engine/identity/uscc.ts'
import { sharedFolder } from '../../shared.ts'

let database: Database
beforeAll(async () => {
  database = await Database.open(':memory:', { memoryMb: 256, threads: 1 })
  await database.write(async (ask) => { for (const macro of usccMacros(true)) await ask.run(macro) })
})
afterAll(() => database.close())

const inSql = (codes: string[]): Promise<{ code: string; ok: boolean; key: string; found: string | null }[]> =>
  database.write((ask) => ask.rows(sql`SELECT code, is_uscc(code) AS ok, code_key(code) AS key, uscc_in(code) AS found FROM (SELECT unnest(from_json(${JSON.stringify(codes)}, '["VARCHAR"]')) AS code)`))

/** A valid code from any 8 + 8 characters: both check characters computed. */
const codes = fc.tuple(fc.constantFrom('91', '92', '93', '12', '51'), fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 6, maxLength: 6 }), fc.array(fc.constantFrom(...'0123456789ABCDEFGHJKLMNPQRTUWXY'), { minLength: 8, maxLength: 8 }))
  .map(([kind, registrar, organisation]) => {
    const sum = organisation.reduce((all, sign, i) => all + [3, 7, 9, 10, 5, 8, 4, 2][i]! * '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'.indexOf(sign), 0)
    const first = `${kind}${registrar.join('')}${organisation.join('')}${'0123456789X0'[11 - (sum % 11)]!}`
    return first + usccCheck(first)!
  })

test('a made code is valid, any one character changed is not, and SQL agrees', async () => {
  const made = fc.sample(codes, 200)
  const changed = made.map((code, i) => {
    const at = i % 18
    const other = code[at] === '7' ? '8' : '7'
    return code.slice(0, at) + other + code.slice(at + 1)
  })
  expect(made.every(isUscc)).toBe(true)
  expect(changed.some(isUscc)).toBe(false)
  expect((await inSql(made)).every((row) => row.ok)).toBe(true)
  expect((await inSql(changed)).some((row) => row.ok)).toBe(false)
})

test('pasted forms come to the written one', async () => {
  const [code] = fc.sample(codes, 1) as [string]
  const full = [...code].map((sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)).join('')
  const forms = [code.toLowerCase(), ` ${code}\u00a0`, full, `${code}(00)`, `${code}（00）`, `\t${code}\u200b`]
  expect(forms.map(normaliseCode)).toEqual(forms.map(() => code))
  expect((await inSql(forms)).map((row) => row.key)).toEqual(forms.map(() => code))
})

test('a code with text glued on is found; two codes in a cell are nobody’s', async () => {
  const [one, two] = fc.sample(codes, 2) as [string, string]
  const rows = await inSql([`统一社会信用代码:${one}`, `${one}/${two}`, one.slice(0, 15)])
  expect(rows.map((row) => row.found)).toEqual([one, null, null])
})

test('codes cut by a spreadsheet to 15 digits and filled with zeros are not valid, though GB 32100 alone would let them pass', () => {
  expect(isUscc('911101087239689000')).toBe(false)
  expect(isUscc('911101087740615000')).toBe(false)
})

test.skipIf(sharedFolder === null)('published vectors', async () => {
  const vectors = JSON.parse(readFileSync(join(sharedFolder!, 'vectors/uscc.json'), 'utf8')) as { valid: string[]; invalid: string[] }
  expect(vectors.valid.filter((code) => !isUscc(code))).toEqual([])
  expect(vectors.invalid.filter(isUscc)).toEqual([])
  expect((await inSql([...vectors.valid, ...vectors.invalid])).map((row) => row.ok)).toEqual([...vectors.valid.map(() => true), ...vectors.invalid.map(() => false)])
  const real = readFileSync(join(sharedFolder!, 'data/reference-codes/uscc-test-vectors.csv'), 'utf8').trim().split(/\r?\n/).slice(1).map((line) => line.split(',') as [string, string])
  expect(real.filter(([code, expected]) => isUscc(code) !== (expected === 'valid'))).toEqual([])
})

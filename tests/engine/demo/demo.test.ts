import { afterAll, beforeAll, expect, test } from 'vitest'
import { raw } from '../../../electron/engine/duckdb/sql.ts'
import { recordClasses } from '../../../shared/classes.ts'
import { openDemoRoom } from '../../demoRoom.ts'
import type { TestRoom } from '../../room.ts'

let room: TestRoom
beforeAll(async () => { room = await openDemoRoom(2000) })
afterAll(async () => room.close())
const rows = <T>(text: string): Promise<T[]> => room.database().read((ask) => ask.rows<T>(raw(text)))

test('every code has right check digits', async () => {
  const subjects = await rows<{ uscc: string | null; local_code: string | null }>('SELECT uscc, local_code FROM subject')
  expect(subjects).toHaveLength(2000)
  for (const { uscc, local_code } of subjects) expect(uscc === null ? validRegistration(local_code!) : validUscc(uscc), uscc ?? local_code ?? '').toBe(true)
  expect(new Set(subjects.map(({ uscc, local_code }) => uscc ?? local_code)).size).toBe(2000)
})

test('all eleven classes have rows, each of a known subject', async () => {
  for (const name of recordClasses) {
    const [row] = await rows<{ n: number; lost: number }>(`SELECT count(*) AS n, count(*) FILTER (s.subject_id IS NULL) AS lost FROM ${name} r LEFT JOIN subject s USING (subject_id)`)
    expect(row!.n, name).toBeGreaterThan(100)
    expect(row!.lost, name).toBe(0)
  }
})

/** GB 32100 and GB 11714, written apart from the engine. */
function validUscc(code: string): boolean {
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
  if (!/^[0-9A-HJ-NPQRTUWXY]{18}$/.test(code)) return false
  const sum = Array.from(code.slice(0, 17)).reduce((total, sign, i) => total + alphabet.indexOf(sign) * 3 ** i % 31, 0)
  const organisation = [3, 7, 9, 10, 5, 8, 4, 2].reduce((total, weight, i) => total + weight * parseInt(code[8 + i]!, 36), 0)
  return alphabet[(31 - (sum % 31)) % 31] === code[17] && '0X987654321'[organisation % 11] === code[16]
}

/** ISO 7064 MOD 11,10. */
function validRegistration(code: string): boolean {
  let product = 10
  for (const digit of code.slice(0, 14)) product = (((product + Number(digit)) % 10 || 10) * 2) % 11
  return /^\d{15}$/.test(code) && (product + Number(code[14])) % 10 === 1
}

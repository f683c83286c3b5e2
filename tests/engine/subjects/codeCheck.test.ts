import fc from 'fast-check'
import { expect, test } from 'vitest'
import { codeCheck } from '../../../electron/engine/subjects/codeCheck.ts'
import { isUscc } from '../../../electron/engine/identity/uscc.ts'
import { regionNames } from '../../../electron/engine/workspace/regions.ts'
import { inventedCode } from '../../journeys/files.ts'
import { resources } from '../../room.ts'

const names = regionNames(resources)
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'

test('a valid code comes apart into the parts of the standard, whatever width it is written in', () => {
  const code = inventedCode(7)
  const check = codeCheck(`${code.slice(0, 8)} ${code.slice(8).toLowerCase()}`, names)!
  expect(check).toMatchObject({ code, kind: 'uscc', wrong: [] })
  expect(check.parts.map((one) => one.part)).toEqual(['authority', 'type', 'registrar', 'organisation', 'check'])
  expect(check.parts.map((one) => one.text).join('')).toBe(code)
  expect(check.parts[2]!.name).toBe(names(code.slice(2, 8)))
})

test('one wrong character is found by a check, and the character that ought to stand there mends it', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 500 }), fc.nat({ max: 17 }), fc.constantFrom(...alphabet), (n, place, sign) => {
    const code = inventedCode(n)
    const damaged = code.slice(0, place) + sign + code.slice(place + 1)
    const check = codeCheck(damaged, names)!
    expect(check.kind === 'uscc').toBe(isUscc(damaged))
    expect(check.kind).toBe(sign === code[place] ? 'uscc' : 'broken')
    for (const { place: at, is, ought } of check.wrong) {
      expect(damaged[at - 1]).toBe(is)
      expect(ought).not.toBe(is)
    }
    if (place === 17 && sign !== code[17]) expect(check.wrong).toEqual([{ place: 18, is: sign, ought: code[17] }])
  }), { numRuns: 300 })
})

test('what is no such code is told as that', () => {
  expect(codeCheck('610131-个-77', names)).toEqual({ code: '610131-个-77', kind: 'other', wrong: [], parts: [] })
  expect(codeCheck(null, names)).toBeNull()
  expect(codeCheck('  ', names)).toBeNull()
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalSeed, leastDigits } from '../../../../shared/seed.ts'
import { inFives, readSeed } from '../../../../renderer/views/sampling/seed.ts'

test('the screen reads a seed as the engine does', () => {
  const sign = fc.constantFrom(...'0123456789０５ 　-–—\n'.split(''), 'x', '，', '.')
  fc.assert(fc.property(fc.array(sign, { maxLength: 60 }).map((signs) => signs.join('')), (entered) => {
    const { digits, other } = readSeed(entered)
    if (other === null && digits.length >= leastDigits) expect(canonicalSeed(entered)).toBe(digits)
    else expect(() => canonicalSeed(entered)).toThrow()
  }), { numRuns: 500 })
})

test('digits are read out in fives, none lost', () => {
  expect(inFives('31415926535897932384')).toBe('31415 92653 58979 32384')
  expect(inFives('314159265')).toBe('31415 9265')
  expect(inFives('')).toBe('')
})

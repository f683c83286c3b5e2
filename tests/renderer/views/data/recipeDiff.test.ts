import fc from 'fast-check'
import { expect, test } from 'vitest'
import { diffLines } from '../../../../renderer/views/data/recipeDiff.ts'

test('what went, what came, what stayed', () => {
  expect(diffLines('a\nb\nc\n', 'a\nx\nc\nd\n').map(({ kind, text, line }) => `${kind} ${line} ${text}`)).toEqual(['same 1 a', 'gone 2 b', 'new 2 x', 'same 3 c', 'new 4 d'])
})

test('both texts can be read back from it, and equal texts differ nowhere', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 20 }).map((lines) => lines.join('\n'))
  fc.assert(fc.property(text, text, (before, after) => {
    const lines = diffLines(before, after)
    const without = (kind: string): string => lines.filter((one) => one.kind !== kind).map((one) => one.text).join('\n')
    expect([without('new'), without('gone')]).toEqual([before, after])
    expect(diffLines(after, after).every((one) => one.kind === 'same')).toBe(true)
  }))
})

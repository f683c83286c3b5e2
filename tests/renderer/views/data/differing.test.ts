import fc from 'fast-check'
import { expect, test } from 'vitest'
import { differing } from '../../../../renderer/views/data/differing.ts'

test('marks what only one of two names has', () => {
  expect(differing('西安远帆机械有限公司', '远帆机械股份有限公司')).toEqual([
    [{ text: '西安', same: false }, { text: '远帆机械有限公司', same: true }],
    [{ text: '远帆机械', same: true }, { text: '股份', same: false }, { text: '有限公司', same: true }]])
  expect(differing('', '甲')).toEqual([[], [{ text: '甲', same: false }]])
})

test('the pieces make up the texts, and what is shared is the same on both sides', () => {
  const text = fc.string({ unit: fc.constantFrom('甲', '乙', '丙', 'a', '𠮷'), maxLength: 12 })
  fc.assert(fc.property(text, text, (left, right) => {
    const [a, b] = differing(left, right)
    expect(a.map((piece) => piece.text).join('')).toBe(left)
    expect(b.map((piece) => piece.text).join('')).toBe(right)
    const shared = (pieces: typeof a): string => pieces.filter((piece) => piece.same).map((piece) => piece.text).join('')
    expect(shared(a)).toBe(shared(b))
  }))
})

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import type { ResultCode } from '../../../../../shared/contract.ts'
import { codeKeys, codesIn, toggled } from '../../../../../renderer/views/sampling/results/codeKeys.ts'

const tables = ['2017', '2025'].map((id) => (parse(readFileSync(fileURLToPath(new URL(`../../../../../resources/results/codes-${id}.yaml`, import.meta.url)), 'utf8')) as { codes: ResultCode[] }).codes)

describe.each(tables)('of each table', (...codes) => {
  test('every code has a key of its own, a one-sign code itself', () => {
    const keys = codeKeys(codes)
    expect(keys.size).toBe(codes.length)
    expect(new Set(keys.values()).size).toBe(codes.length)
    for (const { code } of codes) if (code.length === 1) expect(keys.get(code)).toBe(code)
  })
  test('whatever is pressed, what stands alone stands alone', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(...codes.map((one) => one.code)), { maxLength: 12 }), (pressed) => {
      const chosen = pressed.reduce<string[]>((now, code) => toggled(now, code, codes), [])
      if (chosen.some((code) => codes.find((one) => one.code === code)!.exclusive)) expect(chosen).toHaveLength(1)
      expect(chosen).toEqual(codes.map((one) => one.code).filter((code) => chosen.includes(code)))
    }))
  })
  test('codes and names come back from any way of writing them', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.constantFrom(...codes), { maxLength: 4, selector: (one) => one.code }), fc.constantFrom('、', ',', '，', '; ', '/'), fc.constantFrom('code', 'zh', 'en'), (some, between, by) => {
      expect(codesIn(some.map((one) => one[by as 'code']).join(between), codes).sort()).toEqual(some.map((one) => one.code).sort())
    }))
  })
})

test('what is no code stays as it was written', () => {
  expect(codesIn('1、合格吧', tables[0]!)).toEqual(['1', '合格吧'])
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { filterFields, filterSchema, type Chip } from '../../shared/filter.ts'
import { parseRoute, viewNames, withChip, writeRoute, type Route } from '../../renderer/app/route.ts'

const field = fc.constantFrom(...filterFields)
const text = fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }).filter((one) => one.isWellFormed())
const value = fc.oneof(text, fc.double({ noNaN: true, noDefaultInfinity: true }).map((one) => (Object.is(one, -0) ? 0 : one)), fc.boolean())
const chip: fc.Arbitrary<Chip> = fc.oneof(
  fc.record({ field, op: fc.constant('in' as const), values: fc.array(value, { minLength: 1, maxLength: 5 }) }),
  fc.record({ field, op: fc.constant('between' as const), min: value, max: value }),
  fc.record({ field, op: fc.constant('contains' as const), value: text }),
  fc.record({ field, op: fc.constant('empty' as const) }),
)
const route: fc.Arbitrary<Route> = fc.record({
  view: fc.constantFrom(...viewNames), params: fc.array(text, { maxLength: 3 }), filter: fc.array(chip, { maxLength: 5 }),
  query: fc.dictionary(fc.stringMatching(/^[a-z]{2,8}$/), text, { maxKeys: 3 }).map((one) => ({ ...one })),
})

describe('the address', () => {
  it('holds everything of a route, whatever characters its values have', () => {
    fc.assert(fc.property(route, (one) => { expect(parseRoute(writeRoute(one))).toEqual(one) }))
  })
  it('shows everything where its filter was cut or forged', () => {
    for (const hash of ['#/subjects?f=%5B%7B%22fie', '#/subjects?f=%5B%7B%22field%22%3A%22DROP%22%7D%5D', '#/subjects?f=%E0%A4%A']) expect(parseRoute(hash)).toMatchObject({ view: 'subjects', filter: [] })
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (junk) => { expect(filterSchema.safeParse(parseRoute(`#/${junk}`).filter).success).toBe(true) }))
  })
  it('leads to the overview where it names no view', () => {
    expect(parseRoute('')).toEqual({ view: 'overview', params: [], filter: [], query: {} })
    expect(parseRoute('#/nonsense').view).toBe('overview')
    expect(parseRoute('#/constructor').view).toBe('overview')
  })
})

it('a chip takes the place of one on the same field and operation', () => {
  const before: Chip[] = [{ field: 'tier', op: 'in', values: ['A'] }, { field: 'index', op: 'between', min: 3 }]
  expect(withChip(before, { field: 'tier', op: 'in', values: ['D'] })).toEqual([{ field: 'index', op: 'between', min: 3 }, { field: 'tier', op: 'in', values: ['D'] }])
})

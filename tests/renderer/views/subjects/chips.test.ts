import { expect, test } from 'vitest'
import { filterSchema, type Filter } from '../../../../shared/filter.ts'
import { chosenValues, withValues, without } from '../../../../renderer/views/subjects/chips.ts'

const text: Filter = [{ field: 'text', op: 'contains', value: '食品' }]

test('chosen values become one chip and are read from it again', () => {
  const filter = withValues(text, 'tier', ['C', 'D'])
  expect(filterSchema.parse(filter)).toEqual([...text, { field: 'tier', op: 'in', values: ['C', 'D'] }])
  expect(chosenValues(filter, 'tier')).toEqual(['C', 'D'])
  expect(withValues(filter, 'tier', ['A'])).toHaveLength(2)
  expect(withValues(filter, 'tier', [])).toEqual(text)
})

test('unknown is a chip of its own, for chips are joined by AND', () => {
  const filter = withValues(withValues(text, 'region', ['610131']), 'region', [null])
  expect(filter).toEqual([...text, { field: 'region', op: 'empty' }])
  expect(chosenValues(filter, 'region')).toEqual([null])
})

test('without a field all its chips are gone', () => {
  expect(without([...text, { field: 'index', op: 'between', min: 1 }, { field: 'index', op: 'empty' }], 'index')).toEqual(text)
})

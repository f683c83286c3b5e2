import { expect, test } from 'vitest'
import type { Filter } from '../../../../../shared/filter.ts'
import { othersOf, tiersOf, withOthers, withTier } from '../../../../../renderer/views/sampling/joint/scope.ts'

const region: Filter[number] = { field: 'region', op: 'in', values: ['610113'] }

test('a scope without tiers admits all of them, and several chips those in each', () => {
  expect(tiersOf([region])).toEqual(['A', 'B', 'C', 'D'])
  expect(tiersOf([{ field: 'tier', op: 'in', values: ['D', 'C'] }, { field: 'tier', op: 'in', values: ['B', 'C'] }])).toEqual(['C'])
})

test('tiers come and go beside the other conditions; all of them need no chip, and the last stays', () => {
  const some = withTier(withTier([region], 'A'), 'B')
  expect(some).toEqual([{ field: 'tier', op: 'in', values: ['C', 'D'] }, region])
  expect(withTier(withTier(some, 'B'), 'A')).toEqual([region])
  const last = withTier(some, 'C')
  expect(withTier(last, 'D')).toBe(last)
})

test('other conditions are replaced without touching the tiers', () => {
  const scope = withTier([region], 'A')
  expect(othersOf(scope)).toEqual([region])
  expect(tiersOf(withOthers(scope, []))).toEqual(['B', 'C', 'D'])
  expect(othersOf(withOthers(scope, []))).toEqual([])
})

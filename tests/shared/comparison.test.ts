import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Contribution, Explanation } from '../../shared/contract.ts'
import { differingContributions } from '../../shared/comparison.ts'

const explained = (contributions: Contribution[]): Explanation => ({ subjectId: 1, contributions, index: contributions.reduce((sum, one) => sum + one.contribution, 0) } as unknown as Explanation)
const contributions = fc.uniqueArray(fc.record({ id: fc.nat(12), contribution: fc.double({ min: -20, max: 20, noNaN: true }) }), { selector: (one) => one.id, maxLength: 10 })
  .map((all) => all.map(({ id, contribution }): Contribution => ({ dimension: `penalty.d${id}`, class: 'penalty', nameZh: '维', nameEn: 'd', value: 1, points: 1, weight: 1, contribution, evidence: 0 })))

test('differences sum to that of the indices, the largest first, and of one with itself there are none', () => {
  fc.assert(fc.property(contributions, contributions, (a, b) => {
    const [left, right] = [explained(a), explained(b)]
    const differing = differingContributions(left, right)
    expect(differing.reduce((sum, one) => sum + one.difference, 0)).toBeCloseTo(right.index - left.index, 6)
    const sizes = differing.map((one) => Math.abs(one.difference))
    expect(sizes).toEqual([...sizes].sort((one, two) => two - one))
    for (const { dimension, left: mine, right: other } of differing) expect([mine?.contribution, other?.contribution]).toEqual([a.find((one) => one.dimension === dimension)?.contribution, b.find((one) => one.dimension === dimension)?.contribution])
    expect(differingContributions(left, left)).toEqual([])
  }), { numRuns: 200 })
})

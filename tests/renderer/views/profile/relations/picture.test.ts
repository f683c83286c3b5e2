import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byTier } from '../../../../../shared/classes.ts'
import type { Connector, Relations } from '../../../../../shared/contract.ts'
import { pictureOf, subjectPoint, tiePoint } from '../../../../../renderer/views/profile/relations/picture.ts'

const tie = (key: string): Connector => ({ key, shared: 'address', label: key, subjectId: null, step: 1, kinds: [], members: 2, hub: false, tiers: byTier(() => 0), abnormal: 0, noReport: null })
const relations = (subjects: number, ties: number, links: [number, number][]): Relations => ({
  subjectId: 0, first: 0, second: 0, connectorCount: ties, connectors: Array.from({ length: ties }, (_, i) => tie(String(i))),
  subjects: Array.from({ length: subjects }, (_, i) => ({ subjectId: i, name: `公司${i}`, code: null, tier: null, index: null, step: i === 0 ? 0 as const : 1 as const })),
  links: links.map(([key, subjectId]) => ({ key: String(key), subjectId })), reportYear: null, all: byTier(() => 0),
})

test('every point that is joined to the subject has a place of its own, and lines end at points', () => {
  const shape = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 12 })).chain(([subjects, ties]) => fc.tuple(fc.constant(subjects), fc.constant(ties), ties === 0 ? fc.constant([]) : fc.array(fc.tuple(fc.nat(ties - 1), fc.nat(subjects - 1)), { maxLength: 80 })))
  fc.assert(fc.property(shape, ([subjects, ties, links]) => {
    const given = relations(subjects, ties, links as [number, number][])
    const { points, lines } = pictureOf(given)
    const reached = new Set([subjectPoint(0)])
    for (let before = -1; before !== reached.size;) {
      before = reached.size
      for (const { key, subjectId } of given.links) if (reached.has(tiePoint(key)) || reached.has(subjectPoint(subjectId))) reached.add(tiePoint(key)).add(subjectPoint(subjectId))
    }
    expect(new Set(points.map((point) => point.id))).toEqual(reached)
    expect(new Set(points.map((point) => `${point.x} ${point.y}`)).size).toBe(points.length)
    for (const { source, target } of lines) expect(reached.has(source) && reached.has(target)).toBe(true)
    expect(pictureOf(given)).toEqual({ points, lines })
  }), { numRuns: 200 })
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyEdits, changesBetween, type DraftDimension, type DraftModel, type DraftVeto, type Edit } from '../../../../shared/modelDraft.ts'
import { inverseOf, mergedEdits, sameColumns, wrongBand } from '../../../../renderer/views/workshop/edits.ts'

const dimension = (id: string): DraftDimension => ({
  id, level2: ['a', 'a'], name: ['a', 'a'], meaning: ['a', 'a'], legal_basis: null, unit: 'times', direction: 'risk', value: 'count(*)', evidence: 'true',
  bands: [[null, 0], [1, 40], [3, 80]], missing: 10, weight: 5, cases: [{ rows: [], value: 0, points: 0 }, { rows: [{ kind: 'x' }], value: 2, points: 40 }],
})
const vetoes: DraftVeto[] = ['v1', 'v2', 'v3'].map((id) => ({ id, class: 'penalty', name: ['v', 'v'], legal_basis: 'l', condition: 'true', evidence: 'true' }))
const model: DraftModel = {
  version: 'm', ceilings: { penalty: 60, complaint: 40 }, thresholds: { B: 10, C: 20, D: 40 }, vetoes: [vetoes[0]!, vetoes[2]!],
  classes: [{ class: 'penalty', level1: ['p', 'p'], columns: {}, dimensions: [dimension('penalty.a'), { ...dimension('penalty.b'), cap: 3, half_life_days: 90 }] }, { class: 'complaint', level1: ['c', 'c'], columns: {}, dimensions: [dimension('complaint.a')] }],
}

const weight = fc.integer({ min: 0, max: 40 }).map((n) => n / 4)
const edit = fc.oneof<fc.Arbitrary<Edit>[]>(
  fc.record({ kind: fc.constant('dimension' as const), id: fc.constantFrom('penalty.a', 'penalty.b', 'complaint.a'), set: fc.record({ weight, cap: fc.option(weight), half_life_days: fc.option(fc.constantFrom(30, 90)), bands: fc.constantFrom<[number | null, number][]>([[null, 5]], [[null, 0], [2, 50]]), missing: fc.constantFrom(0, 20), value: fc.constantFrom('count(*)', 'sum(x)') }, { requiredKeys: [] }) }),
  fc.record({ kind: fc.constant('thresholds' as const), B: weight, C: weight, D: weight }),
  fc.constantFrom<Edit[]>({ kind: 'ceilings', ceilings: { penalty: 30, complaint: 70 } }, { kind: 'ceilings', ceilings: { penalty: 50, complaint: 20, opinion: 30 } }),
  fc.record({ kind: fc.constant('veto' as const), id: fc.constantFrom('v1', 'v2', 'v3'), on: fc.boolean() }),
)
const after = (of: DraftModel, edits: readonly Edit[]): DraftModel => applyEdits(of, edits, vetoes).model

test('the inverses of edits, backwards, give the model as it was', () => {
  fc.assert(fc.property(fc.array(edit, { maxLength: 12 }), (edits) => {
    let now = model
    const back: Edit[] = []
    for (const one of edits) {
      back.unshift(inverseOf(now, one))
      now = after(now, [one])
    }
    const before = after(now, back)
    expect(changesBetween(model, before)).toEqual([])
    expect(before.classes).toEqual(model.classes)
  }))
})

test('merged edits do what they did one by one', () => {
  const cases: Edit = { kind: 'dimension', id: 'penalty.a', set: { cases: [{ rows: [], value: 9, points: 1 }] } }
  fc.assert(fc.property(fc.array(fc.oneof(edit, fc.constant(cases)), { maxLength: 12 }), (edits) => {
    expect(after(model, mergedEdits(edits))).toEqual(after(model, edits))
  }))
  const slide = Array.from({ length: 50 }, (_, i): Edit => ({ kind: 'dimension', id: 'penalty.a', set: { weight: i } }))
  expect(mergedEdits(slide)).toEqual([slide.at(-1)])
})

test('an edit touches only what it names, and says what the model does not have', () => {
  const now = after(model, [{ kind: 'dimension', id: 'penalty.a', set: { weight: 1 } }])
  expect([now.classes[1] === model.classes[1], now.classes[0]!.dimensions[1] === model.classes[0]!.dimensions[1], now.classes[0]!.dimensions[0]!.weight]).toEqual([true, true, 1])
  expect(applyEdits(model, [{ kind: 'dimension', id: 'penalty.z', set: {} }], vetoes).unknown).toBe('penalty.z')
  expect(applyEdits(model, [{ kind: 'veto', id: 'v9', on: true }], vetoes).unknown).toBe('vetoes.v9')
  expect(after(model, [{ kind: 'veto', id: 'v2', on: true }]).vetoes.map((one) => one.id)).toEqual(['v1', 'v2', 'v3'])
})

test('columns serve another weight, cap, points, own ceiling and thresholds, and nothing else', () => {
  const serves = (...edits: Edit[]): boolean => sameColumns(model, after(model, edits), 'penalty.a')
  const set = (id: string, what: Extract<Edit, { kind: 'dimension' }>['set']): Edit => ({ kind: 'dimension', id, set: what })
  expect(serves(set('penalty.a', { weight: 9, cap: 2, missing: 3, bands: [[null, 1], [1, 2], [3, 3]] }), { kind: 'thresholds', B: 1, C: 2, D: 3 })).toBe(true)
  expect(serves(set('penalty.a', { evidence: 'false' }), set('penalty.b', { evidence: 'false' }))).toBe(true)
  for (const other of [set('penalty.a', { bands: [[null, 0], [2, 40], [3, 80]] }), set('penalty.a', { value: 'sum(x)' }), set('penalty.b', { weight: 1 }), set('penalty.b', { cap: null }), set('complaint.a', { missing: 0 })]) expect(serves(other)).toBe(false)
  expect(serves({ kind: 'veto', id: 'v1', on: false })).toBe(false)
  expect(serves({ kind: 'ceilings', ceilings: { penalty: 50, complaint: 50 } })).toBe(false)
  expect(sameColumns(model, { ...model, ceilings: { penalty: 10, complaint: 40 } }, 'penalty.a')).toBe(true)
  expect(sameColumns(model, structuredClone(model), 'penalty.a')).toBe(true)
})

test('bands are refused by row: beginning, order, points and their sign', () => {
  const wrong = (bands: [number | null, number | null][], missing: number | null = 0, direction: 'risk' | 'protective' = 'risk') => wrongBand(bands, missing, direction)
  expect(wrong([[null, 0], [1, 5], [2, 9]])).toBeNull()
  expect(wrong([[null, 0], [null, 5]])).toEqual({ row: 1, why: 'from' })
  expect(wrong([[null, 0], [2, 5], [2, 6]])).toEqual({ row: 2, why: 'rise' })
  expect(wrong([[null, null]])).toEqual({ row: 0, why: 'points' })
  expect(wrong([[null, 0], [1, 101]])).toEqual({ row: 1, why: 'range' })
  expect(wrong([[null, 0], [1, -5]])).toEqual({ row: 1, why: 'sign' })
  expect(wrong([[null, 0], [1, -5]], 0, 'protective')).toBeNull()
  expect(wrong([[null, 0]], null)).toEqual({ row: 'missing', why: 'points' })
})

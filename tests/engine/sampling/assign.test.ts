import fc from 'fast-check'
import { expect, test } from 'vitest'
import { assign, type Officer, type Recusal, type Visit } from '../../../electron/engine/sampling/assign.ts'

const seed = '31415926535897932384'
const skills = ['food', 'lifts']

const officer = fc.record({ department: fc.constantFrom('A', 'B'), qualifications: fc.subarray(skills), most: fc.option(fc.integer({ min: 1, max: 3 })) })
const need = fc.record({ officers: fc.integer({ min: 1, max: 3 }), qualifications: fc.subarray(skills, { maxLength: 1 }) })
const town = fc.record({
  officers: fc.array(officer, { maxLength: 6 }).map((all) => all.map((one, i): Officer => ({ ...one, id: `o${i}` }))),
  visits: fc.array(fc.record({ A: fc.option(need), B: fc.option(need) }), { minLength: 1, maxLength: 4 })
    .map((all) => all.map(({ A, B }, i): Visit => ({ id: `v${i}`, needs: [...(A ? [{ department: 'A', ...A }] : []), ...(B ? [{ department: 'B', ...B }] : [])] }))),
  recusals: fc.array(fc.record({ officer: fc.constantFrom('o0', 'o1', 'o2', 'o3'), visit: fc.constantFrom('v0', 'v1', 'v2'), reason: fc.constant('kin') }), { maxLength: 5 }),
})

/** Least Σ n(n+1)/2 over all ways to staff a department, by trying them all; Infinity: there is none. */
function leastCost(department: string, visits: readonly Visit[], officers: readonly Officer[], recusals: readonly Recusal[]): number {
  const own = officers.filter((one) => one.department === department)
  const needs = visits.flatMap(({ id, needs: all }) => all.filter((one) => one.department === department).map((one) => ({ visit: id, ...one })))
  const load = new Map<string, number>()
  const choose = (k: number, from: Officer[]): Officer[][] => (k === 0 ? [[]] : from.flatMap((one, i) => choose(k - 1, from.slice(i + 1)).map((rest) => [one, ...rest])))
  const staff = (at: number): number => {
    if (at === needs.length) return [...load.values()].reduce((sum, n) => sum + (n * (n + 1)) / 2, 0)
    const { visit, officers: k, qualifications } = needs[at]!
    const able = own.filter((one) => !recusals.some((two) => two.visit === visit && two.officer === one.id) && (one.most === null || (load.get(one.id) ?? 0) < one.most))
    let best = Infinity
    for (const team of choose(k, able)) {
      if (!team.some((one) => qualifications.every((name) => one.qualifications.includes(name)))) continue
      for (const one of team) load.set(one.id, (load.get(one.id) ?? 0) + 1)
      best = Math.min(best, staff(at + 1))
      for (const one of team) load.set(one.id, load.get(one.id)! - 1)
    }
    return best
  }
  return staff(0)
}

test('every visit has the officers it needs, qualified, never recused, and the visits are shared out as evenly as can be', () => {
  fc.assert(fc.property(town, ({ officers, visits, recusals }) => {
    const { teams, shortages } = assign(visits, officers, recusals, seed)
    for (const department of ['A', 'B']) {
      const wanted = visits.filter(({ needs }) => needs.some((one) => one.department === department))
      const least = leastCost(department, visits, officers, recusals)
      const own = teams.filter((one) => one.department === department)
      if (least === Infinity) {
        expect(own).toEqual([])
        expect(shortages.filter((one) => one.department === department)).toHaveLength(1)
        continue
      }
      expect(shortages.some((one) => one.department === department)).toBe(false)
      expect(own.map((one) => one.visit)).toEqual(wanted.map((one) => one.id))
      const load = new Map<string, number>()
      for (const { visit, officers: team } of own) {
        const { officers: k, qualifications } = visits.find((one) => one.id === visit)!.needs.find((one) => one.department === department)!
        const people = team.map((id) => officers.find((one) => one.id === id)!)
        expect(new Set(team).size).toBe(k)
        expect(people.every((one) => one.department === department)).toBe(true)
        expect(qualifications.every((name) => people[0]!.qualifications.includes(name))).toBe(true)
        expect(recusals.some((one) => one.visit === visit && team.includes(one.officer))).toBe(false)
        for (const id of team) load.set(id, (load.get(id) ?? 0) + 1)
      }
      for (const [id, n] of load) expect(n).toBeLessThanOrEqual(officers.find((one) => one.id === id)!.most ?? Infinity)
      expect([...load.values()].reduce((sum, n) => sum + (n * (n + 1)) / 2, 0)).toBe(least)
    }
  }), { numRuns: 400 })
})

test('where no assignment exists, each relaxation alone makes one, and one less of it does not', () => {
  let seen = 0
  fc.assert(fc.property(town, ({ officers, visits, recusals }) => {
    for (const { department, relaxations, unfilled, visits: failing } of assign(visits, officers, recusals, seed).shortages) {
      seen++
      expect(unfilled).toBeGreaterThan(0)
      expect(relaxations.length).toBeGreaterThan(0)
      for (const { visit } of failing) expect(leastCost(department, visits.filter((one) => one.id === visit), officers.map((one) => ({ ...one, most: null })), recusals)).toBe(Infinity)
      const limits = officers.flatMap((one) => (one.department === department && one.most !== null ? [one.most] : []))
      for (const one of relaxations) {
        const tried = (n: number): boolean => {
          const relaxed = one.kind === 'officers'
            ? [...officers, ...Array.from({ length: n }, (_, i): Officer => ({ id: `new${i}`, department, qualifications: skills, most: limits.length === 0 ? null : Math.max(...limits) }))]
            : officers.map((other) => (other.most === null ? other : { ...other, most: Math.max(other.most, n) }))
          return assign(visits, relaxed, recusals, seed).shortages.every((short) => short.department !== department)
        }
        const n = one.kind === 'officers' ? one.add : one.to
        expect(tried(n)).toBe(true)
        if (n > 1) expect(tried(n - 1)).toBe(false)
      }
    }
  }), { numRuns: 300 })
  expect(seen).toBeGreaterThan(20)
})

test('the seed decides among equals, the order of officers does not', () => {
  const officers = Array.from({ length: 12 }, (_, i): Officer => ({ id: `o${i}`, department: 'A', qualifications: [], most: null }))
  const visits = Array.from({ length: 6 }, (_, i): Visit => ({ id: `v${i}`, needs: [{ department: 'A', officers: 2, qualifications: [] }] }))
  const drawn = assign(visits, officers, [], seed)
  expect(assign(visits, officers.toReversed(), [], seed)).toEqual(drawn)
  expect(assign(visits, officers, [], '27182818284590452353')).not.toEqual(drawn)
  expect(new Set(drawn.teams.flatMap((one) => one.officers)).size).toBe(12)
})

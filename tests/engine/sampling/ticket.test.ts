import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nextTicket, seedHash, ticketOf } from '../../../electron/engine/sampling/ticket.ts'
import { sharedFolder } from '../../shared.ts'

interface Case { ids?: string[] | string; id?: string; seed: string; take?: number; expect?: [string, string][]; rest?: [string, string][]; next5_ids?: string[]; full_ticket?: string; next?: string }

const draw = (ids: readonly string[], seed: string): [string, string][] => {
  const hash = seedHash(seed)
  return ids.map((id): [string, string] => [ticketOf(id, hash), id]).toSorted((a, b) => (a < b ? -1 : 1))
}

describe.skipIf(sharedFolder === null)('the published cases of the consistent sampler (needs ../shared/vectors/sampler.json)', () => {
  const cases = sharedFolder === null ? [] : (JSON.parse(readFileSync(join(sharedFolder, 'vectors/sampler.json'), 'utf8')) as { cases: Case[] }).cases
  test.each(cases)('seed $seed', (one) => {
    if (one.id !== undefined) {
      const ticket = ticketOf(one.id, seedHash(one.seed))
      expect(ticket).toBe(one.full_ticket)
      expect(nextTicket(ticket)).toBe(one.next)
      return
    }
    const ids = one.ids === '0..99' ? Array.from({ length: 100 }, (_, i) => String(i)) : (one.ids as string[])
    const order = draw(ids, one.seed)
    const published = [...one.expect!, ...(one.rest ?? [])]
    expect(published.length).toBeGreaterThan(0)
    published.forEach(([ticket, id], i) => {
      expect(order[i]![1]).toBe(id)
      expect(order[i]![0].startsWith(ticket)).toBe(true)
    })
    expect(order.slice(published.length, published.length + (one.next5_ids?.length ?? 0)).map(([, id]) => id)).toEqual(one.next5_ids ?? [])
  })
  test('there are cases', () => expect(cases.length).toBe(4))
})

test('seeds are text: a blank or a leading zero gives another draw', () => {
  const tickets = ['314159', '314159 ', '0314159'].map((seed) => ticketOf('A-1', seedHash(seed)))
  expect(new Set(tickets).size).toBe(3)
})

const ids = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 20 }), { minLength: 1, maxLength: 60 })
const seeds = fc.stringMatching(/^\d{20,30}$/)

test('the order of the objects does not matter, and a larger sample holds the smaller one', () => {
  fc.assert(fc.property(ids, seeds, fc.nat(), (all, seed, n) => {
    const order = draw(all, seed)
    expect(draw(all.toReversed(), seed)).toEqual(order)
    const take = n % (all.length + 1)
    const smaller = draw(all.slice(0, -1), seed).slice(0, take).map(([, id]) => id)
    const larger = new Set(order.slice(0, take + 1).map(([, id]) => id))
    // Adding one object displaces at most one of the drawn.
    expect(smaller.every((id) => larger.has(id))).toBe(true)
  }))
})

test('strata drawn apart below a bound agree with the draw of all of them below that bound', () => {
  fc.assert(fc.property(ids, seeds, fc.double({ min: 0, max: 1, noNaN: true }), (all, seed, bound) => {
    const below = (some: string[]) => draw(some, seed).filter(([ticket]) => ticket < String(bound)).map(([, id]) => id)
    const apart = [all.filter((_, i) => i % 3 === 0), all.filter((_, i) => i % 3 !== 0)].flatMap(below)
    expect(new Set(apart)).toEqual(new Set(below(all)))
  }))
})

test('the next ticket is always above', () => {
  fc.assert(fc.property(fc.stringMatching(/^9{0,20}\d{1,40}$/), (digits) => {
    expect(nextTicket(`0.${digits}`) > `0.${digits}0`).toBe(true)
  }))
})

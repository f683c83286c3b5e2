import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readLibraries } from '../../../electron/engine/libraries/columns.ts'
import { endKeys, putVersions } from '../../../electron/engine/libraries/versions.ts'
import { raw, sql } from '../../../electron/engine/duckdb/sql.ts'
import { openRoom, resources, type TestRoom } from '../../room.ts'

let room: TestRoom
beforeAll(async () => { room = await openRoom() })
afterAll(() => room.close())

const library = readLibraries(resources).department
const span = 24
const day = (n: number): string => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10)

type Step = { do: 'put'; key: string; name: string; from: number; until: number | null | undefined } | { do: 'end'; key: string; last: number }
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('put' as const), key: fc.constantFrom('A', 'B'), name: fc.constantFrom('甲', '乙', '丙'), from: fc.nat(span - 1), until: fc.option(fc.nat(8), { nil: undefined }) }).map((one) => ({ ...one, until: one.until === undefined ? undefined : one.until > 6 ? null : one.from + one.until })) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('end' as const), key: fc.constantFrom('A', 'B'), last: fc.nat(span) }) },
)

/** The same by hand, a day a cell: which version holds, as its name and the number of its making. Days beyond the span stand for ever after. */
class ByHand {
  #days: Record<string, ({ name: string; version: number } | null)[]> = { A: Array.from({ length: span + 10 }, () => null), B: Array.from({ length: span + 10 }, () => null) }
  #made = 0
  put({ key, name, from, until }: Step & { do: 'put' }): void {
    const days = this.#days[key]!
    const held = days[from] ?? null
    let next = from + 1
    while (next < days.length && (days[next] === null || days[next]!.version === held?.version)) next++
    let heldUntil = from
    while (held !== null && heldUntil + 1 < days.length && days[heldUntil + 1]?.version === held.version) heldUntil++
    const end = Math.min(until === undefined ? (held === null || heldUntil === days.length - 1 ? Infinity : heldUntil) : (until ?? Infinity), next - 1)
    const made = held?.name === name ? held : { name, version: ++this.#made }
    for (let d = from; d < next; d++) days[d] = d <= end ? made : null
  }
  end({ key, last }: Step & { do: 'end' }): void {
    this.#days[key]!.fill(null, last + 1)
  }
  on(key: string, d: number): string[] {
    const found = this.#days[key]![d]
    return found ? [found.name] : []
  }
}

test('on any day exactly one row of a key holds, and it is the one that a calendar kept by hand has', async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 10 }), async (steps) => {
    const hand = new ByHand()
    await room.database().write(async (ask) => {
      await ask.run(raw('DELETE FROM department; DELETE FROM library_change'))
      for (const one of steps) {
        if (one.do === 'put') {
          hand.put(one)
          const until = typeof one.until === 'number' ? day(one.until) : one.until
          await putVersions(ask, library, [{ n: 1, values: { code: one.key, name: one.name, duty: null }, from: day(one.from), until }], { reason: 'r', source: '' })
        } else {
          hand.end(one)
          await endKeys(ask, library, sql`t.code = ${one.key}`, day(one.last), { reason: 'r', source: '' })
        }
      }
      for (let d = 0; d < span + 5; d++) {
        for (const key of ['A', 'B']) {
          const found = await ask.rows<{ name: string }>(sql`SELECT name FROM department WHERE code = ${key} AND valid_from <= ${day(d)}::DATE AND (valid_until IS NULL OR valid_until >= ${day(d)}::DATE)`)
          expect(found.map((one) => one.name), `${key} on ${day(d)}`).toEqual(hand.on(key, d))
        }
      }
      expect((await ask.one<{ n: number }>(raw('SELECT count(*) AS n FROM department WHERE valid_until < valid_from'))).n).toBe(0)
    })
  }), { numRuns: 25 })
})

test('the same rows brought again change nothing and are not logged again', async () => {
  const rows = fc.uniqueArray(fc.record({ code: fc.constantFrom('A', 'B', 'C'), name: fc.constantFrom('甲', '乙', '丙'), from: fc.nat(20), until: fc.option(fc.nat(6), { nil: undefined }) }), { minLength: 1, maxLength: 8, selector: ({ code, from }) => `${code}${from}` })
  await fc.assert(fc.asyncProperty(rows, async (given) => {
    // Rows of one key that overlap contradict each other: the import refuses them.
    const fitting = given.filter((one) => !given.some((other) => other.code === one.code && other.from > one.from && one.until !== undefined && other.from <= one.from + one.until))
    const typed = fitting.map(({ code, name, from, until }, n) => ({ n, values: { code, name, duty: null }, from: day(from), until: until === undefined ? undefined : day(from + until) }))
    await room.database().write(async (ask) => {
      await ask.run(raw('DELETE FROM department; DELETE FROM library_change'))
      await putVersions(ask, library, typed, { reason: 'r', source: 'f' })
      const before = await ask.rows(raw('SELECT * FROM department ORDER BY ALL'))
      const logged = await ask.one(raw('SELECT count(*) AS n FROM library_change'))
      expect(await putVersions(ask, library, typed, { reason: 'again', source: 'f' })).toEqual({ added: 0, changed: 0, ended: 0, unchanged: typed.length })
      expect(await ask.rows(raw('SELECT * FROM department ORDER BY ALL'))).toEqual(before)
      expect(await ask.one(raw('SELECT count(*) AS n FROM library_change'))).toEqual(logged)
    })
  }), { numRuns: 25 })
})

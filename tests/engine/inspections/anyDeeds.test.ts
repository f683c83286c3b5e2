import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { InspectionFigures, InspectionRef, ResultDetail } from '../../../shared/contract.ts'
import { raw } from '../../../electron/engine/duckdb/sql.ts'
import { openDrawn, rowsOf, type Drawn, type Row } from './drawn.ts'

const of: InspectionRef = { campaign: 1 }
let drawn: Drawn
beforeAll(async () => { drawn = await openDrawn() })
afterAll(() => drawn.room.close())

const people = ['甲', '乙', '丙'] as const
const key = (name: string): string => name.normalize('NFKC').replace(/\s+/g, '').toLowerCase()
const by = fc.constantFrom<string>(...people, ' 甲', '乙 ')
const which = fc.nat({ max: 1 })
const codes = fc.constantFrom<string[]>(['1'], ['Z'], ['X', 'W'], ['L'], ['F'], ['1', 'Z'], ['?'])
const deed = fc.oneof(
  /** Whatever comes next in the way of a result, so that some go all of it. */
  { weight: 14, arbitrary: fc.record({ kind: fc.constant('next' as const), which, codes: fc.constantFrom<string[]>(['1'], ['Z'], ['X', 'W']) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('enter' as const), which, by, codes, stale: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('approve' as const), which, by }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('return' as const), which, by }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('publish' as const), which, by }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('correct' as const), which, by, codes }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('keep' as const), which, by }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('follow' as const), which, by, followUp: fc.constantFrom('done' as const, 'open' as const) }) },
)

/** From what a result may become what (DOMAIN: results and publication), each by which deed. */
const ways = new Set([
  'not_entered enter awaiting_review', 'awaiting_review enter awaiting_review', 'returned enter awaiting_review', 'awaiting_review approve approved', 'awaiting_review return returned', 'approved return returned',
  'approved publish published', 'published correct awaiting_review', 'awaiting_review keep published', 'returned keep published', 'approved keep published',
  ...['awaiting_review', 'returned', 'approved', 'published'].map((state) => `${state} follow ${state}`),
])

const next = { not_entered: 'enter', awaiting_review: 'approve', returned: 'enter', approved: 'publish', published: 'correct' } as const

let used = 0
async function freshPlaces(): Promise<{ visit: number; item: string }[]> {
  const rows = await rowsOf(drawn.ask, { of, sort: [{ field: 'visit', descending: false }] })
  used += 2
  return rows.slice(used - 2, used).map(({ visit, item }) => ({ visit, item }))
}
type Stands = Pick<Row, 'result' | 'revision' | 'state'>
/** The rows themselves: the list is asked at the end. */
const stand = (places: { visit: number; item: string }[]): Promise<Stands[]> => drawn.room.database().read(async (ask) => {
  const rows = await ask.rows<Stands & { visit: number; item: string }>(raw('SELECT * REPLACE (codes::VARCHAR AS codes) FROM inspection_result'))
  return places.map((place) => rows.find((row) => row.visit === place.visit && row.item === place.item) ?? { result: null, revision: 0, state: 'not_entered' })
})
const everything = () => drawn.room.database().read(async (ask) => ({
  entries: await ask.rows(raw('SELECT publication, entry, result, revision, replaces, reason, content::VARCHAR AS content FROM publication_entry ORDER BY publication, entry')),
  events: await ask.rows<{ result: number; revision: number }>(raw('SELECT *, content::VARCHAR AS text FROM result_event ORDER BY happened_at, result, revision')),
  publications: await ask.rows<{ publication: number }>(raw('SELECT * FROM publication ORDER BY publication')),
}))

test('no sequence of deeds leaves the ways of the domain: states, two persons, what was published stays', { timeout: 600_000 }, async () => {
  await fc.assert(fc.asyncProperty(fc.array(deed, { minLength: 16, maxLength: 32 }), async (deeds) => {
    const places = await freshPlaces()
    let [rows, kept] = [await stand(places), await everything()]
    for (const drawnDeed of deeds) {
      const row = rows[drawnDeed.which]!
      const one = drawnDeed.kind === 'next' ? { ...drawnDeed, kind: next[row.state as keyof typeof next], by: people[row.revision % 3]!, stale: false } : drawnDeed
      const result = row.result ?? 999_999
      const seen = [{ result, revision: Math.max(1, row.revision) }]
      const refused = await (async (): Promise<boolean> => {
        try {
          switch (one.kind) {
            case 'enter': return (await drawn.ask.enterResults({ of, by: one.by, entries: [{ ...places[one.which]!, revision: row.revision + (one.stale && row.revision > 0 ? -1 : 0), codes: one.codes, inspectedOn: '2026-11-23' }] })).taken === 0
            case 'approve': return (await drawn.ask.reviewResults({ by: one.by, results: seen, decision: 'approve' })).done === 0
            case 'return': return (await drawn.ask.reviewResults({ by: one.by, results: seen, decision: 'return', reason: '改' })).done === 0
            case 'publish': return (await drawn.ask.publishResults({ by: one.by, results: seen })).publication === null
            case 'correct': return (await drawn.ask.correctResult({ ...seen[0]!, by: one.by, reason: '错', foundOn: '2026-11-23', codes: one.codes, inspectedOn: '2026-11-23' }), false)
            case 'keep': return (await drawn.ask.keepResult({ ...seen[0]!, by: one.by, reason: '无误' }), false)
            case 'follow': return (await drawn.ask.setFollowUp({ by: one.by, results: seen, followUp: one.followUp, note: '办' })).done === 0
          }
        } catch (error) {
          expect((error as { code?: string }).code).toMatch(/^(result_|no_such_result)/)
          return true
        }
      })()
      const [now, all] = [await stand(places), await everything()]
      for (const [i, after] of now.entries()) {
        if (i !== one.which || refused) expect(after).toEqual(rows[i])
        else {
          expect([...ways], `${row.state} ${one.kind} ${after.state}`).toContain(`${row.state} ${one.kind} ${after.state}`)
          expect(after.revision).toBe(row.revision + 1)
        }
      }
      // What was written stays, byte by byte; nothing is put before it.
      expect(all.entries.slice(0, kept.entries.length)).toEqual(kept.entries)
      expect(all.events).toEqual(expect.arrayContaining(kept.events))
      expect(all.events).toHaveLength(kept.events.length + (refused ? 0 : 1))
      expect(all.publications.slice(0, kept.publications.length)).toEqual(kept.publications)
      expect(all.publications.map((each) => each.publication)).toEqual(all.publications.map((_, i) => i + 1))
      rows = now
      kept = all
    }
    for (const { result } of rows) if (result !== null) await soundResult(await drawn.ask.readResult({ result }))
  }), { numRuns: 5 })
  await sameFigures()
})

/** What the events of a result say by themselves. */
async function soundResult(detail: ResultDetail): Promise<void> {
  expect(detail.events.map((one) => one.revision)).toEqual(detail.events.map((_, i) => i + 1))
  expect(detail.events.at(-1)!.content.state).toBe(detail.state)
  let hands = new Set<string>()
  for (const event of detail.events) {
    if (event.kind === 'approved' || event.kind === 'returned') expect(hands.has(key(event.by))).toBe(false)
    if (['entered', 'changed', 'correcting'].includes(event.kind)) hands.add(key(event.by))
    if (event.kind === 'published' || event.kind === 'kept') hands = new Set()
  }
  expect(new Set(detail.enteredByAll.map(key))).toEqual(hands)
  const published = detail.events.filter((one) => one.kind === 'published')
  expect(detail.published).toHaveLength(published.length)
  expect(detail.published.map((one) => one.replaces)).toEqual([null, ...detail.published.map((one) => one.publication)].slice(0, published.length))
  const records = await drawn.room.database().read((ask) => ask.rows<{ doc_no: string; result: string }>(raw(`SELECT doc_no, s.result FROM supervision s JOIN publication p USING (file_id) JOIN publication_entry e ON e.publication = p.publication AND e.entry = s.source_row WHERE e.result = ${detail.result}`)))
  const last = detail.published.at(-1)
  expect(records.map((one) => one.doc_no)).toEqual(last ? [`${last.publication}-${last.entry}`] : [])
}

/** The statistics beside a count by hand. */
async function sameFigures(): Promise<void> {
  const { departments, total } = await drawn.ask.inspectionStatistics({ of })
  const rows = await rowsOf(drawn.ask, { of })
  const details = new Map((await Promise.all(rows.flatMap(({ result }) => (result === null ? [] : [drawn.ask.readResult({ result })])))).map((one) => [one.result, one]))
  const count = (own: Row[]): Partial<InspectionFigures> => {
    const mine = own.flatMap((row) => (row.result === null ? [] : [details.get(row.result)!]))
    const published = mine.filter((one) => one.published.length > 0)
    const bad = published.filter((one) => !['未发现问题', '未涉及'].includes(one.published.at(-1)!.content['result']!))
    const state = (name: string): number => mine.filter((one) => one.state === name).length
    return {
      drawn: own.length, entered: mine.length, awaitingReview: state('awaiting_review'), returned: state('returned'), approved: state('approved'), published: published.length, closed: published.filter((one) => one.followUp !== 'open').length,
      problems: bad.length, problemSubjects: new Set(bad.map((one) => one.subject.subjectId)).size, onTime: published.length, late: 0, overdue: 0, returns: mine.flatMap((one) => one.events).filter((one) => one.kind === 'returned').length,
      corrections: published.reduce((sum, one) => sum + one.published.length - 1, 0), completion: published.length / own.length, problemRate: published.length === 0 ? null : bad.length / published.length,
    }
  }
  expect(total).toMatchObject(count(rows))
  expect(total.published).toBeGreaterThan(3)
  expect(total.corrections).toBeGreaterThan(0)
  for (const { department, name: _, ...figures } of departments) expect(figures).toMatchObject(count(rows.filter((row) => row.department === department)))
}

import { tableFromIPC } from 'apache-arrow'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { raw, sql } from '../../../electron/engine/duckdb/sql.ts'
import { subjects } from '../../../electron/engine/subjects/subjects.ts'
import { keepLookups } from '../../../electron/engine/workspace/lookups.ts'
import { openRoom, type TestRoom } from '../../room.ts'

let room: TestRoom
let verbs: ReturnType<typeof subjects>
beforeAll(async () => {
  room = await openRoom('2026-11-22')
  verbs = subjects(room, async () => null)
})
afterAll(() => room.close())
beforeEach(() => room.database().write(async (ask) => {
  for (const table of ['subject', 'relation', 'subject_initials', 'subject_former_name', 'subject_link', 'score', 'score_run', 'listing', 'operation']) await ask.run(raw(`DELETE FROM ${table}`))
}))

interface One { address: number | null; phone: number | null; person: number | null; registrar: number }
interface Record_ { from: number; to: number; known: boolean; kind: 'shareholder' | 'officer' | 'branch'; ended: boolean }
const rowsOf = (table: { arrow: Uint8Array }): Record<string, unknown>[] => tableFromIPC(table.arrow).toArray().map((row) => ({ ...(row.toJSON() as object) }))

async function fill(all: readonly One[], records: readonly Record_[]): Promise<void> {
  await room.database().write(async (ask) => {
    for (const table of ['subject', 'relation', 'subject_initials', 'subject_former_name', 'subject_link']) await ask.run(raw(`DELETE FROM ${table}`))
    await ask.run(sql`INSERT INTO subject (subject_id, name, name_key, address, phone, legal_rep, registrar, first_batch)
      SELECT id, '公司' || id, '公司' || id, '高新路科技大厦' || address, '029-888800' || phone, '张三' || person, '61010' || registrar, 1
      FROM (SELECT unnest(from_json(${JSON.stringify(all.map((one, i) => ({ id: i + 1, ...one })))}, '[{"id":"INTEGER","address":"INTEGER","phone":"INTEGER","person":"INTEGER","registrar":"INTEGER"}]'), recursive := true))`)
    await ask.run(sql`INSERT INTO relation (subject_id, attached, known_on, kind, other_name, other_subject_id, until_on, row_key, batch, file_id, source_file, source_row)
      SELECT "from", 'code', DATE '2024-01-01', kind, CASE WHEN known THEN '公司' || "to" ELSE '张三' || "to" END, CASE WHEN known THEN "to" END, CASE WHEN ended THEN DATE '2025-01-01' END, uuid(), 1, 1, 'r.csv', 1
      FROM (SELECT unnest(from_json(${JSON.stringify(records)}, '[{"from":"INTEGER","to":"INTEGER","known":"BOOLEAN","kind":"VARCHAR","ended":"BOOLEAN"}]'), recursive := true))`)
    await keepLookups(ask, raw('SELECT subject_id FROM subject'))
  })
}

/** What each subject has, as words: two subjects share what both have. A known subject that records name has itself. */
function belongings(all: readonly One[], records: readonly Record_[]): Set<string>[] {
  const has = all.map((one) => new Set([
    ...(one.address === null ? [] : [`address ${one.address}`]), ...(one.phone === null ? [] : [`phone ${one.phone}`]), ...(one.person === null ? [] : [`person ${one.person} at ${one.registrar}`]),
  ]))
  for (const { from, to, known, kind, ended } of records) {
    if (ended) continue
    if (known) {
      has[from - 1]!.add(`subject ${to}`)
      has[to - 1]!.add(`subject ${to}`)
    } else has[from - 1]!.add(kind === 'branch' ? `party ${to}` : `person ${to} at ${all[from - 1]!.registrar}`)
  }
  return has
}

/** Step by step, over every pair: whom each subject reaches, hubs leading only to the subject that they are. */
function naive(all: readonly One[], records: readonly Record_[], start: number, hub: number): { first: number[]; second: number[] } {
  const has = belongings(all, records)
  const sharers = (thing: string): number[] => has.flatMap((own, i) => (own.has(thing) ? [i + 1] : []))
  const from = (id: number): number[] => [...has[id - 1]!].flatMap((thing) => {
    const members = sharers(thing)
    return members.length <= hub ? members : thing.startsWith('subject ') ? [Number(thing.slice(8))] : []
  })
  const first = [...new Set(from(start))].filter((id) => id !== start).sort((a, b) => a - b)
  return { first, second: [...new Set(first.flatMap(from))].filter((id) => id !== start && !first.includes(id)).sort((a, b) => a - b) }
}

test('two steps are what going from neighbour to neighbour gives, hubs counted and not followed', { timeout: 120_000 }, async () => {
  const few = (most: number) => fc.option(fc.integer({ min: 10, max: 9 + most }), { nil: null, freq: 3 })
  const subject: fc.Arbitrary<One> = fc.record({ address: few(8), phone: few(12), person: few(8), registrar: fc.constantFrom(1, 2) })
  const cities = fc.integer({ min: 2, max: 25 }).chain((n) => fc.tuple(fc.array(subject, { minLength: n, maxLength: n }), fc.array(fc.record({ from: fc.integer({ min: 1, max: n }), to: fc.integer({ min: 1, max: n }), known: fc.boolean(), kind: fc.constantFrom('shareholder', 'officer', 'branch'), ended: fc.boolean() }), { maxLength: 20 })))
  await fc.assert(fc.asyncProperty(cities, fc.integer({ min: 2, max: 6 }), async ([all, records], hub) => {
    await fill(all, records as Record_[])
    for (const subjectId of [1, Math.ceil(all.length / 2), all.length]) {
      const wanted = naive(all, records as Record_[], subjectId, hub)
      const table = rowsOf(await verbs.relatedSubjects({ subjectId, steps: 2, hub, offset: 0, limit: 1000 }))
      const reached = (step: number): unknown[] => table.filter((row) => row.step === step).map((row) => row.subject_id).sort((a, b) => Number(a) - Number(b))
      expect({ first: reached(1), second: reached(2) }).toEqual(wanted)
      const told = await verbs.subjectRelations({ subjectId, steps: 2, hub })
      expect([told.first, told.second]).toEqual([wanted.first.length, wanted.second.length])
      const things = [...belongings(all, records as Record_[])[subjectId - 1]!]
      const sizes = things.map((thing) => belongings(all, records as Record_[]).filter((own) => own.has(thing)).length).filter((n) => n > 1)
      expect(told.connectors.filter((one) => one.step === 1).map((one) => one.members)).toEqual(sizes.sort((a, b) => b - a))
      for (const one of told.connectors) {
        expect(one.hub).toBe(one.members > hub)
        expect((await verbs.relatedSubjects({ subjectId, steps: 2, hub, key: one.key, offset: 0, limit: 1000 })).total).toBe(one.members)
      }
      const drawn = new Set(told.subjects.map((one) => one.subjectId))
      expect(told.links.every((link) => drawn.has(link.subjectId))).toBe(true)
    }
  }), { numRuns: 15 })
})

test('an agency of thousands is one hub with figures, its members paged, riskiest first', async () => {
  const many = 3000
  await room.database().write(async (ask) => {
    await ask.run(sql`INSERT INTO subject (subject_id, name, name_key, address, status, established, first_batch) SELECT i, '公司' || i, '公司' || i, CASE WHEN i <= ${many} THEN '高新路托管工位' ELSE '别处大厦一号' || i // 4 END, 'active', DATE '2020-01-01', 1 FROM range(1, ${many + 100}) t(i)`)
    await ask.run(raw(`INSERT INTO score SELECT subject_id, subject_id % 100, CASE WHEN subject_id % 10 = 0 THEN 'D' ELSE 'B' END, 'index', NULL, 0,0,0,0,0,0,0,0,0,0,0 FROM subject`))
    await ask.run(raw(`INSERT INTO score_run VALUES (1, 'base-1', 'x', DATE '2026-11-01', TIMESTAMP '2026-11-01 08:00:00', 3099, 60, '{"A":0,"B":2790,"C":0,"D":309}', '{}', 0)`))
    const record = (table: string, columns: string, values: string) => ask.run(raw(`INSERT INTO ${table} (subject_id, attached, known_on, ${columns}, row_key, batch, file_id, source_file, source_row) SELECT i, 'code', DATE '2026-01-01', ${values}, uuid(), 1, 1, 'x.csv', i FROM range(1, 3001) t(i)`))
    await record('listing', 'kind, removed_on', `CASE WHEN i <= 700 THEN 'abnormal' ELSE 'honour' END, CASE WHEN i <= 100 THEN DATE '2026-02-01' END`)
    await record('operation', 'kind, year', `'annual_report', CASE WHEN i <= 1000 THEN 2024 ELSE 2025 END`)
    await keepLookups(ask, raw('SELECT subject_id FROM subject'))
  })
  const told = await verbs.subjectRelations({ subjectId: 5, steps: 2, hub: 50 })
  expect(told).toMatchObject({ first: 0, second: 0, connectorCount: 1, reportYear: 2025, all: { B: 2790, D: 309 }, links: [{ subjectId: 5 }] })
  expect(told.connectors).toMatchObject([{ shared: 'address', label: '高新路托管工位', members: many, hub: true, tiers: { A: 0, B: 2700, C: 0, D: 300 }, abnormal: 600, noReport: 1000, kinds: ['address'], step: 1 }])
  const page = await verbs.relatedSubjects({ subjectId: 5, steps: 2, hub: 50, key: told.connectors[0]!.key, offset: 1, limit: 3 })
  expect(page.total).toBe(many)
  expect(rowsOf(page)).toMatchObject([{ subject_id: 99, index: 99, step: null, abnormal: false, no_report: true }, { subject_id: 199 }, { subject_id: 299, abnormal: true }])
  // In March nobody owes the report for 2025 yet; one for 2024 everybody has.
  const march = subjects({ ...room, today: () => '2026-03-01' }, async () => null)
  expect((await march.subjectRelations({ subjectId: 5, steps: 1, hub: 50 })).connectors[0]).toMatchObject({ noReport: 0 })
})

test('a parent of hundreds of branches is not gone on from, and only what fits is drawn', async () => {
  const alone = { address: null, phone: null, person: null, registrar: 1 }
  await fill(Array.from({ length: 602 }, () => alone), Array.from({ length: 600 }, (_, i) => ({ from: 1, to: i + 2, known: true, kind: 'branch', ended: false })))
  const told = await verbs.subjectRelations({ subjectId: 1, steps: 2, hub: 50 })
  expect(told).toMatchObject({ first: 600, second: null, connectorCount: 600 })
  expect([told.connectors.length, told.subjects.length]).toEqual([24, 81])
  expect((await verbs.relatedSubjects({ subjectId: 1, steps: 2, hub: 50, offset: 590, limit: 100 })).total).toBe(600)
  // Seen from a branch the parent is one of two.
  expect(await verbs.subjectRelations({ subjectId: 2, steps: 1, hub: 50 })).toMatchObject({ first: 1, connectors: [{ shared: 'subject', subjectId: 2, members: 2, kinds: ['branch'] }] })
})

test('whom nobody shares anything with is told so, and masked names join nobody', async () => {
  await fill([{ address: null, phone: null, person: null, registrar: 1 }, { address: null, phone: null, person: null, registrar: 1 }], [])
  await room.database().write(async (ask) => {
    await ask.run(raw(`UPDATE subject SET legal_rep = '张*', phone = '138****0000'`))
    await keepLookups(ask, raw('SELECT subject_id FROM subject'))
  })
  expect(await verbs.subjectRelations({ subjectId: 1, steps: 2, hub: 50 })).toMatchObject({ first: 0, second: 0, connectors: [], subjects: [{ subjectId: 1, step: 0 }], links: [], reportYear: null })
  expect((await verbs.relatedSubjects({ subjectId: 1, steps: 2, hub: 50, offset: 0, limit: 10 })).total).toBe(0)
})

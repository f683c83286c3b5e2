import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { MatchedBy } from '../../../shared/contract.ts'
import { raw, sql } from '../../../electron/engine/duckdb/sql.ts'
import { normaliseName } from '../../../electron/engine/identity/normaliseName.ts'
import { subjects } from '../../../electron/engine/subjects/subjects.ts'
import { asDeed, type Deed } from '../../../electron/engine/workspace/deed.ts'
import { keepLookups } from '../../../electron/engine/workspace/lookups.ts'
import { openRoom, type TestRoom } from '../../room.ts'

let room: TestRoom
let verbs: ReturnType<typeof subjects>
beforeAll(async () => {
  room = await openRoom()
  verbs = subjects(room, async () => null)
})
afterAll(() => room.close())

interface Known { name: string; former: string[]; uscc: string | null; local: string | null; person: string | null }

async function fill(all: readonly Known[]): Promise<void> {
  await room.database().write(async (ask) => {
    for (const table of ['subject', 'subject_name', 'subject_initials', 'subject_former_name', 'subject_link']) await ask.run(raw(`DELETE FROM ${table}`))
    const rows = JSON.stringify(all.map((one, i) => ({ ...one, id: i + 1, key: normaliseName(one.name), keys: [...one.former, one.name].map(normaliseName) })))
    await ask.run(sql`CREATE OR REPLACE TEMP TABLE given AS SELECT unnest(from_json(${rows}, '[{"name":"VARCHAR","uscc":"VARCHAR","local":"VARCHAR","person":"VARCHAR","id":"INTEGER","key":"VARCHAR","keys":["VARCHAR"]}]'), recursive := true)`)
    await ask.run(raw('INSERT INTO subject (subject_id, uscc, local_code, name, name_key, legal_rep, first_batch) SELECT id, uscc, local, name, key, person, 1 FROM given'))
    await ask.run(raw('INSERT INTO subject_name SELECT id, one, one, 1 FROM (SELECT id, unnest(keys) AS one FROM given)'))
    await keepLookups(ask, raw('SELECT id FROM given'))
  })
}

/** Letters of the signs that the names below are made of. */
const letters: Readonly<Record<string, string>> = { 西: 'x', 安: 'a', 银: 'y', 行: 'h', 科: 'k', 技: 'j', 小: 'x', 店: 'd' }
const initialsOf = (name: string): string => [...normaliseName(name)].map((sign) => letters[sign] ?? (/[a-z0-9]/.test(sign) ? sign : '')).join('')

/** The rules of the ranking, one subject at a time. */
function naive(all: readonly Known[], text: string, limit: number): { id: number; by: MatchedBy }[] {
  const [key, code, person] = [normaliseName(text), /^[0-9A-Za-z\s-]+$/.test(text) ? text.toUpperCase().replace(/[\s-]/g, '') : '', text.trim()]
  if (key === '') return []
  const place = (whole: string, part: string): number => (whole === part ? 0 : whole.startsWith(part) ? 1 : whole.includes(part) ? 2 : 9)
  return all.flatMap((one, i) => {
    const ways: { by: MatchedBy; rank: number; length: number }[] = []
    const add = (by: MatchedBy, rank: number, length: number): void => { ways.push({ by, rank, length }) }
    const own = one.uscc ?? one.local?.toUpperCase().replaceAll('-', '') ?? ''
    const inCode = code === '' ? 9 : place(own, code)
    if (inCode < 2 || (inCode === 2 && code.length >= 4 && /\d/.test(code))) add('code', [0, 20, 30][inCode]!, 0)
    const name = normaliseName(one.name)
    const inName = place(name, key)
    if (inName < 9) add('name', [10, 21, 31][inName]!, name.length)
    const inInitials = /^[a-z0-9]{2,}$/.test(key) && /[a-z]/.test(key) ? place(initialsOf(one.name), key) : 9
    if (inInitials < 9) add('initials', 40 + inInitials, initialsOf(one.name).length)
    for (const former of one.former.map(normaliseName)) if (place(former, key) < 9) add('former_name', 50 + place(former, key), former.length)
    const inPerson = key.length < 2 || one.person === null ? 9 : place(one.person, person)
    if (inPerson < 2) add('legal_rep', 60 + inPerson, [...one.person!].length)
    const [best] = ways.sort((a, b) => a.rank - b.rank || a.length - b.length)
    return best ? [{ id: i + 1, ...best }] : []
  }).sort((a, b) => a.rank - b.rank || a.length - b.length || a.id - b.id).slice(0, limit).map(({ id, by }) => ({ id, by }))
}

const sign = fc.constantFrom(...Object.keys(letters), 'a', 'B', '3', '（', '）')
const name = fc.array(sign, { minLength: 1, maxLength: 6 }).map((signs) => signs.join(''))
const known: fc.Arbitrary<Known> = fc.record({
  name, former: fc.array(name, { maxLength: 2 }), uscc: fc.option(fc.stringMatching(/^9[12A]{2,5}$/), { nil: null }), local: fc.option(fc.stringMatching(/^[12a]{2}-[12]{1,3}$/), { nil: null }), person: fc.option(fc.constantFrom('张三', '张三丰', '西安', '李a'), { nil: null }),
})

test('search finds and ranks what one look at each subject would', { timeout: 120_000 }, async () => {
  await fc.assert(fc.asyncProperty(fc.array(known, { minLength: 1, maxLength: 40 }), fc.array(fc.oneof(name, fc.stringMatching(/^[xahykjd]{1,3}$/), fc.stringMatching(/^[912A]{1,5}$/), fc.constantFrom('张三', '张', '西安', 'a1-2')), { minLength: 3, maxLength: 8 }), fc.integer({ min: 1, max: 12 }), async (all, texts, limit) => {
    await fill(all)
    for (const text of texts) {
      const found = await verbs.searchSubjects({ text, limit })
      expect(found.map((one) => ({ id: one.subjectId, by: one.matched })), text).toEqual(naive(all, text, limit))
    }
  }), { numRuns: 15 })
})

test('each way is told, and a subject that is found in several ways is told once, by the best', async () => {
  await fill([
    { name: '西安银行', former: ['小店'], uscc: '91610131MA0000001X', local: null, person: '张三' },
    { name: '小店科技', former: [], uscc: null, local: 'XA-77', person: '李四' },
  ])
  const found = async (text: string) => (await verbs.searchSubjects({ text, limit: 5 })).map((one) => `${one.subjectId} ${one.matched}`)
  expect(await found('xayh')).toEqual(['1 initials'])
  expect(await found('XAYH')).toEqual(['1 initials'])
  expect(await found('a0000001')).toEqual(['1 code'])
  expect(await found('ma')).toEqual([])
  expect(await found('小店')).toEqual(['2 name', '1 former_name'])
  expect(await found('张三')).toEqual(['1 legal_rep'])
  expect(await found('三')).toEqual([])
  const unseeing: Deed = { id: 'd', verb: 'searchSubjects', input: {}, session: { operator: null, of: null }, steps: 0, sight: 'masked' }
  expect(await asDeed(unseeing, () => found('张三'))).toEqual([])
  expect(await found('xa77')).toEqual(['2 code'])
})

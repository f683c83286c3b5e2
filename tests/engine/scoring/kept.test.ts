import { afterEach, beforeEach, expect, test } from 'vitest'
import { recordClasses } from '../../../shared/classes.ts'
import { raw, sql } from '../../../electron/engine/duckdb/sql.ts'
import { compileModel } from '../../../electron/engine/scoring/check.ts'
import type { Kept } from '../../../electron/engine/scoring/kept.ts'
import type { Model } from '../../../electron/engine/scoring/model.ts'
import { builtInModel, readModel } from '../../../electron/engine/scoring/read.ts'
import { score } from '../../../electron/engine/scoring/score.ts'
import { markTouched } from '../../../electron/engine/workspace/touched.ts'
import { openRoom, resources, type TestRoom } from '../../room.ts'
import { fill } from './records.ts'

const model = readModel(builtInModel(resources), resources)
let room: TestRoom
beforeEach(async () => { room = await openRoom('2026-11-22') })
afterEach(() => room.close())

const run = (day = '2026-11-22') => score(room.database(), model, day, false, { signal: new AbortController().signal, progress: () => undefined })
const one = <T>(text: string): Promise<T> => room.database().read((ask) => ask.one<T>(raw(text)))
const write = (text: string) => room.database().write((ask) => ask.run(raw(text)))
const compiled = (by = model) => room.database().read(async (ask) => {
  const answer: { group: Model['classes'][number]; kept: Kept | null }[] = []
  for (const { group, kept } of await compileModel(ask, by, '2026-11-22', false)) answer.push({ group, kept: await kept(ask) })
  return answer
})

test('of every class but the relations all that no day changes is kept, and nothing that one does', async () => {
  for (const { group, kept } of await compiled()) {
    expect(kept === null, group.class).toBe(group.class === 'relation')
    for (const table of kept?.tables ?? []) expect(table.made, table.name).not.toMatch(/\$asof|age_days|OVER/)
    // What is left to the pass reads no text: each search was done when the record came.
    for (const text of [kept?.rows, ...(kept?.values ?? [])]) expect(text ?? '', group.class).not.toMatch(/contains|regexp/)
  }
  const penalty = (await compiled()).find(({ group }) => group.class === 'penalty')!.kept!
  const food = model.classes.find((group) => group.class === 'penalty')!.dimensions.findIndex(({ id }) => id === 'penalty.food_3y')
  expect(penalty.values[food]).toMatch(/^count_star\(\) FILTER \(WHERE \(k\d+ AND \(age_days <= 1095\)\)\)$/)
})

test('a day sees of what is kept only what was known on it', async () => {
  await fill(room, { subjects: [{ subject_id: 1 }], records: [
    { class: 'penalty', subject_id: 1, kind: 'fine', occurred_on: '2026-03-01', known_on: '2026-09-01' },
    { class: 'penalty', subject_id: 1, kind: 'fine', occurred_on: '2026-02-01', known_on: '2026-02-01' },
  ] })
  const count = () => one<{ n: number; age: number }>('SELECT count_2y AS n, recency AS age FROM measure_penalty WHERE subject_id = 1')
  await run()
  expect(await count()).toEqual({ n: 2, age: 266 })
  await write("UPDATE penalty SET kind = 'warning'") // no cell changes without another batch: what was kept must be what is read
  await run('2026-03-11')
  expect(await count()).toEqual({ n: 1, age: 38 })
  expect(await one('SELECT warnings_2y AS n FROM measure_penalty WHERE subject_id = 1')).toEqual({ n: 0 })
  await run('2026-01-01')
  expect(await one('SELECT count(*) AS n FROM measure_penalty WHERE subject_id = 1')).toEqual({ n: 0 })
})

test('what came is kept beside what there was; what went or moved goes along; a long tail is taken anew', async () => {
  await fill(room, { subjects: Array.from({ length: 40 }, (_, i) => ({ subject_id: i + 1 })), records: Array.from({ length: 16 }, (_, i) => ({ class: 'complaint' as const, subject_id: (i % 8) + 1, content: '食品有异物' })) })
  await run()
  const taken = () => one<{ total: number; tail: number }>("SELECT total, tail FROM fact_taken WHERE class = 'complaint'")
  expect(await taken()).toEqual({ total: 16, tail: 0 })
  await fill(room, { subjects: [], records: [{ class: 'complaint', subject_id: 20, content: '食品有异物', batch: 2, file_id: 2 }] })
  await room.database().write(async (ask) => {
    await ask.run(sql`UPDATE complaint SET subject_id = 21 WHERE subject_id = 1`)
    await ask.run(sql`DELETE FROM complaint WHERE subject_id = 2`)
    await markTouched(ask, raw('SELECT unnest([1, 2, 20, 21])'))
  })
  await run()
  expect(await taken()).toEqual({ total: 16, tail: 3 })
  expect(await one('SELECT list(food_2y ORDER BY subject_id)::VARCHAR AS n, list(subject_id ORDER BY subject_id)::VARCHAR AS ids FROM measure_complaint WHERE subject_id > 0')).toEqual({ n: '[2, 2, 2, 2, 2, 2, 1, 2]', ids: '[3, 4, 5, 6, 7, 8, 20, 21]' })
  await fill(room, { subjects: [], records: [{ class: 'complaint', subject_id: 22, content: '食品有异物', batch: 3, file_id: 3 }] })
  await room.database().write((ask) => markTouched(ask, raw('SELECT 22')))
  await run()
  expect(await taken()).toEqual({ total: 16, tail: 0 })
})

test('marks that a run of another model cleared are not lost to the classes that it lacks', async () => {
  const fewer = structuredClone(model)
  fewer.classes = fewer.classes.filter((group) => group.class !== 'opinion')
  fewer.ceilings.penalty! += fewer.ceilings.opinion!
  fewer.ceilings.opinion = 0
  await fill(room, { subjects: Array.from({ length: 40 }, (_, i) => ({ subject_id: i + 1 })), records: [{ class: 'opinion', subject_id: 1, sentiment: 'negative' }] })
  await run()
  await fill(room, { subjects: [], records: [{ class: 'opinion', subject_id: 2, sentiment: 'negative', batch: 2, file_id: 2 }] })
  await room.database().write((ask) => markTouched(ask, raw('SELECT 2')))
  await score(room.database(), fewer, '2026-11-22', false, { signal: new AbortController().signal, progress: () => undefined })
  await room.database().write((ask) => markTouched(ask, raw('SELECT 3')))
  await run()
  expect(await one('SELECT list(subject_id ORDER BY subject_id)::VARCHAR AS ids FROM measure_opinion WHERE negative_1y = 1')).toEqual({ ids: '[1, 2]' })
})

test('a part that says something of a row that a left join did not find stays behind the join', async () => {
  const own = structuredClone(model)
  const group = own.classes.find((each) => each.class === 'registration')!
  group.facts = `SELECT s.subject_id, r.age_days, coalesce(r.scope, '无') = '无' AS silent, contains(r.scope, '食品') AS food, r.scope IS NULL OR s.status = 'active' AS odd, r.source_file, r.source_row, r.batch
    FROM subject s LEFT JOIN known_registration r ON r.subject_id = s.subject_id`
  group.columns = { age_days: 'INTEGER', silent: 'BOOLEAN', food: 'BOOLEAN', odd: 'BOOLEAN' }
  group.readable = ['silent']
  const [first] = group.dimensions
  const dimension = (id: string, value: string) => ({ ...first!, id: `registration.${id}`, value, evidence: 'true', cases: [{ rows: [], value: 0, points: 0 }], bands: [[null, 0]] as [null, number][] })
  group.dimensions = [dimension('silent', 'count(*) FILTER (WHERE silent)'), dimension('food', 'count(*) FILTER (WHERE food)'), dimension('odd', 'count(*) FILTER (WHERE odd AND silent)')]
  const kept = (await compiled(own)).find((each) => each.group === group)!.kept as Kept
  expect(kept.tables.map(({ name }) => name)).toEqual(['fact_registration_subject', 'fact_registration'])
  expect(kept.tables[1]!.made).not.toMatch(/无/)
  await fill(room, { subjects: [{ subject_id: 1, status: 'closed' }, { subject_id: 2, status: 'closed' }, { subject_id: 3 }], records: [
    { class: 'registration', subject_id: 1, scope: '食品销售' }, { class: 'registration', subject_id: 2, scope: null }] })
  await score(room.database(), own, '2026-11-22', false, { signal: new AbortController().signal, progress: () => undefined })
  const rows = await room.database().read((ask) => ask.rows(raw('SELECT * EXCLUDE (age) FROM (SELECT *, 0 AS age FROM measure_registration) WHERE subject_id > 0 ORDER BY 1')))
  expect(rows).toEqual([{ subject_id: 1, silent: 0, food: 1, odd: 0 }, { subject_id: 2, silent: 1, food: 0, odd: 1 }, { subject_id: 3, silent: 1, food: 0, odd: 1 }])
})

test('every class of the base model has its table of what is kept, and the dictionary of runs tells what it is', async () => {
  await fill(room, { subjects: [{ subject_id: 1 }], records: [] })
  await run()
  const tables = await room.database().read((ask) => ask.rows<{ name: string; comment: string | null }>(raw("SELECT table_name AS name, comment FROM duckdb_tables() WHERE starts_with(table_name, 'fact_') AND table_name <> 'fact_taken' ORDER BY 1")))
  expect(tables.map(({ name }) => name)).toEqual([...recordClasses.filter((name) => name !== 'relation').map((name) => `fact_${name}`), 'fact_registration_subject'].sort())
  expect(tables.every(({ comment }) => comment !== null)).toBe(true)
})

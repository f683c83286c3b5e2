import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { recordClasses, type RecordClass } from '../../../shared/classes.ts'
import { sayCase } from '../../../shared/lists.ts'
import { raw, sql, ident, join } from '../../../electron/engine/duckdb/sql.ts'
import { applyRules, findCases } from '../../../electron/engine/lists/findCases.ts'
import { listBook, rulesOf, type Rule } from '../../../electron/engine/lists/rules.ts'
import { openRoom, resources, type TestRoom } from '../../room.ts'
import { fill, type City, type Row } from '../scoring/records.ts'
import { quietly } from './desk.ts'

const today = '2026-11-20'

/** «@-40» is the day forty days before today. */
const dated = (text: string): string => text.replace(/@(-?\d+)/g, (_, days: string) => new Date(Date.parse(today) + Number(days) * 86_400_000).toISOString().slice(0, 10))
const datedRow = (row: Row): Row => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, typeof value === 'string' ? dated(value) : value]))

/** What tables that are no records want beside what a case says of them. */
const plain: Record<string, Row> = {
  score_run: { model: 'base-1', model_sha256: '', created_at: '2026-01-01 00:00:00', subjects: 1, dimensions: 1, tier_counts: '{}', definition: '{}', last_batch: 1 },
  score: { subject_id: 1, tier_reason: 'index', ...Object.fromEntries(recordClasses.map((one) => [one, 0])) },
  score_past: { subject_id: 1 },
  candidate: { subject_id: 1 },
  publication: { published_at: '2026-01-01 00:00:00', published_by: '王科长', account: '', note: '', entries: 1, corrections: 0, file: '', sha256: '', file_id: 1 },
  office_ban: { ban: 1, id_masked: '', office: '企业法定代表人', firm: '企业9', ground: '严重违法失信名单', ground_kind: 'entry', basis: '', reason: '', valid_from: '2026-01-01', valid_until: '2029-01-01', proposed_by: '甲', proposed_at: '2026-01-01 00:00:00', account: '', revision: 2 },
  list_case: { case_number: 1, subject_id: 1, list: 'abnormal', period: '', result: 1, publication: 1, opened_at: '2026-01-01 00:00:00', state: 'open' },
  list_entry: { entry: 1, case_no: 0, decision: 0, party: '1', subject_id: 1, name: '企业1', list: 'abnormal', marked: false, period: '', state: 'listed' },
}

async function given(tables: Rule['cases'][number]['given']): Promise<void> {
  const { subject = [], subject_1: first = {}, ...others } = tables
  const subjects = [{ subject_id: 1, ...datedRow(first as Row) }, ...(subject as Row[]).flatMap(({ repeat = 1, ...one }) => Array.from({ length: Number(repeat) }, (_, i) => ({ ...datedRow(one), subject_id: Number(one['subject_id']) + i })))]
  const records: City['records'] = []
  for (const [table, rows] of Object.entries(others)) {
    for (const row of rows as Row[]) {
      if ((recordClasses as readonly string[]).includes(table)) records.push({ class: table as RecordClass, subject_id: 1, ...datedRow(row) })
      else {
        const whole = { ...plain[table]!, ...datedRow(row) }
        await room.database().write((ask) => ask.run(sql`INSERT INTO ${ident(table)} (${join(Object.keys(whole).map(ident), ', ')}) VALUES (${join(Object.values(whole).map((value) => sql`${value}`), ', ')})`))
      }
    }
  }
  await fill(room, { subjects, records })
}

let room: TestRoom
beforeAll(async () => { room = await openRoom(today) })
afterAll(() => room.close())

describe.each(rulesOf(resources).map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
  test.each(rule.cases.map((one, i) => [i + 1, one] as const))('case %i', async (_i, one) => {
    try {
      await given(one.given)
      await quietly((run) => room.database().write((ask) => applyRules(ask, room, [rule], run)))
      const cases = await room.database().read((ask) => ask.rows<{ name: string; facts: string }>(sql`SELECT ground || '/' || period AS name, facts::VARCHAR AS facts FROM desk_case WHERE rule = ${rule.id} ORDER BY 1`))
      expect(cases.map((found) => found.name)).toEqual(one.found.map(dated).toSorted())
      // Each sentence finds its figures, in both languages.
      for (const { facts } of cases) for (const says of rule.says) expect(sayCase(says, JSON.parse(facts))).not.toMatch(/—|\{/)
    } finally {
      await room.database().write(async (ask) => { for (const table of ['batch', 'subject', 'desk_case', 'case_event', 'case_evidence', ...Object.keys(plain), ...recordClasses]) await ask.run(sql`DELETE FROM ${ident(table)}`) })
    }
  })
})

test('every rule tells a legal basis, and its ground is one of its list', async () => {
  const { rules, lists } = listBook(resources, today)
  expect(rules.filter((rule) => rule.basis === '' && !rule.id.startsWith('listed_else') && rule.id !== 'published_result')).toEqual([])
  for (const rule of rulesOf(resources)) {
    if (rule.list !== '' && (rule.kind === 'listing' || rule.kind === 'removal') && !rule.ground.startsWith('sql: ')) expect(lists.find((one) => one.list === rule.list)!.grounds.map((one) => one.ground)).toContain(rule.ground)
  }
  expect(new Set(rules.map((rule) => rule.id)).size).toBe(rules.length)
})

test('a rule that is not in force finds nothing', async () => {
  const early = await openRoom('2014-09-30')
  try {
    await fill(early, { subjects: [{ subject_id: 1 }], records: [{ class: 'supervision', subject_id: 1, result: 'unreachable', occurred_on: '2014-09-01' }] })
    await quietly((run) => findCases(early, run))
    expect(await early.database().read((ask) => ask.rows(raw('SELECT 1 FROM desk_case')))).toEqual([])
  } finally {
    await early.close()
  }
})

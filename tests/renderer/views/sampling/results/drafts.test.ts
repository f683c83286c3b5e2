import { expect, test } from 'vitest'
import { cellsOf, changed, draftOf, entriesOf, withoutSaved, withSaved, type Drafts } from '../../../../../renderer/views/sampling/results/drafts.ts'

const row = { visit: 3, item: 'SJ-001', revision: 2, state: 'returned', code_set: '2025', codes: '["1"]', inspected_on: '2026-11-20', remark: '' }
const none: Drafts = new Map()

test('a draft names the revision that its editor saw, and is none once it says what is stored', () => {
  const written = changed(none, row, { codes: ['6'] })
  expect(draftOf(written, row)).toMatchObject({ codes: ['6'], inspectedOn: '2026-11-20' })
  expect(entriesOf(written)).toEqual({ entries: [{ visit: 3, item: 'SJ-001', revision: 2, codeSet: '2025', codes: ['6'], inspectedOn: '2026-11-20', remark: '' }], lacking: 0 })
  const meanwhile = changed(written, { ...row, revision: 3 }, { remark: '门锁' })
  expect(entriesOf(meanwhile).entries[0]).toMatchObject({ revision: 2, remark: '门锁' })
  expect(changed(written, row, { codes: ['1'] }).size).toBe(0)
})

test('what is approved or published takes no draft', () => {
  for (const state of ['approved', 'published']) expect(changed(none, { ...row, state }, { codes: ['6'] }).size).toBe(0)
})

test('what lacks a code or a day is not sent', () => {
  const fresh = { visit: 4, item: 'X', revision: 0, state: 'not_entered', code_set: null, codes: null, inspected_on: null, remark: null }
  for (const some of [{ codes: ['1'] }, { inspectedOn: '2026-11-20' }, { codes: ['1'], inspectedOn: '昨日' }]) expect(entriesOf(changed(none, fresh, some))).toEqual({ entries: [], lacking: 1 })
})

test('what was saved is neither sent again nor written in until its row comes as it is now', () => {
  const written = changed(changed(none, row, { codes: ['6'] }), { ...row, visit: 4 }, { codes: ['6'] })
  const sent = withSaved(written, new Set(['3\tSJ-001']))
  expect(entriesOf(sent).entries.map((one) => one.visit)).toEqual([4])
  expect(draftOf(sent, row).codes).toEqual(['6'])
  expect(changed(sent, row, { codes: ['1', '2'] })).toBe(sent)
  expect(draftOf(withoutSaved(sent), { ...row, revision: 3, codes: '["6"]' }).codes).toEqual(['6'])
  expect([...withoutSaved(sent).keys()]).toEqual(['4\tSJ-001'])
  expect(withoutSaved(written)).toBe(written)
})

test('pasted cells are those of the spreadsheet', () => {
  expect(cellsOf('1\t2026-11-20\t门锁\r\n6\t\t"说 ""关门""\n两次"\r\n')).toEqual([['1', '2026-11-20', '门锁'], ['6', '', '说 "关门"\n两次']])
  expect(cellsOf('1')).toEqual([['1']])
  expect(cellsOf('')).toEqual([])
})

import { read, utils } from '@e965/xlsx'
import { expect, test } from 'vitest'
import { tableWorkbook } from '../../../electron/engine/reporting/tableWorkbook.ts'

test('a table comes back as it went, formulas as texts', () => {
  const rows = [['=1+1', 5, null], ['+86', 0.25, '@名称'], ['-x', -3, '甲,"乙"\n丙']]
  const book = read(tableWorkbook({ title: '分级: 行业/地区 [2026] 一个很长很长很长很长很长很长很长的标题', columns: ['名称', '数', '注'], rows }), { type: 'array' })
  expect(book.SheetNames).toHaveLength(1)
  expect(book.SheetNames[0]!.length).toBeLessThanOrEqual(31)
  const sheet = book.Sheets[book.SheetNames[0]!]!
  expect(utils.sheet_to_json(sheet, { header: 1, defval: null })).toEqual([['名称', '数', '注'], ...rows])
  expect(Object.values(sheet).filter((cell) => typeof cell === 'object' && cell !== null && 'f' in cell)).toEqual([])
  expect((sheet.A2 as { t: string }).t).toBe('s')
})

test('a table without rows has its header', () => {
  const book = read(tableWorkbook({ title: '', columns: ['a'], rows: [] }), { type: 'array' })
  expect(utils.sheet_to_json(book.Sheets.table!, { header: 1 })).toEqual([['a']])
})

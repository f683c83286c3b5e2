import { expect, test } from 'vitest'
import type { FilePreview } from '../../../shared/contract.ts'
import { keyOf, partsOf } from '../../../renderer/views/data/pending.ts'

const preview: FilePreview = { name: 'a', bytes: 1, format: 'csv', encoding: '', entries: [], sheets: [], sheet: null, headerRow: 1, delimiter: '', classes: [], recordClass: null, columns: [], rows: [], recipe: null }
const picked = { path: '/a', name: 'a' }

test('an archive is its files, a workbook of several sheets its sheets, everything else itself', () => {
  expect(partsOf({ ...preview, format: 'zip', entries: [{ name: 'b.csv', bytes: 1 }, { name: 'c/d.csv', bytes: 2 }] }, {})).toEqual([{ name: 'b.csv', decided: { entry: 'b.csv' } }, { name: 'c/d.csv', decided: { entry: 'c/d.csv' } }])
  const book: FilePreview = { ...preview, format: 'xlsx', sheets: ['一', '二'], sheet: '一' }
  expect(partsOf(book, { entry: 'e.xlsx' })).toEqual([{ name: '一', decided: { entry: 'e.xlsx', sheet: '一' } }, { name: '二', decided: { entry: 'e.xlsx', sheet: '二' } }])
  expect(partsOf(book, { sheet: '一' })).toEqual([])
  expect(partsOf({ ...book, sheets: ['一'] }, {})).toEqual([])
  expect(partsOf(preview, {})).toEqual([])
})

test('parts of one file are told apart, whatever is decided of them', () => {
  const keys = [keyOf(picked, {}), keyOf(picked, { entry: 'b' }), keyOf(picked, { entry: 'c' }), keyOf(picked, { sheet: 'b' })]
  expect(new Set(keys).size).toBe(4)
  expect(keyOf(picked, { entry: 'b', headerRow: 2, recipe: '' })).toBe(keys[1])
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RecordSplitter, type TextRecord } from '../../../electron/engine/importing/splitRecords.ts'

const cell = fc.array(fc.constantFrom(...'甲b1 ,;\t"\'\n\r', '\r\n', '""'), { maxLength: 8 }).map((signs) => signs.join(''))
const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 8 })
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`

function split(text: string, cuts: number[], delimiter = ','): TextRecord[] {
  const splitter = new RecordSplitter(delimiter)
  const found: TextRecord[] = []
  let at = 0
  for (const cut of [...cuts].map((one) => one % (text.length + 1)).sort((a, b) => a - b)) {
    found.push(...splitter.push(text.slice(at, cut)))
    at = cut
  }
  found.push(...splitter.push(text.slice(at), true))
  return found
}

test('what was written whole is read whole, wherever the chunks are cut and whatever ends the lines', () => {
  fc.assert(fc.property(rows, fc.constantFrom('\n', '\r\n', '\r'), fc.boolean(), fc.array(fc.nat(), { maxLength: 6 }), (table, end, closed, cuts) => {
    const text = table.map((row) => row.map(quoted).join(',')).join(end) + (closed ? end : '')
    const records = split(text, cuts)
    expect(records.map((record) => record.cells)).toEqual(table)
    expect(records.map((record) => record.number)).toEqual(table.map((_, i) => i + 1))
    expect(records.every((record) => record.bad === null)).toBe(true)
  }))
})

test('no text is lost, however broken: every sign but delimiters, quotes and line ends comes back', () => {
  const broken = fc.array(fc.constantFrom('甲', 'b', '1', ',', '"', '\n', '\r\n', '\r', ' '), { maxLength: 60 }).map((signs) => signs.join(''))
  const plain = (text: string): string => text.replace(/[,"\s]/g, '')
  fc.assert(fc.property(broken, fc.array(fc.nat(), { maxLength: 4 }), (text, cuts) => {
    const records = split(text, cuts)
    expect(records.map((record) => plain(record.cells.join('') + record.original)).join('')).toBe(plain(text))
  }))
})

test('a quote that never closes costs its own line', () => {
  const records = split('a,b\n1,"open\n2,x\n3,y\n', [])
  expect(records.map((record) => [record.number, record.bad, record.cells, record.original])).toEqual([[1, null, ['a', 'b'], ''], [2, 'bad_quotes', [], '1,"open'], [3, null, ['2', 'x'], ''], [4, null, ['3', 'y'], '']])
})

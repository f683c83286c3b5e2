import { expect, it } from 'vitest'
import { csvOf, tableOf } from '../../renderer/components/chartTable.ts'

it('takes categories down and series across', () => {
  expect(tableOf({ xAxis: { type: 'category', name: 'tier', data: ['A', 'B'] }, yAxis: { type: 'value' }, series: [{ type: 'bar', name: 'n', data: [3, { value: 4 }] }, { type: 'line', name: 'm', data: [null, 2] }] }))
    .toEqual({ columns: ['tier', 'n', 'm'], rows: [['A', 3, null], ['B', 4, 2]] })
})

it('takes points and links as they are', () => {
  expect(tableOf({ xAxis: {}, yAxis: {}, series: { type: 'scatter', name: 's', data: [[1, 2], [3, 4]] } }).rows).toEqual([['s', 1, 2], ['s', 3, 4]])
  expect(tableOf({ series: { type: 'sankey', data: [], links: [{ source: 'A', target: 'D', value: 5 }] } }).rows).toEqual([['A', 'D', 5]])
})

it('makes formulas inert, and leaves numbers alone', () => {
  expect(csvOf({ columns: ['name', 'n'], rows: [['=cmd|calc', -5], ['＋1', 1.5], ['a "b", c', null], ['-x\n', 0]] })).toBe('\uFEFFname,n\r\n\'=cmd|calc,-5\r\n\'＋1,1.5\r\n"a ""b"", c",\r\n"\'-x\n",0\r\n')
})

import { describe, expect, test } from 'vitest'
import { codesOn, readCodes, saidBy, tableOn } from '../../../electron/engine/inspections/codes.ts'
import { resources } from '../../room.ts'

describe('tables of result codes', () => {
  test('hold by their days: the one that began last comes first, an earlier one may be named', () => {
    expect(codesOn(resources, '2018-06-01').map((one) => [one.id, one.inForce])).toEqual([['2017', true], ['2025', false]])
    expect(codesOn(resources, '2026-06-01').map((one) => [one.id, one.inForce])).toEqual([['2025', true], ['2017', true]])
    expect(tableOn(resources, '2026-06-01').id).toBe('2025')
    expect(tableOn(resources, '2026-06-01', '2017').id).toBe('2017')
    expect(() => tableOn(resources, '2018-06-01', '2025')).toThrow(expect.objectContaining({ code: 'result_code_table', params: { table: '2025', day: '2018-06-01', known: '2017' } }) as Error)
    expect(() => tableOn(resources, '2016-06-01')).toThrow(expect.objectContaining({ code: 'result_code_table' }) as Error)
  })
  test('have the codes of 2017, and a code once', () => {
    expect(readCodes(resources).find((one) => one.id === '2017')!.codes.map((one) => one.code)).toEqual(['1', '2', '3', '4', '5', 'G', '6', '7', '8', '9', '10', '11', '12', 'B', 'C', 'D', 'E', 'F'])
    for (const { codes } of readCodes(resources)) {
      expect(new Set(codes.map((one) => one.code)).size).toBe(codes.length)
      expect(new Set(codes.map((one) => one.zh)).size).toBe(codes.length)
    }
  })
})

describe('what codes say together', () => {
  const table = tableOn(resources, '2026-01-01', '2017')
  test('several are kept in the order of the table, by code or name; the gravest speaks for all', () => {
    const said = saidBy(table, ['e', '通过登记的住所（经营场所）无法联系', '７'], '')
    expect(said).toMatchObject({ outcome: 'problem', problem: true, needs: true })
    expect(said.codes.map((one) => one.code)).toEqual(['6', '7', 'E'])
    expect(saidBy(table, ['1'], '')).toMatchObject({ outcome: 'passed', problem: false, needs: false })
    expect(saidBy(table, ['9', '6'], '')).toMatchObject({ outcome: 'unreachable', problem: true })
    expect(saidBy(table, ['E', 'E'], '').codes).toHaveLength(1)
  })
  test('code 1 excludes every other, and only those that are in the table can be written', () => {
    for (const { code } of table.codes.filter((one) => one.code !== '1')) expect(() => saidBy(table, ['1', code], '说明')).toThrow(expect.objectContaining({ code: 'result_code_exclusive' }) as Error)
    for (const code of ['A', '13', '一', '1,2', '[object Object]', '__proto__']) expect(() => saidBy(table, [code], '')).toThrow(expect.objectContaining({ code: 'result_code_unknown' }) as Error)
    expect(() => saidBy(table, [' '], '')).toThrow(expect.objectContaining({ code: 'result_code_none' }) as Error)
    expect(() => saidBy(table, ['D'], ' ')).toThrow(expect.objectContaining({ code: 'result_remark_missing' }) as Error)
  })
})

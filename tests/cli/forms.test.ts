import { describe, expect, it } from 'vitest'
import { csvHeader, csvLines } from '../../electron/cli/csv.ts'
import { snakeKeys } from '../../electron/cli/json.ts'
import { clip, table, width } from '../../electron/cli/text.ts'

describe('JSON keys', () => {
  it('become snake_case, but for data that stand as keys', () => {
    expect(snakeKeys({ asOf: '2026', headerRow: 1, level1: 'x', tiers: { A: 1 }, groups: [{ key: 'k', A: 2 }], reasons: { badWidth: 3 }, score: { createdAt: null } }))
      .toEqual({ as_of: '2026', header_row: 1, level1: 'x', tiers: { A: 1 }, groups: [{ key: 'k', A: 2 }], reasons: { badWidth: 3 }, score: { created_at: null } })
  })
})

describe('CSV cells', () => {
  it.each([
    ['=cmd|calc!A1', "'=cmd|calc!A1"], ['+1', "'+1"], ['-1', "'-1"], ['@x', "'@x"], ['＝1', "'＝1"], ['＋1', "'＋1"], ['－1', "'－1"], ['＠1', "'＠1"],
    ['\tx', "'\tx"], ['\rx', '"\'\rx"'], ['\nx', '"\'\nx"'],
    ['a,b', '"a,b"'], ['a"b', '"a""b"'], ['两\n行', '"两\n行"'], ['91610131MAH53RNF1N', '91610131MAH53RNF1N'], ['007', '007'],
  ])('%j is written %j', (value, written) => expect(csvLines([[value]])).toBe(`${written}\r\n`))

  it('leaves numbers and the unknown alone, and names columns', () => {
    expect(csvLines([[-1, null, 0.5, true]])).toBe('-1,,0.5,true\r\n')
    expect(csvHeader([{ name: 'a', text: true }, { name: '=b', text: true }])).toBe("\uFEFFa,'=b\r\n")
  })
})

describe('terminal text', () => {
  it('counts Chinese signs as two columns', () => {
    expect(width('明察a')).toBe(5)
    expect(clip('明察工作站', 6)).toBe('明察…')
    expect(clip('abc', 3)).toBe('abc')
  })
  it('never lets a file steer the terminal', () => expect(clip('a\u001b[31mb\r\nc\u202e', 40)).toBe('a [31mb c '))
  it('aligns columns', () => {
    expect(table(['name', 'rows'], [['甲公司', 1200], ['b', 3]])).toBe('name     rows\n──────  ─────\n甲公司  1,200\nb           3')
  })
})

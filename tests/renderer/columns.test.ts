import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { recordClasses } from '../../shared/classes.ts'
import { classColumns, commonColumns, mappableColumns } from '../../shared/columns.ts'
import { badName, inFolder } from '../../renderer/app/paths.ts'
import { zhCN } from '../../renderer/locales/zh-CN.ts'
import { resources } from '../room.ts'

it('the mapping offers what the import knows, and words it', () => {
  const headers = parse(readFileSync(join(resources, 'reference/headers.yaml'), 'utf8')) as { common: object; classes: Record<string, object> }
  expect([...commonColumns]).toEqual(Object.keys(headers.common))
  for (const one of recordClasses) {
    expect([...classColumns[one]].sort(), one).toEqual(Object.keys(headers.classes[one]!).sort())
    for (const column of mappableColumns(one)) expect(zhCN.domain.columns, column).toHaveProperty(column)
    expect(new Set(mappableColumns(one)).size).toBe(mappableColumns(one).length)
  }
})

it('a workspace lies in its folder, in that folder’s notation', () => {
  expect(inFolder('/home/a', 'x')).toBe('/home/a/x')
  expect(inFolder('/', 'x')).toBe('/x')
  expect(inFolder('C:\\Users\\a', 'x')).toBe('C:\\Users\\a\\x')
})

it.each([['', 'empty'], ['  ', 'empty'], ['a/b', 'characters'], ['a\\b', 'characters'], ['a.', 'characters'], ['CON', 'reserved'], ['con.txt', 'reserved'], ['高新区 2026', null], ["'; DROP TABLE subject", null]])('the name «%s» is refused for: %s', (name, why) => {
  expect(badName(name)).toBe(why)
})

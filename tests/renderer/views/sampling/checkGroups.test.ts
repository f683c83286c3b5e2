import { expect, test } from 'vitest'
import { checkGroups, departmentsOf } from '../../../../renderer/views/sampling/checkGroups.ts'

const check = (name: string) => ({ name, ok: true, detail: '' })
const bundle = new TextEncoder().encode(JSON.stringify({ rules: { parts: [{ department: 'SJ' }, { department: 'XF' }] } }))

test('checks of a draw stand together under its number, those of the whole under none', () => {
  const groups = checkGroups([check('format'), check('draw 1: frame'), check('draw 2: frame'), check('draw 1: sample'), check('teams')])
  expect(groups.map(({ draw, checks }) => [draw, checks.map((one) => one.name)])).toEqual([[null, ['format', 'teams']], [1, ['frame', 'sample']], [2, ['frame']]])
})

test('departments are read from a bundle whose draws were checked, and from no other file', () => {
  expect(departmentsOf(bundle, [check('draw 1: frame')])).toEqual(['SJ', 'XF'])
  expect(departmentsOf(new Uint8Array([1, 2]), [check('readable')])).toEqual([])
})

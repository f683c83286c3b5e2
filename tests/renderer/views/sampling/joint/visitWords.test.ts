import { expect, test } from 'vitest'
import { companionWords, visitItems, visitOfficers, type VisitNames } from '../../../../../renderer/views/sampling/joint/visitWords.ts'

const names: VisitNames = { department: (code) => ({ SJ: '市场', XF: '消防' })[code] ?? code, item: (department, code) => (department === 'SJ' && code === '1' ? '登记' : code), colon: '：', comma: '、' }
const row = {
  departments: JSON.stringify([{ department: 'SJ', draw: 1, items: ['1', '2'] }, { department: 'XF', draw: 2, items: ['1'] }]),
  officers: JSON.stringify([{ department: 'SJ', officer: 'SJ1', name: '赵某某' }, { department: 'XF', officer: 'XF2', name: '欧阳某' }, { department: 'XF', officer: 'XF3', name: '冯某' }]),
}

test('departments come with their own items: a code means another item in another department', () => {
  expect(visitItems(row, names, '；')).toBe('市场：登记、2；消防：1')
})

test('officers stand under their department, names masked, numbers open', () => {
  expect(visitOfficers(row, names, '\n')).toBe('市场：赵*某 SJ1\n消防：欧阳* XF2、冯* XF3')
  for (const officers of [null, 'null', '[]']) expect(visitOfficers({ ...row, officers }, names, '；')).toBe('')
})

test('experts are masked, bodies are not', () => {
  expect(companionWords({ ...row, companions: JSON.stringify([{ library: 'expert', companion: 'E1', name: '王教授' }, { library: 'body', companion: 'T1', name: '某检测公司' }]) }, '、')).toBe('王*授 E1、某检测公司 T1')
  expect(companionWords({ ...row, companions: null }, '、')).toBe('')
})

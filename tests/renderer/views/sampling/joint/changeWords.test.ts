import { expect, test } from 'vitest'
import { changeWords, type ChangeNames } from '../../../../../renderer/views/sampling/joint/changeWords.ts'

const names: ChangeNames = { department: (code) => ({ SJ: '市场', XF: '消防' })[code] ?? code, comma: '、', semicolon: '；', say: (key, params) => `${key} ${Object.values(params).join('|')}` }
const told = { event: 1, at: '2026-11-23T00:00:00Z', by: 'li', reason: '迁出' }

test('a subject that two departments replace by one spare is told once, by two spares twice', () => {
  const subject = { id: 'x', name: '甲公司' }
  expect(changeWords({ ...told, kind: 'subject', subject, replacements: [{ department: 'SJ', id: 'y', name: '乙公司' }, { department: 'XF', id: 'y', name: '乙公司' }] }, names)).toBe('subject 甲公司|takenBy 乙公司|市场、消防')
  expect(changeWords({ ...told, kind: 'subject', subject, replacements: [{ department: 'SJ', id: 'y', name: '乙公司' }, { department: 'XF', id: 'z', name: '丙公司' }] }, names)).toBe('subject 甲公司|takenBy 乙公司|市场；takenBy 丙公司|消防')
})

test('officers are masked and numbered', () => {
  expect(changeWords({ ...told, kind: 'officer', subject: { id: 'x', name: '甲公司' }, department: 'XF', before: { officer: 'XF1', name: '赵某某' }, after: { officer: 'XF2', name: '欧阳某' } }, names)).toBe('officer 甲公司|消防|赵*某 XF1|欧阳* XF2')
  expect(changeWords({ ...told, kind: 'relaxed', department: 'SJ', most: 5, officers: [{ officer: 'SJ9', name: '钱某' }] }, names)).toBe('letIn 市场|钱* SJ9；most 市场|5')
  expect(changeWords({ ...told, kind: 'relaxed', department: 'SJ', most: null, officers: [{ officer: 'SJ9', name: '钱某' }] }, names)).toBe('letIn 市场|钱* SJ9')
})

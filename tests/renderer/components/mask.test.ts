import { expect, test } from 'vitest'
import { maskCell, maskPerson, maskPhone } from '../../../renderer/components/mask.ts'

test('a person keeps the surname, and of up to four signs the last', () => {
  expect(['张三', '李小明', '欧阳锋', '司马相如', '古丽米热·买买提', 'Smith', '王'].map(maskPerson)).toEqual(['张*', '李*明', '欧阳*', '司马*如', '古**', 'S**', '王*'])
  expect(maskPerson('张*')).toBe('张*')
})

test('an organisation in a person’s place stays readable', () => {
  for (const name of ['西安某某投资有限公司', '北京甲管理中心（有限合伙）', 'Acme Ltd']) expect(maskPerson(name)).toBe(name)
})

test('a telephone number keeps its ends', () => {
  expect(['13812345678', '029-88881234', '8888', '12345'].map(maskPhone)).toEqual(['138****5678', '029****1234', '****', '*****'])
})

test('only cells that name persons are masked', () => {
  expect(maskCell('legal_rep', '张三', {})).toBe('张*')
  expect(maskCell('phone', '13812345678', {})).toBe('138****5678')
  expect(maskCell('other_name', '李小明', { kind: 'officer' })).toBe('李*明')
  expect(maskCell('other_name', '李小明', { kind: 'branch' })).toBe('李小明')
  expect(maskCell('content', '罚款', {})).toBe('罚款')
  expect(maskCell('legal_rep', null, {})).toBeNull()
})

import { expect, test } from 'vitest'
import { fitWarnings } from '../../../../../renderer/views/sampling/joint/fitWarnings.ts'

const officer = (...qualifications: string[]) => ({ officer: qualifications.join(), qualifications })
const rules = { perDepartment: 1, least: 2 }

test('a department without anybody is told, and nothing else', () => {
  expect(fitWarnings([], ['消防'], rules)).toEqual([{ code: 'noOfficers' }])
})

test('a visit by the department alone asks for the least number, or for its own where that is more', () => {
  expect(fitWarnings([officer()], [], rules)).toEqual([{ code: 'tooFew', fit: 1, needed: 2 }])
  expect(fitWarnings([officer(), officer()], [], { perDepartment: 3, least: 2 })).toEqual([{ code: 'tooFew', fit: 2, needed: 3 }])
  expect(fitWarnings([officer(), officer()], [], rules)).toEqual([])
})

test('one officer must hold everything that the items ask', () => {
  expect(fitWarnings([officer('消防'), officer('电气')], ['消防', '电气'], rules)).toEqual([{ code: 'nobodyHolds', qualifications: '消防 + 电气' }])
  expect(fitWarnings([officer('消防', '电气'), officer()], ['消防', '电气'], rules)).toEqual([])
})

import { expect, test } from 'vitest'
import { shortageReasons } from '../../../../../renderer/views/sampling/joint/shortageReasons.ts'

const visit = (id: string, some: { officers?: number; eligible?: number; recused?: number; qualified?: number; qualifications?: string[] } = {}) => ({ visit: id, officers: 2, eligible: 1, qualifications: [], qualified: 1, recused: 0, ...some })

test('visits of one reason make one line, the most common first', () => {
  expect(shortageReasons([visit('a', { recused: 1 }), visit('b'), visit('c'), visit('d', { qualifications: ['消防'] })])).toEqual([
    { few: { officers: 2, eligible: 1 }, nobodyHolds: [], recused: 0, visits: ['b', 'c', 'd'] }, { few: { officers: 2, eligible: 1 }, nobodyHolds: [], recused: 1, visits: ['a'] },
  ])
  expect(shortageReasons([])).toEqual([])
})

test('how many officers a visit needs is no reason where enough may go', () => {
  const some = { eligible: 4, qualified: 0, qualifications: ['消防'] }
  expect(shortageReasons([visit('a', some), visit('b', { ...some, officers: 1 })])).toEqual([{ few: null, nobodyHolds: ['消防'], recused: 0, visits: ['a', 'b'] }])
})

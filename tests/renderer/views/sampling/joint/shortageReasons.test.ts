import { expect, test } from 'vitest'
import { shortageReasons } from '../../../../../renderer/views/sampling/joint/shortageReasons.ts'

const visit = (id: string, some: { eligible?: number; recused?: number; qualifications?: string[] } = {}) => ({ visit: id, officers: 2, eligible: 1, qualifications: [], qualified: 0, recused: 0, ...some })

test('visits of one reason make one line, the most common first', () => {
  const reasons = shortageReasons([visit('a', { qualifications: ['消防'] }), visit('b'), visit('c', { recused: 1 }), visit('d'), visit('e')])
  expect(reasons.map(({ visits, qualifications, recused }) => ({ visits, qualifications, recused }))).toEqual([
    { visits: ['b', 'd', 'e'], qualifications: [], recused: 0 }, { visits: ['a'], qualifications: ['消防'], recused: 0 }, { visits: ['c'], qualifications: [], recused: 1 },
  ])
  expect(shortageReasons([])).toEqual([])
})

import { expect, test } from 'vitest'
import { heatOf, heatOfAge } from '../../../../renderer/views/data/qualityCell.ts'

test('the worse, the stronger; what is good or unknown is not tinted', () => {
  expect([1, 0.996, null].map(heatOf)).toEqual([0, 0, 0])
  expect([0.99, 0.8, 0.6, 0.4, 0.3, 0].map(heatOf)).toEqual([1, 2, 3, 4, 5, 5])
  expect([[31, 31], [32, 31], [62, 31], [200, 31], [null, 31], [5, null]].map(([age, fresh]) => heatOfAge(age!, fresh!))).toEqual([0, 1, 2, 5, 0, 0])
})

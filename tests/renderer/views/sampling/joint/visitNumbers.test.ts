import { expect, test } from 'vitest'
import { visitNumbers } from '../../../../../renderer/views/sampling/joint/visitNumbers.ts'

test.each<[string, number[] | null]>([
  ['', []], [' , ', []], ['3', [3]], ['1,2,5-9', [1, 2, 5, 6, 7, 8, 9]], ['5－6，2、2', [2, 5, 6]], ['3 - 4', [3, 4]], ['0', null], ['9-1', null], ['a', null], ['1-2-3', null], ['1.5', null], ['-3', null],
])('%j is %j', (text, numbers) => expect(visitNumbers(text)).toEqual(numbers))

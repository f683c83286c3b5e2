import { expect, test } from 'vitest'
import { verbs } from '../../../../../shared/contract.ts'
import { askedOf, isDay, newTask, type JointDraft } from '../../../../../renderer/views/sampling/joint/draft.ts'

const draft: JointDraft = { name: ' 联合 ', policy: 'xian-2020', on: '', perDepartment: 1, least: 2, spares: 0, tasks: [{ ...newTask(1), department: 'SJ', items: ['SJ-001'] }] }

test('a whole draft is what the engine takes; nothing is said that the policy says already', () => {
  const asked = askedOf(draft)
  expect(asked).toEqual({ name: '联合', policy: 'xian-2020', perDepartment: 1, least: 2, spares: 0, tasks: [{ department: 'SJ', items: ['SJ-001'], filter: [] }] })
  expect(verbs.commitCampaign.safeParse(asked).success).toBe(true)
  expect(askedOf({ ...draft, on: '2026-12-01', tasks: [{ ...draft.tasks[0]!, ratios: { D: 0.5 } }] })).toMatchObject({ on: '2026-12-01', tasks: [{ ratios: { D: 0.5 } }] })
})

test('a draft that lacks anything is not asked', () => {
  for (const some of [{ name: ' ' }, { on: '2026-02-30' }, { tasks: [] }, { tasks: [...draft.tasks, newTask(2)] }, { tasks: [{ ...draft.tasks[0]!, items: [] }] }]) expect(askedOf({ ...draft, ...some }), JSON.stringify(some)).toBeNull()
})

test('a day is one of the calendar', () => {
  expect(['', '2026-11-22', '2028-02-29'].every(isDay)).toBe(true)
  expect(['2026-11', '22/11/2026', '2027-02-29', '2026-13-01'].some(isDay)).toBe(false)
})

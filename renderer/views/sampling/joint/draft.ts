import { useState } from 'react'
import type { Tier } from '../../../../shared/classes.ts'
import type { Input } from '../../../../shared/contract.ts'
import type { Filter } from '../../../../shared/filter.ts'
import { useSession } from '../../../app/session.tsx'

/** A department's task as it is being written; `key` names it while the form stands. */
export interface TaskDraft { key: number; department: string | null; items: string[]; filter: Filter; /** Where they differ from the policy. */ ratios: Partial<Record<Tier, number>> }
/** A joint inspection as it is being written. `on`: YYYY-MM-DD as typed; '' today. */
export interface JointDraft { name: string; policy: string; on: string; perDepartment: number; least: number; spares: number; tasks: TaskDraft[] }

export const newTask = (key: number): TaskDraft => ({ key, department: null, items: [], filter: [], ratios: {} })

/** Whether a typed day is one of the calendar; '' stands for today. */
export const isDay = (text: string): boolean => text === '' || (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text))

/** The draft as the engine takes it; null while something is missing. */
export function askedOf({ name, on, tasks, ...rest }: JointDraft): Input<'commitCampaign'> | null {
  if (name.trim() === '' || !isDay(on) || tasks.length === 0 || tasks.some((one) => one.department === null || one.items.length === 0)) return null
  return { ...rest, name: name.trim(), ...(on === '' ? {} : { on }), tasks: tasks.map(({ department, items, filter, ratios }) => ({ department: department!, items, filter, ...(Object.keys(ratios).length === 0 ? {} : { ratios }) })) }
}

/** Drafts by workspace: one goes to Subjects to choose a scope, and comes back to what was written. */
const kept = new Map<string, JointDraft>()

export function useDraft(first: () => JointDraft): { draft: JointDraft; change: (some: Partial<JointDraft>) => void; forget: () => void } {
  const place = useSession().workspace?.path ?? ''
  const [draft, setDraft] = useState(() => kept.get(place) ?? first())
  const change = (some: Partial<JointDraft>): void => {
    const next = { ...draft, ...some }
    kept.set(place, next)
    setDraft(next)
  }
  return { draft, change, forget: () => kept.delete(place) }
}

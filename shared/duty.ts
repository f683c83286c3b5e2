import { z } from './schema.ts'

/** Duty 履职: what exempts an officer and what an officer is held accountable for, answered by the workspace's own tables and its audit trail. */

export const dutyKinds = ['exemption', 'accountability'] as const
export type DutyKind = (typeof dutyKinds)[number]
export type DutyVerdict = 'met' | 'not_met' | 'unknown'

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a day is written YYYY-MM-DD')
const scope = {
  /** Name of the officer; absent: all of them. */
  person: z.string().trim().min(1).max(60).optional(),
  /** Joint inspection; absent: all of them. */
  campaign: z.number().int().positive().optional(),
  /** Days of the visits; absent: the year so far. */
  from: day.optional(), until: day.optional(),
}

export const dutyVerbs = {
  /** The checklists in force, each line answered for an officer, a joint inspection, or both. */
  checkDuty: z.object(scope),
  /** The same as a file, with every row of evidence that is shown. */
  exportDuty: z.object({ ...scope, format: z.enum(['xlsx', 'json']).default('xlsx') }),
  /** Who was on visits of joint inspections: for whom duty can be checked. */
  dutyOfficers: z.object({}),
} as const

/** ok: null where nothing tells. ref: where it stands, as `result 3`, `campaign 1 visit 2`, `audit 17`, `case 4`. */
export interface DutyEvidence { on: string | null; about: string; ref: string; ok: boolean | null }
export interface DutyLine { id: string; saysZh: string; saysEn: string; verdict: DutyVerdict; /** Rows in all. */ rows: number; ok: number; failed: number; unknown: number; /** The first 200, those that decide first. */ evidence: DutyEvidence[]; /** The SELECT, as it stands in the checklist. */ select: string }
export interface DutySituation { id: string; kind: DutyKind; nameZh: string; nameEn: string; basis: string; since: string; verdict: DutyVerdict; lines: DutyLine[] }
export interface DutyCheck { campaign: number | null; from: string; until: string; today: string; visits: number; situations: DutySituation[] }

export interface DutyOutput {
  checkDuty: DutyCheck
  exportDuty: { name: string; bytes: Uint8Array }
  dutyOfficers: { name: string; visits: number }[]
}

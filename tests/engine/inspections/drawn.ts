import { tableFromIPC } from 'apache-arrow'
import type { Input, Parsed, Verbs, Verb } from '../../../shared/contract.ts'
import { verbs as schemas } from '../../../shared/contract.ts'
import { unpackAll } from '../../../electron/engine/importing/archive.ts'
import { bringOwn } from '../../../electron/engine/importing/ownRecords.ts'
import { tableRows } from '../../../electron/engine/importing/tableRows.ts'
import { inspections } from '../../../electron/engine/inspections/inspections.ts'
import { tableWorkbook } from '../../../electron/engine/reporting/tableWorkbook.ts'
import { sampling } from '../../../electron/engine/sampling/sampling.ts'
import { openRoom, type TestRoom } from '../../room.ts'
import { addLibraries, addScored, seed } from '../sampling/scored.ts'

type Room = ReturnType<typeof inspections>
/** The verbs of the room, asked as through the engine: inputs pass the contract's schemas. */
export type Asked = { [V in keyof Room]: (input: Input<V & Verb>) => ReturnType<Room[V]> }

export interface Drawn { room: TestRoom; ask: Asked; at(day: string): void }

export function askedOf(room: TestRoom): Asked {
  const inner = inspections(room, { tableRows, unpackAll }, tableWorkbook, bringOwn) as Verbs<keyof Room>
  return Object.fromEntries(Object.entries(inner).map(([verb, ask]) => [verb, async (input: unknown) => (ask as (value: unknown) => unknown)(schemas[verb as Verb].parse(input) as Parsed<Verb>)])) as unknown as Asked
}

/** A workspace with joint inspection 1 drawn by a public seed: market supervision of C and D, fire of D, health of D. Its day can be moved. */
export async function openDrawn(subjects = 600): Promise<Drawn> {
  let day = '2026-11-23'
  const made = await openRoom()
  const room: TestRoom = { ...made, today: () => day }
  await addScored(room, subjects)
  await addLibraries(room)
  const sample = sampling(room)
  const tiers = (values: string[]) => [{ field: 'tier' as const, op: 'in' as const, values }]
  await room.jobs.result((await sample.commitCampaign({ name: '联合抽查', policy: 'xian-2020', spares: 2, perDepartment: 1, least: 2, on: '2026-11-22', tasks: [
    { department: 'market', items: ['M-1'], filter: tiers(['C', 'D']) }, { department: 'fire', items: ['F-1', 'F-2'], filter: tiers(['D']) }, { department: 'health', items: ['H-1'], filter: tiers(['D']) }] })).job)
  await room.jobs.result((await sample.drawCampaign({ campaign: 1, seed, witnesses: [], rehearsal: false })).job)
  return { room, ask: askedOf(room), at: (to) => { day = to } }
}

export interface Row { result: number | null; revision: number; origin: 'campaign' | 'draw'; number: number; visit: number; subject_id: number; id: string; name: string; department: string; item: string; officers: string | null; state: string; code_set: string | null; codes: string | null; outcome: string | null; inspected_on: number | null; remark: string | null; attachments: number; due_on: Date | number | null; days_left: number | null; follow_up: string | null; publication: number | null; correction: string | null }

/** A page of results as plain rows. */
export const rowsOf = async (ask: Asked, input: Input<'listResults'> = {}): Promise<Row[]> =>
  [...tableFromIPC((await ask.listResults({ limit: 10_000, ...input })).arrow)].map((row) => row!.toJSON() as unknown as Row)

/** Awaits an import as a job's end. */
export const imported = async (room: TestRoom, ask: Asked, input: Input<'importResults'>) => (await room.jobs.result((await ask.importResults(input)).job)) as import('../../../shared/contract.ts').ResultsImport

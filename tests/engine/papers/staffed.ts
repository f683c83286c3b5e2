import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sampling } from '../../../electron/engine/sampling/sampling.ts'
import { addLibraries, addScored, seed } from '../sampling/scored.ts'
import { resources, type TestRoom } from '../../room.ts'

/** A joint inspection of three departments over the made-up city, drawn and staffed; answers its number. */
export async function addStaffed(room: TestRoom): Promise<number> {
  const verbs = sampling(room)
  await addScored(room, 1200)
  await addLibraries(room)
  const task = (department: string, items: string[], tiers: string[]) => ({ department, items, filter: [{ field: 'tier' as const, op: 'in' as const, values: tiers }] })
  const { campaign } = (await room.jobs.result((await verbs.commitCampaign({
    name: '联合抽查 <甲&乙>', policy: 'xian-2020', spares: 2, perDepartment: 1, least: 2, on: '2026-11-22',
    tasks: [task('market', ['M-1'], ['C', 'D']), task('fire', ['F-1', 'F-2'], ['D']), task('health', ['H-1'], ['D'])],
  } as Parameters<typeof verbs.commitCampaign>[0])).job)) as { campaign: number }
  await room.jobs.result((await verbs.drawCampaign({ campaign, seed, witnesses: [], rehearsal: false })).job)
  return campaign
}

export const templatePath = (paper: string): string => join(resources, 'templates', 'papers', `${paper}.docx`)
export const templateBytes = (paper: string): Buffer => readFileSync(templatePath(paper))

import type { Verbs } from '../../../shared/contract.ts'
import type { Room } from '../room.ts'
import { bundleOf } from './bundle.ts'
import { commitPlan } from './commit.ts'
import { drawCommitted, findUndrawn, seedOf } from './draw.ts'
import { allDraws } from './draws.ts'
import { previewPlan } from './plan.ts'
import { findPolicy, readPolicies } from './policies.ts'
import { sheetOf } from './sheet.ts'
import { verify } from './verify.ts'

/** Plan → frame → commitment → seed → draw → bundle; and the check of a bundle, which needs no workspace. */
export function sampling(room: Room): Verbs<'listPolicies' | 'planDraw' | 'commitDraw' | 'drawSample' | 'listDraws' | 'drawSheet' | 'exportBundle' | 'verifyBundle'> {
  return {
    listPolicies: async () => readPolicies(room.resources),
    planDraw: async (plan) => {
      const policy = findPolicy(room.resources, plan.policy)
      return room.database().read((ask) => previewPlan(ask, plan, policy, room.today()))
    },
    commitDraw: async (plan) => {
      findPolicy(room.resources, plan.policy) // a wrong name is told at once, not by a failed job
      room.database()
      return room.jobs.start('commit', plan.name, async (run) => {
        const info = await commitPlan(room, plan, run)
        room.changed('draws')
        return info
      })
    },
    drawSample: async (seeded) => {
      seedOf(seeded)
      const { name } = await room.database().read((ask) => findUndrawn(ask, seeded.draw))
      return room.jobs.start('draw', name, async (run) => {
        const info = await drawCommitted(room, seeded, run)
        room.changed('draws')
        return info
      })
    },
    listDraws: async () => room.database().read(allDraws),
    drawSheet: async (page) => room.database().read((ask) => sheetOf(ask, page)),
    exportBundle: async ({ draw }) => room.database().read((ask) => bundleOf(ask, draw)),
    verifyBundle: async ({ bundle }) => verify(bundle),
  }
}

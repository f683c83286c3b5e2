import type { Verbs } from '../../../shared/contract.ts'
import type { dueVerbs } from '../../../shared/profile.ts'
import { verify } from '../../../shared/verify/verify.ts'
import type { Room } from '../room.ts'
import { asPlanned, deletePlanTask, findPlan, keepStates, listPlans, savePlan, savePlanTask } from './annualPlan.ts'
import { bundleOf } from './bundle.ts'
import { commitCampaign, drawCampaign } from './campaign.ts'
import { allCampaigns, findCampaign } from './campaigns.ts'
import { changeCampaign } from './changeCampaign.ts'
import { changesOf, furtherOfficers } from './changes.ts'
import { campaignBundleOf } from './campaignBundle.ts'
import { checkPlan } from './checkPlan.ts'
import { commitPlan } from './commit.ts'
import { drawCommitted, findUndrawn, refuseAlone, seedOf } from './draw.ts'
import { allDraws } from './draws.ts'
import { findingsOf } from './findings.ts'
import { loadsOf } from './loads.ts'
import { means } from './means.ts'
import { nextInspections } from './nextInspections.ts'
import { previewPlan } from './plan.ts'
import { findPolicy, readPolicies } from './policies.ts'
import { daysOf, scheduleVisits, setVisitDay } from './schedule.ts'
import { sheetOf, visitsOf } from './sheet.ts'

/** Plan → frame → commitment → seed → draw → bundle; and the check of a bundle, which needs no workspace. */
export function sampling(room: Room): Verbs<'savePlan' | 'savePlanTask' | 'deletePlanTask' | 'listPlans' | 'checkPlan' | 'listPolicies' | 'planDraw' | 'commitDraw' | 'drawSample' | 'listDraws' | 'drawSheet' | 'drawFindings' | 'exportBundle' | 'verifyBundle' | 'commitCampaign' | 'drawCampaign' | 'listCampaigns' | 'campaignVisits' | 'campaignLoads' | 'scheduleVisits' | 'setVisitDay' | 'campaignDays' | 'changeCampaign' | 'campaignChanges' | 'furtherOfficers' | 'exportCampaign' | keyof typeof dueVerbs> {
  const drawsTold = <T>(answer: T): T => (room.changed('draws'), answer)
  const told = <T>(answer: T): T => (room.changed('plans'), answer)
  return {
    savePlan: async (input) => told(await room.database().write((ask) => savePlan(ask, input))),
    savePlanTask: async (input) => told(await room.database().write((ask) => savePlanTask(ask, input))),
    deletePlanTask: async ({ task }) => told(await room.database().write((ask) => deletePlanTask(ask, task))),
    listPlans: () => room.database().read(listPlans),
    checkPlan: async ({ year }) => {
      const plan = await room.database().read((ask) => findPlan(ask, year))
      const check = await room.database().read((ask) => checkPlan(ask, room.resources, plan, room.today()))
      await room.database().write((ask) => keepStates(ask, plan, check))
      return check
    },
    listPolicies: async () => readPolicies(room.resources),
    planDraw: (asked) => room.database().read(async (ask) => {
      const plan = await asPlanned(ask, asked)
      return previewPlan(ask, plan, findPolicy(room.resources, plan.policy), room.today())
    }),
    commitDraw: async (plan) => {
      findPolicy(room.resources, plan.policy) // a wrong name is told at once, not by a failed job
      room.database()
      return room.jobs.start('commit', plan.name, async (run) => {
        const info = await commitPlan(room, plan, run)
        room.changed('draws')
        if (plan.task !== undefined) room.changed('plans')
        return info
      })
    },
    drawSample: async (seeded) => {
      seedOf(seeded)
      const { name } = await room.database().read(async (ask) => {
        await refuseAlone(ask, seeded.draw)
        return findUndrawn(ask, seeded.draw)
      })
      return room.jobs.start('draw', name, async (run) => {
        const info = await drawCommitted(room, seeded, run)
        room.changed('draws')
        return info
      })
    },
    listDraws: async () => room.database().read(allDraws),
    drawSheet: async (page) => room.database().read((ask) => sheetOf(ask, page)),
    drawFindings: async ({ draw }) => room.database().read((ask) => findingsOf(ask, draw)),
    exportBundle: async ({ draw }) => room.database().read((ask) => bundleOf(ask, draw)),
    commitCampaign: async (asked) => {
      findPolicy(room.resources, asked.policy)
      room.database()
      return room.jobs.start('campaign', asked.name, async (run) => {
        const info = await commitCampaign(room, asked, run)
        room.changed('draws')
        return info
      })
    },
    drawCampaign: async (seeded) => {
      seedOf(seeded)
      const { name } = await room.database().read((ask) => findCampaign(ask, seeded.campaign))
      return room.jobs.start('campaignDraw', name, async (run) => {
        const info = await drawCampaign(room, seeded, run)
        room.changed('draws')
        return info
      })
    },
    listCampaigns: async () => room.database().read(allCampaigns),
    campaignVisits: async (page) => room.database().read((ask) => visitsOf(ask, page)),
    scheduleVisits: async (input) => drawsTold(await room.database().write((ask) => scheduleVisits(ask, room.resources, input))),
    setVisitDay: async (input) => drawsTold(await room.database().write((ask) => setVisitDay(ask, input))),
    campaignDays: async ({ campaign }) => room.database().read((ask) => daysOf(ask, campaign)),
    campaignLoads: async ({ campaign }) => room.database().read((ask) => loadsOf(ask, campaign)),
    changeCampaign: async (input) => {
      const info = await changeCampaign(room, input)
      room.changed('draws')
      return info
    },
    campaignChanges: async ({ campaign }) => room.database().read((ask) => changesOf(ask, campaign)),
    furtherOfficers: async ({ campaign, department }) => room.database().read((ask) => furtherOfficers(ask, campaign, department)),
    exportCampaign: async ({ campaign }) => room.database().read((ask) => campaignBundleOf(ask, campaign)),
    nextInspections: ({ subjectId }) => room.database().read((ask) => nextInspections(ask, room, subjectId)),
    verifyBundle: async ({ bundle }) => verify(means, bundle),
  }
}

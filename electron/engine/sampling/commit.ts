import type { DrawInfo, Plan, PlanCheck } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { Connection } from '../duckdb/database.ts'
import { sql } from '../duckdb/sql.ts'
import type { JobRun } from '../jobs/jobs.ts'
import type { Room } from '../room.ts'
import { asPlanned, findTask } from './annualPlan.ts'
import { canonical, sha256, wellFormed, type Json } from '../workspace/canonical.ts'
import { checkPlan, refuseBroken } from './checkPlan.ts'
import { findDraw, infoOf, type Rules, type StoredDraw } from './draws.ts'
import { countFrame, eachOfFrame, FrameDigest, freezeFrame } from './frame.ts'
import { strataOf } from './plan.ts'
import { findPolicy } from './policies.ts'

export const sampler = 'Rivest consistent sampler, SHA-256: ticket = 0. and the reversed decimal digits (at least 64) of SHA256(hex(SHA256(seed)) id); drawn are the smallest tickets of each stratum, spares the next'
export const identifier = 'uscc, else L: and the local code, else S: and the subject number; unique in the frame; order bytewise'

/**
 * The commitment, to be published before the seed exists: SHA-256, hex, over the canonical JSON (RFC 8785) of
 * `{"frame":{"sha256":…,"size":…},"rules":…}`; the frame's own digest is described at FrameDigest. The draw's number and the
 * time are among the rules, so two commitments never look alike and a second attempt cannot pass for the first.
 */
export const commitmentOf = (frame: { sha256: string; size: number }, rules: Rules): string => sha256(canonical({ frame, rules: rules as unknown as Json }))

/**
 * Freezes the frame, fixes the rules and commits to both, in one transaction.
 * @throws MingchaError no_scores, frame_empty, no_such_policy; of a task also no_such_plan_task, plan_draws_used_up and the rule of the plan that it breaks
 */
export const commitPlan = (room: Room, asked: Plan, run: JobRun): Promise<DrawInfo> =>
  room.database().write(async (ask) => {
    if (asked.task !== undefined) await refuseTasks(ask, room, [asked.task])
    const stored = await commitWithin(ask, room.resources, await asPlanned(ask, asked), run)
    if (asked.task !== undefined) await ask.run(sql`INSERT INTO plan_task_draw (task, draw) VALUES (${asked.task}, ${stored.draw})`)
    return infoOf(stored)
  }, run.signal)

/** The same within a transaction of the caller. */
export async function commitWithin(ask: Connection, resources: string, asked: Plan, run: JobRun): Promise<StoredDraw> {
  const plan = wellFormed(asked)
  const policy = findPolicy(resources, plan.policy)
  run.progress('frame')
  const { sizes, exclusions } = await countFrame(ask, plan.filter, policy.excludedStatuses)
  const strata = strataOf(sizes, plan, policy)
  const size = strata.reduce((sum, one) => sum + one.frame, 0)
  if (size === 0) throw new MingchaError('frame_empty', 'no scored subject passes the plan', 'Widen the filter, or score the subjects again.')
  const { draw } = await ask.one<{ draw: number }>(sql`SELECT coalesce(max(draw), 0) + 1 AS draw FROM draw`)
  const scored = await ask.one<{ run: number; model: string; model_sha256: string; as_of: string }>(
    sql`SELECT run, model, model_sha256, as_of FROM score_run ORDER BY run DESC LIMIT 1`)
  await freezeFrame(ask, draw, plan.filter, policy.excludedStatuses)

  const digest = new FrameDigest()
  let hashed = 0
  await eachOfFrame(ask, draw, (part) => {
    run.signal.throwIfAborted()
    digest.add(part)
    run.progress('hash', (hashed += part.members), size)
  })
  if (hashed !== size) throw new Error(`the frame has ${hashed} members, counted ${size}`)
  const rules: Rules = {
    format: 'mingcha-draw-1', sampler, identifier, draw, name: plan.name, committed_at: new Date().toISOString(),
    policy, filter: plan.filter, exclusions, strata, ...scored,
  }
  const frame = { sha256: digest.hex(), size }
  await ask.run(sql`
    INSERT INTO draw (draw, name, policy, state, committed_at, commitment, rules, frame_sha256, run, frame_size)
    VALUES (${draw}, ${plan.name}, ${policy.id}, 'committed', ${rules.committed_at}::TIMESTAMPTZ::TIMESTAMP, ${commitmentOf(frame, rules)},
      ${canonical(rules as unknown as Json)}, ${frame.sha256}, ${rules.run}, ${size})`)
  return findDraw(ask, draw)
}

/** What the check of the annual plan refuses is not drawn. @throws MingchaError plan_draws_used_up, or the rule that is broken */
export async function refuseTasks(ask: Connection, room: Room, numbers: readonly number[]): Promise<void> {
  const checks = new Map<number, PlanCheck>()
  for (const number of numbers) {
    const { plan, task } = await findTask(ask, number)
    if (task.draws.length >= task.frequency) {
      throw new MingchaError('plan_draws_used_up', `task ${number} is to be drawn ${task.frequency} times and was: draw ${task.draws.join(', ')}`, 'Add another task.', { task: number, frequency: task.frequency, draw: task.draws.join(', ') })
    }
    const check = checks.get(plan.year) ?? (await checkPlan(ask, room.resources, plan, room.today()))
    checks.set(plan.year, check)
    refuseBroken(check, number)
  }
}

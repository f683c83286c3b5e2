import { tiers, type Tier } from '../../../shared/classes.ts'
import type { Exclusion, Plan, PlanPreview, Policy, Stratum } from '../../../shared/contract.ts'
import type { Connection } from '../duckdb/database.ts'
import { sql } from '../duckdb/sql.ts'
import { countFrame } from './frame.ts'

/**
 * How many of `frame` a ratio draws: ceil(frame × ratio), at least one where there is one. Reckoned on the ratio's decimal
 * digits, for in floating point 300 × 0.07 is more than 21.
 */
export function shareOf(frame: number, ratio: number): number {
  const [mantissa = '', exponent = '0'] = String(ratio).split('e')
  const [whole = '', fraction = ''] = mantissa.split('.')
  const scale = 10n ** BigInt(fraction.length - Number(exponent))
  const product = BigInt(frame) * BigInt(whole + fraction)
  return Number((product + scale - 1n) / scale)
}

/** Strata in order of tier, empty ones included. Spares are those left behind the drawn, at most what the plan asks. */
export function strataOf(sizes: Record<Tier, number>, plan: Pick<Plan, 'ratios' | 'spares'>, policy: Policy): Stratum[] {
  return tiers.map((stratum) => {
    const frame = sizes[stratum]
    const ratio = plan.ratios?.[stratum] ?? policy.ratios[stratum]
    const drawn = shareOf(frame, ratio)
    return { stratum, frame, ratio, drawn, spares: Math.min(plan.spares, frame - drawn) }
  })
}

/** What the plan would draw from and how many, with what a person should know before committing. */
export async function previewPlan(ask: Connection, plan: Plan, policy: Policy, today: string): Promise<PlanPreview> {
  const { sizes, exclusions } = await countFrame(ask, plan.filter, policy.excludedStatuses)
  const strata = strataOf(sizes, plan, policy)
  return {
    strata,
    frame: strata.reduce((sum, one) => sum + one.frame, 0),
    drawn: strata.reduce((sum, one) => sum + one.drawn, 0),
    exclusions,
    warnings: [...(await warningsOfScores(ask)), ...warningsOfFrame(strata, plan, exclusions), ...warningsOfPolicy(strata, policy, today)],
  }
}

/** Tiers that have not seen the newest imports. */
async function warningsOfScores(ask: Connection): Promise<PlanPreview['warnings']> {
  const { run, as_of: asOf, batches } = await ask.one<{ run: number; as_of: string; batches: number }>(sql`
    SELECT run, as_of, (SELECT count(*) FROM batch WHERE batch > last_batch) AS batches FROM score_run ORDER BY run DESC LIMIT 1`)
  return batches === 0 ? [] : [{ code: 'scores_stale', params: { run, asOf, batches } }]
}

function warningsOfFrame(strata: readonly Stratum[], plan: Plan, exclusions: readonly Exclusion[]): PlanPreview['warnings'] {
  const unscored = exclusions.find((one) => one.reason === 'not_scored')
  return [
    ...(unscored ? [{ code: 'not_scored', params: { count: unscored.count } }] : []),
    ...strata.flatMap(({ stratum, frame, ratio, drawn, spares }) => {
      if (frame === 0) return [{ code: 'stratum_empty', params: { stratum } }]
      return [
        ...(frame * ratio < 1 ? [{ code: 'small_stratum', params: { stratum, frame, drawn, ratio } }] : []),
        ...(spares < plan.spares ? [{ code: 'spares_short', params: { stratum, spares, asked: plan.spares } }] : []),
      ]
    }),
  ]
}

function warningsOfPolicy(strata: readonly Stratum[], policy: Policy, today: string): PlanPreview['warnings'] {
  const inForce = policy.validFrom <= today && (policy.validUntil === null || today <= policy.validUntil)
  return [
    ...(inForce ? [] : [{ code: 'policy_not_in_force', params: { policy: policy.id, from: policy.validFrom, until: policy.validUntil ?? '' } }]),
    ...strata.flatMap(({ stratum, ratio }): PlanPreview['warnings'] => {
      const { floor, ceiling } = policy.limits[stratum]
      if (ceiling !== null && ratio > ceiling) return [{ code: 'ratio_capped', params: { stratum, ratio, ceiling } }]
      if (floor !== null && ratio < floor) return [{ code: 'ratio_below_floor', params: { stratum, ratio, floor } }]
      return []
    }),
  ]
}

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { byTier, tiers } from '../../../shared/classes.ts'
import type { Policy } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'

const share = z.number().gt(0, 'no tier has a ratio of 0').max(1)
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const tierRule = z.strictObject({ ratio: share, floor: share.nullable(), ceiling: share.nullable(), zh: z.string().min(1), en: z.string().min(1) })
const packSchema = z.strictObject({
  name: z.strictObject({ zh: z.string().min(1), en: z.string().min(1) }),
  source: z.string().min(1),
  valid_from: day,
  valid_until: day.nullable(),
  excluded_statuses: z.array(z.string()),
  tiers: z.strictObject({ A: tierRule, B: tierRule, C: tierRule, D: tierRule }),
})

export const defaultPolicy = 'xian-2020'

/** Every pack in resources/policy, the default first. @throws MingchaError policy_broken */
export function readPolicies(resources: string): Policy[] {
  const ids = readdirSync(join(resources, 'policy')).flatMap((name) => (name.endsWith('.yaml') ? [name.slice(0, -5)] : []))
  return ids.toSorted((a, b) => Number(b === defaultPolicy) - Number(a === defaultPolicy) || (a < b ? -1 : 1)).map((id) => readPolicy(resources, id))
}

/** @throws MingchaError no_such_policy, policy_broken */
export function findPolicy(resources: string, id: string): Policy {
  const all = readPolicies(resources)
  const found = all.find((one) => one.id === id)
  if (!found) throw new MingchaError('no_such_policy', `there is no policy pack ${id}`, `Choose one of ${all.map((one) => one.id).join(', ')}.`, { policy: id })
  return found
}

function readPolicy(resources: string, id: string): Policy {
  const read = packSchema.safeParse(parse(readFileSync(join(resources, 'policy', `${id}.yaml`), 'utf8')))
  if (!read.success) {
    const { path, message } = read.error.issues[0]!
    throw new MingchaError('policy_broken', `policy pack ${id}: ${path.join('.')}: ${message}`, 'Correct the pack.', { policy: id, where: path.join('.'), detail: message })
  }
  const pack = read.data
  return {
    id,
    nameZh: pack.name.zh,
    nameEn: pack.name.en,
    source: pack.source,
    validFrom: pack.valid_from,
    validUntil: pack.valid_until,
    ratios: byTier((tier) => pack.tiers[tier].ratio),
    limits: byTier((tier) => ({ floor: pack.tiers[tier].floor, ceiling: pack.tiers[tier].ceiling })),
    excludedStatuses: pack.excluded_statuses,
    rules: tiers.map((tier) => ({ tier, textZh: pack.tiers[tier].zh, textEn: pack.tiers[tier].en })),
  }
}

import type { Tier } from '../../../shared/classes.ts'
import type { Output, Parsed, TierOverride } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { Connection, Database } from '../duckdb/database.ts'
import { raw, sql, type Sql } from '../duckdb/sql.ts'
import { asSeen } from '../workspace/deed.ts'
import { person, samePerson } from '../workspace/person.ts'
import { seen } from '../workspace/personal.ts'
import { markTouched } from '../workspace/touched.ts'
import { tierOf, tierReason } from './combine.ts'
import type { Model } from './model.ts'

/** An override holds for at most this long. */
const longestYears = 2

/** Each override with the subject that bears it now: the survivor of a merge has those of whoever went into it. */
const overrides = sql`(SELECT o.* REPLACE (coalesce(f.now_id, o.subject_id) AS subject_id) FROM tier_override o LEFT JOIN former_subject f ON f.subject_id = o.subject_id)`

/** The overrides that hold on a day, as that day could know them: (subject_id, override, tier, over_veto), one a subject; of several the one confirmed last. */
const inForce = (asOf: string): Sql => sql`SELECT subject_id, override, tier, over_veto FROM ${overrides}
  WHERE subject_id IS NOT NULL AND confirmed_on <= ${asOf}::DATE AND expires_on >= ${asOf}::DATE AND (withdrawn_on IS NULL OR withdrawn_on > ${asOf}::DATE)
  QUALIFY row_number() OVER (PARTITION BY subject_id ORDER BY confirmed_at DESC, override DESC) = 1`

/**
 * Sets the tiers that persons have set, and takes those back that no longer hold; the index stays. A veto stays too, but where the
 * override says that it goes over it. Works on any `score`, whichever of its rows are new.
 * @param table `score`, or one with its columns of index, tier, reason and veto
 */
export async function applyOverrides(ask: Connection, model: Model, asOf: string, table: Sql = raw('score')): Promise<void> {
  await ask.run(sql`UPDATE ${table} SET tier = ${tierOf(model)}, tier_reason = ${tierReason} WHERE tier_reason = 'override'`)
  await ask.run(sql`UPDATE ${table} AS s SET tier = o.tier, tier_reason = 'override' FROM (${inForce(asOf)}) o WHERE s.subject_id = o.subject_id AND (s.veto IS NULL OR o.over_veto)`)
}

/** The override that holds for a subject on a day, as known now. */
export async function overrideOn(ask: Connection, day: string, subjectId: number): Promise<{ override: number; tier: Tier; overVeto: boolean } | null> {
  return (await ask.rows<{ override: number; tier: Tier; overVeto: boolean }>(sql`SELECT override, tier, over_veto AS "overVeto" FROM (${inForce(day)}) WHERE subject_id = ${subjectId}`))[0] ?? null
}

/** Keeps which override set whose tier in a run. */
export const keepOverrides = (ask: Connection, model: Model, asOf: string, run: number): Promise<number> =>
  ask.run(sql`INSERT INTO score_override SELECT ${run}::INTEGER, subject_id, override, ${tierOf(model)}
    FROM (SELECT * FROM score WHERE tier_reason = 'override') s JOIN (SELECT subject_id, override FROM (${inForce(asOf)})) o USING (subject_id) ORDER BY subject_id`)

/**
 * Proposes a tier for a subject. It holds once a second person has confirmed it.
 * @throws MingchaError subject_not_found; override_expiry where the last day lies before today or more than two years away; override_waits where another proposal waits
 */
export async function proposeOverride(database: Database, today: string, input: Parsed<'proposeOverride'>): Promise<TierOverride> {
  const { subjectId, tier, overVeto, reason, ground, author, expiresOn } = input
  const override = await database.write(async (ask) => {
    const [subject] = await ask.rows<{ name: string }>(sql`SELECT name FROM subject WHERE subject_id = ${subjectId}`)
    if (!subject) throw new MingchaError('subject_not_found', `there is no subject «${subjectId}» in this workspace`, 'Check the code or the name, or search for a part of it.', { text: String(subjectId) })
    const { sound, latest } = await ask.one<{ sound: boolean | null; latest: string }>(sql`SELECT latest, try_cast(${expiresOn} AS DATE) BETWEEN ${today}::DATE AND latest AS sound
      FROM (SELECT (${today}::DATE + INTERVAL ${raw(String(longestYears))} YEAR)::DATE AS latest)`)
    if (!sound) throw new MingchaError('override_expiry', `an override cannot hold until ${expiresOn}: the last day lies between ${today} and ${latest}`, 'Choose a day between the two; what is still needed then is proposed anew.', { until: expiresOn, first: today, latest })
    const waiting = (await listed(ask, today, sql`o.subject_id = ${subjectId}`)).find((one) => one.state === 'proposed')
    if (waiting) throw new MingchaError('override_waits', `override ${waiting.override} of this subject waits for its confirmation`, 'Confirm or withdraw it first.', { override: waiting.override })
    const { number } = await ask.one<{ number: number }>(sql`SELECT nextval('override_number')::INTEGER AS number`)
    await ask.run(sql`INSERT INTO tier_override (override, subject_id, subject_name, tier, over_veto, reason, ground, author, author_account, proposed_at, expires_on)
      VALUES (${number}, ${subjectId}, ${subject.name}, ${tier}, ${overVeto}, ${reason}, ${ground}, ${author}, ${person()}, current_timestamp::TIMESTAMP, ${expiresOn}::DATE)`)
    return number
  })
  return one(database, today, override)
}

/**
 * A second person's yes: from that day on, runs set the tier.
 * @throws MingchaError no_such_override; override_ended where it does not wait (any more); same_person where the author confirms
 */
export async function confirmOverride(database: Database, today: string, { override, by }: Parsed<'confirmOverride'>): Promise<TierOverride> {
  await database.write(async (ask) => {
    const found = await waiting(ask, today, override, ['proposed'])
    if (samePerson(found.author, by)) {
      throw new MingchaError('same_person', `${found.author} proposed override ${override} and cannot confirm it`, 'A second person confirms.', { person: found.author, override })
    }
    await ask.run(sql`UPDATE tier_override SET confirmed_by = ${by}, confirmed_account = ${person()}, confirmed_at = current_timestamp::TIMESTAMP, confirmed_on = ${today}::DATE WHERE override = ${override}`)
    await markTouched(ask, sql`SELECT ${found.subjectId}::INTEGER`)
  })
  return one(database, today, override)
}

/**
 * Ends an override, or takes a proposal back. Runs as of an earlier day still know it.
 * @throws MingchaError no_such_override, override_ended
 */
export async function withdrawOverride(database: Database, today: string, { override, by, note }: Parsed<'withdrawOverride'>): Promise<TierOverride> {
  await database.write(async (ask) => {
    const found = await waiting(ask, today, override, ['proposed', 'confirmed'])
    await ask.run(sql`UPDATE tier_override SET withdrawn_by = ${by}, withdrawn_note = ${note}, withdrawn_at = current_timestamp::TIMESTAMP, withdrawn_on = ${today}::DATE WHERE override = ${override}`)
    if (found.state === 'confirmed') await markTouched(ask, sql`SELECT ${found.subjectId}::INTEGER`)
  })
  return one(database, today, override)
}

/** Those that wait for confirmation first, then those in force by the day on which they end; with `ended` also the expired and withdrawn, latest first. */
export function listOverrides(database: Database, today: string, { subjectId, ended, offset, limit }: Parsed<'listOverrides'>): Promise<Output['listOverrides']> {
  return database.read(async (ask) => {
    const all = await listed(ask, today, subjectId === undefined ? raw('true') : sql`o.subject_id = ${subjectId}`)
    const kept = all.filter((one) => ended || one.state === 'proposed' || one.state === 'confirmed')
    const count = (state: TierOverride['state']): number => all.filter((one) => one.state === state).length
    return { total: kept.length, states: { proposed: count('proposed'), confirmed: count('confirmed'), expired: count('expired'), withdrawn: count('withdrawn') }, overrides: kept.slice(offset, offset + limit) }
  })
}

/** The override that set a subject's tier in a run, and the tier that it has without; null where none did. */
export async function overrideOf(ask: Connection, today: string, run: number, subjectId: number): Promise<{ override: TierOverride; tierWithout: Tier } | null> {
  const [kept] = await ask.rows<{ override: number; tier_without: Tier }>(sql`SELECT override, tier_without FROM score_override WHERE run = ${run} AND subject_id = ${subjectId}`)
  if (!kept) return null
  const [override] = await listed(ask, today, sql`o.override = ${kept.override}`)
  return override ? { override, tierWithout: kept.tier_without } : null
}

async function one(database: Database, today: string, override: number): Promise<TierOverride> {
  return (await asSeen(() => database.read((ask) => listed(ask, today, sql`o.override = ${override}`))))[0]!
}

async function waiting(ask: Connection, today: string, override: number, states: readonly TierOverride['state'][]): Promise<TierOverride> {
  const [found] = await listed(ask, today, sql`o.override = ${override}`)
  if (!found) throw new MingchaError('no_such_override', `there is no override ${override}`, 'List the overrides to see their numbers.', { override })
  if (!states.includes(found.state)) throw new MingchaError('override_ended', `override ${override} is ${found.state}`, 'List the overrides to see which wait and which are in force.', { override, state: found.state })
  return found
}

type Row = Omit<TierOverride, 'now'> & { index: number | null; tierNow: Tier | null; tierReason: 'index' | 'veto' | 'override'; veto: string | null; bySelf: boolean }

/** Overrides under a condition on `o`, each with where its subject stands in the latest run. */
async function listed(ask: Connection, today: string, condition: Sql): Promise<TierOverride[]> {
  // Most subjects have none, and are told so without the rest being planned.
  if ((await ask.rows(sql`SELECT 1 FROM ${overrides} o WHERE ${condition} LIMIT 1`)).length === 0) return []
  const rows = await ask.rows<Row>(sql`
    SELECT o.override, o.subject_id AS "subjectId", coalesce(s.name, o.subject_name) AS name, coalesce(s.uscc, s.local_code) AS code, o.tier, o.over_veto AS "overVeto", o.reason, o.ground, o.author,
      o.author_account AS "authorAccount", o.proposed_at AS "proposedAt", o.expires_on AS "expiresOn", o.confirmed_by AS "confirmedBy", o.confirmed_account AS "confirmedAccount", o.confirmed_at AS "confirmedAt",
      o.withdrawn_by AS "withdrawnBy", o.withdrawn_at AS "withdrawnAt", o.withdrawn_note AS "withdrawnNote",
      CASE WHEN o.withdrawn_at IS NOT NULL THEN 'withdrawn' WHEN o.expires_on < ${today}::DATE THEN 'expired' WHEN o.confirmed_at IS NOT NULL THEN 'confirmed' ELSE 'proposed' END AS state,
      c.index, c.tier AS "tierNow", c.tier_reason AS "tierReason", c.veto, k.override IS NOT NULL AND c.tier_reason = 'override' AS "bySelf"
    FROM ${overrides} o LEFT JOIN ${seen(ask, 'subject', 'local_code')} s USING (subject_id) LEFT JOIN score c USING (subject_id)
      LEFT JOIN (SELECT override, subject_id FROM score_override WHERE run = (SELECT max(run) FROM score_run)) k ON k.override = o.override AND k.subject_id = o.subject_id
    WHERE ${condition}
    ORDER BY CASE state WHEN 'proposed' THEN 0 WHEN 'confirmed' THEN 1 ELSE 2 END, CASE WHEN state = 'confirmed' THEN o.expires_on END, o.override DESC`)
  return rows.map(({ index, tierNow, tierReason: because, veto, bySelf, ...row }) => ({ ...row, now: index === null ? null : { index, tier: tierNow!, tierReason: because, veto, byThis: bySelf } }))
}

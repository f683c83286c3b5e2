import type { Parsed } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { BansDone, JointRefusal, OfficeBan, PunishmentOutput } from '../../../shared/punishments.ts'
import type { Connection } from '../duckdb/database.ts'
import { join, sql, type Sql } from '../duckdb/sql.ts'
import { defineKeys } from '../identity/keys.ts'
import type { Room } from '../room.ts'
import { unsighted } from '../workspace/deed.ts'
import { account, personKey, samePerson } from '../workspace/person.ts'
import { catalogueOf, holds } from './catalog.ts'
import { carries, namedGrounds, type ListWords } from './grounds.ts'
import { lastDay, refusal } from './requests.ts'

/** An identity number with its middle hidden: what is kept tells namesakes apart, and is no number any more. */
export function maskNumber(text: string): string {
  const plain = text.normalize('NFKC').replace(/\s/g, '')
  if (plain === '' || plain.includes('*')) return plain.slice(0, 30)
  const shown = plain.length >= 12 ? 4 : 1
  return `${plain.slice(0, shown)}${'*'.repeat(Math.max(4, plain.length - 2 * shown))}${plain.length > 2 * shown ? plain.slice(-shown) : ''}`
}

/**
 * Proposes bans upon legal grounds; nothing holds before a second person confirms.
 * @throws MingchaError no_such_ban_kind, measure_not_in_force, measure_days
 */
export async function proposeBans(room: Room, words: ListWords, { grounds, ban: code, by, reason, name, idNumber, from, until }: Parsed<'proposeBans'>): Promise<BansDone> {
  const today = room.today()
  const kind = catalogueOf(room.resources).bans.find((one) => one.code === code)
  if (!kind) throw new MingchaError('no_such_ban_kind', `there is no ban «${code}»`, 'List the measures to see the codes of bans.', { ban: code })
  if (!holds(kind, today)) throw new MingchaError('measure_not_in_force', `the ban «${code}» is not in force on ${today}`, 'Choose one that is.', { measure: kind.office[0], today })
  const first = from ?? today
  if (until !== undefined && until < first) throw new MingchaError('measure_days', `${until} lies before ${first}`, 'Name a last day after the first.', { from: first, until })
  return room.database().write(async (ask) => {
    await defineKeys(ask)
    const found = await namedGrounds(ask, words, today, grounds)
    const refused: JointRefusal[] = []
    const bans: { ban: number; revision: number }[] = []
    for (const [place] of grounds.entries()) {
      const ground = found.get(place)
      if (!ground) { refused.push(refusal(place, 'measure_no_ground', `line ${place + 1} names neither an entry that stands nor a decision of penalty`, 'A measure rests on a confirmed listing or a penalty: a tier, an index or a case that is not decided is no ground.', { line: place + 1 })); continue }
      if (!carries(kind, ground)) { refused.push(refusal(place, 'measure_ground', `${ground.name}: «${ground.says}» does not carry the ban ${code}`, 'Choose a ban that the law ties to this ground.', { name: ground.name, ground: ground.says, measure: kind.office[0] })); continue }
      // A name that its writer was shown masked is the one that the register tells of.
      const person = (name === undefined || (unsighted() && name.includes('*')) ? ground.legalRep : name).trim()
      if (person === '') { refused.push(refusal(place, 'ban_no_person', `${ground.name}: no legal representative is known`, 'Write the name of the person.', { name: ground.name })); continue }
      const [twice] = await ask.rows<{ ban: number }>(sql`SELECT ban FROM office_ban WHERE name_key = ${personKey(person)} AND entry IS NOT DISTINCT FROM ${ground.entry}::INTEGER AND penalty IS NOT DISTINCT FROM ${ground.penalty}::UUID AND state IN ('proposed', 'imposed') AND valid_until >= ${today}::DATE`)
      if (twice) { refused.push(refusal(place, 'ban_twice', `${ground.name}: ban ${twice.ban} says so already`, 'Confirm or lift that one.', { name: ground.name, ban: twice.ban })); continue }
      const { ban } = await ask.one<{ ban: number }>(sql`SELECT nextval('office_ban_number')::INTEGER AS ban`)
      await ask.run(sql`INSERT INTO office_ban SELECT ${ban}, ${person}, ${personKey(person)}, ${maskNumber(idNumber ?? '')}, ${kind.office[0]}, ${ground.subjectId}::INTEGER, ${ground.name}, ${ground.on === null ? ground.says : `${ground.says}，${ground.on}`}, ${ground.kind}, ${ground.entry}::INTEGER, ${ground.penalty}::UUID, ${kind.basis}, ${reason},
        ${first}::DATE, ${until === undefined ? lastDay(first, kind.months) : sql`${until}::DATE`}, ${by}, current_timestamp::TIMESTAMP, ${account()}, 'proposed', NULL, NULL, NULL, NULL, NULL, 1`)
      bans.push({ ban, revision: 1 })
    }
    return { done: bans.length, bans, refused }
  })
}

interface Known { place: number; asked: number; ban: number | null; state: string; proposedBy: string; changed: boolean }

async function choose(ask: Connection, bans: readonly { ban: number; revision: number }[], why: (one: Known) => JointRefusal | null): Promise<{ numbers: number[]; refused: JointRefusal[] }> {
  const known = await ask.rows<Known>(sql`SELECT k.place, k.ban AS asked, b.ban, coalesce(b.state, '') AS state, coalesce(b.proposed_by, '') AS "proposedBy", b.revision IS DISTINCT FROM k.revision AS changed
    FROM (SELECT unnest(from_json(${JSON.stringify(bans.map((one, place) => ({ place, ...one })))}, '[{"place":"INTEGER","ban":"INTEGER","revision":"INTEGER"}]'), recursive := true)) k LEFT JOIN office_ban b USING (ban) ORDER BY k.place`)
  const numbers: number[] = []
  const refused: JointRefusal[] = []
  for (const one of known) {
    const no = one.ban === null ? refusal(one.place, 'no_such_ban', `there is no ban ${one.asked}`, 'List the bans to see their numbers.', { ban: one.asked })
      : one.changed || numbers.includes(one.ban) ? refusal(one.place, 'ban_changed', `ban ${one.ban} was changed since it was read`, 'Read it again.', { ban: one.ban }) : why(one)
    if (no) refused.push(no)
    else numbers.push(one.ban!)
  }
  return { numbers, refused }
}

const set = async (ask: Connection, numbers: readonly number[], refused: JointRefusal[], what: Sql): Promise<BansDone> => {
  const bans = await ask.rows<{ ban: number; revision: number }>(sql`UPDATE office_ban SET ${what}, revision = revision + 1 WHERE list_contains(from_json(${JSON.stringify(numbers)}, '["INTEGER"]'), ban) RETURNING ban, revision`)
  return { done: bans.length, bans, refused }
}

/** A second person's yes or no. @throws MingchaError case_note_missing where a no has no reason */
export async function confirmBans(room: Room, { bans, by, agree, note }: Parsed<'confirmBans'>): Promise<BansDone> {
  if (!agree && note === '') throw new MingchaError('case_note_missing', 'a reason is missing', 'Say why it is refused.')
  return room.database().write(async (ask) => {
    const { numbers, refused } = await choose(ask, bans, ({ place, ban, state, proposedBy }) => state !== 'proposed' ? refusal(place, 'ban_not_proposed', `ban ${ban} does not wait for a second person`, 'List what is proposed.', { ban: ban! })
      : samePerson(proposedBy, by) ? refusal(place, 'ban_same_person', `ban ${ban} was proposed by the same person`, 'A second person confirms.', { ban: ban! }) : null)
    return set(ask, numbers, refused, sql`state = ${agree ? 'imposed' : 'rejected'}, second_by = ${by}, second_at = current_timestamp::TIMESTAMP, lifted_for = ${agree ? null : note}`)
  })
}

/** Ends bans before their last day. */
export const liftBans = (room: Room, { bans, by, reason }: Parsed<'liftBans'>): Promise<BansDone> => room.database().write(async (ask) => {
  const { numbers, refused } = await choose(ask, bans, ({ place, ban, state }) => state === 'imposed' ? null : refusal(place, 'ban_not_imposed', `ban ${ban} is not imposed`, 'Only bans that hold can be lifted.', { ban: ban! }))
  return set(ask, numbers, refused, sql`state = 'lifted', lifted_on = ${room.today()}::DATE, lifted_by = ${by}, lifted_for = ${reason}`)
})

const stateOn = (today: string): Sql => sql`CASE WHEN b.state IN ('proposed', 'imposed') AND b.valid_until < ${today}::DATE THEN 'ended' ELSE b.state END`

export async function listBans(ask: Connection, { state, text, offset, limit }: Parsed<'listBans'>, today: string): Promise<PunishmentOutput['listBans']> {
  const condition = join([sql`true`, ...(state === undefined ? [] : [sql`${stateOn(today)} = ${state}`]), ...(text === undefined ? [] : [sql`(contains(lower(b.name), lower(${text})) OR contains(lower(b.firm), lower(${text})))`])], ' AND ')
  const { total } = await ask.one<{ total: number }>(sql`SELECT count(*) AS total FROM office_ban b WHERE ${condition}`)
  const bans = await ask.rows<OfficeBan>(sql`WITH page AS (SELECT * FROM office_ban b WHERE ${condition} ORDER BY ban DESC LIMIT ${limit} OFFSET ${offset}),
      serving AS (SELECT p.ban, count(*) AS n FROM page p JOIN subject s ON lower(replace(s.legal_rep, ' ', '')) = p.name_key WHERE s.status = 'active' GROUP BY p.ban)
    SELECT b.ban, b.name, b.id_masked AS "idMasked", b.office, coalesce(f.now_id, b.subject_id) AS "subjectId", b.firm, b.ground, b.basis, b.reason, b.valid_from AS "validFrom", b.valid_until AS "validUntil", ${stateOn(today)} AS state, b.proposed_by AS "proposedBy", b.second_by AS "secondBy",
      b.lifted_on AS "liftedOn", b.lifted_for AS "liftedFor", b.revision, coalesce(n, 0) AS serving
    FROM page b LEFT JOIN former_subject f ON f.subject_id = b.subject_id LEFT JOIN serving USING (ban) ORDER BY b.ban DESC`)
  return { total, bans }
}

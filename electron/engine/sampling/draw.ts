import type { DrawInfo } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import { canonicalSeed, plainSeed } from '../../../shared/seed.ts'
import type { Connection } from '../duckdb/database.ts'
import { join, sql } from '../duckdb/sql.ts'
import type { JobRun } from '../jobs/jobs.ts'
import type { Room } from '../room.ts'
import { wellFormed } from '../workspace/canonical.ts'
import { commitmentOf } from './commit.ts'
import { findDraw, infoOf, type Rules, type StoredDraw } from './draws.ts'
import { eachOfFrame, FrameDigest } from './frame.ts'
import { firstNine, seedHash, ticketOf } from './ticket.ts'

export interface Seeded { draw: number; seed: string; witnesses: string[]; rehearsal: boolean }

/** @throws MingchaError seed_not_digits, seed_too_short unless it is a rehearsal */
export const seedOf = ({ seed, rehearsal }: Pick<Seeded, 'seed' | 'rehearsal'>): string => ((rehearsal && plainSeed(seed)) || canonicalSeed(seed))

/** @throws MingchaError no_such_draw, draw_already_drawn */
export async function findUndrawn(ask: Connection, draw: number): Promise<StoredDraw> {
  const found = await findDraw(ask, draw)
  if (found.state === 'drawn') {
    throw new MingchaError('draw_already_drawn', `draw ${draw} was drawn at ${found.drawn_at}`, 'A draw is final. Commit a new one if another is needed; both stay on record.', { draw, at: found.drawn_at ?? '' })
  }
  return found
}

/** A part of a joint inspection is drawn with the seed of all of it. @throws MingchaError draw_of_campaign */
export async function refuseAlone(ask: Connection, draw: number): Promise<void> {
  const [part] = await ask.rows<{ campaign: number }>(sql`SELECT campaign FROM campaign_draw WHERE draw = ${draw}`)
  if (part) throw new MingchaError('draw_of_campaign', `draw ${draw} is part of the joint inspection ${part.campaign}`, 'Draw that one: all its departments draw with one seed.', { draw, campaign: part.campaign })
}

/**
 * Draws a committed frame with a seed that did not exist before: the smallest tickets of each stratum, then the spares.
 * The frame is read and hashed again on the way, and nothing is drawn from one that is not the committed one.
 * @throws MingchaError no_such_draw, draw_already_drawn, seed_not_digits, seed_too_short, draw_frame_changed
 */
export function drawCommitted(room: Room, { draw, seed: asEntered, witnesses, rehearsal }: Seeded, run: JobRun): Promise<DrawInfo> {
  const entered = asEntered.toWellFormed()
  const seed = seedOf({ seed: entered, rehearsal })
  const database = room.database()
  return database.write(async (ask) => {
    const committed = await findUndrawn(ask, draw)
    const tickets = (shares: ReadonlyMap<string, number>): Promise<Tickets> => database.read((reader) => computeTickets(reader, committed, seed, shares, run))
    let found = await tickets(likelyShares(committed.rules))
    if (commitmentOf({ sha256: found.sha256, size: found.size }, committed.rules) !== committed.commitment) {
      throw new MingchaError('draw_frame_changed', `draw ${draw} is no longer what was committed`, 'The workspace was changed outside this program. Restore it from a backup.', { draw })
    }
    if (!enough(committed.rules, found)) found = await tickets(allShares(committed.rules))
    run.progress('select')
    await ask.run(sql`CREATE TEMP TABLE drawing (position BIGINT, ticket VARCHAR)`)
    for (let from = 0; from < found.positions.length; from += 50_000) {
      const list = (values: readonly (number | string)[]) => sql`unnest(string_split(${values.slice(from, from + 50_000).join(' ')}, ' '))`
      await ask.run(sql`INSERT INTO drawing SELECT ${list(found.positions)}::BIGINT, ${list(found.tickets)}`)
    }
    const counts = join(committed.rules.strata.map(({ stratum, drawn, spares }) => sql`(${stratum}, ${drawn}::BIGINT, ${spares}::BIGINT)`), ', ')
    await ask.run(sql`
      UPDATE draw_frame SET ticket = r.ticket, rank = r.place, role = CASE WHEN r.place <= r.drawn THEN 'drawn' ELSE 'spare' END
      FROM (
        SELECT f.position, t.ticket, c.drawn, c.spares, row_number() OVER (PARTITION BY f.stratum ORDER BY t.ticket, f.id) AS place
        FROM draw_frame f JOIN drawing t USING (position) JOIN (VALUES ${counts}) c (stratum, drawn, spares) ON c.stratum = f.stratum
        WHERE f.draw = ${draw} QUALIFY place <= c.drawn + c.spares) r
      WHERE draw_frame.draw = ${draw} AND draw_frame.position = r.position`)
    await ask.run(sql`DROP TABLE drawing`)
    await ask.run(sql`
      UPDATE draw SET state = 'drawn', seed_entered = ${entered}, seed = ${seed}, witnesses = ${JSON.stringify(wellFormed(witnesses))},
        drawn_at = ${new Date().toISOString()}::TIMESTAMPTZ::TIMESTAMP, drawn = (SELECT count(*) FROM draw_frame WHERE draw = ${draw} AND role = 'drawn')
      WHERE draw = ${draw} AND state = 'committed'`)
    return infoOf(await findDraw(ask, draw))
  }, run.signal)
}

interface Tickets { sha256: string; size: number; positions: number[]; tickets: string[]; kept: Map<string, number> }

/**
 * The tickets that may be drawn: those below a share of each stratum that holds enough of them, certainly or all but certainly. Where it holds
 * as many as are wanted, they are the smallest of all. Answers the frame's digest and size, too.
 */
async function computeTickets(reader: Connection, { draw, frame_size: total, rules }: StoredDraw, seed: string, shares: ReadonlyMap<string, number>, run: JobRun): Promise<Tickets> {
  const hash = seedHash(seed)
  const digest = new FrameDigest()
  const found: Omit<Tickets, 'sha256'> = { size: 0, positions: [], tickets: [], kept: new Map(rules.strata.map((one) => [one.stratum, 0])) }
  await eachOfFrame(reader, draw, (part) => {
    run.signal.throwIfAborted()
    digest.add(part)
    let position = found.size
    for (let at = 0; at < part.lines.length;) {
      const [one, two] = [part.lines.indexOf('\t', at), part.lines.indexOf('\n', at)]
      const middle = part.lines.lastIndexOf('\t', two)
      const [id, stratum] = [part.lines.slice(one + 1, middle), part.lines.slice(middle + 1, two)]
      at = two + 1
      position++
      if (firstNine(id, hash) >= (shares.get(stratum) ?? 0) * 1e9) continue
      found.positions.push(position)
      found.tickets.push(ticketOf(id, hash))
      found.kept.set(stratum, found.kept.get(stratum)! + 1)
    }
    found.size = position
    run.progress('tickets', found.size, total)
  })
  return { ...found, sha256: digest.hex() }
}

/** Ten standard deviations more than are wanted: a frame in which too few lie below is not to be met with, and then all are taken. */
const likelyShares = ({ strata }: Rules): Map<string, number> => new Map(strata.map(({ stratum, frame, drawn, spares }) => {
  const wanted = drawn + spares
  return [stratum, wanted === 0 ? 0 : Math.min(1, (wanted + 10 * Math.sqrt(wanted) + 100) / frame)]
}))
const allShares = ({ strata }: Rules): Map<string, number> => new Map(strata.map(({ stratum }) => [stratum, 1]))
const enough = ({ strata }: Rules, { kept }: Tickets): boolean => strata.every(({ stratum, drawn, spares }) => kept.get(stratum)! >= drawn + spares)

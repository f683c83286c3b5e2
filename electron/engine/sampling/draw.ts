import type { DrawInfo } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import { canonicalSeed, plainSeed } from '../../../shared/seed.ts'
import type { Connection } from '../duckdb/database.ts'
import { join, sql } from '../duckdb/sql.ts'
import type { JobRun } from '../jobs/jobs.ts'
import type { Room } from '../room.ts'
import { wellFormed } from '../workspace/canonical.ts'
import { commitmentOf } from './commit.ts'
import { findDraw, infoOf, type StoredDraw } from './draws.ts'
import { eachOfFrame, FrameDigest } from './frame.ts'
import { seedHash, ticketOf } from './ticket.ts'

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
    await ask.run(sql`CREATE TEMP TABLE drawing (position BIGINT, ticket VARCHAR)`)
    // The frame streams on a connection of its own, for a statement on the same one would cut it short (TRAPS).
    const frame = await database.read((reader) => computeTickets(reader, ask, committed, seed, run))
    if (commitmentOf(frame, committed.rules) !== committed.commitment) {
      throw new MingchaError('draw_frame_changed', `draw ${draw} is no longer what was committed`, 'The workspace was changed outside this program. Restore it from a backup.', { draw })
    }
    run.progress('select')
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

/** Puts every member's ticket aside by position, chunk after chunk, so that memory does not grow with the frame. Answers the frame's digest and size. */
async function computeTickets(reader: Connection, writer: Connection, { draw, frame_size: total }: StoredDraw, seed: string, run: JobRun): Promise<{ sha256: string; size: number }> {
  const hash = seedHash(seed)
  const digest = new FrameDigest()
  let size = 0
  await eachOfFrame(reader, draw, async (members) => {
    run.signal.throwIfAborted()
    digest.add(members)
    const tickets = members.map(({ id }) => ticketOf(id, hash))
    const first = members[0]!.position
    await writer.run(sql`INSERT INTO drawing SELECT unnest(range(${first}::BIGINT, ${first + members.length}::BIGINT)), unnest(string_split(${tickets.join(' ')}, ' '))`)
    run.progress('tickets', (size += members.length), total)
  })
  return { sha256: digest.hex(), size }
}

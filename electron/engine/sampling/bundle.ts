import { createHash } from 'node:crypto'
import { MingchaError } from '../../../shared/errors.ts'
import type { Connection } from '../duckdb/database.ts'
import { sql } from '../duckdb/sql.ts'
import { canonical, type Json } from './canonical.ts'
import { findDraw } from './draws.ts'
import { eachOfFrame } from './frame.ts'

/**
 * A drawn draw as one file that verifies by itself: canonical JSON (RFC 8785), UTF-8. `frame` is [[id, stratum], …] in
 * committed order; `drawn` and `spares` go by stratum and rank; `digest` is the SHA-256 of the file's canonical JSON without
 * the member `digest`. It names subjects by code and name and holds nothing else of them.
 * @throws MingchaError no_such_draw, draw_not_drawn
 */
export async function bundleOf(ask: Connection, draw: number): Promise<Uint8Array> {
  const one = await findDraw(ask, draw)
  if (one.state !== 'drawn') throw new MingchaError('draw_not_drawn', `draw ${draw} is committed and not yet drawn`, 'Draw it with a public seed first.', { draw })
  const selected = await ask.rows<{ role: string; stratum: string; rank: number; id: string; name: string; ticket: string }>(sql`
    SELECT f.role, f.stratum, f.rank, f.id, s.name, f.ticket FROM draw_frame f JOIN subject s USING (subject_id)
    WHERE f.draw = ${draw} AND f.role IS NOT NULL ORDER BY f.stratum, f.rank`)
  const withRole = (role: string): Json[] => selected.flatMap(({ role: its, ...row }) => (its === role ? [row] : []))
  const members: [string, Buffer[]][] = Object.entries({
    commitment: one.commitment,
    drawn: withRole('drawn'),
    format: 'mingcha-bundle-1',
    frame_sha256: one.frame_sha256,
    frame_size: one.frame_size,
    log: [{ event: 'committed', at: one.rules.committed_at }, { event: 'drawn', at: new Date(one.drawn_at!).toISOString() }],
    rules: one.rules as unknown as Json,
    seed: { entered: one.seed_entered, canonical: one.seed },
    spares: withRole('spare'),
    witnesses: one.witnesses,
  }).map(([key, value]) => [key, [Buffer.from(canonical(value))]])
  members.push(['frame', await framePieces(ask, draw)])

  const digest = createHash('sha256')
  piecesOf(members).forEach((piece) => digest.update(piece))
  members.push(['digest', [Buffer.from(JSON.stringify(digest.digest('hex')))]])
  return new Uint8Array(Buffer.concat(piecesOf(members)))
}

/** The frame in pieces: as one string it could pass what a string may hold. */
async function framePieces(ask: Connection, draw: number): Promise<Buffer[]> {
  const pieces = [Buffer.from('[')]
  await eachOfFrame(ask, draw, (chunk) => {
    const text = chunk.map(({ id, stratum }) => canonical([id, stratum])).join(',')
    pieces.push(Buffer.from(pieces.length === 1 ? text : `,${text}`))
  })
  return [...pieces, Buffer.from(']')]
}

function piecesOf(members: readonly [string, Buffer[]][]): Buffer[] {
  const sorted = members.toSorted(([a], [b]) => (a < b ? -1 : 1))
  return [Buffer.from('{'), ...sorted.flatMap(([key, pieces], i) => [Buffer.from(`${i === 0 ? '' : ','}${JSON.stringify(key)}:`), ...pieces]), Buffer.from('}')]
}

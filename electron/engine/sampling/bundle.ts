import { createHash } from 'node:crypto'
import { MingchaError } from '../../../shared/errors.ts'
import { isPublicSeed } from '../../../shared/seed.ts'
import type { Connection } from '../duckdb/database.ts'
import { sql } from '../duckdb/sql.ts'
import { canonical, type Json } from '../workspace/canonical.ts'
import { findDraw } from './draws.ts'
import { eachOfFrameAsJson } from './frame.ts'

/**
 * A drawn draw as one file that verifies by itself: canonical JSON (RFC 8785), UTF-8. `frame` is [[id, stratum], …] in
 * committed order; `drawn` and `spares` go by stratum and rank; `digests` has the SHA-256 of every other member's canonical
 * JSON, so that whatever is changed later is found, and found in its place. It names subjects by code and name and holds nothing else of them.
 * @throws MingchaError no_such_draw, draw_not_drawn
 */
export async function bundleOf(ask: Connection, draw: number): Promise<Uint8Array> {
  const one = await findDraw(ask, draw)
  if (one.state !== 'drawn') throw new MingchaError('draw_not_drawn', `draw ${draw} is committed and not yet drawn`, 'Draw it with a public seed first.', { draw })
  const members: [string, Buffer[]][] = Object.entries({
    commitment: one.commitment,
    format: 'mingcha-bundle-1',
    frame_sha256: one.frame_sha256,
    frame_size: one.frame_size,
    log: [{ event: 'committed', at: one.rules.committed_at }, { event: 'drawn', at: new Date(one.drawn_at!).toISOString() }],
    rules: one.rules as unknown as Json,
    seed: { entered: one.seed_entered, canonical: one.seed, rehearsal: !isPublicSeed(one.seed ?? '') },
    witnesses: one.witnesses,
  }).map(([key, value]) => [key, [Buffer.from(canonical(value))]])
  members.push(['frame', await piecesOfFrame(ask, draw)], ['drawn', await piecesOfRole(ask, draw, 'drawn')], ['spares', await piecesOfRole(ask, draw, 'spare')])
  return sealedFile(members)
}

/** One file out of members in canonical JSON, with the SHA-256 of each under `digests`. */
export function sealedFile(members: readonly [string, Buffer[]][]): Uint8Array {
  const digests = Object.fromEntries(members.map(([key, pieces]) => [key, digestOf(pieces)]))
  return new Uint8Array(Buffer.concat(piecesOf([...members, ['digests', [Buffer.from(canonical(digests))]]])))
}

function digestOf(pieces: readonly Buffer[]): string {
  const digest = createHash('sha256')
  for (const piece of pieces) digest.update(piece)
  return digest.digest('hex')
}

/** A list as the pieces of its canonical text: in one string it could pass what a string may hold. */
class ListPieces {
  readonly #pieces = [Buffer.from('[')]
  add(items: readonly Json[]): void {
    if (items.length > 0) this.addJoined(items.map(canonical).join(','))
  }
  /** Members as their canonical text, with commas between them. */
  addJoined(items: string): void {
    this.#pieces.push(Buffer.from((this.#pieces.length === 1 ? '' : ',') + items))
  }
  all(): Buffer[] {
    return [...this.#pieces, Buffer.from(']')]
  }
}

async function piecesOfFrame(ask: Connection, draw: number): Promise<Buffer[]> {
  const pieces = new ListPieces()
  await eachOfFrameAsJson(ask, draw, ({ lines }) => pieces.addJoined(lines))
  return pieces.all()
}

async function piecesOfRole(ask: Connection, draw: number, role: 'drawn' | 'spare'): Promise<Buffer[]> {
  const pieces = new ListPieces()
  // One that was merged into another since was drawn under its own name.
  const selected = sql`SELECT f.stratum, f.rank, f.id, coalesce(m.name, s.name) AS name, f.ticket FROM draw_frame f LEFT JOIN former_subject m ON m.subject_id = f.subject_id JOIN subject s ON s.subject_id = coalesce(m.now_id, f.subject_id)
    WHERE f.draw = ${draw} AND f.role = ${role} ORDER BY f.stratum, f.rank`
  await ask.each(selected, ([strata, ranks, ids, names, tickets]) =>
    pieces.add(ids!.map((id, i) => ({ id: String(id), name: String(names![i]), rank: Number(ranks![i]), stratum: String(strata![i]), ticket: String(tickets![i]) }))))
  return pieces.all()
}

function piecesOf(members: readonly [string, Buffer[]][]): Buffer[] {
  const sorted = members.toSorted(([a], [b]) => (a < b ? -1 : 1))
  return [Buffer.from('{'), ...sorted.flatMap(([key, pieces], i) => [Buffer.from(`${i === 0 ? '' : ','}${JSON.stringify(key)}:`), ...pieces]), Buffer.from('}')]
}

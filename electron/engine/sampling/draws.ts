import type { DrawInfo, Exclusion, Policy, Stratum } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { Filter } from '../../../shared/filter.ts'
import { isPublicSeed } from '../../../shared/seed.ts'
import type { Connection } from '../duckdb/database.ts'
import { raw, sql } from '../duckdb/sql.ts'

/** What is fixed, beside the frame, before the seed exists: all of it goes into the commitment. */
export interface Rules {
  format: 'mingcha-draw-1'
  sampler: string
  identifier: string
  draw: number
  name: string
  committed_at: string
  policy: Policy
  filter: Filter
  exclusions: Exclusion[]
  strata: Stratum[]
  run: number
  model: string
  model_sha256: string
  as_of: string
}

interface DrawRow {
  draw: number; name: string; policy: string; state: 'committed' | 'drawn'; commitment: string; rules: string; frame_sha256: string
  run: number; frame_size: number; seed_entered: string | null; seed: string | null; witnesses: string | null; drawn_at: string | null; drawn: number | null
}
export type StoredDraw = Omit<DrawRow, 'rules' | 'witnesses'> & { rules: Rules; witnesses: string[] }

const columns = raw('draw, name, policy, state, commitment, rules::VARCHAR AS rules, frame_sha256, run, frame_size, seed_entered, seed, witnesses::VARCHAR AS witnesses, drawn_at, drawn')
const stored = (row: DrawRow): StoredDraw => ({ ...row, rules: JSON.parse(row.rules) as Rules, witnesses: JSON.parse(row.witnesses ?? '[]') as string[] })

/** @throws MingchaError no_such_draw */
export async function findDraw(ask: Connection, draw: number): Promise<StoredDraw> {
  const [row] = await ask.rows<DrawRow>(sql`SELECT ${columns} FROM draw WHERE draw = ${draw}`)
  if (!row) throw new MingchaError('no_such_draw', `there is no draw ${draw}`, 'List the draws to see their numbers.', { draw })
  return stored(row)
}

/** Latest first. */
export async function allDraws(ask: Connection): Promise<DrawInfo[]> {
  return (await ask.rows<DrawRow>(sql`SELECT ${columns} FROM draw ORDER BY draw DESC`)).map((row) => infoOf(stored(row)))
}

export function infoOf(one: StoredDraw): DrawInfo {
  return {
    draw: one.draw,
    name: one.name,
    policy: one.policy,
    state: one.state,
    committedAt: one.rules.committed_at,
    commitment: one.commitment,
    run: one.run,
    strata: one.rules.strata,
    exclusions: one.rules.exclusions,
    frame: one.frame_size,
    seed: one.seed,
    rehearsal: one.seed !== null && !isPublicSeed(one.seed),
    witnesses: one.witnesses,
    drawnAt: one.drawn_at,
    drawn: one.drawn ?? 0,
  }
}

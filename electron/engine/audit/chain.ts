import { randomUUID } from 'node:crypto'
import type { AuditCheck, AuditEntry, Parsed } from '../../../shared/contract.ts'
import { access } from '../../../shared/access.ts'
import type { Connection } from '../duckdb/database.ts'
import { sql, type Sql } from '../duckdb/sql.ts'
import { canonical, sha256, wellFormed, type Json } from '../workspace/canonical.ts'
import { deedNow, type Deed } from '../workspace/deed.ts'
import { account } from '../workspace/person.ts'
import { shown } from './shown.ts'
import { touchedBy } from './touchedBy.ts'

/**
 * For Database.witness: every transaction of a deed gets a link in the chain, written in that transaction, with what the deed touches as it was and as
 * it became. What is only read, and what the program does by itself, leaves none.
 */
export async function witness(ask: Connection): Promise<(ask: Connection) => Promise<void>> {
  const deed = deedNow()
  if (!deed || typeof access[deed.verb] === 'string') return async () => undefined
  const touched = touchedBy(deed.verb, deed.input)
  const before = touched && (await ask.rows(touched))
  return async (same) => {
    const after = touched && (await same.rows(touched))
    await append(same, deed, { before, after })
  }
}

/** One more link. `told`: members of its body besides who, when and what. */
export async function append(ask: Connection, deed: Deed, told: { before?: unknown; after?: unknown; refused?: string }): Promise<void> {
  const { seq, hash } = (await ask.rows<{ seq: number; hash: string }>(sql`SELECT seq, hash FROM audit_head`))[0] ?? { seq: 0, hash: '' }
  const { operator } = deed.session
  const body = canonical(wellFormed({
    seq: seq + 1, at: new Date().toISOString(), operator: operator?.name ?? null, account: account(), verb: deed.verb, deed: deed.id, step: deed.steps + 1,
    input: deed.steps === 0 ? shown(deed.input) : null, before: shown(told.before ?? null), after: shown(told.after ?? null), ...(told.refused === undefined ? {} : { refused: told.refused }),
  }) as Json)
  const next = sha256(`${hash}\n${body}`)
  await ask.run(sql`INSERT INTO audit VALUES (${seq + 1}, ${body}, ${next})`)
  await ask.run(seq === 0 ? sql`INSERT INTO audit_head VALUES (1, ${next})` : sql`UPDATE audit_head SET seq = ${seq + 1}, hash = ${next}`)
  deed.steps++
}

export const newDeed = (of: Pick<Deed, 'verb' | 'input' | 'session'> & Partial<Pick<Deed, 'sight'>>): Deed => ({ sight: 'full', ...of, id: randomUUID(), steps: 0 })

/** The chain recomputed by DuckDB from the first link on; what is wrong first, and why. */
export async function verifyChain(ask: Connection, known?: string): Promise<AuditCheck> {
  const tables = await ask.rows<{ name: string }>(sql`SELECT table_name AS name FROM duckdb_tables() WHERE schema_name = 'main' AND table_name IN ('audit', 'audit_head')`)
  if (tables.length < 2) return { ok: false, links: 0, head: '', broken: { seq: 1, why: 'gone' } }
  const heads = await ask.rows<{ seq: number; hash: string }>(sql`SELECT seq, hash FROM audit_head ORDER BY seq DESC`)
  const head = heads[0] ?? { seq: 0, hash: '' }
  const { links, last } = await ask.one<{ links: number; last: string | null }>(sql`SELECT count(*) AS links, max_by(hash, seq) AS last FROM audit`)
  const [first] = await ask.rows<{ seq: number; why: 'changed' | 'missing' | 'moved' }>(sql`
    SELECT seq, CASE WHEN place <> seq THEN CASE WHEN seq > place THEN 'missing' ELSE 'moved' END WHEN told IS DISTINCT FROM seq THEN 'moved' ELSE 'changed' END AS why
    FROM (SELECT seq, hash, body, row_number() OVER w AS place, lag(hash, 1, '') OVER w AS before, TRY_CAST(CASE WHEN json_valid(body) THEN body->>'seq' END AS BIGINT) AS told FROM audit WINDOW w AS (ORDER BY seq, rowid))
    WHERE place <> seq OR told IS DISTINCT FROM seq OR hash <> sha256(before || chr(10) || body) ORDER BY place LIMIT 1`)
  const noted = known === undefined || (await ask.one<{ there: boolean }>(sql`SELECT count(*) > 0 AS there FROM audit WHERE hash = ${known}`)).there
  const broken = first ?? (heads.length > 1 || head.seq !== links || head.hash !== (last ?? '') ? { seq: links + 1, why: 'tail' as const } : noted ? null : { seq: 1, why: 'unknown' as const })
  return { ok: broken === null, links, head: last ?? '', broken }
}

/** @returns links that pass, the latest first */
export async function listChain(ask: Connection, { by, verb, text, offset, limit }: Parsed<'listAudit'>): Promise<{ total: number; entries: AuditEntry[] }> {
  const where: Sql = sql`${by ?? null}::VARCHAR IS NULL OR doer = ${by ?? null}`
  const told = sql`(SELECT seq, hash, body, coalesce(body->>'operator', body->>'account') AS doer, body->>'verb' AS verb FROM audit)`
  const passing = sql`FROM ${told} WHERE (${where}) AND (${verb ?? null}::VARCHAR IS NULL OR verb = ${verb ?? null}) AND (${text ?? null}::VARCHAR IS NULL OR contains(lower(body), lower(${text ?? null})))`
  const { total } = await ask.one<{ total: number }>(sql`SELECT count(*) AS total ${passing}`)
  const rows = await ask.rows<{ body: string; hash: string; doer: string }>(sql`SELECT body, hash, doer ${passing} ORDER BY seq DESC LIMIT ${limit} OFFSET ${offset}`)
  return { total, entries: rows.map(({ body, hash, doer }) => ({ input: null, before: null, after: null, ...(JSON.parse(body) as Pick<AuditEntry, 'seq' | 'at' | 'account' | 'verb' | 'deed' | 'step'> & Partial<AuditEntry>), by: doer, hash })) }
}

/** The chain as JSON Lines, oldest first: whoever has it can recompute it without this program. */
export async function exportChain(ask: Connection): Promise<Uint8Array> {
  const rows = await ask.rows<{ line: string }>(sql`SELECT to_json({seq: seq, hash: hash, body: body})::VARCHAR AS line FROM audit ORDER BY seq`)
  return new TextEncoder().encode(rows.map((row) => `${row.line}\n`).join(''))
}

import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import type { Role } from '../../../shared/access.ts'
import type { Operator, Parsed } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { Connection } from '../duckdb/database.ts'
import { sql } from '../duckdb/sql.ts'
import { personKey } from '../workspace/person.ts'

interface Row { name: string; roles: string; salt: string; proof: string; created_at: string; ended_at: string | null }
const derive = promisify(scrypt) as (secret: string, salt: Buffer, length: number, options: { N: number; r: number; p: number; maxmem: number }) => Promise<Buffer>
/** About 0.1 s and 32 MB a try. */
const cost = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 }
const proofOf = (passphrase: string, salt: string): Promise<Buffer> => derive(passphrase.normalize('NFKC'), Buffer.from(salt, 'hex'), 32, cost)
const operatorOf = (row: Row): Operator => ({ name: row.name, roles: JSON.parse(row.roles) as Role[], createdAt: row.created_at, endedAt: row.ended_at })

const find = async (ask: Connection, name: string): Promise<Row | undefined> =>
  (await ask.rows<Row>(sql`SELECT name, roles::VARCHAR AS roles, salt, proof, created_at, ended_at FROM operator WHERE key = ${personKey(name)}`))[0]

export const allOperators = async (ask: Connection): Promise<Operator[]> =>
  (await ask.rows<Row>(sql`SELECT name, roles::VARCHAR AS roles, salt, proof, created_at, ended_at FROM operator ORDER BY ended_at IS NOT NULL, name`)).map(operatorOf)

/**
 * Adds an operator, or gives one other roles or another passphrase; one that was ended may work again.
 * @throws MingchaError passphrase_missing for a new one; administrator_needed where none would be left
 */
export async function saveOperator(ask: Connection, { name, roles, passphrase }: Parsed<'saveOperator'>): Promise<Operator> {
  const there = await find(ask, name)
  if (!there && passphrase === undefined) throw new MingchaError('passphrase_missing', `${name} has no passphrase yet`, 'Give a passphrase of at least ten characters.', { name })
  const salt = passphrase === undefined ? there!.salt : randomBytes(16).toString('hex')
  const proof = passphrase === undefined ? there!.proof : (await proofOf(passphrase, salt)).toString('hex')
  await ask.run(sql`INSERT OR REPLACE INTO operator VALUES (${personKey(name)}, ${there?.name ?? name.normalize('NFC').trim()}, ${JSON.stringify([...new Set(roles)])}, ${salt}, ${proof}, ${there?.created_at ?? new Date().toISOString()}::TIMESTAMPTZ::TIMESTAMP, NULL)`)
  await refuseNone(ask)
  return operatorOf((await find(ask, name))!)
}

/** @throws MingchaError no_such_operator; administrator_needed for the last administrator */
export async function endOperator(ask: Connection, name: string): Promise<Operator> {
  const ended = await ask.run(sql`UPDATE operator SET ended_at = ${new Date().toISOString()}::TIMESTAMPTZ::TIMESTAMP WHERE key = ${personKey(name)} AND ended_at IS NULL`)
  if (ended === 0) throw unknown(name)
  await refuseNone(ask)
  return operatorOf((await find(ask, name))!)
}

/** @throws MingchaError sign_in_refused, whether the name or the passphrase is wrong */
export async function identify(ask: Connection, { name, passphrase }: Parsed<'signIn'>): Promise<Operator> {
  const row = await find(ask, name)
  const proof = await proofOf(passphrase, row?.salt ?? '00') // a wrong name takes as long as a wrong passphrase
  if (!row || row.ended_at !== null || !timingSafeEqual(proof, Buffer.from(row.proof, 'hex'))) {
    throw new MingchaError('sign_in_refused', 'name or passphrase is wrong, or the operator was ended', 'Try again, or ask an administrator for another passphrase.', { name })
  }
  return operatorOf(row)
}

export const unknown = (name: string): MingchaError => new MingchaError('no_such_operator', `there is no operator ${name}`, 'Look at the list of operators.', { name })

async function refuseNone(ask: Connection): Promise<void> {
  const { left } = await ask.one<{ left: number }>(sql`SELECT count(*) AS left FROM operator WHERE ended_at IS NULL AND list_contains(from_json(roles, '["VARCHAR"]'), 'administrator')`)
  if (left === 0) throw new MingchaError('administrator_needed', 'no administrator would be left', 'Make another operator an administrator first.')
}

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { command } from '../../electron/cli/command.ts'
import { sha256 } from '../../electron/engine/workspace/canonical.ts'

const folder = mkdtempSync(join(tmpdir(), 'mingcha-cli-audit-'))
const workspace = join(folder, 'city.mingcha')
const before = { ...process.env }

async function run(...args: string[]): Promise<{ code: number; json: Record<string, unknown> }> {
  let out = ''
  const code = await command([...args, '--json'], { out: { write: (part) => { out += part } }, err: { write: () => undefined } })
  return { code, json: JSON.parse(out) as Record<string, unknown> }
}
const as = (operator: string | null, passphrase = 'a long passphrase'): void => {
  delete process.env['MINGCHA_OPERATOR']
  if (operator !== null) Object.assign(process.env, { MINGCHA_OPERATOR: operator, MINGCHA_PASSPHRASE: passphrase })
}

beforeAll(async () => {
  Object.assign(process.env, { MINGCHA_HOME: join(folder, 'home'), MINGCHA_NEW_PASSPHRASE: 'a long passphrase' })
  await run('create', workspace)
})
afterAll(() => {
  process.env = before
  rmSync(folder, { recursive: true, force: true })
})

test('operators are added, sign in by the environment, and are refused what is not theirs', async () => {
  expect((await run('operators', workspace)).json).toEqual([])
  expect(await run('operators', workspace, 'save', '--name', '陈管理', '--roles', 'administrator,analyst')).toMatchObject({ code: 0, json: { name: '陈管理', roles: ['administrator', 'analyst'] } })
  expect(await run('status', workspace)).toMatchObject({ code: 1, json: { error: { code: 'sign_in_first' } } })
  as('陈管理', 'not the passphrase')
  expect(await run('status', workspace)).toMatchObject({ code: 1, json: { error: { code: 'sign_in_refused' } } })
  as('陈管理')
  expect((await run('status', workspace)).code).toBe(0)
  await run('operators', workspace, 'save', '--name', '赵检查', '--roles', 'investigator')
  as('赵检查')
  expect(await run('score', workspace)).toMatchObject({ code: 1, json: { error: { code: 'not_your_role' } } })
  expect(await run('operators', workspace, 'save', '--name', '赵检查', '--roles', 'everything')).toMatchObject({ code: 2 })
})

test('the chain is recomputed; another DuckDB client that changes, deletes, inserts or reorders is found', async () => {
  as('陈管理')
  const out = join(folder, 'chain.jsonl')
  const sound = await run('audit', workspace, '--list', '3', '--out', out)
  expect(sound).toMatchObject({ code: 0, json: { ok: true, broken: null, entries: [{ verb: 'signIn', by: '陈管理' }, {}, {}] } })
  const { head } = sound.json as { head: string }
  const lines = readFileSync(out, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as { seq: number; hash: string; body: string })
  let last = ''
  for (const [i, { seq, hash, body }] of lines.entries()) {
    expect([seq, hash]).toEqual([i + 1, sha256(`${last}\n${body}`)])
    last = hash
  }
  // Signing in added links since: the noted hash is in the chain still.
  expect(await run('audit', workspace, '--known', head)).toMatchObject({ code: 0, json: { ok: true } })
  expect(await run('audit', workspace, '--known', '0'.repeat(64))).toMatchObject({ code: 1, json: { broken: { why: 'unknown' } } })

  const elsewhere = async (text: string): Promise<void> => {
    const instance = await DuckDBInstance.create(workspace)
    const connection = await instance.connect()
    await connection.run(text)
    connection.closeSync()
    instance.closeSync()
  }
  const deeds: [string, string, string][] = [
    ['UPDATE audit SET body = replace(body, \'陈管理\', \'赵检查\') WHERE seq = 3', 'changed', 'UPDATE audit SET body = kept.body FROM kept WHERE kept.seq = audit.seq'],
    ['DELETE FROM audit WHERE seq = 3', 'missing', 'INSERT INTO audit FROM kept WHERE seq = 3'],
    ['INSERT INTO audit FROM audit WHERE seq = 3', 'moved', 'DELETE FROM audit WHERE seq = 3; INSERT INTO audit FROM kept WHERE seq = 3'],
    ['UPDATE audit SET seq = 7 - seq WHERE seq IN (3, 4)', 'moved', 'UPDATE audit SET seq = 7 - seq WHERE seq IN (3, 4)'],
  ]
  await elsewhere('CREATE TABLE kept AS FROM audit')
  for (const [harm, why, mend] of deeds) {
    await elsewhere(harm)
    expect(await run('audit', workspace), harm).toMatchObject({ code: 1, json: { ok: false, broken: { why } } })
    await elsewhere(mend)
    expect(await run('audit', workspace), mend).toMatchObject({ code: 0, json: { ok: true } })
  }
})

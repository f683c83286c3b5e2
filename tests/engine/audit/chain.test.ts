import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { append, listChain, newDeed, verifyChain } from '../../../electron/engine/audit/chain.ts'
import { raw, sql } from '../../../electron/engine/duckdb/sql.ts'
import { openRoom, type TestRoom } from '../../room.ts'

let room: TestRoom
beforeEach(async () => { room = await openRoom() })
afterEach(() => room.close())

const session = { operator: { name: '王审核', roles: ['reviewer' as const] }, of: null }
const fill = (count: number): Promise<void> => room.database().write(async (ask) => {
  for (let i = 1; i <= count; i++) await append(ask, newDeed({ verb: 'savePool', input: { name: `池${i}`, passphrase: 'never kept' }, session }), { before: null, after: [{ i }] })
})
const check = (known?: string) => room.database().read((ask) => verifyChain(ask, known))
const tamper = (text: string): Promise<number> => room.database().write((ask) => ask.run(raw(text)))

test('an empty chain is sound, and so is one of many links', async () => {
  expect(await check()).toEqual({ ok: true, links: 0, head: '', broken: null })
  await fill(30)
  const sound = await check()
  expect(sound).toEqual({ ok: true, links: 30, head: expect.stringMatching(/^[0-9a-f]{64}$/), broken: null })
  expect(await check(sound.head)).toEqual(sound)
  const { total, entries } = await room.database().read((ask) => listChain(ask, { text: '池7', offset: 0, limit: 10 }))
  expect(total).toBe(1)
  expect(entries).toEqual([expect.objectContaining({ seq: 7, by: '王审核', verb: 'savePool', step: 1, input: { name: '池7' }, before: null, after: [{ i: 7 }] })])
})

describe('what somebody else\'s DuckDB does to it is found, at its first link', () => {
  beforeEach(() => fill(9))
  test.each([
    ['a changed body', `UPDATE audit SET body = replace(body, '池4', '池5') WHERE seq = 4`, { seq: 4, why: 'changed' }],
    ['a changed hash', `UPDATE audit SET hash = upper(hash) WHERE seq = 4`, { seq: 4, why: 'changed' }],
    ['a body that is no JSON', `UPDATE audit SET body = 'x' WHERE seq = 4`, { seq: 4, why: 'moved' }],
    ['a body and its own hash, made anew', `UPDATE audit SET body = b, hash = sha256(h || chr(10) || b) FROM (SELECT a.seq AS s, replace(a.body, '池4', '池5') AS b, p.hash AS h FROM audit a JOIN audit p ON p.seq = a.seq - 1) WHERE seq = s AND s = 4`, { seq: 5, why: 'changed' }],
    ['a deleted link', `DELETE FROM audit WHERE seq = 4`, { seq: 5, why: 'missing' }],
    ['the first one deleted', `DELETE FROM audit WHERE seq = 1`, { seq: 2, why: 'missing' }],
    ['the last one deleted', `DELETE FROM audit WHERE seq = 9`, { seq: 9, why: 'tail' }],
    ['all of them deleted', `DELETE FROM audit`, { seq: 1, why: 'tail' }],
    ['one put in twice', `INSERT INTO audit SELECT * FROM audit WHERE seq = 4`, { seq: 4, why: 'moved' }],
    ['one put in at the end', `INSERT INTO audit SELECT 10, replace(body, '"seq":9', '"seq":10'), sha256(hash || chr(10) || replace(body, '"seq":9', '"seq":10')) FROM audit WHERE seq = 9`, { seq: 11, why: 'tail' }],
    ['one deleted, the later ones moved up', `DELETE FROM audit WHERE seq = 4; UPDATE audit SET seq = seq - 1 WHERE seq > 4`, { seq: 4, why: 'moved' }],
    ['two that changed places', `UPDATE audit SET seq = 9 - seq WHERE seq IN (4, 5)`, { seq: 4, why: 'moved' }],
    ['the table dropped', `DROP TABLE audit`, { seq: 1, why: 'gone' }],
    ['its end taken away', `DELETE FROM audit_head`, { seq: 10, why: 'tail' }],
  ])('%s', async (_what, text, broken) => {
    await tamper(text)
    expect(await check()).toMatchObject({ ok: false, broken })
  })

  test('a whole chain written anew does not hold the hash that was noted', async () => {
    const { head } = await check()
    await tamper('DELETE FROM audit; DELETE FROM audit_head')
    await fill(12)
    expect(await check()).toMatchObject({ ok: true })
    expect(await check(head)).toMatchObject({ ok: false, broken: { why: 'unknown' } })
  })
})

test('any change of any body or any order is found', async () => {
  await fill(8)
  const links = await room.database().read((ask) => ask.rows<{ seq: number; body: string; hash: string }>(sql`SELECT * FROM audit ORDER BY seq`))
  const write = (rows: typeof links): Promise<unknown> => room.database().write(async (ask) => {
    await ask.run(sql`DELETE FROM audit`)
    for (const { seq, body, hash } of rows) await ask.run(sql`INSERT INTO audit VALUES (${seq}, ${body}, ${hash})`)
  })
  const wrong = fc.oneof(
    fc.record({ at: fc.nat(7), place: fc.nat(120), sign: fc.constantFrom('x', '0', '，') }).map(({ at, place, sign }) => (rows: typeof links) => rows.map((row, i) => (i === at ? { ...row, body: row.body.slice(0, place) + sign + row.body.slice(place + 1) } : row))),
    fc.subarray([0, 1, 2, 3, 4, 5, 6, 7], { maxLength: 7 }).map((kept) => (rows: typeof links) => rows.filter((_, i) => kept.includes(i))),
    fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 8 }).filter((order) => order.some((to, i) => to !== i)).map((order) => (rows: typeof links) => rows.map((row, i) => ({ ...row, seq: order[i]! + 1 }))),
  )
  await fc.assert(fc.asyncProperty(wrong, async (change) => {
    const made = change(links)
    fc.pre(JSON.stringify(made) !== JSON.stringify(links))
    await write(made)
    expect((await check()).ok).toBe(false)
  }), { numRuns: 40 })
  await write(links)
  expect(await check()).toMatchObject({ ok: true, links: 8 })
}, 60_000)

import { tableFromIPC } from 'apache-arrow'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DrawInfo, Plan } from '../../../shared/contract.ts'
import { sql } from '../../../electron/engine/duckdb/sql.ts'
import type { JobRun } from '../../../electron/engine/jobs/jobs.ts'
import { commitPlan } from '../../../electron/engine/sampling/commit.ts'
import { drawCommitted } from '../../../electron/engine/sampling/draw.ts'
import { sampling } from '../../../electron/engine/sampling/sampling.ts'
import { seedHash, ticketOf } from '../../../electron/engine/sampling/ticket.ts'
import { openRoom, type TestRoom } from '../../room.ts'
import { addScored, plan, seed } from './scored.ts'

let room: TestRoom
let verbs: ReturnType<typeof sampling>
beforeAll(async () => {
  room = await openRoom()
  verbs = sampling(room)
  await addScored(room, 2000)
})
afterAll(() => room.close())

const commit = async (asked: Plan = plan): Promise<DrawInfo> => (await room.jobs.result((await verbs.commitDraw(asked)).job)) as DrawInfo
const draw = async (number: number, with_ = seed): Promise<DrawInfo> => (await room.jobs.result((await verbs.drawSample({ draw: number, seed: with_, witnesses: ['王某', '李某'], rehearsal: false })).job)) as DrawInfo
const framed = (number: number) => room.database().read((ask) => ask.rows<{ position: number; id: string; stratum: string; rank: number | null; role: string | null; ticket: string | null }>(
  sql`SELECT position, id, stratum, rank, role, ticket FROM draw_frame WHERE draw = ${number} ORDER BY position`))

describe('a draw in its two steps', () => {
  let committed: DrawInfo
  test('the frame is frozen in the order of its identifiers, which are unique', async () => {
    committed = await commit()
    expect(committed).toMatchObject({ draw: 1, state: 'committed', seed: null, drawn: 0, drawnAt: null, run: 1 })
    expect(committed.commitment).toMatch(/^[0-9a-f]{64}$/)
    const frame = await framed(1)
    expect(frame.length).toBe(committed.frame)
    expect(frame.map((one) => one.position)).toEqual(frame.map((_, i) => i + 1))
    const ids = frame.map((one) => one.id)
    expect(ids).toEqual(ids.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))))
    expect(new Set(ids).size).toBe(ids.length)
    // A local code that one subject bears names it; one that many bear names none of them.
    expect(ids).toContain('L:T-20')
    expect(ids).toContain('S:15')
    expect(ids.some((id) => id === 'L:same')).toBe(false)
    expect(frame.every((one) => one.ticket === null && one.role === null)).toBe(true)
  })
  test('a short seed is refused and changes nothing', async () => {
    await expect(verbs.drawSample({ draw: 1, seed: '12345', witnesses: [], rehearsal: false })).rejects.toMatchObject({ code: 'seed_too_short' })
    await expect(verbs.drawSample({ draw: 99, seed, witnesses: [], rehearsal: false })).rejects.toMatchObject({ code: 'no_such_draw' })
    await expect(verbs.exportBundle({ draw: 1 })).rejects.toMatchObject({ code: 'draw_not_drawn' })
    expect(await verbs.listDraws({})).toEqual([committed])
  })
  test('the drawn are the smallest tickets of each stratum, the spares the next', async () => {
    const drawn = await draw(1)
    expect(drawn).toMatchObject({ draw: 1, state: 'drawn', seed: '314159265358979323846264', witnesses: ['王某', '李某'], commitment: committed.commitment, strata: committed.strata })
    const frame = await framed(1)
    const hash = seedHash('314159265358979323846264')
    for (const { stratum, drawn: n, spares } of committed.strata) {
      const order = frame.filter((one) => one.stratum === stratum).map(({ id }) => ({ id, ticket: ticketOf(id, hash) })).toSorted((a, b) => (a.ticket < b.ticket ? -1 : 1))
      const taken = frame.filter((one) => one.stratum === stratum && one.role !== null).toSorted((a, b) => a.rank! - b.rank!)
      expect(taken.map(({ id, ticket, rank, role }) => ({ id, ticket, rank, role })))
        .toEqual(order.slice(0, n + spares).map((one, i) => ({ ...one, rank: i + 1, role: i < n ? 'drawn' : 'spare' })))
    }
    expect(drawn.drawn).toBe(committed.strata.reduce((sum, one) => sum + one.drawn, 0))
    expect(await verbs.listDraws({})).toEqual([drawn])
    expect(room.told.topics).toEqual(['draws', 'draws'])
  })
  test('a drawn draw is final', async () => {
    await expect(verbs.drawSample({ draw: 1, seed: '9'.repeat(20), witnesses: [], rehearsal: false })).rejects.toMatchObject({ code: 'draw_already_drawn' })
  })
  test('the sheet lists the drawn by risk and rank, with what they are', async () => {
    const sheet = await verbs.drawSheet({ draw: 1, role: 'drawn', offset: 0, limit: 10_000 })
    const rows = tableFromIPC(sheet.arrow).toArray().map((row) => row.toJSON() as Record<string, unknown>)
    expect(rows.length).toBe(sheet.total)
    expect(Object.keys(rows[0]!)).toEqual(['rank', 'stratum', 'id', 'name', 'uscc', 'tier', 'index', 'region', 'industry', 'address', 'ticket'])
    expect(rows[0]).toMatchObject({ rank: 1, stratum: 'D', tier: 'D', region: '610113' })
    expect(rows[0]!['index']).toBeGreaterThanOrEqual(97)
    const page = tableFromIPC((await verbs.drawSheet({ draw: 1, role: 'drawn', offset: 3, limit: 2 })).arrow)
    expect(page.toArray().map((row) => row['id'] as string)).toEqual(rows.slice(3, 5).map((row) => row['id']))
    expect((await verbs.drawSheet({ draw: 1, role: 'spare', offset: 0, limit: 100 })).total).toBe(9)
  })
  test('any seed may rehearse; the draw and its bundle say so', async () => {
    const { draw: number } = await commit()
    const rehearsed = (await room.jobs.result((await verbs.drawSample({ draw: number, seed: ' 3141-59 ', witnesses: [], rehearsal: true })).job)) as DrawInfo
    expect(rehearsed).toMatchObject({ seed: '314159', rehearsal: true })
    const verification = await verbs.verifyBundle({ bundle: await verbs.exportBundle({ draw: number }) })
    expect(verification.ok).toBe(true)
    expect(verification.checks.find((one) => one.name === 'seed')!.detail).toContain('REHEARSAL')
    expect((await verbs.listDraws({})).map((one) => one.rehearsal)).toEqual([true, false])
  })
})

test('the same plan committed twice has two commitments, and the same seed draws the same subjects', async () => {
  const [one, two] = [await commit(), await commit()]
  expect(one.commitment).not.toBe(two.commitment)
  await draw(one.draw)
  await draw(two.draw)
  const role = async (number: number) => (await framed(number)).map(({ id, role: its, rank }) => ({ id, its, rank }))
  expect(await role(one.draw)).toEqual(await role(two.draw))
})

test('a directed draw keeps to its predicate', async () => {
  const info = await commit({ ...plan, filter: [{ field: 'industry', op: 'in', values: ['F'] }, { field: 'tier', op: 'in', values: ['C', 'D'] }] })
  const { outside } = await room.database().read((ask) => ask.one<{ outside: number }>(
    sql`SELECT count(*) FILTER (s.industry <> 'F' OR f.stratum IN ('A', 'B')) AS outside FROM draw_frame f JOIN subject s USING (subject_id) WHERE draw = ${info.draw}`))
  expect(outside).toBe(0)
  expect(info.frame).toBeGreaterThan(0)
  await expect(commit({ ...plan, filter: [{ field: 'name', op: 'contains', value: "'; DROP TABLE draw; --" }] })).rejects.toMatchObject({ code: 'frame_empty' })
})

/** A run that is cancelled as it enters a phase. */
function cancelledIn(phase: string): JobRun {
  const abort = new AbortController()
  return { signal: abort.signal, progress: (now) => { if (now === phase) abort.abort() } }
}

test.each(['frame', 'hash'])('a commit cancelled in the phase %s leaves nothing', async (phase) => {
  const before = await verbs.listDraws({})
  await expect(commitPlan(room, plan, cancelledIn(phase))).rejects.toMatchObject({ code: 'cancelled' })
  expect(await verbs.listDraws({})).toEqual(before)
  expect(await framed(before[0]!.draw + 1)).toEqual([])
})

test.each(['tickets', 'select'])('a draw cancelled in the phase %s leaves the commitment, and can be drawn', async (phase) => {
  const info = await commit()
  await expect(drawCommitted(room, { draw: info.draw, seed, witnesses: [], rehearsal: false }, cancelledIn(phase))).rejects.toMatchObject({ code: 'cancelled' })
  expect((await verbs.listDraws({}))[0]).toEqual(info)
  expect((await framed(info.draw)).every((one) => one.ticket === null)).toBe(true)
  expect((await draw(info.draw)).state).toBe('drawn')
})

test('a job cancelled while it waits never starts', async () => {
  const before = await verbs.listDraws({})
  const { job } = await verbs.commitDraw(plan)
  room.jobs.cancel(job)
  await expect(room.jobs.result(job)).rejects.toMatchObject({ code: 'cancelled' })
  expect(await verbs.listDraws({})).toEqual(before)
})

test('a frame that was changed behind the back of the program is not drawn from', async () => {
  const info = await commit()
  await room.database().write((ask) => ask.run(sql`UPDATE draw_frame SET stratum = 'D' WHERE draw = ${info.draw} AND position = 17`))
  await expect(draw(info.draw)).rejects.toMatchObject({ code: 'draw_frame_changed' })
})

test('what inspections found of the drawn since the draw speaks for the frame', async () => {
  const { draw: number } = await commit({ ...plan, ratios: { A: 0.2, B: 0.2, C: 0.5, D: 1 } })
  await expect(verbs.drawFindings({ draw: number })).rejects.toMatchObject({ code: 'draw_not_drawn' })
  const drawn = await draw(number)
  expect(await verbs.drawFindings({ draw: number })).toMatchObject({ overall: null, problems: null, strata: drawn.strata.map((one) => ({ stratum: one.stratum, drawn: one.drawn, inspected: 0, rate: null })) })
  await room.database().write((ask) => ask.run(sql`INSERT INTO supervision (subject_id, attached, occurred_on, known_on, result, row_key, batch, file_id, source_file, source_row)
    SELECT subject_id, 'code', DATE '2031-01-01', DATE '2031-01-01', CASE WHEN stratum = 'D' THEN 'problem' ELSE 'passed' END, uuid(), 1, 1, 'f', row_number() OVER () FROM draw_frame WHERE draw = ${number} AND role = 'drawn'`))
  const { strata, overall, problems } = await verbs.drawFindings({ draw: number })
  expect(strata.find((one) => one.stratum === 'D')).toMatchObject({ rate: 1, interval: [1, 1] })
  const d = strata.find((one) => one.stratum === 'D')!.frame
  expect(problems).toBeCloseTo(d, 9)
  expect(overall!.rate).toBeCloseTo(d / drawn.frame, 9)
  expect(overall!.interval[1]).toBeGreaterThan(overall!.rate)
})

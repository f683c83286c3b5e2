import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CampaignInfo } from '../../../shared/contract.ts'
import { raw } from '../../../electron/engine/duckdb/sql.ts'
import { assign, type Officer, type Visit } from '../../../electron/engine/sampling/assign.ts'
import { canonical, type Json } from '../../../electron/engine/workspace/canonical.ts'
import { means } from '../../../electron/engine/sampling/means.ts'
import { sampling } from '../../../electron/engine/sampling/sampling.ts'
import { staffAgain } from '../../../shared/verify/staffAgain.ts'
import { verify } from '../../../shared/verify/verify.ts'
import { openRoom, type TestRoom } from '../../room.ts'
import { jointBundle, seed } from './scored.ts'

interface Open {
  commitment: string; digests: Record<string, string>; draws: Json[]; format: string; officers: { id: string; department: string; name: string; most: number | null; qualifications: string[] }[]
  recusals: [string, string, string][]; rules: { parts: { department: string }[]; officers: { sha256: string; size: number }; recusals: { sha256: string; size: number } } & Record<string, Json>
  visits: { id: string; departments: Json; teams: { department: string; officers: string[] }[] }[]
}

let room: TestRoom
let bytes: Uint8Array
const opened = (): Open => JSON.parse(new TextDecoder().decode(bytes)) as Open
beforeAll(async () => {
  room = await openRoom()
  bytes = await jointBundle(room)
})
afterAll(() => room.close())

const sha256 = (value: unknown): string => createHash('sha256').update(canonical(value as Json)).digest('hex')
function sealed(bundle: Open): Uint8Array {
  const { digests: _, ...rest } = bundle
  return new TextEncoder().encode(canonical({ ...rest, digests: Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, sha256(value)])) } as unknown as Json))
}
const named = async (bundle: Open): Promise<string[]> => (await verify(means, sealed(bundle))).checks.filter((one) => !one.ok).map((one) => one.name)

test('the bundle of a joint inspection verifies from its bytes alone, and shows no officer by name', async () => {
  const { ok, checks } = await verify(means, bytes)
  expect(checks.filter((one) => !one.ok)).toEqual([])
  expect(ok).toBe(true)
  expect(checks.map((one) => one.name)).toEqual(expect.arrayContaining(['commitment', 'parts', 'officers', 'recusals', 'visits', 'teams', 'draw 1: sample', 'draw 3: frame']))
  expect(sealed(opened())).toEqual(bytes)
  const text = new TextDecoder().decode(bytes)
  expect(text).not.toContain('员m1')
  expect(opened().officers.find((one) => one.id === 'm1')!.name).toBe('员**')
})

describe('each tampering is found and named', () => {
  const cases: [string, (bundle: Open) => void, string[]][] = [
    ['an officer changed for a friend', (one) => { const team = one.visits[0]!.teams[0]!; team.officers[0] = one.officers.find((other) => other.department === team.department && !team.officers.includes(other.id))!.id }, ['teams']],
    ['a visit left out', (one) => { one.visits.splice(3, 1) }, ['visits', 'teams']],
    ['the order of the visits', (one) => { one.visits.reverse() }, ['visits', 'teams']],
    ['a recusal struck out', (one) => { one.recusals.splice(0, 1) }, ['recusals']],
    ['an officer added', (one) => { one.officers.push({ ...one.officers[0]!, id: 'zz' }) }, ['officers']],
    ['all teams taken away', (one) => { for (const visit of one.visits) visit.teams = [] }, ['teams']],
    ['the lead exchanged', (one) => { one.rules.parts.reverse() }, ['commitment', 'parts']],
    ['a draw left out', (one) => { one.draws.pop() }, ['parts']],
  ]
  test.each(cases)('%s', async (_, change, names) => {
    const bundle = opened()
    change(bundle)
    expect(await named(bundle)).toEqual(expect.arrayContaining(names))
  })
  test('any byte', async () => {
    await fc.assert(fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
      const forged = bytes.slice()
      forged[at] = (forged[at]! + by) % 256
      expect((await verify(means, forged)).ok).toBe(false)
    }), { numRuns: 25 })
  })
})

describe('what is changed after the draw', () => {
  test('goes by its rule, with its reason, and is seen in the bundle for ever', async () => {
    const verbs = sampling(room)
    const change = (reason: string, what: Parameters<typeof verbs.changeCampaign>[0]['change']) => verbs.changeCampaign({ campaign: 1, reason, change: what })
    const before = opened()
    const two = before.visits.filter((one) => one.teams.length > 1)
    const officer = two[0]!.teams[0]!.officers[0]!
    await change('临时住院', { kind: 'officer', visit: two[0]!.id, officer })
    // C has spares; all of D was drawn.
    const dropped = two.slice(1).find((one) => (one.departments as { draw: number }[]).length === 2)!
    await change('已迁往外省', { kind: 'subject', visit: dropped.id })
    await expect(change('x', { kind: 'relaxed', department: 'health', most: 3, officers: [] })).rejects.toMatchObject({ code: 'campaign_staffed' })
    await expect(change('x', { kind: 'subject', visit: 'nobody' })).rejects.toMatchObject({ code: 'no_such_visit' })
    const allOfD = before.visits.find((one) => (one.departments as { department: string }[]).some((two_) => two_.department === 'health'))!
    await expect(change('x', { kind: 'subject', visit: allOfD.id })).rejects.toMatchObject({ code: 'no_spare' })
    const changed = await verbs.exportCampaign({ campaign: 1 })
    const { checks } = await verify(means, changed)
    expect(checks.filter((one) => !one.ok)).toEqual([])
    const after = JSON.parse(new TextDecoder().decode(changed)) as Open & { changes: { kind: string; reason: string; detail: { next: string; visit: string } }[] }
    expect(after.changes.map((one) => [one.kind, one.reason])).toEqual([['officer', '临时住院'], ['subject', '已迁往外省']])
    expect(after.commitment).toBe(before.commitment)
    expect(after.visits.some((one) => one.id === dropped.id)).toBe(false)
    expect(after.visits.find((one) => one.id === two[0]!.id)!.teams.flatMap((one) => one.officers)).not.toContain(officer)
    // A friend in the place of who is next, a change that is not told, a reason that is not given.
    const friend = after.officers.find((one) => one.department === before.officers.find((two_) => two_.id === officer)!.department && one.id !== after.changes[0]!.detail.next && one.id !== officer)!.id
    for (const [forge, names] of [
      [(one: typeof after) => { one.changes[0]!.detail.next = friend }, ['changes', 'teams']],
      [(one: typeof after) => { one.changes.pop() }, ['visits', 'teams']],
      [(one: typeof after) => { one.changes[1]!.reason = ' ' }, ['changes']],
    ] as const) {
      const forged = structuredClone(after)
      forge(forged)
      expect(await named(forged)).toEqual(expect.arrayContaining([...names]))
    }
  })
  test('a department that could not staff its visits is let more officers or visits, in the open', async () => {
    const verbs = sampling(room)
    await room.database().write((ask) => ask.run(raw(`UPDATE officer SET most_visits = 1 WHERE department = 'health'`)))
    const { campaign } = (await room.jobs.result((await verbs.commitCampaign({ name: '再抽', policy: 'xian-2020', spares: 0, perDepartment: 2, least: 2, on: '2026-11-22', tasks: [{ department: 'health', items: ['H-1'], filter: [{ field: 'tier', op: 'in', values: ['D'] }] }] })).job)) as CampaignInfo
    const drawn = (await room.jobs.result((await verbs.drawCampaign({ campaign, seed, witnesses: [], rehearsal: false })).job)) as CampaignInfo
    expect(drawn.state).toBe('unstaffed')
    expect((await verify(means, await verbs.exportCampaign({ campaign }))).ok).toBe(true)
    const most = drawn.shortages[0]!.relaxations.find((one) => one.kind === 'most')!.to
    await room.database().write((ask) => ask.run(raw(`INSERT INTO officer (officer, name, department, certificate_no, valid_from) VALUES ('h9', '员h9', 'health', 'C-h9', DATE '2020-01-01')`)))
    const once = await verbs.changeCampaign({ campaign, reason: '借调一人', change: { kind: 'relaxed', department: 'health', most: null, officers: ['h9'] } })
    expect(once.state).toBe('unstaffed')
    const twice = await verbs.changeCampaign({ campaign, reason: '局长同意', change: { kind: 'relaxed', department: 'health', most, officers: [] } })
    expect(twice).toMatchObject({ state: 'staffed', shortages: [], changes: [{ kind: 'relaxed', reason: '借调一人' }, { kind: 'relaxed', reason: '局长同意' }] })
    const { checks } = await verify(means, await verbs.exportCampaign({ campaign }))
    expect(checks.filter((one) => !one.ok)).toEqual([])
  })
})

test('the second way of staffing gives the teams of the first', () => {
  const skills = ['food', 'lifts']
  fc.assert(fc.property(
    fc.array(fc.record({ department: fc.constantFrom('A', 'B'), qualifications: fc.subarray(skills), most: fc.option(fc.integer({ min: 1, max: 4 })) }), { maxLength: 9 }),
    fc.array(fc.array(fc.record({ department: fc.constantFrom('A', 'B'), officers: fc.integer({ min: 1, max: 3 }), qualifications: fc.subarray(skills, { maxLength: 1 }) }), { maxLength: 2 }), { minLength: 1, maxLength: 7 }),
    fc.array(fc.tuple(fc.nat(8), fc.nat(6)), { maxLength: 10 }), fc.bigInt({ min: 10n ** 20n, max: 10n ** 22n }),
    (people, asked, pairs, digits) => {
      const officers = people.map((one, i): Officer => ({ ...one, id: `o${i}` }))
      const visits = asked.map((needs, i): Visit => ({ id: `v${i}`, needs: needs.filter((one, k) => needs.findIndex((two) => two.department === one.department) === k) }))
      const recusals = pairs.map(([a, b]) => ({ officer: `o${a}`, visit: `v${b}`, reason: 'kin' }))
      const first = assign(visits, officers, recusals, String(digits))
      const second = staffAgain(means, visits.map((one) => ({ ...one, needs: one.needs.map((need) => ({ ...need, qualifications: [...need.qualifications] })) })), officers.map((one) => ({ ...one, qualifications: [...one.qualifications] })),
        (officer, visit) => recusals.some((one) => one.officer === officer && one.visit === visit), String(digits))
      expect(second).toEqual(first.shortages.length > 0 ? null : first.teams)
    }), { numRuns: 400 })
})

import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Plan } from '../../../shared/contract.ts'
import { canonical, type Json } from '../../../electron/engine/workspace/canonical.ts'
import { sampling } from '../../../electron/engine/sampling/sampling.ts'
import { seedHash, ticketOf } from '../../../electron/engine/sampling/ticket.ts'
import { means } from '../../../electron/engine/sampling/means.ts'
import { verify as verifyBy } from '../../../shared/verify/verify.ts'
import { openRoom, type TestRoom } from '../../room.ts'
import { addScored, plan, seed } from './scored.ts'

interface Entry { id: string; name: string; rank: number; stratum: string; ticket: string }
interface Open {
  commitment: string; digests: Record<string, string>; format: string; frame: [string, string][]; frame_sha256: string; frame_size: number
  drawn: Entry[]; spares: Entry[]; log: { at: string; event: string }[]; seed: { entered: string; canonical: string; rehearsal: boolean }; witnesses: string[]
  rules: { strata: { stratum: string; frame: number; ratio: number; drawn: number; spares: number }[]; committed_at: string; name: string; run: number; [key: string]: Json }
}

const verify = (bytes: Uint8Array) => verifyBy(means, bytes)
let room: TestRoom
let bytes: Uint8Array
const opened = (): Open => JSON.parse(new TextDecoder().decode(bytes)) as Open

async function drawn(asked: Plan): Promise<Uint8Array> {
  const { commitDraw, drawSample, exportBundle } = sampling(room)
  const { draw } = (await room.jobs.result((await commitDraw(asked)).job)) as { draw: number }
  await room.jobs.result((await drawSample({ draw, seed, witnesses: ['公证员'], rehearsal: false })).job)
  return exportBundle({ draw })
}

beforeAll(async () => {
  room = await openRoom()
  await addScored(room, 1500)
  bytes = await drawn(plan)
})
afterAll(() => room.close())

/** What a forger does who knows the format: the file is canonical again and its digests fit. */
function sealed(bundle: Open): Uint8Array {
  const { digests: _, ...rest } = bundle
  const digests = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, createHash('sha256').update(canonical(value as unknown as Json)).digest('hex')]))
  return new TextEncoder().encode(canonical({ ...rest, digests } as unknown as Json))
}
/** The forger also commits anew: only a comparison with the publication shows that. */
function recommitted(bundle: Open): Open {
  const sha256 = createHash('sha256').update(bundle.frame.map(([id, stratum], i) => `${i + 1}\t${id}\t${stratum}\n`).join('')).digest('hex')
  const commitment = createHash('sha256').update(canonical({ frame: { sha256, size: bundle.frame.length }, rules: bundle.rules as unknown as Json })).digest('hex')
  return { ...bundle, frame_sha256: sha256, frame_size: bundle.frame.length, commitment }
}
const failing = async (forged: Uint8Array) => (await verify(forged)).checks.filter((one) => !one.ok)
const named = async (bundle: Open): Promise<string[]> => (await failing(sealed(bundle))).map((one) => one.name)

test('a bundle verifies, from its bytes alone, and names no one but subjects', async () => {
  const { ok, checks } = await verify(bytes)
  expect(checks.filter((one) => !one.ok)).toEqual([])
  expect(ok).toBe(true)
  expect(checks.map((one) => one.name)).toEqual(['readable', 'canonical', 'digests', 'format', 'frame', 'commitment', 'counts', 'seed', 'listed', 'tickets', 'order', 'sample', 'spares', 'log'])
  expect(sealed(opened())).toEqual(bytes)
  expect(Object.keys(opened().drawn[0]!)).toEqual(['id', 'name', 'rank', 'stratum', 'ticket'])
  expect((await verify(bytes.slice())).ok).toBe(true)
})

test('bundles of other plans verify too: a directed one, one without spares, one of a single stratum, a foreign alphabet in its name', async () => {
  for (const asked of [
    { ...plan, name: 'Ω “x” \u0000 \ud800 😀', spares: 0, ratios: { A: 0.0001, D: 0.999 } },
    { ...plan, policy: 'henan', filter: [{ field: 'tier' as const, op: 'in' as const, values: ['C'] }], spares: 1000 },
  ]) {
    expect(await failing(await drawn(asked))).toEqual([])
  }
})

describe('each tampering is found and named', () => {
  const forge = (change: (bundle: Open) => void): Open => {
    const bundle = opened()
    change(bundle)
    return bundle
  }
  test('a drawn subject exchanged for its friend', async () => {
    const bundle = opened()
    const listed = new Set([...bundle.drawn, ...bundle.spares].map((one) => one.id))
    const victim = bundle.drawn.find((one) => one.stratum === 'A')!
    const friend = bundle.frame.find(([id, stratum]) => stratum === 'A' && !listed.has(id))![0]
    const kept = victim.id
    victim.id = friend
    expect(await named(bundle)).toEqual(expect.arrayContaining(['tickets', 'sample']))
    victim.ticket = ticketOf(friend, seedHash(bundle.seed.canonical))
    const faults = await failing(sealed(bundle))
    expect(faults.map((one) => one.name)).toEqual(['order', 'sample'])
    expect(faults[1]!.detail).toBe(`stratum A: expected ${kept}, found ${friend}`)
  })
  test('a drawn subject dropped, ranks closed up, the count in the rules lowered', async () => {
    const bundle = forge((one) => {
      const gone = one.drawn.findIndex((entry) => entry.stratum === 'A' && entry.rank === 2)
      one.drawn.splice(gone, 1)
      for (const list of [one.drawn, one.spares]) list.filter((entry) => entry.stratum === 'A' && entry.rank > 2).forEach((entry) => { entry.rank-- })
    })
    expect(await named(bundle)).toEqual(expect.arrayContaining(['sample']))
    bundle.rules.strata.find((one) => one.stratum === 'A')!.drawn--
    expect(await named(bundle)).toEqual(expect.arrayContaining(['commitment', 'counts', 'sample']))
    expect(await named(recommitted(bundle))).toEqual(['counts', 'sample', 'spares'])
  })
  test('a subject taken out of the frame, also with a new commitment', async () => {
    const gone = opened().drawn.find((one) => one.stratum === 'B')!.id
    const bundle = forge((one) => { one.frame = one.frame.filter(([id]) => id !== gone) })
    expect(await named(bundle)).toEqual(expect.arrayContaining(['frame', 'commitment', 'counts', 'listed']))
    const faults = await failing(sealed(recommitted(bundle)))
    expect(faults.map((one) => one.name)).toEqual(['counts', 'listed', 'sample', 'spares'])
    expect(faults[1]!.detail).toBe(`${gone} is listed and not in the frame`)
  })
  test('a subject moved to another stratum', async () => {
    const id = opened().drawn.find((one) => one.stratum === 'D')!.id
    const bundle = forge((one) => { one.frame.find((member) => member[0] === id)![1] = 'A' })
    expect(await named(bundle)).toEqual(['frame', 'commitment', 'counts', 'listed', 'sample', 'spares'])
    expect((await failing(sealed(bundle))).find((one) => one.name === 'listed')!.detail).toBe(`${id} is listed in stratum D, the frame has it in A`)
  })
  test.each<[string, string[], (bundle: Open) => void]>([
    ['another seed', ['tickets', 'sample', 'order'], (one) => { one.seed = { entered: '1'.repeat(20), canonical: '1'.repeat(20), rehearsal: false } }],
    ['a seed that was entered otherwise', ['seed'], (one) => { one.seed.entered = one.seed.entered.replace('3', '4') }],
    ['a short seed', ['seed'], (one) => { one.seed = { entered: '123', canonical: '123', rehearsal: false } }],
    ['a draw that counts called a rehearsal', ['seed'], (one) => { one.seed.rehearsal = true }],
    ['a lower ratio', ['commitment', 'counts'], (one) => { one.rules.strata[0]!.ratio = 0.01 }],
    ['another name of the plan', ['commitment'], (one) => { one.rules.name += ' ' }],
    ['another score run', ['commitment'], (one) => { one.rules.run++ }],
    ['an earlier time of commitment', ['commitment'], (one) => { one.rules.committed_at = one.log[0]!.at = '2020-01-01T00:00:00.000Z' }],
    ['a log at odds with the rules', ['log'], (one) => { one.log[0]!.at = '2020-01-01T00:00:00.000Z' }],
    ['drawn before committed', ['log'], (one) => { one.log[1]!.at = '2020-01-01T00:00:00.000Z' }],
    ['another commitment', ['commitment'], (one) => { one.commitment = 'a'.repeat(64) }],
    ['two spares exchanged', ['order'], (one) => { [one.spares[0], one.spares[1]] = [one.spares[1]!, one.spares[0]!] }],
    ['a spare dropped', ['spares'], (one) => { one.spares.pop() }],
    ['a spare called drawn', ['sample', 'spares', 'order'], (one) => { one.drawn.push(one.spares.pop()!) }],
    ['a subject drawn twice', ['listed'], (one) => { one.drawn.push({ ...one.drawn.at(-1)!, rank: one.drawn.at(-1)!.rank + 1 }) }],
    ['one digit of a ticket', ['tickets'], (one) => { one.drawn[5]!.ticket = one.drawn[5]!.ticket.replace(/.$/, (digit) => String((Number(digit) + 1) % 10)) }],
    ['a rank', ['order'], (one) => { one.drawn[0]!.rank = 7 }],
    ['the frame out of order', ['frame', 'commitment'], (one) => { one.frame.reverse() }],
    ['a member twice in the frame', ['frame', 'commitment', 'counts'], (one) => { one.frame.splice(4, 0, one.frame[4]!) }],
    ['an unknown stratum', ['frame', 'commitment', 'counts'], (one) => { one.frame[3]![1] = 'E' }],
    ['another size', ['frame'], (one) => { one.frame_size++ }],
    ['a ratio of 0', ['format'], (one) => { one.rules.strata[0]!.ratio = 0 }],
    ['an extra member', ['format'], (one) => { Object.assign(one, { note: 'x' }) }],
    ['a member gone', ['format'], (one) => { delete (one as Partial<Open>).witnesses }],
    ['a broken frame member', ['format'], (one) => { (one.frame as unknown[])[9] = ['x'] }],
    ['another format', ['format'], (one) => { one.format = 'mingcha-bundle-2' }],
  ])('%s', async (_what, expected, change) => {
    const names = await named(forge(change))
    expect(names).toEqual(expect.arrayContaining(expected))
    expect((await failing(sealed(forge(change)))).every((one) => one.detail.length > 10)).toBe(true)
  })
  test('what only the digests cover is named by its member', async () => {
    for (const [member, change] of [
      ['drawn', (one) => { one.drawn[0]!.name = '别的名字' }],
      ['spares', (one) => { one.spares[0]!.name = '别的名字' }],
      ['witnesses', (one) => { one.witnesses = ['另一人'] }],
      ['log', (one) => { one.log[1]!.at = '2030-01-01T00:00:00.000Z' }],
    ] as [string, (bundle: Open) => void][]) {
      const faults = await failing(new TextEncoder().encode(canonical(forge(change) as unknown as Json)))
      expect(faults.map((one) => one.name)).toEqual(['digests'])
      expect(faults[0]!.detail).toMatch(new RegExp(`^${member}: the content hashes to [0-9a-f]{64}, the file states [0-9a-f]{64}$`))
    }
    const gone = opened()
    delete gone.digests['witnesses']
    expect((await failing(new TextEncoder().encode(canonical(gone as unknown as Json)))).map((one) => one.name)).toEqual(['digests'])
  })
})

test('one byte changed, anywhere, fails', async () => {
  await fc.assert(fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
    const changed = bytes.slice()
    changed[at]! ^= mask
    const { ok, checks } = await verify(changed)
    expect(ok).toBe(false)
    expect(checks.some((one) => !one.ok && one.detail !== '')).toBe(true)
  }), { numRuns: 150 })
})

test('a byte taken out, put in or added at either end fails', async () => {
  await fc.assert(fc.asyncProperty(fc.nat(bytes.length), fc.integer({ min: 0, max: 255 }), fc.boolean(), async (at, byte, insert) => {
    const changed = insert ? Buffer.concat([bytes.subarray(0, at), Buffer.from([byte]), bytes.subarray(at)]) : Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)])
    if (Buffer.from(bytes).equals(changed)) return
    expect((await verify(changed)).ok).toBe(false)
  }), { numRuns: 100 })
  const text = new TextDecoder().decode(bytes)
  for (const changed of [`${text}\n`, ` ${text}`, `\ufeff${text}`, text.replace(':', ': '), text.replace('"digests"', '"\\u0064igests"'), text.replace('{', '{"commitment":"x",')]) {
    const faults = await failing(new TextEncoder().encode(changed))
    expect(faults.map((one) => one.name)).toContain(changed.startsWith('\ufeff') ? 'readable' : 'canonical')
  }
})

test('what is no bundle is told where it breaks, never by an exception', async () => {
  const encode = (text: string) => new TextEncoder().encode(text)
  expect(await failing(encode(''))).toEqual([{ name: 'readable', ok: false, detail: expect.stringContaining('JSON') }])
  expect((await failing(encode('{"commitment":"ab'))).map((one) => one.name)).toEqual(['readable'])
  expect(await failing(new Uint8Array([0x7b, 0x22, 0xff, 0x22]))).toEqual([{ name: 'readable', ok: false, detail: 'not UTF-8 text, from byte 2' }])
  for (const text of ['null', '[]', '{}', '3', '"x"', '{"digests":1}', '{"digests":null}', '{"__proto__":[]}']) expect((await failing(encode(text))).map((one) => one.name)).toContain('format')
  expect((await verify(encode(`${'['.repeat(200_000)}${']'.repeat(200_000)}`))).ok).toBe(false)
  await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (any) => { expect((await verify(any)).ok).toBe(false) }))
  await fc.assert(fc.asyncProperty(fc.json(), async (any) => { expect((await verify(encode(any))).ok).toBe(false) }))
})

test('the verifier shares nothing with the drawing: it imports itself, the schemas and types', async () => {
  const { readdirSync, readFileSync } = await import('node:fs')
  const folder = new URL('../../../shared/verify/', import.meta.url)
  for (const name of readdirSync(folder)) {
    const source = readFileSync(new URL(name, folder), 'utf8')
    const foreign = [...source.matchAll(/^import (.*) from '(.*)'$/gm)].filter(([, what, from]) => !from!.startsWith('./') && from !== '../schema.ts' && !(what!.startsWith('type ') && from === '../contract.ts'))
    expect(foreign).toEqual([])
    expect(source).not.toMatch(/import\(|require\(/)
  }
})

test('the commitment changes with any change of frame or rules', async () => {
  const seen = new Set([opened().commitment])
  const { frame, rules } = opened()
  await fc.assert(fc.asyncProperty(fc.nat(frame.length - 1), fc.constantFrom('drop', 'rename', 'move'), async (at, how) => {
    const one = { ...opened(), frame: frame.map(([id, stratum]): [string, string] => [id, stratum]) }
    if (how === 'drop') one.frame.splice(at, 1)
    if (how === 'rename') one.frame[at]![0] += '0'
    if (how === 'move') one.frame[at]![1] = one.frame[at]![1] === 'A' ? 'B' : 'A'
    const { commitment } = recommitted(one)
    expect(commitment).not.toBe(opened().commitment)
    seen.add(commitment)
  }), { numRuns: 30 })
  for (const key of Object.keys(rules)) seen.add(recommitted({ ...opened(), rules: { ...rules, [key]: 'other' } as unknown as Open['rules'] }).commitment)
  expect(seen.size).toBeGreaterThan(Object.keys(rules).length)
})

import { createHash, hash } from 'node:crypto'
import { z } from 'zod'
import type { Verification } from '../../../shared/contract.ts'

/**
 * Checks a bundle from its bytes alone. Nothing here is shared with the code that draws, save Node's SHA-256: the canonical
 * JSON, the ticket arithmetic, the counts and the selection are written a second time and in another way, so that one
 * mistake cannot hide in both.
 *
 * What it cannot know: that the commitment was published before the seed existed (compare it with the publication), that
 * the seed is the public one, and that names belong to their identifiers.
 */
export async function verify(bytes: Uint8Array): Promise<Verification> {
  const checks: Verification['checks'] = []
  const check = (name: string, faults: string[], good: string): boolean => {
    const shown = faults.length > 3 ? [...faults.slice(0, 3), `and ${faults.length - 3} more`] : faults
    checks.push({ name, ok: faults.length === 0, detail: faults.length === 0 ? good : shown.join('; ') })
    return faults.length === 0
  }
  const verdict = (): Verification => ({ ok: checks.every((one) => one.ok), checks })
  try {
    const value = readJson(bytes)
    if (value instanceof Error) return check('readable', [value.message], ''), verdict()
    check('readable', [], `${bytes.length} bytes of JSON`)
    await checkBytes(bytes, value, check)
    const bundle = shape.safeParse(value)
    const misshapen = bundle.success ? badMember(bundle.data.frame) : `${bundle.error.issues[0]!.path.join('.') || 'the file'}: ${bundle.error.issues[0]!.message}`
    if (!check('format', misshapen === null ? [] : [misshapen], 'mingcha-bundle-1') || !bundle.success) return verdict()
    await checkContent(bundle.data as unknown as Bundle, check)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    check('readable', [`too large or too deeply nested: ${error.message}`], '')
  }
  return verdict()
}

type Check = (name: string, faults: string[], good: string) => boolean
type Listed = z.infer<typeof listed>
type Bundle = Omit<z.infer<typeof shape>, 'frame'> & { frame: [string, string][] }

const hex = z.string().regex(/^[0-9a-f]{64}$/, 'is no SHA-256 in lower-case hex')
const count = z.number().int().min(0)
const listed = z.strictObject({ id: z.string(), name: z.string(), rank: count, stratum: z.string(), ticket: z.string() })
const shape = z.strictObject({
  commitment: hex,
  digests: z.record(z.string(), hex),
  drawn: z.array(listed),
  format: z.literal('mingcha-bundle-1'),
  frame: z.array(z.unknown()),
  frame_sha256: hex,
  frame_size: count,
  log: z.tuple([z.strictObject({ at: z.iso.datetime(), event: z.literal('committed') }), z.strictObject({ at: z.iso.datetime(), event: z.literal('drawn') })]),
  rules: z.looseObject({
    format: z.literal('mingcha-draw-1'),
    committed_at: z.iso.datetime(),
    policy: z.looseObject({ id: z.string(), ratios: z.record(z.string(), z.number()) }),
    strata: z.array(z.strictObject({ drawn: count, frame: count, ratio: z.number().gt(0).max(1), spares: count, stratum: z.string() })),
  }),
  seed: z.strictObject({ canonical: z.string(), entered: z.string(), rehearsal: z.boolean() }),
  spares: z.array(listed),
  witnesses: z.array(z.string()),
})

function readJson(bytes: Uint8Array): unknown {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return new Error(`not UTF-8 text, from byte ${firstBadByte(bytes)}`)
  }
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    return new Error(`not JSON: ${(error as Error).message}`)
  }
}

/** Where decoding first fails: the longest good prefix, found by halving. */
function firstBadByte(bytes: Uint8Array): number {
  let good = 0
  let bad = bytes.length
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, middle), { stream: true })
      good = middle
    } catch {
      bad = middle
    }
  }
  return good
}

/** JSON again from the parsed value: sorted members, no blanks. */
function retell(value: unknown): string {
  if (Array.isArray(value)) return '[' + value.map(retell).join() + ']'
  if (typeof value === 'object' && value !== null) {
    const names = Object.keys(value).sort()
    return '{' + names.map((name) => JSON.stringify(name) + ':' + retell((value as Record<string, unknown>)[name])).join() + '}'
  }
  return JSON.stringify(value)
}

/** The file is exactly its own canonical form, and the digests cover all its members: so no byte may change. */
async function checkBytes(bytes: Uint8Array, value: unknown, check: Check): Promise<void> {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  let at = 0
  let fault: string | null = null
  const compare = (text: string): void => {
    const expected = Buffer.from(text)
    const found = whole.subarray(at, at + expected.length)
    if (fault === null && !expected.equals(found)) {
      const off = expected.findIndex((byte, i) => byte !== found[i])
      fault = `byte ${at + off}: expected «${expected.subarray(off, off + 24).toString()}», found «${found.subarray(off, off + 24).toString()}»`
    }
    at += expected.length
  }
  const members = typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
  const found = new Map<string, string>()
  const names = Object.keys(members).sort()
  for (const [i, name] of names.entries()) {
    const digest = createHash('sha256')
    compare((i === 0 ? '{' : ',') + JSON.stringify(name) + ':')
    for await (const text of piecesOf(members[name])) {
      compare(text)
      digest.update(text)
    }
    if (name !== 'digests') found.set(name, digest.digest('hex'))
  }
  compare(names.length > 0 ? '}' : retell(value))
  if (fault === null && at !== whole.length) fault = `${whole.length - at} bytes too many after byte ${at}`
  check('canonical', fault === null ? [] : [fault], 'the bytes are the canonical form of their content')

  const stated = new Map(Object.entries((members['digests'] ?? {}) as Record<string, unknown>))
  const differing = [...new Set([...found.keys(), ...stated.keys()])].filter((name) => found.get(name) !== stated.get(name))
  check('digests', differing.map((name) => `${name}: the content hashes to ${found.get(name) ?? 'nothing'}, the file states ${String(stated.get(name) ?? 'nothing')}`), `${found.size} members as sealed`)
}

/** A long list in pieces, with a breath between them for the rest of the engine. */
async function* piecesOf(value: unknown): AsyncGenerator<string> {
  if (!Array.isArray(value) || value.length < 2000) return yield retell(value)
  for (let from = 0; from < value.length; from += 2000) {
    yield (from === 0 ? '[' : ',') + retell(value.slice(from, from + 2000)).slice(1, -1)
    await breath()
  }
  yield ']'
}

const breath = (): Promise<void> => new Promise((done) => setImmediate(done))

function badMember(frame: readonly unknown[]): string | null {
  const at = frame.findIndex((one) => !Array.isArray(one) || one.length !== 2 || typeof one[0] !== 'string' || typeof one[1] !== 'string')
  return at < 0 ? null : `frame.${at}: is not [id, stratum]`
}

async function checkContent(bundle: Bundle, check: Check): Promise<void> {
  const { rules } = bundle
  const frame = await readFrame(bundle)
  check('frame', frame.faults, `${bundle.frame.length} members, SHA-256 ${frame.sha256}`)
  const commitment = hash('sha256', retell({ frame: { sha256: frame.sha256, size: bundle.frame.length }, rules }))
  check('commitment', commitment === bundle.commitment ? [] : [`frame and rules hash to ${commitment}, the file states ${bundle.commitment}`], commitment)

  const departures = rules.strata.filter((one) => one.ratio !== rules.policy.ratios[one.stratum]).map((one) => `${one.stratum} ${one.ratio}, the policy ${rules.policy.ratios[one.stratum]}`)
  const counts = rules.strata.flatMap((one) => {
    const size = frame.sizes.get(one.stratum) ?? 0
    const due = leastCovering(size, one.ratio)
    return [
      ...(size === one.frame ? [] : [`stratum ${one.stratum}: the rules say ${one.frame} members, the frame has ${size}`]),
      ...(due === one.drawn ? [] : [`stratum ${one.stratum}: ${one.ratio} of ${size} is ${due}, the rules say ${one.drawn}`]),
      ...(one.spares <= Math.max(0, size - due) ? [] : [`stratum ${one.stratum}: ${one.spares} spares, only ${size - due} are left`]),
    ]
  })
  const twice = rules.strata.filter((one, i) => rules.strata.findIndex((other) => other.stratum === one.stratum) !== i).map((one) => `stratum ${one.stratum} stands twice in the rules`)
  check('counts', [...counts, ...twice], rules.strata.map((one) => `${one.stratum} ${one.drawn} of ${one.frame}`).join(', ') + (departures.length > 0 ? `; set by the plan: ${departures.join(', ')}` : ''))

  check('seed', seedFaults(bundle.seed), bundle.seed.rehearsal ? `${bundle.seed.canonical}: a REHEARSAL, for a draw that counts takes at least 20 digits thrown in public` : bundle.seed.canonical)
  await checkSelection(bundle, check)
  const [committed, drawn] = bundle.log
  check('log', [
    ...(committed.at === rules.committed_at ? [] : [`the log has the commitment at ${committed.at}, the rules at ${rules.committed_at}`]),
    ...(Date.parse(drawn.at) >= Date.parse(committed.at) ? [] : [`drawn at ${drawn.at}, before the commitment at ${committed.at}`]),
  ], `committed ${committed.at}, drawn ${drawn.at}`)
}

async function readFrame({ frame, frame_sha256: stated, frame_size: size, rules }: Bundle): Promise<{ sha256: string; sizes: Map<string, number>; faults: string[] }> {
  const digest = createHash('sha256')
  const sizes = new Map<string, number>()
  const known = new Set(rules.strata.map((one) => one.stratum))
  const faults: string[] = []
  let before: Buffer | null = null
  let lines = ''
  for (const [i, [id, stratum]] of frame.entries()) {
    const key = Buffer.from(id)
    const order = before === null ? -1 : Buffer.compare(before, key)
    if (order === 0) faults.push(`position ${i + 1}: ${id} stands twice`)
    if (order > 0) faults.push(`position ${i + 1}: ${id} is out of order`)
    if (!known.has(stratum)) faults.push(`position ${i + 1}: ${id} is in stratum ${stratum}, which the rules do not know`)
    before = key
    sizes.set(stratum, (sizes.get(stratum) ?? 0) + 1)
    lines += i + 1 + '\t' + id + '\t' + stratum + '\n'
    if (i % 2000 !== 1999) continue
    digest.update(lines)
    lines = ''
    await breath()
  }
  digest.update(lines)
  const sha256 = digest.digest('hex')
  if (size !== frame.length) faults.push(`${frame.length} members, the file states ${size}`)
  if (stated !== sha256) faults.push(`the members hash to ${sha256}, the file states ${stated}`)
  return { sha256, sizes, faults }
}

/** The least whole number not below size × ratio, by the ratio's decimal digits; 0 of none. */
function leastCovering(size: number, ratio: number): number {
  const [, whole = '0', part = '', power = '0'] = /^(\d+)(?:\.(\d+))?(?:e-(\d+))?$/.exec(String(ratio))!
  const unit = BigInt('1' + '0'.repeat(part.length + Number(power)))
  const wanted = BigInt(size) * BigInt(whole + part)
  return Number(wanted / unit) + (wanted % unit === 0n ? 0 : 1)
}

function seedFaults({ entered, canonical, rehearsal }: Bundle['seed']): string[] {
  const digits = [...entered.normalize('NFKC')].filter((sign) => !/^(\s|\p{Dash})$/u.test(sign)).join('')
  return [
    ...(digits === canonical ? [] : [`the seed as entered gives «${digits}», the file states «${canonical}»`]),
    ...(rehearsal || /^\d*$/.test(digits) ? [] : ['the seed holds other signs than digits']),
    ...(rehearsal || digits.length >= 20 ? [] : [`the seed has ${digits.length} digits, at least 20 are due`]),
    ...(rehearsal && /^\d{20,}$/.test(digits) ? ['the seed is a public one, yet the draw calls itself a rehearsal'] : []),
  ]
}

/** A listed subject; `framed` is the stratum that the frame has it in. */
interface Place { role: 'drawn' | 'spares'; entry: Listed; key: string; framed: string | null }

/**
 * The listed are the smallest of their stratum exactly if no unlisted member lies below the largest listed: one pass over
 * the frame keeps those that do, none in an honest file, and from them tells who should have been drawn instead of whom.
 */
async function checkSelection({ frame, rules, drawn, spares, seed }: Bundle, check: Check): Promise<void> {
  const prefix = hash('sha256', seed.canonical)
  const place = new Map<string, Place>()
  const misplaced: string[] = []
  const tickets: string[] = []
  for (const [role, entries] of [['drawn', drawn], ['spares', spares]] as const) {
    for (const [i, entry] of entries.entries()) {
      if (i % 2000 === 1999) await breath()
      const digits = ticketDigits(prefix + entry.id)
      if (entry.ticket !== '0.' + digits) tickets.push(`${entry.id}: expected 0.${digits}, found ${entry.ticket}`)
      if (place.has(entry.id)) misplaced.push(`${entry.id} is listed twice`)
      else place.set(entry.id, { role, entry, key: sortKey(digits, entry.id), framed: null })
    }
  }
  const order = [...orderFaults(drawn, place, () => 0), ...orderFaults(spares, place, (stratum) => rules.strata.find((one) => one.stratum === stratum)?.drawn ?? 0)]

  const bounds = boundsOf(rules.strata, place)
  const below = new Map<string, string[]>(rules.strata.map((one) => [one.stratum, []]))
  for (const [i, [id, stratum]] of frame.entries()) {
    if (i % 1000 === 999) await breath()
    const listing = place.get(id)
    if (listing) {
      listing.framed = stratum
      if (listing.entry.stratum !== stratum) misplaced.push(`${id} is listed in stratum ${listing.entry.stratum}, the frame has it in ${stratum}`)
    }
    if (listing?.entry.stratum === stratum) continue
    const digits = ticketDigits(prefix + id)
    const bound = bounds.get(stratum) ?? ''
    if (digits > bound) continue // the common case, before the dearer key
    const key = sortKey(digits, id)
    if (key < bound) below.get(stratum)!.push(key)
  }
  for (const [id, { framed }] of place) if (framed === null) misplaced.push(`${id} is listed and not in the frame`)

  const wrong = { drawn: [] as string[], spares: [] as string[] }
  for (const { stratum, drawn: n, spares: more } of rules.strata) {
    const here = [...place.values()].filter((one) => one.entry.stratum === stratum)
    const smallest = [...here.filter((one) => one.framed === stratum).map((one) => one.key), ...below.get(stratum)!].sort().map(idOf)
    wrong.drawn = wrong.drawn.concat(selectionFaults(stratum, smallest.slice(0, n), here.filter((one) => one.role === 'drawn'), n))
    wrong.spares = wrong.spares.concat(selectionFaults(stratum, smallest.slice(n, n + more), here.filter((one) => one.role === 'spares'), more))
  }
  check('listed', misplaced, 'each listed subject stands once, and in the frame')
  check('tickets', tickets, `${place.size} tickets recomputed`)
  check('order', order, 'by stratum and ticket, ranks without gaps')
  check('sample', wrong.drawn, `the ${drawn.length} drawn are the smallest tickets of their strata`)
  check('spares', wrong.spares, `${spares.length} spares follow`)
}

function orderFaults(entries: readonly Listed[], place: ReadonlyMap<string, Place>, startOf: (stratum: string) => number): string[] {
  return entries.flatMap(({ id, stratum, rank }, i) => {
    const before = entries[i - 1]
    const due = before?.stratum === stratum ? before.rank + 1 : startOf(stratum) + 1
    const behind = before !== undefined && (before.stratum === stratum ? place.get(before.id)!.key > place.get(id)!.key : before.stratum > stratum)
    return [
      ...(rank === due ? [] : [`${id}: expected rank ${due} in stratum ${stratum}, found ${rank}`]),
      ...(behind ? [`${id} stands behind ${before.id}, which comes later`] : []),
    ]
  })
}

/** The largest listed key of each stratum; where the numbers are wrong already, above all keys, so as to name the missing. */
function boundsOf(strata: Bundle['rules']['strata'], place: ReadonlyMap<string, Place>): Map<string, string> {
  const bounds = new Map<string, string>()
  const counts = new Map<string, number>()
  for (const { role, key, entry: { stratum } } of place.values()) {
    if (key > (bounds.get(stratum) ?? '')) bounds.set(stratum, key)
    counts.set(stratum + role, (counts.get(stratum + role) ?? 0) + 1)
  }
  for (const { stratum, drawn, spares } of strata) {
    if ((counts.get(stratum + 'drawn') ?? 0) !== drawn || (counts.get(stratum + 'spares') ?? 0) !== spares) bounds.set(stratum, ':')
  }
  return bounds
}

function selectionFaults(stratum: string, due: readonly string[], listing: readonly Place[], many: number): string[] {
  const found = new Set(listing.map((one) => one.entry.id))
  const expected = new Set(due)
  const missing = due.filter((id) => !found.has(id))
  const wrong = [...found].filter((id) => !expected.has(id))
  return [
    ...(found.size === many ? [] : [`stratum ${stratum}: expected ${many}, found ${found.size}`]),
    ...Array.from({ length: Math.max(missing.length, wrong.length) }, (_, i) => `stratum ${stratum}: expected ${missing[i] ?? 'nobody'}, found ${wrong[i] ?? 'nobody'}`),
  ]
}

/** Digits padded to one length, then the identifier's bytes: compares as (ticket, id). */
const sortKey = (digits: string, id: string): string => digits.padEnd(80, '0') + ' ' + Buffer.from(id).toString('latin1')
const idOf = (key: string): string => Buffer.from(key.slice(81), 'latin1').toString()

const backwards = Array.from({ length: 1000 }, (_, n) => String(n % 10) + (Math.floor(n / 10) % 10) + Math.floor(n / 100))
const limbs = new Float64Array(16)

/**
 * The decimal digits of a SHA-256, lowest first, at least 64: long division of sixteen 16-bit limbs by 10^9, whose
 * remainders come out in just that order. All intermediate values stay below 2^46.
 */
function ticketDigits(text: string): string {
  const bytes = hash('sha256', text, 'buffer')
  for (let i = 0; i < 16; i++) limbs[i] = bytes[2 * i]! * 256 + bytes[2 * i + 1]!
  let digits = ''
  let top = 0
  while (top < 16) {
    let rest = 0
    for (let i = top; i < 16; i++) {
      const dividend = rest * 65536 + limbs[i]!
      const quotient = Math.floor(dividend / 1e9)
      limbs[i] = quotient
      rest = dividend - quotient * 1e9
    }
    while (top < 16 && limbs[top] === 0) top++
    const nine = backwards[rest % 1000]! + backwards[Math.floor(rest / 1000) % 1000]! + backwards[Math.floor(rest / 1e6)]!
    digits += top < 16 ? nine : nine.slice(0, String(rest).length)
  }
  return digits.padEnd(64, '0')
}

import { z } from '../schema.ts'
import { bytewise, retell, type Check } from './checkBytes.ts'
import { hexOf, type Means } from './means.ts'
import { firstDigits, ticketDigits } from './ticketDigits.ts'

/** Checks what the bundle of one draw says; its bytes and digests were looked at before. Answers the bundle where it has the shape of one. */
export async function verifyDraw(means: Means, value: unknown, check: Check): Promise<Bundle | null> {
  const bundle = shape.safeParse(value)
  const misshapen = bundle.success ? badMember(bundle.data.frame) : `${bundle.error.issues[0]!.path.join('.') || 'the file'}: ${bundle.error.issues[0]!.message}`
  if (!check('format', misshapen === null ? [] : [misshapen], 'mingcha-bundle-1') || !bundle.success) return null
  await checkContent(means, bundle.data as unknown as Bundle, check)
  return bundle.data as unknown as Bundle
}

export type Listed = z.infer<typeof listed>
export type Bundle = Omit<z.infer<typeof shape>, 'frame'> & { frame: [string, string][] }

export const hex = z.string().regex(/^[0-9a-f]{64}$/, 'is no SHA-256 in lower-case hex')
export const count = z.number().int().min(0)
const listed = z.strictObject({ id: z.string(), name: z.string(), rank: count, stratum: z.string(), ticket: z.string() })
/** The seed as a bundle tells it. */
export const seedShape = z.strictObject({ canonical: z.string(), entered: z.string(), rehearsal: z.boolean() })
const shape = z.strictObject({
  commitment: hex,
  digests: z.record(z.string(), hex),
  drawn: z.array(listed),
  format: z.literal('mingcha-bundle-1'),
  frame: z.custom<unknown[]>((value) => Array.isArray(value), 'is no list'),
  frame_sha256: hex,
  frame_size: count,
  log: z.tuple([z.strictObject({ at: z.iso.datetime(), event: z.literal('committed') }), z.strictObject({ at: z.iso.datetime(), event: z.literal('drawn') })]),
  rules: z.looseObject({
    format: z.literal('mingcha-draw-1'),
    committed_at: z.iso.datetime(),
    policy: z.looseObject({ id: z.string(), ratios: z.record(z.string(), z.number()) }),
    strata: z.array(z.strictObject({ drawn: count, frame: count, ratio: z.number().gt(0).max(1), spares: count, stratum: z.string() })),
  }),
  seed: seedShape,
  spares: z.array(listed),
  witnesses: z.array(z.string()),
})

function badMember(frame: readonly unknown[]): string | null {
  const at = frame.findIndex((one) => !Array.isArray(one) || one.length !== 2 || typeof one[0] !== 'string' || typeof one[1] !== 'string')
  return at < 0 ? null : `frame.${at}: is not [id, stratum]`
}

async function checkContent(means: Means, bundle: Bundle, check: Check): Promise<void> {
  const { rules } = bundle
  const frame = await readFrame(means, bundle)
  check('frame', frame.faults, `${bundle.frame.length} members, SHA-256 ${frame.sha256}`)
  const commitment = hexOf(means.sha256(retell({ frame: { sha256: frame.sha256, size: bundle.frame.length }, rules })))
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
  await checkSelection(means, bundle, check)
  const [committed, drawn] = bundle.log
  check('log', [
    ...(committed.at === rules.committed_at ? [] : [`the log has the commitment at ${committed.at}, the rules at ${rules.committed_at}`]),
    ...(Date.parse(drawn.at) >= Date.parse(committed.at) ? [] : [`drawn at ${drawn.at}, before the commitment at ${committed.at}`]),
  ], `committed ${committed.at}, drawn ${drawn.at}`)
}

async function readFrame(means: Means, { frame, frame_sha256: stated, frame_size: size, rules }: Bundle): Promise<{ sha256: string; sizes: Map<string, number>; faults: string[] }> {
  const digest = means.running()
  const sizes = new Map<string, number>()
  const known = new Set(rules.strata.map((one) => one.stratum))
  const faults: string[] = []
  let before: string | null = null
  const look = (from: number, to: number): string => {
    let lines = ''
    for (let i = from; i < to; i++) {
      const [id, stratum] = frame[i]!
      const order = before === null ? -1 : bytewise(before, id)
      if (order === 0) faults.push(`position ${i + 1}: ${id} stands twice`)
      if (order > 0) faults.push(`position ${i + 1}: ${id} is out of order`)
      if (!known.has(stratum)) faults.push(`position ${i + 1}: ${id} is in stratum ${stratum}, which the rules do not know`)
      before = id
      sizes.set(stratum, (sizes.get(stratum) ?? 0) + 1)
      lines += i + 1 + '\t' + id + '\t' + stratum + '\n'
    }
    return lines
  }
  for (let from = 0; from < frame.length; from += 2000) {
    digest.update(look(from, Math.min(frame.length, from + 2000)))
    await means.breath()
  }
  const sha256 = digest.hex()
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

/** A listed subject; `framed` is the stratum that the frame has it in. */
interface Place { role: 'drawn' | 'spares'; entry: Listed; key: string; framed: string | null }

/**
 * The listed are the smallest of their stratum exactly if no unlisted member lies below the largest listed: one pass over
 * the frame keeps those that do, none in an honest file, and from them tells who should have been drawn instead of whom.
 */
async function checkSelection(means: Means, { frame, rules, drawn, spares, seed }: Bundle, check: Check): Promise<void> {
  const prefix = hexOf(means.sha256(seed.canonical))
  const place = new Map<string, Place>()
  const misplaced: string[] = []
  const tickets: string[] = []
  for (const [role, entries] of [['drawn', drawn], ['spares', spares]] as const) {
    for (const [i, entry] of entries.entries()) {
      if (i % 2000 === 1999) await means.breath()
      const digits = ticketDigits(means.sha256(prefix + entry.id))
      if (entry.ticket !== '0.' + digits) tickets.push(`${entry.id}: expected 0.${digits}, found ${entry.ticket}`)
      if (place.has(entry.id)) misplaced.push(`${entry.id} is listed twice`)
      else place.set(entry.id, { role, entry, key: sortKey(means, digits, entry.id), framed: null })
    }
  }
  const order = [...orderFaults(drawn, place, () => 0), ...orderFaults(spares, place, (stratum) => rules.strata.find((one) => one.stratum === stratum)?.drawn ?? 0)]

  const bounds = boundsOf(rules.strata, place)
  const below = new Map<string, string[]>(rules.strata.map((one) => [one.stratum, []]))
  const beginnings = new Map([...bounds].map(([stratum, bound]) => [stratum, bound === ':' ? 1e9 : Number(bound.slice(0, 9))]))
  const look = (from: number, to: number): void => {
    for (let i = from; i < to; i++) {
      const [id, stratum] = frame[i]!
      const hash = means.sha256(prefix + id)
      if (firstDigits(hash) > (beginnings.get(stratum) ?? -1)) continue // most of an honest frame, before all that is dearer
      const listing = place.get(id)
      if (listing) listing.framed = stratum
      if (listing?.entry.stratum === stratum) continue
      const key = sortKey(means, ticketDigits(hash), id)
      if (key < bounds.get(stratum)!) below.get(stratum)!.push(key)
    }
  }
  for (let from = 0; from < frame.length; from += 1000) {
    look(from, Math.min(frame.length, from + 1000))
    await means.breath()
  }
  // A listed subject that was not met stands in another stratum, or not in the frame at all.
  if ([...place.values()].some((one) => one.framed === null)) {
    for (const [id, stratum] of frame) {
      const listing = place.get(id)
      if (listing) listing.framed = stratum
    }
  }
  for (const [id, { framed, entry }] of place) if (framed !== null && framed !== entry.stratum) misplaced.push(`${id} is listed in stratum ${entry.stratum}, the frame has it in ${framed}`)
  for (const [id, { framed }] of place) if (framed === null) misplaced.push(`${id} is listed and not in the frame`)

  const wrong = { drawn: [] as string[], spares: [] as string[] }
  for (const { stratum, drawn: n, spares: more } of rules.strata) {
    const here = [...place.values()].filter((one) => one.entry.stratum === stratum)
    const smallest = [...here.filter((one) => one.framed === stratum).map((one) => one.key), ...below.get(stratum)!].sort().map((key) => idOf(means, key))
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
const sortKey = (means: Means, digits: string, id: string): string => digits.padEnd(80, '0') + ' ' + (ascii.test(id) ? id : Array.from(means.encode(id), (byte) => String.fromCharCode(byte)).join(''))
const idOf = (means: Means, key: string): string => {
  const bytes = key.slice(81)
  return ascii.test(bytes) ? bytes : means.decode(Uint8Array.from(bytes, (sign) => sign.charCodeAt(0)))
}
/** Texts that are their own bytes. */
const ascii = /^[ -~]*$/

export function seedFaults({ entered, canonical, rehearsal }: Bundle['seed']): string[] {
  const digits = [...entered.normalize('NFKC')].filter((sign) => !/^(\s|\p{Dash})$/u.test(sign)).join('')
  return [
    ...(digits === canonical ? [] : [`the seed as entered gives «${digits}», the file states «${canonical}»`]),
    ...(rehearsal || /^\d*$/.test(digits) ? [] : ['the seed holds other signs than digits']),
    ...(rehearsal || digits.length >= 20 ? [] : [`the seed has ${digits.length} digits, at least 20 are due`]),
    ...(rehearsal && /^\d{20,}$/.test(digits) ? ['the seed is a public one, yet the draw calls itself a rehearsal'] : []),
  ]
}

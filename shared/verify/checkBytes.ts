import type { Means } from './means.ts'

export type Check = (name: string, faults: string[], good: string) => boolean

export function readJson(means: Means, bytes: Uint8Array): unknown {
  let text: string
  try {
    text = means.decode(bytes)
  } catch {
    return new Error(`not UTF-8 text, from byte ${firstBadByte(means, bytes)}`)
  }
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    return new Error(`not JSON: ${(error as Error).message}`)
  }
}

/** Where decoding first fails: the longest good prefix, found by halving. */
function firstBadByte(means: Means, bytes: Uint8Array): number {
  let good = 0
  let bad = bytes.length
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    try {
      means.decode(bytes.subarray(0, middle), true)
      good = middle
    } catch {
      bad = middle
    }
  }
  return good
}

/** JSON again from the parsed value: sorted members, no blanks. */
export function retell(value: unknown): string {
  if (Array.isArray(value)) return value.every(withoutNames) ? JSON.stringify(value) : '[' + value.map(retell).join() + ']'
  if (typeof value === 'object' && value !== null) {
    const names = Object.keys(value).sort()
    return '{' + names.map((name) => JSON.stringify(name) + ':' + retell((value as Record<string, unknown>)[name])).join() + '}'
  }
  return JSON.stringify(value)
}

/** Lists of texts and numbers, and such lists within one: JSON.stringify writes them in one way only. */
const withoutNames = (value: unknown): boolean => typeof value !== 'object' || value === null || (Array.isArray(value) && value.every((one) => typeof one !== 'object'))

/** The file is exactly its own canonical form, and the digests cover all its members: so no byte may change. */
export async function checkBytes(means: Means, bytes: Uint8Array, value: unknown, check: Check): Promise<void> {
  let at = 0
  let fault: string | null = null
  const show = (part: Uint8Array): string => Array.from(part.subarray(0, 24), (byte) => (byte < 128 ? String.fromCharCode(byte) : `\\x${byte.toString(16)}`)).join('')
  const compare = (text: string): void => {
    const expected = means.encode(text)
    if (fault === null) {
      const off = differsAt(expected, bytes, at)
      if (off >= 0) fault = `byte ${at + off}: expected «${show(expected.subarray(off))}», found «${show(bytes.subarray(at + off))}»`
    }
    at += expected.length
  }
  const members = membersOf(value)
  const names = Object.keys(members).sort()
  const found = new Map<string, string>()
  for (const [i, name] of names.entries()) {
    compare((i === 0 ? '{' : ',') + JSON.stringify(name) + ':')
    found.set(name, await digestOf(means, members[name], compare))
  }
  compare(names.length > 0 ? '}' : retell(value))
  if (fault === null && at !== bytes.length) fault = `${bytes.length - at} bytes too many after byte ${at}`
  check('canonical', fault === null ? [] : [fault], 'the bytes are the canonical form of their content')
  checkDigests(found, members['digests'], check)
}

/** The digests of a bundle within another, whose bytes are covered by that one's. */
export async function checkInner(means: Means, value: unknown, check: Check): Promise<void> {
  const members = membersOf(value)
  const found = new Map<string, string>()
  for (const name of Object.keys(members)) found.set(name, await digestOf(means, members[name], () => undefined))
  checkDigests(found, members['digests'], check)
}

const membersOf = (value: unknown): Record<string, unknown> => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {})

function differsAt(expected: Uint8Array, bytes: Uint8Array, at: number): number {
  for (let i = 0; i < expected.length; i++) if (expected[i] !== bytes[at + i]) return i
  return -1
}

async function digestOf(means: Means, member: unknown, each: (text: string) => void): Promise<string> {
  const digest = means.running()
  for await (const text of piecesOf(means, member)) {
    each(text)
    digest.update(text)
  }
  return digest.hex()
}

function checkDigests(found: Map<string, string>, digests: unknown, check: Check): void {
  found.delete('digests')
  const stated = new Map(Object.entries((digests ?? {}) as Record<string, unknown>))
  const differing = [...new Set([...found.keys(), ...stated.keys()])].filter((name) => found.get(name) !== stated.get(name))
  check('digests', differing.map((name) => `${name}: the content hashes to ${found.get(name) ?? 'nothing'}, the file states ${String(stated.get(name) ?? 'nothing')}`), `${found.size} members as sealed`)
}

/** A long list in pieces, with a breath between them for the rest of the program. */
async function* piecesOf(means: Means, value: unknown): AsyncGenerator<string> {
  if (!Array.isArray(value) || (value.length < 2000 && typeof value[0] !== 'object')) return yield retell(value)
  for (let from = 0; from < value.length; from += 2000) {
    yield (from === 0 ? '[' : ',') + retell(value.slice(from, from + 2000)).slice(1, -1)
    await means.breath()
  }
  yield value.length === 0 ? '[]' : ']'
}

/** Order of two texts by the bytes of their UTF-8. */
export function bytewise(a: string, b: string): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const [one, other] = [a.charCodeAt(i), b.charCodeAt(i)]
    if (one !== other) return place(one) - place(other)
  }
  return a.length - b.length
}

/** Surrogates stand for signs beyond U+FFFF: behind all others. */
const place = (unit: number): number => (unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit)

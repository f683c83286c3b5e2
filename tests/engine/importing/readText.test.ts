import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { utf8OfGb18030 } from '../../../electron/engine/importing/readText.ts'
import { sniff } from '../../../electron/engine/importing/sniff.ts'

const read = async (bytes: Uint8Array): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), 'mingcha-gb-'))
  try {
    writeFileSync(join(folder, 'a.csv'), bytes)
    const parts: Buffer[] = []
    for await (const part of utf8OfGb18030(join(folder, 'a.csv'), 'a.csv')) parts.push(Buffer.from(part))
    return Buffer.concat(parts).toString('utf8')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** One sign as its bytes: of one, two or four bytes, as the standard lays them out. */
const sign = fc.oneof(
  fc.integer({ min: 0, max: 0x80 }).map((byte) => [byte]),
  fc.tuple(fc.integer({ min: 0x81, max: 0xfe }), fc.integer({ min: 0x40, max: 0xfe }).filter((byte) => byte !== 0x7f)).map((bytes) => [...bytes]),
  fc.tuple(fc.integer({ min: 0x81, max: 0x84 }), fc.integer({ min: 0x30, max: 0x39 }), fc.integer({ min: 0x81, max: 0xfe }), fc.integer({ min: 0x30, max: 0x39 })).map((bytes) => [...bytes]),
  fc.tuple(fc.integer({ min: 0x90, max: 0xe2 }), fc.integer({ min: 0x30, max: 0x39 }), fc.integer({ min: 0x81, max: 0xfe }), fc.integer({ min: 0x30, max: 0x39 })).map((bytes) => [...bytes]),
)

test('GB18030 becomes the UTF-8 that a decoder of the platform makes of it', async () => {
  await fc.assert(fc.asyncProperty(fc.array(sign, { maxLength: 200 }), async (signs) => {
    const bytes = Uint8Array.from(signs.flat())
    let expected: string
    try {
      expected = new TextDecoder('gb18030', { fatal: true, ignoreBOM: true }).decode(bytes)
    } catch {
      return // not valid: such files are decoded otherwise
    }
    expect(await read(bytes)).toBe(expected)
  }), { numRuns: 60 })
})

test('a sign that two chunks share is whole', async () => {
  const text = `${'a'.repeat((4 << 20) - 1)}中文ß€𠀀б`
  const bytes = Buffer.concat([Buffer.from('a'.repeat((4 << 20) - 1)), Buffer.from([0xd6, 0xd0, 0xce, 0xc4, 0x81, 0x30, 0x89, 0x38, 0x80, 0x95, 0x32, 0x82, 0x36, 0xa7, 0xd2])])
  expect(new TextDecoder('gb18030').decode(bytes)).toBe(text)
  expect(await read(bytes)).toBe(text)
})

/** What recognising these bytes leaves in a copy, null where none; `lossy`: whether they are no valid GB18030. */
const copied = async (bytes: Uint8Array): Promise<{ text: string | null; lossy: boolean }> => {
  const folder = mkdtempSync(join(tmpdir(), 'mingcha-gb-'))
  try {
    writeFileSync(join(folder, 'a.csv'), bytes)
    const { copy, lossy } = await sniff({ path: join(folder, 'a.csv'), encoding: 'gb18030' }, 'a.csv', undefined, undefined, join(folder, 'copy.csv'))
    expect(copy === null || existsSync(copy)).toBe(true)
    return { text: copy === null ? null : readFileSync(copy, 'utf8'), lossy }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

test('recognising GB18030 copies what the platform decodes, and calls invalid what it does', async () => {
  const any = fc.array(fc.oneof({ weight: 30, arbitrary: sign }, { weight: 1, arbitrary: fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 1, maxLength: 3 }) }), { minLength: 1, maxLength: 60 })
  let [valid, invalid] = [0, 0]
  await fc.assert(fc.asyncProperty(any, async (signs) => {
    // Whatever follows, these two bytes are no UTF-8; and it is no table but text.
    const bytes = Uint8Array.from([...Buffer.from('a,b\n'.repeat(40)), 0xd6, 0xd0, ...signs.flat().filter((byte) => byte !== 0)])
    let expected: string | null = null
    try {
      expected = new TextDecoder('gb18030', { fatal: true, ignoreBOM: true }).decode(bytes)
    } catch {
      // not valid
    }
    if (expected === null) invalid++
    else valid++
    expect(await copied(bytes)).toEqual({ text: expected, lossy: expected === null })
  }), { numRuns: 120 })
  expect(Math.min(valid, invalid)).toBeGreaterThan(0)
})

test('a copy takes up what came before the first sign that is no UTF-8', async () => {
  const before = 'a,b\n'.repeat(400_000)
  expect(await copied(Buffer.concat([Buffer.from(before), Buffer.from([0xd6, 0xd0, 0xce, 0xc4])]))).toEqual({ text: `${before}中文`, lossy: false })
})

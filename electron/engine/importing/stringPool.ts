import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Bytes of one chunk of texts; a longer text has a chunk of its own. */
const chunkBytes = 4 << 20
/** Chunks that stay in memory; later ones lie in a file, of which as many as `recent` are held. */
const held = 64
const recent = 16

/**
 * Texts by number, in bounded memory: as UTF-8 in chunks, those beyond 256 MB in a file. A workbook's shared strings are asked for
 * nearly in the order in which they were added, so that the file is read about once.
 */
export class StringPool {
  readonly #held: Buffer[] = []
  readonly #recent = new Map<number, Buffer>()
  readonly #chunks: { at: number; bytes: number }[] = []
  #now = Buffer.allocUnsafe(chunkBytes)
  #used = 0
  #count = 0
  /** Chunk · 2^32 + place in it. */
  #places = new Float64Array(1024)
  #lengths = new Uint32Array(1024)
  #file: { folder: string; handle: number; bytes: number } | null = null

  get size(): number {
    return this.#count
  }

  add(text: string): void {
    const bytes = Buffer.byteLength(text)
    if (this.#used + bytes > this.#now.length) this.#turn(Math.max(bytes, chunkBytes))
    if (this.#count === this.#lengths.length) this.#grow()
    this.#places[this.#count] = this.#chunks.length * 2 ** 32 + this.#used
    this.#lengths[this.#count++] = bytes
    this.#used += this.#now.write(text, this.#used)
  }

  /** '' where there is no such text. */
  get(index: number): string {
    if (!(index >= 0 && index < this.#count)) return ''
    const place = this.#places[index]!
    const chunk = Math.floor(place / 2 ** 32)
    const from = place % 2 ** 32
    return this.#chunk(chunk).toString('utf8', from, from + this.#lengths[index]!)
  }

  close(): void {
    if (!this.#file) return
    closeSync(this.#file.handle)
    rmSync(this.#file.folder, { recursive: true, force: true })
    this.#file = null
  }

  #chunk(number: number): Buffer {
    if (number === this.#chunks.length) return this.#now
    if (number < held) return this.#held[number]!
    let found = this.#recent.get(number)
    if (!found) {
      const { at, bytes } = this.#chunks[number]!
      found = Buffer.allocUnsafe(bytes)
      readSync(this.#file!.handle, found, 0, bytes, at)
      if (this.#recent.size >= recent) this.#recent.delete(this.#recent.keys().next().value!)
      this.#recent.set(number, found)
    }
    return found
  }

  /** Puts the full chunk away and begins another. */
  #turn(bytes: number): void {
    const full = this.#now.subarray(0, this.#used)
    if (this.#chunks.length < held) {
      this.#held.push(full)
      this.#chunks.push({ at: 0, bytes: full.length })
      this.#now = Buffer.allocUnsafe(bytes)
    } else {
      if (!this.#file) {
        const folder = mkdtempSync(join(tmpdir(), `mingcha-look-${process.pid}-`))
        this.#file = { folder, handle: openSync(join(folder, 'strings'), 'wx+', 0o600), bytes: 0 }
      }
      writeSync(this.#file.handle, full, 0, full.length, this.#file.bytes)
      this.#chunks.push({ at: this.#file.bytes, bytes: full.length })
      this.#file.bytes += full.length
      if (this.#now.length < bytes) this.#now = Buffer.allocUnsafe(bytes)
    }
    this.#used = 0
  }

  #grow(): void {
    const places = new Float64Array(this.#count * 2)
    places.set(this.#places)
    const lengths = new Uint32Array(this.#count * 2)
    lengths.set(this.#lengths)
    this.#places = places
    this.#lengths = lengths
  }
}

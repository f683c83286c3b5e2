import { createWriteStream } from 'node:fs'
import { once } from 'node:events'
import type { TextRecord } from './splitRecords.ts'

/**
 * Writes records as a CSV that a strict reader takes as it is: n, bad, original, then `width` cells, every one quoted.
 * Narrower records are filled only where `fill` (workbooks leave trailing blanks out); else they and wider ones become bad_width.
 */
export class RecordWriter {
  readonly #stream
  readonly #width: number
  readonly #required: number
  #pending: string[] = []
  #size = 0

  constructor(path: string, width: number, required: number) {
    this.#stream = createWriteStream(path)
    this.#width = width
    this.#required = required
    this.#stream.on('error', () => undefined) // surfaces in write and end
  }

  async write(record: Pick<TextRecord, 'number' | 'cells' | 'bad' | 'original'>): Promise<void> {
    let { cells, original } = record
    let bad: string | null = record.bad
    const wide = cells.length > this.#width && cells.slice(this.#width).some((cell) => cell.trim() !== '')
    if (bad === null && (wide || (cells.length < this.#required && cells.some((cell) => cell.trim() !== '')))) {
      bad = 'bad_width'
      original = JSON.stringify(cells)
    }
    if (bad === null && cells.some((cell) => cell.includes('\0'))) {
      bad = 'undecodable'
      original = JSON.stringify(cells).replaceAll('\\u0000', '␀')
    }
    if (bad !== null) cells = []
    const line = [String(record.number), bad ?? '', original, ...Array.from({ length: this.#width }, (_, i) => cells[i] ?? '')]
    const text = `${line.map((cell) => `"${cell.replaceAll('"', '""').replaceAll('\0', '␀')}"`).join(',')}\n`
    this.#pending.push(text)
    this.#size += text.length
    if (this.#size > 1 << 18) await this.#flush()
  }

  async end(): Promise<void> {
    await this.#flush()
    this.#stream.end()
    await once(this.#stream, 'close')
  }

  /** Gives up the file without waiting for what is pending. */
  abandon(): void {
    this.#pending = []
    this.#stream.destroy()
  }

  async #flush(): Promise<void> {
    const text = this.#pending.join('')
    this.#pending = []
    this.#size = 0
    if (text !== '' && !this.#stream.write(text)) await once(this.#stream, 'drain')
  }
}

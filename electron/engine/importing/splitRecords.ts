/** One record of a delimited text, as careful reading finds it. */
export interface TextRecord {
  /** 1-based; blank lines count. */
  number: number
  cells: string[]
  /** Why the record cannot be trusted: then `original` holds its text and `cells` is empty. */
  bad: 'bad_quotes' | 'too_long' | 'too_deep' | null
  original: string
}

/** Longest record in characters; a longer one is an unclosed quote or no table. */
const longest = 8_000_000
/** Characters of an over-long record that quarantine keeps. */
const kept = 200_000

/**
 * Reads records out of delimited text that strict readers refuse: mixed line ends, lone CR, quotes inside quoted cells, quotes never
 * closed. A quote closes a cell only before a delimiter or a line end, else it is a sign of the cell. A quote that never closes costs its own line, not the rest of the file.
 */
export class RecordSplitter {
  readonly #delimiter: string
  readonly #width: number | null
  #rest = ''
  #number = 0
  #skipping: { number: number; head: string; length: number } | null = null

  /** `width`: cells of a whole record where known; it decides whether a loosely quoted record of several lines can be right. */
  constructor(delimiter: string, width: number | null = null) {
    this.#delimiter = delimiter
    this.#width = width
  }

  *push(text: string, last = false): Generator<TextRecord> {
    let buffer = this.#rest + text
    let at = 0
    if (this.#skipping) {
      const end = lineEnd(buffer, 0)
      this.#skipping.length += end.at
      if (end.next === 0 && !last) { this.#rest = ''; return }
      yield this.#overlong(this.#skipping.number, this.#skipping.head, this.#skipping.length)
      this.#skipping = null
      at = end.next === 0 ? buffer.length : end.next
    }
    while (at < buffer.length) {
      // A CR at the very end may be half of CRLF.
      const found = this.#record(buffer, at, last)
      if (found) {
        this.#number++
        yield { number: this.#number, ...found.record }
        at = found.next
        continue
      }
      const rest = buffer.length - at
      if (!last && rest <= longest) break
      const end = lineEnd(buffer, at)
      this.#number++
      if (end.next !== 0 && end.at - at <= longest) {
        yield { number: this.#number, cells: [], bad: 'bad_quotes', original: buffer.slice(at, end.at) }
        at = end.next
      } else if (last && rest <= longest) {
        yield { number: this.#number, cells: [], bad: 'bad_quotes', original: buffer.slice(at) }
        at = buffer.length
      } else if (end.next !== 0 || last) {
        const stop = end.next === 0 ? buffer.length : end.at
        yield this.#overlong(this.#number, buffer.slice(at, at + kept), stop - at)
        at = end.next === 0 ? buffer.length : end.next
      } else {
        this.#skipping = { number: this.#number, head: buffer.slice(at, at + kept), length: rest }
        at = buffer.length
      }
    }
    this.#rest = at === 0 ? buffer : buffer.slice(at)
  }

  #overlong(number: number, head: string, length: number): TextRecord {
    return { number, cells: [], bad: 'too_long', original: `${head}… (${length} characters)` }
  }

  /** The record at `at`, or null while its end is not in sight. */
  #record(text: string, at: number, last: boolean): { record: Omit<TextRecord, 'number'>; next: number } | null {
    const cells: string[] = []
    const start = at
    let loose = false
    let lines = 1
    for (;;) {
      let cell: string
      if (text.charCodeAt(at) === 34) {
        let from = at + 1
        cell = ''
        for (;;) {
          const quote = text.indexOf('"', from)
          if (quote === -1) return null
          if (text.charCodeAt(quote + 1) === 34) {
            cell += text.slice(from, quote + 1)
            from = quote + 2
            continue
          }
          let after = quote + 1
          while (text[after] === ' ') after++
          if (after >= text.length && !last) return null
          if (after >= text.length || text[after] === this.#delimiter || text[after] === '\n' || text[after] === '\r') {
            cell += text.slice(from, quote)
            at = after
            break
          }
          loose = true
          cell += text.slice(from, quote + 1)
          from = quote + 1
        }
        if (cell.includes('\n')) lines++
      } else {
        const end = this.#cellEnd(text, at)
        if (end >= text.length && !last) return null
        cell = text.slice(at, end)
        at = end
      }
      cells.push(cell)
      if (text[at] === this.#delimiter) {
        at++
        if (at >= text.length) {
          if (!last) return null
          cells.push('')
          break
        }
        continue
      }
      break
    }
    if (text[at] === '\r' && at + 1 >= text.length && !last) return null
    if (at - start > longest) return null
    if (loose && lines > 1 && this.#width !== null && cells.length !== this.#width) {
      const end = lineEnd(text, start)
      return { record: { cells: [], bad: 'bad_quotes', original: text.slice(start, end.at) }, next: end.next === 0 ? text.length : end.next }
    }
    const next = at + (text[at] === '\r' && text[at + 1] === '\n' ? 2 : at < text.length ? 1 : 0)
    return { record: { cells, bad: null, original: '' }, next }
  }

  #cellEnd(text: string, at: number): number {
    const delimiter = this.#delimiter.charCodeAt(0)
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (code === delimiter || code === 10 || code === 13) return at
    }
    return at
  }
}

/** End of the line at `at`, and where the next one begins; next 0: the end is not in sight. */
function lineEnd(text: string, at: number): { at: number; next: number } {
  const found = text.slice(at).search(/[\r\n]/)
  if (found === -1) return { at: text.length, next: 0 }
  const end = at + found
  return { at: end, next: end + (text[end] === '\r' && text[end + 1] === '\n' ? 2 : 1) }
}

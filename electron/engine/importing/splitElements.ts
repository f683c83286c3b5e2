import { MingchaError } from '../../../shared/errors.ts'
import type { TextRecord } from './splitRecords.ts'

/** Longest element in characters, and what quarantine keeps of a longer one. */
const longest = 8_000_000
const kept = 200_000

/** Whether a text that begins so is JSON, and of which shape; null: it is not. */
export function jsonKind(head: string, name: string): 'json' | 'jsonl' | null {
  const text = head.replace(/^\uFEFF/, '').trimStart()
  const lines = /\.(jsonl|ndjson)$/i.test(name)
  if (/^\[\s*[{\]]/.test(text)) return lines ? 'jsonl' : 'json'
  if (!/^\{\s*["}]/.test(text)) return lines && text.startsWith('{') ? 'jsonl' : null
  if (lines) return 'jsonl'
  const end = text.search(/\r?\n\s*\{/)
  try {
    return end !== -1 && typeof JSON.parse(text.slice(0, end)) === 'object' ? 'jsonl' : 'json'
  } catch {
    return 'json'
  }
}

/** Elements of JSON text, chunk after chunk, each as its own text. Whether an element is valid JSON is not looked at here. */
export interface ElementSource { push(text: string, last?: boolean): Generator<TextRecord> }

/** JSON Lines: an element a line; blank lines count in the numbers and are no elements. */
export class LineSplitter implements ElementSource {
  #rest = ''
  #number = 0

  #line(line: string): TextRecord[] {
    this.#number++
    const text = line.trim()
    return text === '' ? [] : [recordOf(this.#number, text)]
  }

  *push(text: string, last = false): Generator<TextRecord> {
    let at = 0
    const buffer = this.#rest + text
    for (;;) {
      const end = buffer.indexOf('\n', at)
      if (end === -1) break
      yield* this.#line(buffer.slice(at, end))
      at = end + 1
    }
    this.#rest = buffer.slice(at)
    if (last && this.#rest !== '') yield* this.#line(this.#rest)
    // Of an over-long line the end is not kept: it goes to quarantine in any case.
    else if (this.#rest.length > 2 * longest) this.#rest = this.#rest.slice(0, longest + 1)
  }
}

/**
 * One JSON text: an array of objects, an object in which one such array lies at whatever depth, or a single object.
 * @throws MingchaError json_malformed where the text breaks off or its brackets do not match, json_shape where several arrays could be the table, json_deep
 */
export class ElementSplitter implements ElementSource {
  readonly #name: string
  /** Open brackets around the place; the table's own are not among them while in an element. */
  #open: string[] = []
  #state: 'outside' | 'table' | 'element' = 'outside'
  #tables = 0
  #number = 0
  #line = 1
  #began = 1
  #inString = false
  #escaped = false
  #depth = 0
  #element = ''
  /** A '[' was just read: the next sign tells whether it is the table. */
  #fresh = false
  #seen = false
  /** The whole text, while it may turn out to be one object. */
  #whole: string | null = ''
  #start = ''

  constructor(name: string) {
    this.#name = name
  }

  *push(text: string, last = false): Generator<TextRecord> {
    if (this.#whole !== null && (this.#whole += text).length > longest) {
      this.#start = this.#whole.slice(0, kept)
      this.#whole = null
    }
    let from = 0
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (code === 10) this.#line++
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false
        else if (code === 92) this.#escaped = true
        else if (code === 34) this.#inString = false
        continue
      }
      if (code === 32 || code === 10 || code === 13 || code === 9 || code === 0xfeff) continue
      this.#seen = true
      if (this.#state === 'table') {
        if (code === 44) continue
        if (code === 93) {
          this.#state = 'outside'
          continue
        }
        this.#begin(0)
        from = at
      }
      if (this.#state === 'element') {
        if (code === 34) this.#inString = true
        else if (code === 123 || code === 91) this.#depth++
        else if ((code === 44 || code === 93) && this.#depth === 0) {
          // A bare value ends where the next begins.
          yield this.#take(text.slice(from, at))
          this.#state = code === 93 ? 'outside' : 'table'
        } else if (code === 125 || code === 93) {
          if (--this.#depth === 0) {
            yield this.#take(text.slice(from, at + 1))
            this.#state = 'table'
          } else if (this.#depth < 0) throw this.#malformed()
        }
        continue
      }
      if (code === 34) this.#inString = true
      else if (this.#fresh && (code === 123 || (code === 93 && this.#open.length === 1))) {
        this.#open.pop()
        if (++this.#tables > 1 && code === 123) throw new MingchaError('json_shape', `${this.#name} holds several arrays of objects; the second begins at line ${this.#line}`, 'Save each array as a file of its own.', { name: this.#name, line: this.#line })
        this.#fresh = false
        this.#whole = null
        if (code === 93) continue
        this.#begin(1)
        from = at
        continue
      } else if (code === 123 || code === 91) {
        this.#open.push(code === 123 ? '}' : ']')
        if (this.#open.length > deepest) throw new MingchaError('json_deep', `${this.#name} is nested more than ${deepest} deep around its table, at line ${this.#line}`, 'Save the array of objects itself as a file.', { name: this.#name, most: deepest, line: this.#line })
      } else if (code === 125 || code === 93) {
        if (this.#open.pop() !== String.fromCharCode(code)) throw this.#malformed()
      } else if (this.#open.length === 0) throw this.#malformed()
      // Only an array that does not lie in another one can be the table.
      this.#fresh = code === 91 && this.#open.filter((one) => one === ']').length === 1
    }
    if (this.#state === 'element') this.#grow(text.slice(from))
    if (!last) return
    if (this.#state !== 'outside' || this.#inString || this.#open.length > 0) throw this.#malformed(this.#state === 'element' ? this.#began : this.#line)
    if (this.#tables === 0 && this.#start !== '') yield { number: 1, cells: [], bad: 'too_long', original: this.#start }
    else if (this.#seen && this.#tables === 0 && this.#whole !== null && this.#whole.trim().startsWith('{')) yield recordOf(1, this.#whole.trim())
  }

  #begin(depth: number): void {
    this.#state = 'element'
    this.#element = ''
    this.#depth = depth
    this.#number++
    this.#began = this.#line
  }
  #grow(text: string): void {
    if (this.#element.length <= longest) this.#element += text
  }
  #take(text: string): TextRecord {
    this.#grow(text)
    const element = this.#element
    this.#element = ''
    return recordOf(this.#number, element.trim())
  }
  #malformed(line = this.#line): MingchaError {
    return new MingchaError('json_malformed', `${this.#name} is not whole JSON: it breaks at line ${line}, element ${this.#number}`, 'Export it again; files that were cut off end in the middle of an element.', { name: this.#name, line, element: this.#number })
  }
}

/** Deepest nesting of an element: whoever takes values apart by recursion, DuckDB included, would run out of stack at ten thousands. */
const deepest = 200

function recordOf(number: number, text: string): TextRecord {
  if (text.length > longest) return { number, cells: [], bad: 'too_long', original: text.slice(0, kept) }
  if (text.length > 2 * deepest && depthOf(text) > deepest) return { number, cells: [], bad: 'too_deep', original: text.slice(0, kept) }
  return { number, cells: [text], bad: null, original: '' }
}

/** How deep brackets are nested; no more exactly than the limit asks. */
function depthOf(text: string): number {
  let opened = 0
  for (let at = nextOpening(text, 0); at !== -1 && opened <= deepest; at = nextOpening(text, at + 1)) opened++
  if (opened <= deepest) return opened // too few brackets to be deep: nearly every element
  let [depth, most, inString] = [0, 0, false]
  for (let at = 0; at < text.length && most <= deepest; at++) {
    const code = text.charCodeAt(at)
    if (inString) {
      if (code === 92) at++
      else if (code === 34) inString = false
    } else if (code === 34) inString = true
    else if (code === 123 || code === 91) most = Math.max(most, ++depth)
    else if (code === 125 || code === 93) depth--
  }
  return most
}

function nextOpening(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 123 || code === 91) return at
  }
  return -1
}

export const elementsOf = (format: 'json' | 'jsonl', name: string): ElementSource => (format === 'json' ? new ElementSplitter(name) : new LineSplitter())

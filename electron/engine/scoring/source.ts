import { readFileSync } from 'node:fs'
import { isNode, isScalar, LineCounter, parseDocument, type Document } from 'yaml'
import { MingchaError } from '../../../shared/errors.ts'

export type Path = readonly PropertyKey[]
/** 1-based line of a file. */
export interface Place { file: string; line: number }

/** A YAML file with the places of its values, so that a mistake can be shown where it was made. */
export class Source {
  readonly value: unknown
  readonly #file: string
  readonly #document: Document
  readonly #lines = new LineCounter()

  /** @throws MingchaError model_unreadable, with the line where it is no YAML or an alias names what holds it */
  constructor(file: string) {
    this.#file = file
    const unreadable = (detail: string, line?: number): MingchaError =>
      new MingchaError('model_unreadable', `${file} cannot be read: ${detail}`, 'Name a model folder or a YAML file.', { path: file, detail, ...(line === undefined ? {} : { file, line }) })
    let text: string
    try {
      text = readFileSync(file, 'utf8')
    } catch (error) {
      throw unreadable(error instanceof Error ? error.message : String(error))
    }
    this.#document = parseDocument(text, { lineCounter: this.#lines })
    const [wrong] = this.#document.errors
    if (wrong) throw unreadable(wrong.message.split('\n')[0]!.replace(/:$/, ''), wrong.linePos?.[0].line)
    try {
      this.value = this.#document.toJS({ maxAliasCount: 100 })
    } catch (error) {
      throw unreadable(error instanceof Error ? error.message : String(error))
    }
    const cycle = cycleIn(this.value, [], [])
    if (cycle) throw unreadable(`a cycle: ${cycle.join('.')} refers to what holds it, at line ${this.place(cycle).line}`, this.place(cycle).line)
  }

  /** Where a value stands, or the nearest that holds it; `at` is a 1-based character of a text. */
  place(path: Path, at = 1): Place {
    for (let depth = path.length; depth >= 0; depth--) {
      const node = depth === 0 ? this.#document.contents : this.#document.getIn(path.slice(0, depth), true)
      if (!isNode(node) || !node.range) continue
      const { line } = this.#lines.linePos(node.range[0])
      if (depth < path.length || !isScalar(node) || typeof node.value !== 'string') return { file: this.#file, line }
      // A text in a block begins on the line below its sign.
      const block = node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED'
      return { file: this.#file, line: line + (block ? 1 : 0) + (node.value.slice(0, at - 1).match(/\n/g)?.length ?? 0) }
    }
    return { file: this.#file, line: 1 }
  }

  has(path: Path): boolean {
    return this.#document.hasIn(path)
  }
}

/** Path of the first value that holds itself. */
function cycleIn(value: unknown, path: string[], above: unknown[]): string[] | null {
  if (typeof value !== 'object' || value === null) return null
  if (above.includes(value)) return path
  for (const [key, inner] of Object.entries(value)) {
    const found = cycleIn(inner, [...path, key], [...above, value])
    if (found) return found
  }
  return null
}

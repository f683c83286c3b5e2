import { elementsOf } from './splitElements.ts'

/** A place in nested values: its keys from the outside in. Its header joins them by dots. */
export type Leaf = readonly string[]
export const headerOf = (leaf: Leaf): string => leaf.join('.')

/** The JSON pointer (RFC 6901) of a leaf. */
export const pointerOf = (leaf: Leaf): string => leaf.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Leaves of an object in its order: objects are gone into, arrays are values. An empty object is one too. */
export function leavesOf(value: unknown, before: Leaf = []): Leaf[] {
  if (!isObject(value) || (before.length > 0 && Object.keys(value).length === 0) || before.length > 20) return before.length === 0 ? [] : [before]
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...before, key]))
}

function textAt(value: unknown, leaf: Leaf): string {
  const found = leaf.reduce<unknown>((at, key) => (isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined), value)
  return found === undefined || found === null ? '' : typeof found === 'string' ? found : typeof found === 'object' ? JSON.stringify(found) : String(found)
}

/** The first elements of JSON text as rows under a header row. */
export function jsonHead(text: string, format: 'json' | 'jsonl', name: string, whole: boolean, most = 300): string[][] {
  const values: unknown[] = []
  for (const { cells: [element] } of elementsOf(format, name).push(text, whole)) {
    try {
      const value: unknown = element === undefined ? null : JSON.parse(element)
      if (isObject(value)) values.push(value)
    } catch {
      // It will lie in quarantine.
    }
    if (values.length >= most) break
  }
  const leaves = new Map(values.flatMap((value) => leavesOf(value)).map((leaf) => [headerOf(leaf), leaf]))
  return [[...leaves.keys()], ...values.map((value) => [...leaves.values()].map((leaf) => textAt(value, leaf)))]
}

import { hash } from 'node:crypto'

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined }

/** JSON as RFC 8785 writes it: members sorted by UTF-16 units, no blanks, numbers as ECMAScript prints them. Undefined members are left out. */
export function canonical(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const members = Object.entries(value).filter((entry): entry is [string, Json] => entry[1] !== undefined)
  return `{${members.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`
}

export const sha256 = (text: string): string => hash('sha256', text)

/** Broken surrogate pairs replaced throughout: UTF-8 cannot hold them, so a hash of them could not be repeated. */
export function wellFormed<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_key, member: unknown) => (typeof member === 'string' ? member.toWellFormed() : member)) as T
}

import { hash } from 'node:crypto'

const longest = 2000
const most = 200
const whole = 16_000

/** A value as the chain keeps it: secrets and identity numbers left out; bytes, long texts and long lists by size and SHA-256, and so the whole where it is too long. */
export function shown(value: unknown): unknown {
  const short = shorten(value)
  const text = JSON.stringify(short)
  return text !== undefined && text.length > whole ? digestOf(text) : short
}

const digestOf = (of: string | Uint8Array): { sha256: string; size: number } => ({ sha256: hash('sha256', of), size: of.length })

function shorten(value: unknown): unknown {
  if (value instanceof Uint8Array) return digestOf(value)
  if (typeof value === 'string') return value.length > longest ? digestOf(value) : value
  if (Array.isArray(value)) return value.length > most ? digestOf(JSON.stringify(value.map(shorten))) : value.map(shorten)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).flatMap(([key, member]) => (key === 'passphrase' || key === 'idNumber' ? [] : [[key, shorten(member)]])))
}

import { createHash } from 'node:crypto'

/** SHA-256 over a value as JSON, hex: equal for what is written equally. */
export const digest = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex')

import { createHash, hash } from 'node:crypto'
import type { Means } from '../../../shared/verify/means.ts'

/** What a verification takes from Node. */
export const means: Means = {
  sha256: (text) => hash('sha256', text, 'buffer'),
  running: () => {
    const digest = createHash('sha256')
    return { update: (text) => void digest.update(text), hex: () => digest.digest('hex') }
  },
  decode: (bytes, partly = false) => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: partly }),
  encode: (text) => Buffer.from(text),
  breath: () => new Promise((done) => setImmediate(done)),
}

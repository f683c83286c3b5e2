import { sha256 } from '@noble/hashes/sha2'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils'
import type { Means } from '../../shared/verify/means.ts'

/** What a verification takes from a page that stands alone: crypto.subtle is absent in files that are opened from a disk. */
export const means: Means = {
  sha256: (text) => sha256(utf8ToBytes(text)),
  running: () => {
    const digest = sha256.create()
    return { update: (text) => void digest.update(utf8ToBytes(text)), hex: () => bytesToHex(digest.digest()) }
  },
  decode: (bytes, partly = false) => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: partly }),
  encode: utf8ToBytes,
  breath: () => new Promise((done) => setTimeout(done)),
}

/** Character → its two GB18030 bytes, found by decoding every pair: Node decodes that encoding but does not write it. */
let pairs: Map<string, Buffer> | null = null

/** Text as GB18030, two-byte plane only. @throws RangeError for a character outside it */
export function toGb18030(text: string): Buffer {
  pairs ??= readPairs()
  return Buffer.concat([...text].map((sign) => {
    if (sign.charCodeAt(0) < 0x80) return Buffer.from(sign)
    const pair = pairs!.get(sign)
    if (!pair) throw new RangeError(`${sign} is outside the two-byte plane of GB18030`)
    return pair
  }))
}

function readPairs(): Map<string, Buffer> {
  const found = new Map<string, Buffer>()
  const decoder = new TextDecoder('gb18030')
  for (let high = 0x81; high <= 0xfe; high++) {
    for (let low = 0x40; low <= 0xfe; low++) {
      if (low === 0x7f) continue
      const pair = Buffer.from([high, low])
      const sign = decoder.decode(pair)
      if (sign.length === 1 && !found.has(sign)) found.set(sign, pair)
    }
  }
  return found
}

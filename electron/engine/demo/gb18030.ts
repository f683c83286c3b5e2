/**
 * Text to GB18030 bytes: Node decodes the encoding but does not write it. Only one- and two-byte characters, which hold all
 * that this room writes.
 */
export function encodeGb18030(text: string): Buffer {
  table ??= twoByteTable()
  const bytes: number[] = []
  for (const sign of text) {
    const code = sign.codePointAt(0)!
    const pair = code < 0x80 ? code : table.get(sign)
    if (pair === undefined) throw new Error(`no two-byte GB18030 form of ${sign}`)
    if (pair < 0x80) bytes.push(pair)
    else bytes.push(pair >> 8, pair & 0xff)
  }
  return Buffer.from(bytes)
}

let table: Map<string, number> | undefined

function twoByteTable(): Map<string, number> {
  const decoder = new TextDecoder('gb18030')
  const found = new Map<string, number>()
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      if (trail === 0x7f) continue
      const sign = decoder.decode(Uint8Array.of(lead, trail))
      if ([...sign].length === 1 && sign !== '�' && !found.has(sign)) found.set(sign, (lead << 8) | trail)
    }
  }
  return found
}

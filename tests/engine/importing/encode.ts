/** Encoders that the platform lacks: bytes of a text, for tests of encodings. */
const pairs = new Map<string, [number, number]>()
for (let lead = 0x81; lead <= 0xfe; lead++) for (let trail = 0x40; trail <= 0xfe; trail++) if (trail !== 0x7f) pairs.set(new TextDecoder('gb18030').decode(Uint8Array.of(lead, trail)), [lead, trail])

export const gb18030 = (from: string): Buffer => Buffer.from([...from].flatMap((sign) => (sign < '\x80' ? [sign.charCodeAt(0)] : pairs.get(sign)!)))
export const utf16le = (from: string): Buffer => Buffer.from(from, 'utf16le')
export const utf16be = (from: string): Buffer => Buffer.from(from, 'utf16le').swap16()

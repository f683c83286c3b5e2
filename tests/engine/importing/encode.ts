/** Text in encodings that Node does not write by name. */
export const utf16le = (from: string): Buffer => Buffer.from(from, 'utf16le')
export const utf16be = (from: string): Buffer => Buffer.from(from, 'utf16le').swap16()

/** What the machine does for a verification: in the engine Node's functions, on the page for citizens the page's own. */
export interface Means {
  /** SHA-256 of a text's UTF-8, as bytes, which hold until the next call. */
  sha256(text: string): Uint8Array
  /** SHA-256, piece by piece; hex at the end. */
  running(): { update(text: string): void; hex(): string }
  /** UTF-8, strict: throws where the bytes are none. `partly`: a last sign may be cut off. */
  decode(bytes: Uint8Array, partly?: boolean): string
  encode(text: string): Uint8Array
  /** Lets the rest of the program breathe. */
  breath(): Promise<void>
}

export const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

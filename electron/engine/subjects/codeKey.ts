/** A code as the register holds it: half-width capitals without blanks or hyphens; '' where the text cannot be a code. */
export function codeKey(text: string): string {
  const key = text.normalize('NFKC').toUpperCase().replace(/[\s-]/g, '')
  return /^[0-9A-Z]+$/.test(key) ? key : ''
}

/**
 * The content security policy of the one page, in both hosts. No inline script or style runs but by nonce: AG Grid and
 * Ant Design put the nonce of `<meta name="csp-nonce">` on the styles they add.
 * @param connect what the page may connect to besides its own origin
 */
export const contentPolicy = (nonce: string, connect = ''): string => [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self' 'nonce-${nonce}'`,
  "img-src 'self' data: blob:",
  "font-src 'self' data:", // AG Grid's icons are a font in its style sheet
  `connect-src 'self'${connect ? ` ${connect}` : ''}`,
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Fills `<meta name="csp-nonce" content="…">`, or adds it. */
export function withNonce(html: string, nonce: string): string {
  const meta = `<meta name="csp-nonce" content="${nonce}">`
  const placed = /<meta\s+name="csp-nonce"[^>]*>/i
  return placed.test(html) ? html.replace(placed, () => meta) : html.replace(/<head[^>]*>/i, (head) => `${head}${meta}`)
}

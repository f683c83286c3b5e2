import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { contentPolicy, withNonce } from '../../shared/page.ts'
import { pageFile, typeOf } from '../serve/pageFile.ts'

export const pageScheme = 'app'
const pageHost = 'mingcha'
export const pageUrl = `${pageScheme}://${pageHost}/`

/** By scheme and host: Node's URL gives schemes of one's own the origin `null`. */
export function isPageUrl(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, host } = new URL(url)
  return protocol === `${pageScheme}:` && host === pageHost
}

/** The built page under a scheme of its own: `file:` would give it an opaque origin and reach to the whole disk. */
export async function answerPage(folder: string, request: { url: string; method: string }): Promise<Response> {
  const file = isPageUrl(request.url) && request.method === 'GET' ? await pageFile(folder, new URL(request.url).pathname) : null
  if (!file) return new Response('not found', { status: 404, headers: { 'content-type': 'text/plain' } })
  const headers = { 'content-type': typeOf(file), 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' }
  if (extname(file) !== '.html') return new Response(new Uint8Array(await readFile(file)), { headers })
  const nonce = randomBytes(16).toString('base64')
  return new Response(withNonce(await readFile(file, 'utf8'), nonce), { headers: { ...headers, 'content-security-policy': contentPolicy(nonce) } })
}

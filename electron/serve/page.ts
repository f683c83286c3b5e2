import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { extname } from 'node:path'
import { contentPolicy, withNonce } from '../../shared/page.ts'
import { pageFile, typeOf } from './pageFile.ts'

/** Answers a GET from the built page and from nowhere else. */
export async function answerPage(folder: string, pathname: string, host: string, response: ServerResponse): Promise<void> {
  const file = await pageFile(folder, pathname)
  if (!file && pathname === '/favicon.ico') return void response.writeHead(204).end() // browsers ask unasked
  if (!file) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('not found')
    return
  }
  const type = typeOf(file)
  if (extname(file) === '.html') {
    const nonce = randomBytes(16).toString('base64')
    const html = withNonce(await readFile(file, 'utf8'), nonce)
    response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store', 'content-security-policy': contentPolicy(nonce, `ws://${host}`) }).end(html)
    return
  }
  // Vite names what lies in assets/ by its content.
  const cache = pathname.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-cache'
  response.writeHead(200, { 'content-type': type, 'cache-control': cache })
  createReadStream(file).on('error', () => response.destroy()).pipe(response)
}

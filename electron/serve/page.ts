import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, realpath, stat } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { extname, join, sep } from 'node:path'
import { contentPolicy, withNonce } from '../../shared/page.ts'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.json': 'application/json',
  '.svg': 'image/svg+xml', '.png': 'image/png', '.ico': 'image/x-icon', '.woff2': 'font/woff2', '.wasm': 'application/wasm', '.map': 'application/json',
}

/** Answers a GET from the built page and from nowhere else. */
export async function answerPage(folder: string, pathname: string, host: string, response: ServerResponse): Promise<void> {
  const file = await fileOf(folder, pathname)
  if (!file) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('not found')
    return
  }
  const type = types[extname(file)] ?? 'application/octet-stream'
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

/** The file of an address, or null: decoded once, within the folder also after links are followed. */
async function fileOf(folder: string, pathname: string): Promise<string | null> {
  try {
    const name = decodeURIComponent(pathname)
    if (name.includes('\0') || name.includes('\\') || name.split('/').some((part) => part.startsWith('.'))) return null
    const root = await realpath(folder)
    const file = await realpath(join(root, name === '/' ? 'index.html' : name))
    return file.startsWith(root + sep) && (await stat(file)).isFile() ? file : null
  } catch {
    return null // malformed escapes and absent files alike
  }
}

import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { WebSocketServer, type WebSocket } from 'ws'
import { serveEngine } from '../../shared/rpc/connect.ts'
import type { RunningEngine } from '../engine/engine.ts'
import { Admission } from './admission.ts'
import { answerPage } from './page.ts'
import { Uploads } from './uploads.ts'

export interface ServeOptions {
  engine: RunningEngine
  /** Folder of the built page (dist/renderer). */
  page: string
  /** Folder for the file that holds the current link. */
  home: string
  /** 0: any free one. */
  port?: number
}

export interface Served {
  url: string
  /**
   * A link that admits one browser tab, once. Also in the file `serve-PORT.link` of the home folder, and behind the page
   * `serve-PORT.html` there; both can be read by their owner only.
   */
  link(): string
  /** That page: what to start a browser on, since every user of the machine can read a program's arguments. */
  linkPage: string
  /** Called when a link has been used, so that another can be offered. */
  onAdmitted: (() => void) | null
  close(): Promise<void>
}

/** Largest message: a bundle to verify, with all its tickets. */
const maxMessage = 512 * 1024 * 1024

/** The workstation on 127.0.0.1: the page, the engine over a WebSocket, and uploads. */
export async function serve({ engine, page, home, port = 0 }: ServeOptions): Promise<Served> {
  const server = createServer({ requestTimeout: 0 })
  const bound = await listen(server, port)
  const host = `127.0.0.1:${bound}`
  const admission = new Admission(host)
  const uploads = new Uploads()
  const linkFile = join(home, `serve-${bound}.link`)
  const linkPage = join(home, `serve-${bound}.html`)

  const link = (): string => {
    const text = `http://${host}/#code=${admission.issueCode()}`
    mkdirSync(home, { recursive: true })
    writePrivate(linkFile, `${text}\n`)
    writePrivate(linkPage, `<!doctype html><meta charset="utf-8"><title>Mingcha</title><meta http-equiv="refresh" content="0;url=${text}">\n`)
    return text
  }
  const served: Served = { url: `http://${host}/`, link, linkPage, onAdmitted: null, close }

  server.on('request', (request, response) => {
    void answer(request, response).catch(() => {
      if (response.headersSent) response.destroy()
      else response.writeHead(500, { 'content-type': 'text/plain' }).end('failed')
    })
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    const { pathname, searchParams } = new URL(request.url ?? '/', served.url)
    const refuse = (status: number, why: string): void => {
      request.resume()
      reply(response, status, 'text/plain', why)
    }
    const strict = pathname === '/session' || pathname === '/upload'
    const why = admission.refuse(request, strict)
    if (why) return refuse(403, why)
    if (pathname === '/session' && request.method === 'POST') {
      const code = await codeOf(request)
      const token = code === null ? null : admission.exchange(code)
      if (token === null) return refuse(401, 'this link has been used, or is not of this host')
      reply(response, 200, 'application/json', JSON.stringify({ token }))
      served.onAdmitted?.()
      return
    }
    if (strict && !admission.bears(request)) return refuse(401, 'no session')
    if (pathname === '/session' && request.method === 'GET') return reply(response, 200, 'text/plain', 'admitted')
    if (pathname === '/upload' && request.method === 'POST') {
      const name = searchParams.get('name') ?? ''
      if (name === '' || name.length > 300) return refuse(400, 'a file needs a name of at most 300 characters')
      const taken = await uploads.take(request, name)
      if (!taken) return refuse(507, 'not enough free space')
      return reply(response, 200, 'application/json', JSON.stringify(taken))
    }
    if (strict || (request.method !== 'GET' && request.method !== 'HEAD')) return refuse(405, 'not here')
    await answerPage(page, pathname, host, response)
  }

  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessage, handleProtocols: () => 'mingcha', perMessageDeflate: false })
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    if (request.url !== '/rpc' || admission.refuse(request, true) || !admission.bearsSocket(request)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
      return
    }
    sockets.handleUpgrade(request, socket, head, (opened) => attach(engine, opened))
  })

  async function close(): Promise<void> {
    for (const socket of sockets.clients) socket.close(1001)
    const ended = new Promise<void>((done) => server.close(() => done()))
    server.closeAllConnections()
    await ended
    for (const file of [linkFile, linkPage]) rmSync(file, { force: true })
    uploads.remove()
  }
  return served
}

/** Anew: an existing file would keep its mode. */
function writePrivate(file: string, text: string): void {
  rmSync(file, { force: true })
  writeFileSync(file, text, { mode: 0o600, flag: 'wx' })
}

function reply(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body), 'cache-control': 'no-store' }).end(body)
}

function attach(engine: RunningEngine, socket: WebSocket): void {
  const stop = serveEngine(engine.connect(), {
    bytes: true,
    post: (message) => socket.send(message as Uint8Array, () => undefined), // gone meanwhile: `close` tells
    receive: (listener) => socket.on('message', (data, binary) => { if (binary) listener(data) }),
  })
  socket.on('close', stop)
  socket.on('error', () => socket.terminate())
}

const headers = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=()',
} as const

function listen(server: Server, port: number): Promise<number> {
  return new Promise((done, failed) => {
    server.once('error', failed)
    server.listen(port, '127.0.0.1', () => done((server.address() as AddressInfo).port))
  })
}

/** The code in a small JSON body, or null. */
async function codeOf(request: IncomingMessage): Promise<string | null> {
  let text = ''
  for await (const chunk of request) {
    text += String(chunk)
    if (text.length > 1000) return null
  }
  try {
    const { code } = JSON.parse(text) as { code?: unknown }
    return typeof code === 'string' ? code : null
  } catch {
    return null
  }
}

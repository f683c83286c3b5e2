import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync, existsSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { createEngine, type RunningEngine } from '../../electron/engine/engine.ts'
import { serve, type Served } from '../../electron/serve/serve.ts'
import { connectEngine } from '../../shared/rpc/connect.ts'
import { resources } from '../room.ts'

const folder = mkdtempSync(join(tmpdir(), 'mingcha-serve-'))
const home = join(folder, 'home')
const page = join(folder, 'page')
let engine: RunningEngine
let served: Served
let host: string

beforeAll(async () => {
  mkdirSync(join(page, 'assets'), { recursive: true })
  writeFileSync(join(page, 'index.html'), '<!doctype html><html><head><meta name="csp-nonce" content=""></head><body></body></html>')
  writeFileSync(join(page, 'assets', 'app.js'), 'export {}')
  writeFileSync(join(folder, 'secret.txt'), 'secret')
  symlinkSync(join(folder, 'secret.txt'), join(page, 'link.txt'))
  engine = createEngine({ resources, home, database: { memoryMb: 512, threads: 1 } })
  served = await serve({ engine, page, home })
  host = new URL(served.url).host
})
afterAll(async () => {
  await served.close()
  await engine.close()
  rmSync(folder, { recursive: true, force: true })
})

const codeOf = (link: string): string => link.split('#code=')[1]!

/** One request, byte for byte: fetch would not let Host, Origin and the path be chosen. */
function ask(line: string, headers: Record<string, string>, body = ''): Promise<{ status: number; text: string }> {
  return new Promise((done, failed) => {
    const socket = connect(Number(host.split(':')[1]), '127.0.0.1')
    let text = ''
    socket.on('data', (data) => { text += data.toString('utf8') })
    socket.on('error', failed)
    socket.on('close', () => done({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0), text }))
    const all = { Host: host, Connection: 'close', ...(body ? { 'Content-Length': String(Buffer.byteLength(body)) } : {}), ...headers }
    socket.write(`${line} HTTP/1.1\r\n${Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`)
  })
}

const origin = (): Record<string, string> => ({ Origin: `http://${host}` })
const exchange = (code: string, headers = origin()) => ask('POST /session', headers, JSON.stringify({ code }))
async function token(): Promise<string> {
  const { text } = await exchange(codeOf(served.link()))
  return (JSON.parse(text.split('\r\n\r\n')[1]!) as { token: string }).token
}

describe('the page', () => {
  it('comes with a strict policy whose nonce is new each time and stands in the page', async () => {
    const [one, other] = [await ask('GET /', {}), await ask('GET /', {})]
    const policy = /content-security-policy: (.*)\r\n/i.exec(one.text)![1]!
    const nonce = /'nonce-([^']+)'/.exec(policy)![1]!
    expect(one.text).toContain(`<meta name="csp-nonce" content="${nonce}">`)
    expect(other.text).not.toContain(nonce)
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
    expect(one.text).toMatch(/x-content-type-options: nosniff/i)
    expect(one.text).toMatch(/cache-control: no-store/i)
    expect(one.text).not.toMatch(/set-cookie/i)
  })

  it('lets its built files be kept, and nothing outside its folder be read', async () => {
    expect((await ask('GET /assets/app.js', {})).text).toMatch(/text\/javascript[\s\S]*immutable/)
    for (const path of ['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/assets/../../secret.txt', '/..%5csecret.txt', '/%00', '/%', '/link.txt', '/.hidden', '/assets', '//etc/passwd']) {
      const { status, text } = await ask(`GET ${path}`, {})
      expect([path, status]).toEqual([path, 404])
      expect(text).not.toContain('secret')
    }
  })

  it('answers to its exact host only', async () => {
    for (const wrong of ['127.0.0.1', 'localhost', `localhost:${host.split(':')[1]}`, 'evil.example', `evil.example:${host.split(':')[1]}`, `${host}0`]) {
      expect([wrong, (await ask('GET /', { Host: wrong })).status]).toEqual([wrong, 403])
    }
  })

  it('may be opened from anywhere, but not embedded or read by another site', async () => {
    expect((await ask('GET /', { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' })).status).toBe(200)
    expect((await ask('GET /', { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'iframe' })).status).toBe(403)
    expect((await ask('GET /assets/app.js', { 'Sec-Fetch-Site': 'same-site', 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-Dest': 'script' })).status).toBe(403)
    expect((await ask('GET /', { Origin: 'http://evil.example' })).status).toBe(403)
    expect((await ask('DELETE /', origin())).status).toBe(405)
  })
})

describe('the link', () => {
  it('lies in a file that only its owner reads, and holds its code in the fragment', () => {
    const link = served.link()
    const file = join(home, `serve-${host.split(':')[1]}.link`)
    expect(readFileSync(file, 'utf8').trim()).toBe(link)
    expect(readFileSync(served.linkPage, 'utf8')).toContain(`url=${link}"`)
    for (const one of [file, served.linkPage]) if (process.platform !== 'win32') expect(statSync(one).mode & 0o777).toBe(0o600)
    expect(new URL(link).hash).toMatch(/^#code=[\w-]{43}$/)
    expect(new URL(link).search).toBe('')
  })

  it('admits once', async () => {
    const code = codeOf(served.link())
    expect((await exchange(code)).status).toBe(200)
    expect((await exchange(code)).status).toBe(401)
    expect((await exchange('x'.repeat(43))).status).toBe(401)
    expect((await exchange('')).status).toBe(401)
    expect((await ask('POST /session', origin(), '{broken')).status).toBe(401)
  })

  it('is not spent by a request from elsewhere', async () => {
    const code = codeOf(served.link())
    expect((await exchange(code, { Origin: 'http://evil.example' })).status).toBe(403)
    expect((await exchange(code, {})).status).toBe(403)
    expect((await exchange(code, { ...origin(), 'Sec-Fetch-Site': 'same-site' })).status).toBe(403)
    expect((await exchange(code, { ...origin(), 'Sec-Fetch-Site': 'none' })).status).toBe(403)
    expect((await exchange(code, { ...origin(), 'Sec-Fetch-Site': 'same-origin' })).status).toBe(200)
  })
})

describe('a session', () => {
  it('is asked for by bearer token', async () => {
    const bearer = await token()
    expect((await ask('GET /session', { Authorization: `Bearer ${bearer}` })).status).toBe(200)
    expect((await ask('GET /session', { Authorization: `Bearer ${bearer}x` })).status).toBe(401)
    expect((await ask('GET /session', {})).status).toBe(401)
    expect((await ask('GET /session', { Cookie: `token=${bearer}` })).status).toBe(401)
  })

  it('takes files up, under names of its own', async () => {
    const headers = { ...origin(), Authorization: `Bearer ${await token()}` }
    expect((await ask('POST /upload?name=a.csv', origin(), 'x')).status).toBe(401)
    expect((await ask('POST /upload', headers, 'x')).status).toBe(400)
    const { status, text } = await ask(`POST /upload?name=${encodeURIComponent('../../报表[1].csv')}`, headers, '名称\n甲')
    expect(status).toBe(200)
    const taken = JSON.parse(text.split('\r\n\r\n')[1]!) as { path: string; name: string }
    expect(taken.name).toBe('../../报表[1].csv')
    expect(taken.path).toMatch(/mingcha-uploads-\d+-\w+[\\/][0-9a-f-]{36}\.csv$/)
    expect(readFileSync(taken.path, 'utf8')).toBe('名称\n甲')
    if (process.platform !== 'win32') expect(statSync(taken.path).mode & 0o077).toBe(0)
  })

  it('refuses what the disk has no room for before a byte is written', async () => {
    const headers = { ...origin(), Authorization: `Bearer ${await token()}`, 'Content-Length': String(2 ** 52) }
    expect((await ask('POST /upload?name=a.csv', headers)).status).toBe(507)
  })
})

describe('the socket', () => {
  const open = (protocols: string[], options: { origin?: string; headers?: Record<string, string>; path?: string } = {}) => new Promise<WebSocket | number>((done) => {
    const socket = new WebSocket(`ws://${host}${options.path ?? '/rpc'}`, protocols, { origin: options.origin ?? `http://${host}`, headers: options.headers ?? {} })
    socket.once('open', () => done(socket))
    socket.once('unexpected-response', (request, response) => {
      done(response.statusCode ?? 0)
      request.destroy()
    })
    socket.on('error', () => undefined)
  })

  it('reaches the engine with a token', async () => {
    const socket = await open(['mingcha', `token.${await token()}`]) as WebSocket
    expect(socket.protocol).toBe('mingcha')
    const connection = connectEngine({ bytes: true, post: (message) => socket.send(message as Uint8Array), receive: (listener) => socket.on('message', (data) => listener(data)) })
    expect(await connection.verbs.currentWorkspace({})).toBeNull()
    socket.terminate()
  })

  it('opens for nobody else', async () => {
    const bearer = await token()
    expect(await open(['mingcha'])).toBe(403)
    expect(await open(['mingcha', 'token.wrong'])).toBe(403)
    expect(await open([`token.${bearer}`])).toBe(403)
    expect(await open(['mingcha', `token.${bearer}`], { origin: 'http://evil.example' })).toBe(403)
    expect(await open(['mingcha', `token.${bearer}`], { origin: `http://localhost:${host.split(':')[1]}` })).toBe(403)
    expect(await open(['mingcha', `token.${bearer}`], { headers: { Host: 'evil.example' } })).toBe(403)
    expect(await open(['mingcha', `token.${bearer}`], { headers: { 'Sec-Fetch-Site': 'cross-site' } })).toBe(403)
    expect(await open(['mingcha', `token.${bearer}`], { path: '/other' })).toBe(403)
  })

  it('survives what is no message of ours', async () => {
    const socket = await open(['mingcha', `token.${await token()}`]) as WebSocket
    for (const bad of [Buffer.from([0xc1]), Buffer.from([]), Buffer.from([0xc0]), Buffer.from([0x2a]), Buffer.from('text'), 'text']) socket.send(bad)
    const connection = connectEngine({ bytes: true, post: (message) => socket.send(message as Uint8Array), receive: (listener) => socket.on('message', (data) => listener(data)) })
    expect(await connection.verbs.listJobs({})).toEqual([])
    socket.terminate()
  })
})

it('leaves no link behind', async () => {
  const other = await serve({ engine, page, home })
  const file = join(home, `serve-${new URL(other.url).port}.link`)
  other.link()
  expect([file, other.linkPage].map((one) => existsSync(one))).toEqual([true, true])
  await other.close()
  expect([file, other.linkPage].map((one) => existsSync(one))).toEqual([false, false])
})

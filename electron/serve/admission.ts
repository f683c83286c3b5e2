import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/**
 * Who may speak to the loopback host. Any page of any site can send requests to 127.0.0.1, and any name can be made to
 * resolve to it, so: the exact Host (DNS rebinding), the exact Origin, Sec-Fetch-Site, and a bearer token that no cookie
 * carries (cookies are shared by all ports of 127.0.0.1). A token is got once for a one-time code.
 */
export class Admission {
  readonly #host: string
  readonly #codes = new Set<string>()
  readonly #tokens = new Set<string>()

  /** @param host the exact `127.0.0.1:port` */
  constructor(host: string) {
    this.#host = host
  }

  /** A code that admits one tab, once. */
  issueCode(): string {
    const code = secret()
    this.#codes.add(digest(code))
    return code
  }

  /** A token for a code, which is spent by it; null where it is not, or no longer, valid. */
  exchange(code: string): string | null {
    const found = find(this.#codes, code)
    if (!found) return null
    this.#codes.delete(found)
    const token = secret()
    this.#tokens.add(digest(token))
    return token
  }

  /** Null when the request may be read on, else why not. `strict`: it acts or answers data, so its origin must be ours. */
  refuse(request: IncomingMessage, strict: boolean): string | null {
    if (request.headers.host !== this.#host) return 'this host answers to its exact address only'
    const { origin } = request.headers
    const site = request.headers['sec-fetch-site']
    if (origin !== undefined && origin !== `http://${this.#host}`) return 'another origin'
    if (strict && origin === undefined && request.method !== 'GET') return 'no origin'
    const opensPage = !strict && request.method === 'GET' && request.headers['sec-fetch-mode'] === 'navigate' && request.headers['sec-fetch-dest'] === 'document'
    if (site !== undefined && site !== 'same-origin' && !(site === 'none' && !strict) && !opensPage) return 'another site'
    return null
  }

  /** `Authorization: Bearer …` */
  bears(request: IncomingMessage): boolean {
    const token = /^Bearer ([\w-]+)$/.exec(request.headers.authorization ?? '')?.[1]
    return token !== undefined && find(this.#tokens, token) !== null
  }

  /** A WebSocket bears its token as a subprotocol, and must name its origin. */
  bearsSocket(request: IncomingMessage): boolean {
    if (request.headers.origin === undefined) return false
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((one) => one.trim())
    const token = offered.find((one) => one.startsWith('token.'))?.slice('token.'.length)
    return offered.includes('mingcha') && token !== undefined && find(this.#tokens, token) !== null
  }
}

const secret = (): string => randomBytes(32).toString('base64url')
const digest = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Compares digests, all of them, in constant time: neither length nor position leaks. */
function find(known: Set<string>, text: string): string | null {
  const wanted = Buffer.from(digest(text))
  let found: string | null = null
  for (const one of known) if (timingSafeEqual(Buffer.from(one), wanted)) found = one
  return found
}

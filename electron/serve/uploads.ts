import { randomUUID } from 'node:crypto'
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { rm, statfs } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'

/** Files that a browser hands over lie in a private folder (mode 0700) until the host ends; where it was killed, until an engine starts again (it knows the folder by its name). */
export class Uploads {
  readonly #folder = mkdtempSync(join(tmpdir(), `mingcha-uploads-${process.pid}-`))

  /**
   * Streams a request's body into the folder, under a name of our own; the ending is kept, since it tells the format.
   * @returns where it lies, or null when the disk has not the room for what was announced
   */
  async take(request: IncomingMessage, name: string): Promise<{ path: string; name: string } | null> {
    const announced = Number(request.headers['content-length'] ?? 0)
    const { bavail, bsize } = await statfs(this.#folder)
    if (announced > bavail * bsize) return null
    const ending = /^\.[a-z0-9]{1,8}$/i.exec(extname(name))?.[0] ?? ''
    const path = join(this.#folder, randomUUID() + ending)
    try {
      await pipeline(request, createWriteStream(path, { flags: 'wx', mode: 0o600 }))
    } catch (error) {
      await rm(path, { force: true })
      throw error
    }
    return { path, name }
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

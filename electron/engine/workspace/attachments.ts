import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { MingchaError } from '../../../shared/errors.ts'
import { unsighted } from './deed.ts'

/** A photo or document that lies in the workspace's folder. */
export interface Kept { sha256: string; name: string; media: string; bytes: number }

const mostBytes = 20 << 20

/** Media types by the first bytes: what a file is called says nothing. */
const signs: [media: string, sign: RegExp][] = [
  ['image/jpeg', /^\xFF\xD8\xFF/], ['image/png', /^\x89PNG\r\n/], ['image/webp', /^RIFF[^]{4}WEBP/], ['image/heic', /^[^]{4}ftyp(heic|heix|mif1|msf1|hevc)/], ['application/pdf', /^%PDF-/],
]

/** The folder beside the workspace file, in which attachments lie under their digests: it goes wherever the file goes. */
const pathOf = (workspace: string, sha256: string): string => join(`${workspace}.files`, sha256.slice(0, 2), sha256)

/**
 * Copies a file into the folder of the workspace. Nothing refers to it before a transaction says so; the same bytes are kept once.
 * @throws MingchaError attachment_missing, attachment_large, attachment_kind
 */
export async function keepFile(workspace: string, path: string, name: string): Promise<Kept> {
  const about = await stat(path).catch(() => null)
  if (!about?.isFile()) throw new MingchaError('attachment_missing', `there is no file ${name}`, 'Put it beside the table, in its folder or ZIP.', { name })
  if (about.size > mostBytes) throw new MingchaError('attachment_large', `${name} has ${Math.ceil(about.size / 2 ** 20)} MB, at most ${mostBytes / 2 ** 20} are kept`, 'Take the photo at a lower resolution.', { name, size: Math.ceil(about.size / 2 ** 20), most: mostBytes / 2 ** 20 })
  const bytes = await readFile(path)
  const head = bytes.subarray(0, 32).toString('latin1')
  const media = signs.find(([, sign]) => sign.test(head))?.[0]
  if (media === undefined) throw new MingchaError('attachment_kind', `${name} is no photo and no PDF`, 'Attach JPEG, PNG, WebP, HEIC or PDF.', { name })
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const target = pathOf(workspace, sha256)
  if (!existsSync(target)) {
    await mkdir(dirname(target), { recursive: true })
    await writeFileAtomic(target, bytes)
  }
  return { sha256, name, media, bytes: bytes.length }
}

/** A kept file again. @throws MingchaError attachment_damaged where it is gone or no longer has its digest */
export async function readKept(workspace: string, sha256: string, name: string): Promise<Uint8Array> {
  const bytes = await readFile(pathOf(workspace, sha256)).catch(() => null)
  if (bytes === null || createHash('sha256').update(bytes).digest('hex') !== sha256) throw new MingchaError('attachment_damaged', `${name} is gone from the folder beside the workspace, or was changed there`, 'Take the folder from a backup: it belongs to the workspace file.', { name })
  return new Uint8Array(bytes)
}

/** @throws MingchaError attachment_masked: what a photo or a document shows cannot be masked, so that who sees no person in full does not get it */
export function refuseUnsighted(name: string): void {
  if (unsighted()) throw new MingchaError('attachment_masked', `${name} may show persons, whom your roles do not see in full`, 'Ask somebody who sees them.', { name })
}

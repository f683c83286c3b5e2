import { buffer } from 'node:stream/consumers'
import PizZip from 'pizzip'
import { SaxesParser } from 'saxes'
import { fromBufferPromise } from 'yauzl'
import { MingchaError } from '../../../shared/errors.ts'

/** A template is some kilobytes, with an emblem some hundred: more is none. */
const mostPacked = 5 << 20
const mostUnpacked = 50 << 20

/** Fields by which a document fetches or runs what lies outside it. */
const reaching = /\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|DATABASE|MACROBUTTON)\b/

/**
 * The parts of a DOCX that came from outside: sizes held to what the container says, nothing in it that runs or fetches.
 * @throws MingchaError paper_unreadable, paper_unsafe with the part
 */
export async function unpack(bytes: Uint8Array, name: string): Promise<PizZip> {
  const unreadable = (detail: string): MingchaError => new MingchaError('paper_unreadable', `${name} is no Word document: ${detail}`, 'Choose a DOCX file; save an old DOC as DOCX first.', { name, detail })
  if (bytes.length > mostPacked) throw unreadable(`it has ${Math.round(bytes.length / 2 ** 20)} MB, a template has at most ${mostPacked >> 20}`)
  const parts = new PizZip()
  try {
    const zip = await fromBufferPromise(Buffer.from(bytes))
    let total = 0
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith('/')) continue
      total += entry.uncompressedSize
      if (total > mostUnpacked) throw unreadable(`it would unpack to more than ${mostUnpacked >> 20} MB`)
      const content = await buffer(await zip.openReadStreamPromise(entry))
      refuseUnsafe(entry.fileName, content, name)
      if (/\.(xml|rels)$/i.test(entry.fileName)) refuseMalformed(content.toString('utf8'))
      parts.file(entry.fileName, content, { createFolders: false })
    }
  } catch (error) {
    throw error instanceof MingchaError ? error : unreadable((error as Error).message)
  }
  if (!parts.file('[Content_Types].xml')) throw unreadable('it has no [Content_Types].xml')
  return parts
}

/** @throws Error where it is no well-formed XML */
export function refuseMalformed(xml: string): void {
  const parser = new SaxesParser()
  parser.on('error', (error) => { throw error })
  parser.write(xml).close()
}

function refuseUnsafe(part: string, content: Buffer, name: string): void {
  const refused = (): MingchaError => new MingchaError('paper_unsafe', `${name} holds ${part}, which runs or fetches what lies outside it`, 'Take macros, embedded objects, linked pictures and remote templates out, and save it as DOCX.', { name, part })
  if (/vbaProject|activeX|\/embeddings\//i.test(part)) throw refused()
  if (!/\.(xml|rels)$/i.test(part)) return
  const text = content.toString('utf8')
  if (text.includes('<!DOCTYPE') || text.includes('<!ENTITY')) throw refused()
  if (part.endsWith('.rels') && (text.match(/<Relationship\s[^>]*>/g) ?? []).some((one) => /TargetMode\s*=\s*["']External["']/.test(one) && !/\/hyperlink["']/.test(one))) throw refused()
  const codes = [...text.matchAll(/<w:instrText[^>]*>([^<]*)</g)].map((match) => match[1]!).join('') + [...text.matchAll(/w:instr="([^"]*)"/g)].map((match) => ` ${match[1]!}`).join('')
  if (reaching.test(codes)) throw refused()
}

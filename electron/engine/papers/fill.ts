import { setImmediate as breath } from 'node:timers/promises'
import Docxtemplater from 'docxtemplater'
import PizZip from 'pizzip'
import { mainPart, reading } from './places.ts'

export type Fields = { [name: string]: string | boolean | Fields[] }

/** Marks around each paper in the filled text: signs that Unicode will never give to anything; data that has them loses them (`plain`). */
const [begin, end] = ['\uFDD0', '\uFDD1'].map((sign) => `<w:p><w:r><w:t xml:space="preserve">${sign}</w:t></w:r></w:p>`) as [string, string]
const loop = 'mingcha:papers'

/** Sheets in twentieths of a point. */
const sizes = { A4: [11906, 16838], A3: [16838, 23811] } as const

/** Papers that are filled before others have their turn: some tenths of a second. */
const batch = 25

/** Papers filled from one template; made into one file with a section each, or a file each. */
export interface Filled { together(): Uint8Array; apart(): AsyncGenerator<Uint8Array> }

/**
 * Fills a checked template for all papers; each is a section of its own, whose pages count from where its template says.
 * @param common what is the same on all papers, headers and footers included
 */
export async function fill(template: Uint8Array, common: Fields, papers: readonly Fields[], size: keyof typeof sizes | null = null): Promise<Filled> {
  const blank = new PizZip(template)
  const main = mainPart(blank, 'template')
  const text = sized(blank.file(main)!.asText(), size)
  const from = text.indexOf('<w:body>') + '<w:body>'.length
  const until = text.lastIndexOf('</w:body>')
  const body = text.slice(from, until)
  const section = /<w:sectPr(?:\s[^>]*)?(?:\/>|>(?:(?!<w:sectPr[\s>])[^])*<\/w:sectPr>)\s*$/.exec(body)?.[0] ?? '<w:sectPr/>'
  const content = body.endsWith(section) ? body.slice(0, -section.length) : body
  const tag = (sign: string): string => `<w:p><w:r><w:t>{${sign}${loop}}</w:t></w:r></w:p>`
  const looped = `${text.slice(0, from)}${tag('#')}${begin}${content}${end}${tag('/')}${section}${text.slice(until)}`

  let whole = blank
  let head = text.slice(0, from)
  const bodies: string[] = []
  for (let i = 0; i < papers.length; i += batch) {
    const document = new Docxtemplater(new PizZip(template).file(main, looped), reading)
    document.render({ ...common, [loop]: papers.slice(i, i + batch) })
    whole = document.getZip() as PizZip
    const filled = whole.file(main)!.asText()
    head = filled.slice(0, filled.indexOf('<w:body>') + '<w:body>'.length)
    bodies.push(...filled.split(begin).slice(1).map((one) => one.slice(0, one.indexOf(end))))
    await breath()
  }
  if (bodies.length !== papers.length) throw new Error(`${papers.length} papers were filled, ${bodies.length} found`)
  const tail = section + text.slice(until)
  const next = `<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>${section.replace(/<w:type\s[^>]*\/>/, '').trim()}</w:pPr></w:p>`
  const pack = (some: string, rest: PizZip): Uint8Array => new Uint8Array(rest.file(main, head + some + tail).generate({ type: 'nodebuffer', compression: 'DEFLATE' }))
  return {
    together: () => pack(bodies.join(next), whole),
    apart: async function* () {
      // Parts that are compressed already are taken over as they are.
      const packed = pack('', whole)
      for (const [i, one] of bodies.entries()) {
        if (i % batch === 0) await breath()
        yield pack(one, new PizZip(packed))
      }
    },
  }
}

/** Files in one archive, none compressed twice. */
export function archive(files: readonly { name: string; bytes: Uint8Array }[]): Uint8Array {
  const zip = new PizZip()
  for (const { name, bytes } of files) zip.file(name, bytes, { createFolders: false })
  return new Uint8Array(zip.generate({ type: 'nodebuffer', compression: 'STORE' }))
}

/** Number and name as the name of a file, without what a file system refuses. */
// oxlint-disable-next-line no-control-regex
export const safeName = (text: string): string => text.replace(/[<>:"/\\|?*\u0000-\u001F]/g, ' ').trim().slice(0, 80).trim().replace(/\.+$/, '')

/** Text that may stand on a paper: without our marks and broken surrogates. Signs of the private use area stay: rare signs of names are written with them. */
export const plain = (text: string): string => text.toWellFormed().replace(/[\uFDD0-\uFDEF]/g, '')

/** Every section on sheets of a size, upright or across as it was. */
function sized(text: string, size: keyof typeof sizes | null): string {
  if (size === null) return text
  const [short, long] = sizes[size]
  return text.replace(/<w:pgSz\s[^>]*\/>/g, (one) => {
    const across = Number(/w:w="(\d+)"/.exec(one)?.[1]) > Number(/w:h="(\d+)"/.exec(one)?.[1])
    return `<w:pgSz w:w="${across ? long : short}" w:h="${across ? short : long}"${across ? ' w:orient="landscape"' : ''}/>`
  })
}

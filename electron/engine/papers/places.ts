import Docxtemplater, { type DXT } from 'docxtemplater'
import type PizZip from 'pizzip'
import { MingchaError } from '../../../shared/errors.ts'
import type { Catalog } from './catalog.ts'

/** How templates are read, in the check and when they are filled: {…} and nothing cleverer, no expressions, blanks where nothing is known. */
export const reading: DXT.Options = {
  paragraphLoop: true, linebreaks: true, stripInvalidXMLChars: true, errorLogging: false, nullGetter: () => '', syntax: { changeDelimiterPrefix: null },
  parser: (tag) => ({ get: (scope: unknown) => (typeof scope === 'object' && scope !== null && Object.hasOwn(scope, tag) ? (scope as Record<string, unknown>)[tag] : undefined) }),
}

interface Place { name: string; /** As the template writes it. */ written: string; /** A pair around others. */ section: boolean; raw: boolean; within: string[]; body: boolean }

/**
 * What a template names and leaves out.
 * @throws MingchaError paper_unreadable; paper_place_open, paper_place_unknown, paper_place_misplaced with the place as written
 */
export function checkPlaces(parts: PizZip, name: string, catalog: Catalog): { unused: string[] } {
  const used = new Set<string>()
  const known = [...catalog.fields, ...catalog.lists].map((one) => one.name)
  for (const place of placesOf(parts, name, known)) {
    const { list } = refuseMisplaced(place, name, catalog)
    used.add(list === null ? place.name : `${list}.${place.name}`)
  }
  const all = [...catalog.fields.map(({ list, name: field }) => (list === null ? field : `${list}.${field}`)), ...catalog.lists.map((one) => one.name)]
  return { unused: all.filter((one) => !used.has(one)) }
}

function refuseMisplaced({ name: field, written, section, raw, within, body }: Place, name: string, { fields, lists }: Catalog): { list: string | null } {
  const list = within.findLast((one) => lists.some((other) => other.name === one)) ?? null
  const misplaced = (why: string, detail: string): MingchaError => new MingchaError('paper_place_misplaced', `${name}: ${written} ${why}`, 'Move it, or take it out.', { name, place: written, detail })
  if (lists.some((one) => one.name === field)) {
    if (!section) throw misplaced(`is a list and stands as {#${field}} … {/${field}}`, `{#${field}}…{/${field}}`)
    if (list !== null) throw misplaced('is a list within another', `{/${list}}`)
    if (!body) throw misplaced('differs from paper to paper and cannot stand in a header or footer', field)
    return { list: null }
  }
  const found = fields.find((one) => one.name === field && one.list === list) ?? fields.find((one) => one.name === field && one.list === null)
  if (found && !raw) {
    if (!found.anywhere && !body) throw misplaced('differs from paper to paper and cannot stand in a header or footer', field)
    return { list: found.list }
  }
  const elsewhere = raw ? undefined : fields.find((one) => one.name === field)
  if (elsewhere) throw misplaced(`means something within {#${elsewhere.list!}} … {/${elsewhere.list!}} only`, `{#${elsewhere.list!}}…{/${elsewhere.list!}}`)
  throw unknownPlace(name, written)
}

/** The main part of a Word document. @throws MingchaError paper_unreadable */
export function mainPart(parts: PizZip, name: string): string {
  const types = parts.file('[Content_Types].xml')!.asText()
  const found = (types.match(/<Override\s[^>]*>/g) ?? []).find((one) => /wordprocessingml\.document\.main\+xml/.test(one))
  const path = /PartName\s*=\s*["']\/?([^"']+)/.exec(found ?? '')?.[1]
  const text = path === undefined ? undefined : parts.file(path)?.asText()
  if (text === undefined || !/<w:body>[^]*<\/w:body>/.test(text)) throw new MingchaError('paper_unreadable', `${name} is no Word document: it has no main part`, 'Choose a DOCX file; save an old DOC as DOCX first.', { name, detail: 'w:body' })
  return path!
}

type CompiledPart = { type: string; value: string; module?: string; inverted?: boolean; subparsed?: CompiledPart[] }

/** Every place of every part, those within pairs with what they stand within. */
function placesOf(parts: PizZip, name: string, known: readonly string[]): Place[] {
  const main = mainPart(parts, name)
  let document: Docxtemplater<PizZip> & { compiled?: Record<string, { postparsed: CompiledPart[] }> }
  try {
    document = new Docxtemplater(parts, reading)
  } catch (error) {
    throw openPlace(error, name, known)
  }
  const walk = (compiled: readonly CompiledPart[], within: string[], body: boolean): Place[] => compiled.filter((one) => one.type === 'placeholder').flatMap((one): Place[] => {
    const section = one.module === 'loop'
    const mark = section ? (one.inverted ? '^' : '#') : one.module === 'rawxml' ? '@' : ''
    return [{ name: one.value, written: `{${mark}${one.value}}`, section, raw: one.module !== undefined && !section, within, body }, ...walk(one.subparsed ?? [], [...within, one.value], body)]
  })
  return Object.entries(document.compiled ?? {}).flatMap(([part, { postparsed }]) => walk(postparsed, [], part === main))
}

interface Fault { properties?: { id?: string; xtag?: string; closingtag?: string; errors?: Fault[] }; message: string }

/** The first thing that docxtemplater found wrong, in our words. */
function openPlace(error: unknown, name: string, known: readonly string[]): MingchaError {
  const fault = error as Fault
  const first = fault.properties?.errors?.[0] ?? fault
  const { id = '', xtag = '', closingtag } = first.properties ?? {}
  if (id.startsWith('raw_xml')) return unknownPlace(name, `{@${xtag}}`)
  if (!/tag|loop/.test(id)) return new MingchaError('paper_unreadable', `${name} is no Word document: ${first.message}`, 'Choose a DOCX file; save an old DOC as DOCX first.', { name, detail: first.message })
  // A brace that is not closed takes in all that follows: the field that it begins with is meant.
  const begun = known.filter((one) => xtag.startsWith(one)).toSorted((a, b) => b.length - a.length)[0] ?? xtag.slice(0, 12)
  const place = closingtag !== undefined ? `{/${closingtag}}` : id === 'unopened_loop' ? `{/${xtag}}` : /loop/.test(id) ? `{#${xtag}}` : id === 'unopened_tag' ? `${xtag.slice(0, 12)}}` : `{${begun}`
  return new MingchaError('paper_place_open', `${name}: ${place} is not closed, or closes what was not opened (${id})`, 'A field stands in { }, a list between {#name} and {/name}: both in one row of a table, or each in a paragraph of its own.', { name, place })
}

const unknownPlace = (name: string, place: string): MingchaError => new MingchaError('paper_place_unknown', `${name}: there is no field ${place}`, 'List the templates to see the fields that they may name.', { name, place })

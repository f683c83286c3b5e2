import type { Input } from '../../../../shared/contract.ts'
import type { Row } from '../../../components/arrow.ts'

type Entry = Input<'enterResults'>['entries'][number]

/** What is being written of one item on one visit; '' and [] where nothing is told yet. `codeSet`: the table that the codes are of. */
export interface Draft { codeSet: string; codes: string[]; inspectedOn: string; remark: string }
/** A draft and the row that its editor saw. `saved`: the engine took it; it stands for its row until the row comes as it is now. */
export interface KeptDraft extends Draft { visit: number; item: string; revision: number; saved?: true }
export type Drafts = ReadonlyMap<string, KeptDraft>

/** Names the place of a row: one item on one visit. */
export const placeOf = (row: Row): string => `${Number(row.visit)}\t${String(row.item)}`

/** What a row says as it is stored. */
export const stored = (row: Row): Draft => ({ codeSet: String(row.code_set ?? ''), codes: typeof row.codes === 'string' ? (JSON.parse(row.codes) as string[]) : [], inspectedOn: String(row.inspected_on ?? '').slice(0, 10), remark: String(row.remark ?? '') })
export const draftOf = (drafts: Drafts, row: Row): Draft => drafts.get(placeOf(row)) ?? stored(row)

/** What is approved or published is no longer entered: a reviewer returns it, or it is corrected. */
export const isOpen = (row: Row): boolean => row.state !== 'approved' && row.state !== 'published'

const same = (a: Draft, b: Draft): boolean => a.codeSet === b.codeSet && a.inspectedOn === b.inspectedOn && a.remark === b.remark && a.codes.join('\n') === b.codes.join('\n')

/** Whether a row can be written in: not while what was saved of it is on its way back. */
export const isFree = (drafts: Drafts, row: Row): boolean => isOpen(row) && drafts.get(placeOf(row))?.saved !== true

/** The drafts with those marked that the engine took. */
export const withSaved = (drafts: Drafts, places: ReadonlySet<string>): Drafts => new Map([...drafts].map(([place, draft]) => [place, places.has(place) ? { ...draft, saved: true } : draft]))
/** The drafts that are still to be saved; the same ones where none was: every page of the grid asks, and another map draws its cells again. */
export const withoutSaved = (drafts: Drafts): Drafts => ([...drafts.values()].some((one) => one.saved) ? new Map([...drafts].filter(([, draft]) => draft.saved !== true)) : drafts)

/** The drafts with a change to one row; a draft that says what the row says is none. */
export function changed(drafts: Drafts, row: Row, some: Partial<Draft>): Drafts {
  if (!isFree(drafts, row)) return drafts
  const next = { ...draftOf(drafts, row), ...some }
  const rest = new Map(drafts)
  if (same(next, stored(row))) rest.delete(placeOf(row))
  else rest.set(placeOf(row), { ...next, visit: Number(row.visit), item: String(row.item), revision: drafts.get(placeOf(row))?.revision ?? Number(row.revision ?? 0) })
  return rest
}

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`))

/** Drafts that can be sent, and how many still lack a code or a day. */
export function entriesOf(drafts: Drafts): { entries: Entry[]; lacking: number } {
  const waiting = [...drafts.values()].filter((one) => one.saved !== true)
  const ready = waiting.filter((one) => one.codes.length > 0 && isDay(one.inspectedOn))
  return { entries: ready.map(({ visit, item, revision, codeSet, codes, inspectedOn, remark }) => ({ visit, item, revision, codeSet, codes, inspectedOn, remark })), lacking: waiting.length - ready.length }
}

/** Cells of a pasted text, as spreadsheets write them: TABs between, quotes around what holds a TAB, a quote or a line end. */
export function cellsOf(text: string): string[][] {
  const rows: string[][] = [[]]
  for (const [, quoted, plain, end] of text.replaceAll('\r\n', '\n').matchAll(/(?:"((?:[^"]|"")*)"|([^\t\n]*))(\t|\n|$)/g)) {
    if (quoted === undefined && plain === '' && end === '' && rows.at(-1)!.length === 0) break
    rows.at(-1)!.push(quoted === undefined ? plain! : quoted.replaceAll('""', '"'))
    if (end === '\n') rows.push([])
    if (end === '') break
  }
  return rows.filter((row) => row.length > 0)
}

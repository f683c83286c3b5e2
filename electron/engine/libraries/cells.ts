import { MingchaError } from '../../../shared/errors.ts'
import type { LibraryCell, LibraryKind } from '../../../shared/libraries.ts'
import type { Column, Library } from './columns.ts'

/** A row as the table takes it; `until` undefined: as the row that it follows. */
export interface TypedRow { n: number; values: Record<string, string | number | null>; from: string; until: string | null | undefined }
/** Which keys a library has, by what a person may write for them: code or name. */
export type References = Partial<Record<LibraryKind, ReadonlyMap<string, string>>>

const longest = 4000
/** 18 digits with a day of birth: numbers of persons must not become numbers of officers. */
const citizenId = /^\d{6}(19|20)\d{2}(0[1-9]|1[0-2])([0-2]\d|3[01])\d{3}[\dXx]$/

/** One row of cells as the table takes them, or what is wrong with it, cell by cell. Blank valid_from: `today`. */
export function typedRow(library: Library, n: number, cells: Record<string, LibraryCell>, references: References, today: string): { row: TypedRow | null; refusals: MingchaError[] } {
  const refusals: MingchaError[] = []
  const values: TypedRow['values'] = {}
  for (const column of library.columns) {
    try {
      values[column.name] = typedCell(column, cells[column.name] ?? null, references)
    } catch (error) {
      if (!(error instanceof MingchaError)) throw error
      refusals.push(error)
    }
  }
  if (refusals.length === 0) refusals.push(...contradictions(library, values, today))
  const from = (values['valid_from'] as string | null | undefined) ?? today
  const told = 'valid_until' in cells && cells['valid_until'] === null ? null : (values['valid_until'] as string | null | undefined) ?? undefined
  return { row: refusals.length === 0 ? { n, values, from, until: told } : null, refusals }
}

/** @throws MingchaError library_missing, library_long, library_day, library_share, library_number, library_choice, library_unknown, library_citizen_id, library_masked */
function typedCell(column: Column, cell: LibraryCell, references: References): string | number | null {
  if (Array.isArray(cell)) {
    const texts = cell.map((one) => one.trim()).filter((one) => one !== '')
    if (texts.length > 0) return JSON.stringify(texts)
  }
  const text = cell === null || Array.isArray(cell) ? '' : String(cell).trim().replace(/^'(?=[\d=+\-@])/, '')
  if (text === '') {
    if (column.required) throw refused('library_missing', column, `${column.nameZh} is blank`, 'Fill it in.', {})
    return null
  }
  if (text.length > longest) throw refused('library_long', column, `${column.nameZh} has ${text.length} signs, at most ${longest} are kept`, 'Shorten it.', { length: text.length, most: longest })
  switch (column.type) {
    case 'list': return JSON.stringify(text.split(/[、;；\n]/).map((one) => one.trim()).filter((one) => one !== ''))
    case 'number': {
      if (!/^\d{1,6}(\.0+)?$/.test(text) || Number(text) === 0) throw refused('library_number', column, `${column.nameZh} is «${text}», not a whole number above 0`, 'Write a whole number, or leave it blank.', { value: text })
      return Number(text)
    }
    case 'share': return shareOf(column, text)
    case 'day': return dayOf(column, text)
    case 'choice': {
      const found = column.choices.find((one) => [one.code, one.zh, one.en].includes(text) || text === `${one.zh}事项`)
      if (!found) throw refused('library_choice', column, `${column.nameZh} is «${text}»`, `Write one of ${column.choices.map((one) => one.zh).join(', ')}.`, { value: text, choices: column.choices.map((one) => one.zh).join('、') })
      return found.code
    }
    case 'text': {
      if (column.name === 'officer' && citizenId.test(text)) throw refused('library_citizen_id', column, `${column.nameZh} is a citizen id`, 'Write the number that the agency gave the officer.', {})
      if (column.person && text.includes('*')) throw refused('library_masked', column, `${column.nameZh} is «${text}», which is masked`, 'Write the whole name, or ask somebody who sees it.', { value: text })
      if (column.of === null) return text
      const known = references[column.of]?.get(text)
      if (known === undefined) throw refused('library_unknown', column, `${column.nameZh} «${text}» is in no library`, `Bring ${column.of === 'department' ? 'departments' : 'officers'} first, or correct it.`, { value: text })
      return known
    }
  }
}

/** 5%, 5％ or 0.05. */
function shareOf(column: Column, text: string): number {
  const [, number, percent] = /^(\d{1,3}(?:\.\d{1,6})?)\s*([%％])?$/.exec(text) ?? []
  const share = number === undefined ? NaN : percent ? Number((Number(number) / 100).toFixed(8)) : Number(number)
  if (!(share > 0 && share <= 1)) throw refused('library_share', column, `${column.nameZh} is «${text}», not a share above 0 and up to 1`, 'Write 5% or 0.05.', { value: text })
  return share
}

function dayOf(column: Column, text: string): string {
  const [, year, month, day] = /^(\d{4})(?:[-/.年]\s*)?(\d{1,2})(?:[-/.月]\s*)?(\d{1,2})日?(?:[ T]00:00(?::00)?)?$/.exec(text) ?? []
  const iso = `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`
  const real = year !== undefined && !Number.isNaN(Date.parse(`${iso}T00:00:00Z`)) && new Date(`${iso}T00:00:00Z`).toISOString().startsWith(iso)
  if (!real) throw refused('library_day', column, `${column.nameZh} is «${text}», not a day`, 'Write it as 2026-03-31.', { value: text })
  return iso
}

/** What single cells cannot tell. */
function contradictions(library: Library, values: TypedRow['values'], today: string): MingchaError[] {
  const column = (name: string): Column => library.columns.find((one) => one.name === name)!
  const found: MingchaError[] = []
  const order = (from: string, until: string, begins: string | null): void => {
    const end = values[until] as string | null | undefined
    if (begins && end && end < begins) found.push(refused('library_until', column(until), `${column(until).nameZh} ${end} is before ${column(from).nameZh} ${begins}`, 'Correct one of the two days.', { value: end, from: begins }))
  }
  order('valid_from', 'valid_until', (values['valid_from'] as string | null) ?? today)
  if (library.kind === 'officer') order('certificate_from', 'certificate_until', values['certificate_from'] as string | null)
  const [floor, ceiling] = [values['floor_ratio'], values['ceiling_ratio']]
  if (typeof floor === 'number' && typeof ceiling === 'number' && floor > ceiling) {
    found.push(refused('library_bounds', column('floor_ratio'), `${column('floor_ratio').nameZh} ${floor} is above ${column('ceiling_ratio').nameZh} ${ceiling}`, 'Correct one of the two shares.', { value: floor, ceiling }))
  }
  return found
}

export const refused = (code: string, column: Pick<Column, 'name' | 'nameZh'>, message: string, hint: string, params: Record<string, string | number>): MingchaError =>
  new MingchaError(code, message, hint, { column: column.nameZh, field: column.name, ...params })

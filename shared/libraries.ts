/** The libraries that inspections draw from, in the order in which they are filled: later ones name rows of earlier ones. */
export const libraryKinds = ['department', 'item', 'officer', 'leave', 'recusal', 'expert', 'body'] as const
export type LibraryKind = (typeof libraryKinds)[number]

/** What a cell of a library holds. Shares are 0–1, days YYYY-MM-DD. */
export type LibraryCell = string | number | string[] | null

export interface LibraryColumn {
  name: string
  /** share: 0 < share ≤ 1; number: whole, above 0. */
  type: 'text' | 'list' | 'number' | 'share' | 'day' | 'choice'
  required: boolean
  /** Library whose key it names. */
  of: LibraryKind | null
  /** Name of a person: masked on the screen. */
  person: boolean
  /** Part of the key of the row. */
  key: boolean
  /** Of a choice: its codes, as the template and the screen word them. */
  choices: { code: string; zh: string; en: string }[]
  nameZh: string
  nameEn: string
  meaningZh: string
  meaningEn: string
}

export interface LibraryInfo {
  kind: LibraryKind
  nameZh: string
  nameEn: string
  columns: LibraryColumn[]
  /** Rows that hold on the day asked for. */
  rows: number
  /** When it was last changed, UTC; null: never. */
  changedAt: string | null
}

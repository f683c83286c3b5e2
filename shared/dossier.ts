import { z } from './schema.ts'
import type { Tier } from './classes.ts'

/** What persons keep on subjects, whom they watch, and the dossier of one: this part of the contract. */

const number = z.number().int().positive()
const path = z.string().min(1).max(4096).refine((text) => !text.includes('\0'), 'a path cannot hold NUL')
const language = z.enum(['zh-CN', 'en']).default('zh-CN')

export const dossierVerbs = {
  /** A note with photos or documents; it is never changed, only struck. */
  addNote: z.object({ subjectId: number, text: z.string().trim().min(1).max(4000), files: z.array(z.strictObject({ path, name: z.string().min(1).max(300).optional() })).max(20).default([]) }),
  /** The note stays, with who struck it and why. */
  strikeNote: z.object({ note: number, reason: z.string().trim().min(1).max(500) }),
  /** Latest first, the struck ones included. */
  listNotes: z.object({ subjectId: number }),
  readNoteFile: z.object({ note: number, sha256: z.string().regex(/^[0-9a-f]{64}$/) }),

  /** Begins or ends watching, for the operator who asks; without operators the workspace has one list. */
  watchSubjects: z.object({ subjects: z.array(number).min(1).max(1000), watch: z.boolean() }),
  /** Marks what changed of watched subjects as seen; absent: of all. */
  markSeen: z.object({ subjects: z.array(number).min(1).max(1000).optional() }),
  /** Those one watches, the changed ones first, then by name. */
  listWatched: z.object({ subjectId: number.optional(), offset: z.number().int().min(0).default(0), limit: z.number().int().min(1).max(1000).default(100) }),

  /** All that is known of one enterprise, in words: what it is, its index with what it is made of and the rows behind that, its records, cases, notes and sources. */
  readDossier: z.object({ subjectId: number, language }),
  /** The same as a Word document (in Chinese, from the template of resources/templates/dossier), or as a page for the printer. */
  exportDossier: z.object({ subjectId: number, format: z.enum(['docx', 'html']).default('docx'), language }),
} as const

export interface NoteFile { sha256: string; name: string; media: string; bytes: number }
export interface SubjectNote {
  note: number
  text: string
  by: string
  at: string
  /** null: it stands. */
  struck: { by: string; at: string; reason: string } | null
  files: NoteFile[]
}

export interface WatchedSubject {
  subjectId: number
  name: string
  code: string | null
  since: string
  seenAt: string
  /** null: not scored. */
  tier: Tier | null
  index: number | null
  seenTier: Tier | null
  seenIndex: number | null
  /** Records and cases that came since it was last seen. */
  newRecords: number
  newCases: number
  /** Tier or index differ, or something came. */
  changed: boolean
}
export interface WatchList { total: number; changed: number; subjects: WatchedSubject[] }

/** A dossier in words, as it is printed. `lines`: label and text; a section has lines, a table, or both. */
export interface DossierPage {
  name: string
  title: string
  /** What must be known of it before anything else: whether persons are masked, by whom and when it was made, that it is internal. */
  marks: string[]
  sections: { title: string; lines: [string, string][]; columns: { name: string; number: boolean }[]; rows: string[][]; /** What the table leaves out; '' nothing. */ note: string }[]
}

export interface DossierOutput {
  addNote: SubjectNote
  strikeNote: SubjectNote
  listNotes: { notes: SubjectNote[] }
  readNoteFile: { name: string; media: string; bytes: Uint8Array }
  watchSubjects: { watched: number }
  markSeen: { seen: number }
  listWatched: WatchList
  readDossier: DossierPage
  /** `name`: of the file, as it may be called. */
  exportDossier: { name: string; bytes: Uint8Array }
}

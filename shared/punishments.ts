import type { ListName } from './lists.ts'
import { z } from './schema.ts'

/** Joint punishment and bans of legal representatives: what is asked of other departments upon a legal ground, and what they answer. */

export const jointStates = ['open', 'executed', 'partly', 'refused', 'released', 'expired'] as const
export type JointState = (typeof jointStates)[number]
export const jointResults = ['executed', 'partly', 'refused'] as const
export type JointResult = (typeof jointResults)[number]
export const banStates = ['proposed', 'imposed', 'rejected', 'lifted', 'ended'] as const
export type BanState = (typeof banStates)[number]
export const jointFormats = ['xlsx', 'csv', 'json'] as const

const number = z.number().int().positive()
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a day is written YYYY-MM-DD')
const person = z.string().trim().min(1).max(60)
const reason = z.string().trim().min(1).max(1000)
const department = z.string().trim().min(1).max(100)
/** A legal ground: an entry of the lists, or a decision of penalty by its record. There is no other. */
const ground = z.union([z.strictObject({ entry: number }), z.strictObject({ penalty: z.strictObject({ fileId: number, sourceRow: number }) })])
const seenRequests = z.array(z.strictObject({ request: number, revision: number })).min(1).max(10_000)
const seenBans = z.array(z.strictObject({ ban: number, revision: number })).min(1).max(10_000)
const path = z.string().min(1).max(4096).refine((text) => !text.includes('\0'), 'a path holds no NUL')

export const punishmentVerbs = {
  /** The measures and bans that may be asked for, with grounds, legal bases and terms. */
  measureBook: z.object({}),
  /** The legal grounds of a subject that stand today, each with the measures and bans that it carries. */
  legalGrounds: z.object({ subjectId: number.optional(), entry: number.optional() }).refine(({ subjectId, entry }) => (subjectId === undefined) !== (entry === undefined), { path: ['entry'], message: 'either a subject or an entry is named' }),
  /** Asks a department for a measure upon each of these grounds. What has no legal ground for it is refused one by one. */
  requestMeasures: z.object({
    grounds: z.array(ground).min(1).max(10_000), measure: z.string().min(1).max(60), by: person, reason, requesting: department,
    /** Absent: who usually carries it out. */
    executing: department.optional(),
    /** Absent: today, and the term of the measure. */
    from: day.optional(), until: day.optional(),
  }),
  /** Requests as they stand: those that were asked here, or came from elsewhere. */
  listMeasures: z.object({ direction: z.enum(['out', 'in']).default('out'), state: z.enum(jointStates).optional(), unsent: z.boolean().optional(), subjectId: number.optional(), text: z.string().min(1).max(200).optional(), offset: z.number().int().min(0).default(0), limit: z.number().int().min(1).max(10_000).default(200) }),
  readMeasure: z.object({ request: number }),
  /** Requests as a file for the departments that carry them out, or the answers to those that came from elsewhere; the file is kept by its hash. */
  exportMeasures: z.object({ kind: z.enum(['request', 'feedback']), requests: z.array(number).min(1).max(10_000), format: z.enum(jointFormats), by: person }),
  /** Requests of other departments, or their answers to ours, out of a file. A file that came before, and an answer that stands already, change nothing. */
  importMeasures: z.object({ kind: z.enum(['request', 'feedback']), path, name: z.string().min(1).max(300).optional(), by: person }),
  /** An answer that is entered here: to a request from elsewhere, or one that a department gave by word. */
  answerMeasures: z.object({ requests: seenRequests, result: z.enum(jointResults), on: day.optional(), note: z.string().trim().max(1000).default(''), department, by: person }),
  /** Ends measures before their last day. */
  releaseMeasures: z.object({ requests: seenRequests, by: person, reason }),
  /** Proposes that a person may not be a legal representative, upon a legal ground of the person's firm; a second person confirms. Of an identity number only the masked form is kept. */
  proposeBans: z.object({
    grounds: z.array(ground).min(1).max(1000), ban: z.string().min(1).max(60), by: person, reason,
    /** Absent: the legal representative that the register tells of. */
    name: z.string().trim().min(1).max(60).optional(), idNumber: z.string().trim().max(30).optional(), from: day.optional(), until: day.optional(),
  }),
  confirmBans: z.object({ bans: seenBans, by: person, agree: z.boolean(), /** Needed to refuse. */ note: z.string().trim().max(1000).default('') }),
  liftBans: z.object({ bans: seenBans, by: person, reason }),
  listBans: z.object({ state: z.enum(banStates).optional(), text: z.string().min(1).max(200).optional(), offset: z.number().int().min(0).default(0), limit: z.number().int().min(1).max(10_000).default(200) }),
} as const

export interface Measure { code: string; areaZh: string; areaEn: string; nameZh: string; nameEn: string; contentZh: string; contentEn: string; basis: string; lists: ListName[]; penalties: string[]; executing: string; /** null: until the entry ends. */ months: number | null; since: string; until: string | null; inForce: boolean }
export interface Ban { code: string; officeZh: string; officeEn: string; basis: string; lists: ListName[]; penalties: string[]; months: number; since: string; until: string | null; inForce: boolean }
export interface MeasureBook { version: string; measures: Measure[]; bans: Ban[] }

export type GroundRef = { entry: number } | { penalty: { fileId: number; sourceRow: number } }
export interface LegalGround {
  ref: GroundRef
  kind: 'entry' | 'penalty'
  /** In words: the list and its ground, or the decision. */
  says: string
  on: string | null
  basis: string
  name: string
  subjectId: number | null
  legalRep: string
  /** Codes of what it carries today. */
  measures: string[]
  bans: string[]
}
export interface JointRequest {
  request: number
  direction: 'out' | 'in'
  /** Under which it goes between departments. */
  number: string
  seal: string
  subjectId: number | null
  name: string
  code: string
  measure: string
  area: string
  ground: string
  groundKind: 'entry' | 'penalty' | 'file'
  entry: number | null
  basis: string
  content: string
  requesting: string
  executing: string
  validFrom: string
  validUntil: string | null
  reason: string
  requestedBy: string
  requestedOn: string
  state: JointState
  releasedOn: string | null
  /** First file in which it went or came; null: it did not go out yet. */
  file: number | null
  revision: number
  /** The latest answer. */
  feedback: JointFeedback | null
}
export interface JointFeedback { feedback: number; result: JointResult; executedOn: string; note: string; department: string; person: string; file: number | null }
export interface JointEvent { revision: number; happenedAt: string; doneBy: string; kind: string; reason: string; file: number | null; fileName: string | null; sha256: string | null }
export interface OfficeBan {
  ban: number
  name: string
  idMasked: string
  office: string
  subjectId: number | null
  firm: string
  ground: string
  basis: string
  reason: string
  validFrom: string
  validUntil: string
  state: BanState
  proposedBy: string
  secondBy: string | null
  liftedOn: string | null
  liftedFor: string | null
  revision: number
  /** Active firms whose legal representative bears the name now, the firm itself included; null: names are not seen in full, so that they cannot be compared. */
  serving: number | null
}
/** What could not be done, each with why; `place` is its place in the list that was given, or its row in the file. */
export interface JointRefusal { place: number; code: string; message: string; hint: string; params: Record<string, string | number> }
export interface JointDone { done: number; requests: { request: number; revision: number }[]; refused: JointRefusal[] }
export interface BansDone { done: number; bans: { ban: number; revision: number }[]; refused: JointRefusal[] }
export interface JointImport { file: number | null; name: string; sha256: string; /** The file came before: nothing was done. */ before: boolean; read: number; taken: number; same: number; refused: JointRefusal[] }

export interface PunishmentOutput {
  measureBook: MeasureBook
  legalGrounds: LegalGround[]
  requestMeasures: JointDone
  listMeasures: { total: number; counts: Record<JointState, number>; unsent: number; requests: JointRequest[] }
  readMeasure: { request: JointRequest; feedback: JointFeedback[]; events: JointEvent[] }
  exportMeasures: { file: number; name: string; sha256: string; lines: number; bytes: Uint8Array }
  importMeasures: JointImport
  answerMeasures: JointDone
  releaseMeasures: JointDone
  proposeBans: BansDone
  confirmBans: BansDone
  liftBans: BansDone
  listBans: { total: number; bans: OfficeBan[] }
}

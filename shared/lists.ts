import { z } from './schema.ts'
import type { RecordClass } from './classes.ts'

/** The review desk's part of the contract: cases, decisions, lists. */

export const caseKinds = ['listing', 'removal', 'alert', 'warning', 'identity'] as const
export type CaseKind = (typeof caseKinds)[number]
export const listNames = ['abnormal', 'serious'] as const
export type ListName = (typeof listNames)[number]
/** Where a case lies: to be decided, put off, awaiting a second person, done. */
export const caseQueues = ['open', 'snoozed', 'proposed', 'closed'] as const
export type CaseQueue = (typeof caseQueues)[number]
/** notify: tell the party that it is to be listed; handled: followed up without a list; dismiss: nothing follows. */
export const caseOutcomes = ['list', 'notify', 'remove', 'handled', 'dismiss'] as const
/** After the notice of a listing: the party made a statement, asked for a hearing, was heard, or waived it. */
export const hearingSteps = ['stated', 'requested', 'held', 'waived'] as const
export type HearingStep = (typeof hearingSteps)[number]
/** What a case can come to: an individual business is marked where others are listed. */
export type CaseOutcome = (typeof caseOutcomes)[number] | 'mark'

const number = z.number().int().positive()
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a day is written YYYY-MM-DD')
const person = z.string().trim().min(1).max(60)
const reason = z.string().trim().min(1).max(1000)
/** Which state of a case its reader saw: a change to another is refused. */
const seen = z.array(z.strictObject({ caseNo: number, revision: number })).min(1).max(100_000)
/** Which cases are meant: all that pass. */
export const caseFilter = {
  queue: z.enum(caseQueues).default('open'), kinds: z.array(z.enum(caseKinds)).max(5).optional(), rule: z.string().max(60).optional(), ground: z.string().max(60).optional(),
  /** Person who has it; '' nobody. */
  assignee: z.string().max(60).optional(), subjectId: number.optional(), /** Of the party's name. */ text: z.string().min(1).max(200).optional(),
  /** Its last day for deciding has passed. */
  overdue: z.boolean().optional(),
}

export const listVerbs = {
  /** The rules that find cases and the lists that this workspace keeps, with grounds, legal bases and clocks. */
  listBook: z.object({}),
  /** Applies the rules to what the workspace knows today: new cases, further evidence, cases whose evidence went. */
  findCases: z.object({}),
  /** A page of cases: the escalated first, then by the last day for deciding, urgency, number; decided ones latest first. `after`: the last case of the page before. */
  listCases: z.object({ ...caseFilter, after: z.tuple([z.number(), z.string().max(30), z.number(), z.number().int()]).optional(), limit: z.number().int().min(1).max(1000).default(100) }),
  /** How many cases there are: of the filter, and in all. */
  countCases: z.object(caseFilter),
  readCase: z.object({ caseNo: number }),
  /**
   * Decides many cases for one reason. What a list needs a second person for is then proposed; all else is final at once. Each case that cannot
   * be decided so is told with why, the others are decided.
   */
  decideCases: z.object({
    cases: seen, outcome: z.enum(caseOutcomes), by: person, reason,
    /** Ground of the list; absent: each case's own. */
    ground: z.string().max(60).optional(),
    /** Legal basis with its article; absent: that of the ground. */
    basis: z.string().trim().min(1).max(500).optional(),
  }),
  /** A second person's yes or no to what was proposed. Nobody confirms their own. */
  confirmCases: z.object({ cases: seen, by: person, agree: z.boolean(), /** Needed to refuse. */ note: z.string().trim().max(1000).default('') }),
  /** Takes decisions back: proposed ones, notices, and final ones that changed no list. */
  reopenCases: z.object({ cases: seen, by: person, reason }),
  snoozeCases: z.object({ cases: seen, by: person, /** Day on which they come back; null: now. */ until: day.nullable(), reason: z.string().trim().max(1000).default('') }),
  assignCases: z.object({ cases: seen, by: person, /** '' nobody. */ to: z.string().trim().max(60) }),
  /** Notes what the party did after the notice of a listing. A hearing that was asked for holds the listing up until it was held or waived; one that was held or waived ends the waiting. */
  recordHearing: z.object({ cases: seen, by: person, step: z.enum(hearingSteps), /** Day on which it happened. */ on: day, /** What was said, or found. */ reason }),
  /** Refers cases upwards: they come first from then on. */
  escalateCases: z.object({ cases: seen, by: person, reason }),
  /** Attaches a photo or PDF to cases: what a decision rests on besides records. It changes their revision. */
  attachToCases: z.object({ cases: seen, by: person, path: z.string().min(1).max(4096).refine((text) => !text.includes('\0'), 'a path holds no NUL'), name: z.string().min(1).max(300) }),
  readCaseAttachment: z.object({ caseNo: number, sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  /** The lists: entries that stand (listed), or that were removed. */
  listEntries: z.object({ list: z.enum(listNames).optional(), state: z.enum(['listed', 'removed']).default('listed'), ground: z.string().max(60).optional(), subjectId: number.optional(), text: z.string().min(1).max(200).optional(), /** Its term ends within the days of the alert. */ ending: z.boolean().optional(), offset: z.number().int().min(0).default(0), limit: z.number().int().min(1).max(10_000).default(100) }),
  /** Opens the case for an entry's removal that no rule saw: on application, or by error of the listing. It is decided and confirmed like any other. */
  proposeRemoval: z.object({ entry: number, by: person, reason, /** Legal basis; absent: the ground's own way of ending. */ basis: z.string().trim().min(1).max(500).optional() }),
} as const

export interface CaseRule {
  id: string
  version: number
  kind: CaseKind
  list: ListName | ''
  nameZh: string
  nameEn: string
  /** Why, with {facts} to be filled in: see sayCase. */
  saysZh: string
  saysEn: string
  basis: string
  /** Working days for deciding. */
  within: number
  since: string
  until: string | null
  inForce: boolean
  /** The condition, or the SELECT, as SQL. */
  condition: string
}
export interface ListGround { ground: string; nameZh: string; nameEn: string; basis: string; removalZh: string; removalEn: string; removalBasis: string; /** Working days. */ removalWithin: number }
export interface ListInfo {
  list: ListName
  nameZh: string
  nameEn: string
  /** A second person confirms. */
  second: boolean
  /** Working days between the notice and a listing; null: no notice is due. */
  notice: number | null
  years: number
  alertDays: number
  marks: { types: string[]; nameZh: string; nameEn: string; basis: string } | null
  grounds: ListGround[]
}
export interface ListBook { rules: CaseRule[]; lists: ListInfo[] }

/** opened + again (lapsed ones whose evidence came back): new work. updated: further evidence. parties: of whom something became known since the last look, who alone were looked at, `rules` included; null: everybody. */
export interface FoundCases { opened: number; again: number; updated: number; moved: number; lapsed: number; joined: number; open: number; parties: number | null; rules: { rule: string; found: number; opened: number }[] }

export type CaseFacts = Record<string, string | number | null>
export interface DeskCase {
  caseNo: number
  kind: CaseKind
  list: ListName | ''
  ground: string
  period: string
  subjectId: number | null
  name: string
  code: string | null
  /** Type of the subject; null where none is known. */
  type: string | null
  tier: string | null
  rule: string
  ruleVersion: number
  facts: CaseFacts
  evidence: number
  latestOn: string | null
  urgency: number
  foundOn: string
  dueOn: string
  state: 'open' | 'notified' | 'proposed' | 'closed'
  /** Where it lies on the engine's day. */
  queue: CaseQueue
  outcome: CaseOutcome | 'lapsed' | 'joined' | ''
  assignee: string
  escalated: number
  snoozedUntil: string | null
  /** Last day for statements and a hearing. */
  hearingUntil: string | null
  /** What the party did since the notice, the latest step; null: nothing yet, or no notice. */
  hearing: { step: HearingStep; on: string } | null
  closedOn: string | null
  revision: number
  /** What awaits the second person; null: nothing does. */
  proposal: { by: string; outcome: CaseOutcome; ground: string; basis: string; reason: string } | null
}
export type CaseCursor = [number, string, number, number]
export interface CasePage {
  cases: DeskCase[]
  /** For `after`; null: this was the last page. */
  next: CaseCursor | null
}
export interface CaseCounts {
  /** The engine's day, by which what is due is judged. */
  today: string
  /** Of the filter. */
  total: number
  /** Of all cases. */
  queues: Record<CaseQueue, number>
  /** Of this queue, whatever kinds, rule and ground are chosen. */
  rules: { rule: string; kind: CaseKind; cases: number }[]
  /** To be decided today or overdue, not put off. */
  dueToday: number
  overdue: number
  /** Decided today, by whomever. */
  decidedToday: number
}
export interface CaseDecision {
  decision: number
  outcome: CaseOutcome
  ground: string
  basis: string
  reason: string
  decidedBy: string
  decidedAt: string
  state: 'proposed' | 'final' | 'rejected' | 'withdrawn'
  secondBy: string | null
  secondAt: string | null
  secondNote: string | null
}
export interface CaseEvidence {
  recordClass: RecordClass
  fileId: number
  sourceRow: number
  occurredOn: string | null
  /** false: the record is gone, with its batch. */
  there: boolean
  /** What the record says, by column: those of its columns that are filled, without codes and origins. */
  cells: Record<string, string>
}
export interface CaseAttachment { sha256: string; name: string; media: string; bytes: number; revision: number }
export interface CaseEvent { revision: number; happenedAt: string; doneBy: string; kind: string; reason: string; content: Record<string, unknown> }
export interface ListEntry {
  entry: number
  caseNo: number
  subjectId: number | null
  name: string
  code: string | null
  list: ListName
  marked: boolean
  ground: string
  period: string
  basis: string
  reason: string
  decidedBy: string
  secondBy: string | null
  listedOn: string
  alertOn: string | null
  untilOn: string | null
  state: 'listed' | 'removed'
  removedOn: string | null
  removalReason: string | null
  /** The case by which it was removed; null: it stands. */
  removedByCase: number | null
  /** An open or proposed case for its removal. */
  removalCase: number | null
}
export interface CaseDossier {
  case: DeskCase
  /** The first 200, latest first. */
  evidence: CaseEvidence[]
  decisions: CaseDecision[]
  attachments: CaseAttachment[]
  events: CaseEvent[]
  /** What stands on the lists for the party. */
  entries: ListEntry[]
  /** Other cases of the party, undecided first; the first 50. */
  others: { caseNo: number; kind: CaseKind; list: ListName | ''; ground: string; period: string; state: string; outcome: string; foundOn: string }[]
}
/** done: how many; each other is told with why. `cases`: those that changed, as they are now numbered, for what follows. */
export interface CasesDone { done: number; cases: { caseNo: number; revision: number }[]; refused: { caseNo: number; code: string; message: string; hint: string; params: Record<string, string | number> }[] }

export interface ListOutput {
  listBook: ListBook
  listCases: CasePage
  countCases: CaseCounts
  readCase: CaseDossier
  decideCases: CasesDone
  confirmCases: CasesDone
  reopenCases: CasesDone
  snoozeCases: CasesDone
  assignCases: CasesDone
  escalateCases: CasesDone
  recordHearing: CasesDone
  attachToCases: CasesDone
  readCaseAttachment: { name: string; media: string; bytes: Uint8Array }
  listEntries: { total: number; standing: Record<ListName, number>; entries: ListEntry[] }
  proposeRemoval: DeskCase
}

/** A rule's sentence with the facts of a case filled in. `shown` words a value; absent ones are a dash. */
export const sayCase = (template: string, facts: CaseFacts, shown: (value: string | number) => string = String): string =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => { const value = facts[name]; return value === null || value === undefined || value === '' ? '—' : shown(value) })

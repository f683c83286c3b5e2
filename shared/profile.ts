import { z } from './schema.ts'
import { recordClasses, type RecordClass, type Tier } from './classes.ts'

/** The profile's part of the contract beside the subject itself: where it stands among others, what would move it, and all that happened to it. */

/** Lanes of the timeline: the eleven record classes, inspections, cases of the review desk, changes of tier. */
export const timelineLanes = [...recordClasses, 'inspection', 'case', 'tier'] as const
export type TimelineLane = (typeof timelineLanes)[number]

const subjectId = z.number().int().positive()
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a day is written YYYY-MM-DD')

/** Verbs of the scoring room. */
export const standingVerbs = {
  /** Index over all runs, place within industry and region, medians of the industry. */
  subjectStanding: z.object({ subjectId }),
  /** The smallest single changes that bring the index into the tier below, or above. */
  tierMoves: z.object({ subjectId, /** Changes told either way. */ limit: z.number().int().min(1).max(100).default(8) }),
  /** Index and tier on days to come if nothing new is known: what lapses with time, and when the tier changes by it. */
  tierOutlook: z.object({ subjectId, years: z.number().int().min(1).max(10).default(3) }),
} as const

/** Verbs of the subjects room. */
export const timelineVerbs = {
  /** How much happened in each month, by lane. */
  subjectTimeline: z.object({ subjectId }),
  /** What happened, newest first, what has no day last. With `from` or `until` only what has a day within. */
  subjectEvents: z.object({ subjectId, lanes: z.array(z.enum(timelineLanes)).min(1).max(timelineLanes.length).optional(), from: day.optional(), until: day.optional(), offset: z.number().int().min(0).default(0), limit: z.number().int().min(1).max(10_000).default(100) }),
} as const

/** Verbs of the sampling room. */
export const dueVerbs = {
  /** Visits that were drawn and have no result yet, tasks of plans in whose scope the subject is, and what the rules say of its tier. */
  nextInspections: z.object({ subjectId }),
} as const

export const profileVerbs = { ...standingVerbs, ...timelineVerbs, ...dueVerbs } as const

/** One part of a unified social credit code; `name` where the reference knows it. */
export interface CodePart { part: 'authority' | 'type' | 'registrar' | 'organisation' | 'check'; text: string; name: string | null }
/** A code held against the standards. */
export interface CodeCheck {
  code: string
  /** uscc: both checks hold; broken: 18 characters of which a check does not hold; other: no unified social credit code. */
  kind: 'uscc' | 'broken' | 'other'
  /** Which check character does not hold: 18 by GB 32100, 17 by GB 11714. */
  wrong: { place: 17 | 18; is: string; ought: string }[]
  parts: CodePart[]
}

/** Where a subject stands among those that share its industry or region, by the index of the latest run; the highest index is first. */
export interface Place {
  by: 'industry' | 'region'
  key: string
  label: string
  rank: number
  of: number
  /** How many have the same index, itself included. */
  equal: number
}
export interface SubjectStanding {
  /** Of every run that scored it, by as-of day. `median`: of its industry in that run; null not kept. */
  history: { run: number; asOf: string; model: string; index: number; tier: Tier; median: number | null }[]
  places: Place[]
  /** Medians of its industry in the latest run: of the index and of each partial index; null where the run kept none. */
  peers: { industry: string; subjects: number; index: number; partials: Record<RecordClass, number> } | null
}

/** A dimension's value in another band, and what that alone leads to. */
export interface TierMove {
  dimension: string
  class: RecordClass
  nameZh: string
  nameEn: string
  unit: string
  /** gone: it would give no points; band: it would give other points. */
  how: 'gone' | 'band'
  value: number | null
  points: number
  /** The band that it would be in: from (null: no lower end), below (null: no upper end). */
  from: number | null
  below: number | null
  toPoints: number
  /** The whole index then, and the tier that this index gives. */
  index: number
  tier: Tier
}
export interface TierMoves {
  subjectId: number
  run: number
  asOf: string
  model: string
  index: number
  /** Tier in the run, and the tier that the index alone gives: they differ where a veto or an override holds it. */
  tier: Tier
  tierByIndex: Tier
  thresholds: { B: number; C: number; D: number }
  held: { veto: { id: string; nameZh: string; nameEn: string; legalBasis: string } | null; override: { override: number; expiresOn: string } | null }
  /** Down: `under` is the threshold that the index must fall below; null in the lowest tier. `single` are whole changes each by itself; `together`: where none does, the fewest changes of risk dimensions that do together; null: not even all of them. */
  lower: { tier: Tier; under: number; single: TierMove[]; more: number; together: { moves: TierMove[]; index: number; tier: Tier } | null } | null
  /** Up: `from` is the threshold that the index must reach; null in the highest. */
  raise: { tier: Tier; from: number; single: TierMove[]; more: number } | null
}

/** Index and tier on a day to come; `veto` and `override` tell what holds the tier. */
export interface OutlookDay { day: string; index: number; tier: Tier; tierByIndex: Tier; veto: string | null; override: number | null }
export interface OutlookCause { dimension: string; class: RecordClass; nameZh: string; nameEn: string; unit: string; before: number | null; after: number | null; contributionBefore: number; contributionAfter: number }
export interface TierOutlook {
  subjectId: number
  asOf: string
  thresholds: { B: number; C: number; D: number }
  /** From the run's as-of day in steps; what changes and changes back between two of them is not seen. */
  days: OutlookDay[]
  /** The first change of tier seen: the last day before, the day itself, and what gives less or more by then than on the as-of day; null: none. */
  change: { before: OutlookDay; after: OutlookDay; causes: OutlookCause[] } | null
}

export interface SubjectTimeline {
  /** Lanes in their order, also those without anything; months as YYYY-MM with how much happened. `undated`: without a day. */
  lanes: { lane: TimelineLane; total: number; undated: number; months: { month: string; n: number }[] }[]
  /** First and last day of all; null: nothing has a day. */
  from: string | null
  until: string | null
}

export interface DueVisit {
  origin: 'campaign' | 'draw'
  number: number
  name: string
  visit: number
  /** Day of the visit, else of the inspection; null where none is set. */
  day: string | null
  items: { item: string; name: string; department: string }[]
}
export interface DueTask {
  task: number
  year: number
  name: string
  mode: 'undirected' | 'directed'
  items: { item: string; name: string }[]
  from: string
  until: string
  lead: string
  /** Draws still to come within the period. */
  left: number
  /** Share of the subject's tier that a draw takes, 0–1; null: its policy pack is not known. */
  ratio: number | null
}
export interface NextInspections {
  /** Drawn, and not all of its items have a result; the earliest first. */
  visits: DueVisit[]
  tasks: DueTask[]
  /** What the default policy pack says of its tier; null: not scored. */
  rule: { policy: string; policyZh: string; policyEn: string; tier: Tier; ratio: number; textZh: string; textEn: string; /** Its status keeps it out of every frame. */ excluded: boolean } | null
}

export interface ProfileOutput {
  subjectStanding: SubjectStanding | null
  tierMoves: TierMoves | null
  tierOutlook: TierOutlook | null
  subjectTimeline: SubjectTimeline
  /** Arrow: lane, occurred_on, known_on, kind, what, note, amount_yuan, class of the record, file_id, source_file, source_row, batch, ref_kind, ref. */
  subjectEvents: { total: number; arrow: Uint8Array }
  nextInspections: NextInspections
}

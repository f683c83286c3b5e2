import { z } from './schema.ts'
import { roles, type Role } from './access.ts'
import { recordClasses, tiers, type RecordClass, type Tier } from './classes.ts'
import { editSchema, type DraftModel, type DraftVeto, type ModelChange } from './modelDraft.ts'
import { dossierVerbs, type DossierOutput } from './dossier.ts'
import { filterFields, filterSchema, isDimension, sortSchema, type ChipField, type DimensionId, type Filter, type FilterField } from './filter.ts'
import { listVerbs, type FoundCases, type ListOutput } from './lists.ts'
import { dutyVerbs, type DutyOutput } from './duty.ts'
import { punishmentVerbs, type PunishmentOutput } from './punishments.ts'
import { libraryKinds, type LibraryCell, type LibraryInfo, type LibraryKind } from './libraries.ts'
import { noticeKinds, paperKinds, paperLists, templateKinds, type PaperTemplate } from './papers.ts'
import { profileVerbs, type CodeCheck, type ProfileOutput } from './profile.ts'
import { sumUnits, type RecipeText } from './recipe.ts'

/**
 * The one contract between a screen or a command and the engine. Every verb takes one object, validated at
 * the boundary by its schema here, and answers with plain values; tables answer as Arrow IPC bytes. No SQL crosses.
 */

const path = z.string().min(1).max(4096).refine((text) => !text.includes('\0'), 'a path cannot hold NUL')
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a day is written YYYY-MM-DD')
const said = (most: number) => z.string().trim().min(1).max(most)
const passphrase = z.string().min(10, 'a passphrase has at least ten characters').max(200)
const recordClass = z.enum(recordClasses)
const dimension = z.custom<DimensionId>((id) => typeof id === 'string' && isDimension(id), 'a dimension is written class.name')
const runNumber = z.number().int().positive()
/** What may be a subject: a name of records under none, records whose name several bear, another subject. */
export const identityKinds = ['name', 'bearer', 'subject'] as const
export type IdentityKind = (typeof identityKinds)[number]
/** What a model is named by: a folder or file, a published version (or that of the built-in model), a draft, the model of a run. Absent: the latest published version of the workspace, else the built-in model. */
const modelRef = z.union([z.strictObject({ path }), z.strictObject({ version: z.string().min(1).max(60) }), z.strictObject({ draft: z.number().int().positive() }), z.strictObject({ run: runNumber })])
export type ModelRef = z.infer<typeof modelRef>
const draftNumber = z.number().int().positive()
/** Which state of a draft its editor saw: a change to another is refused. */
const seenDraft = { draft: draftNumber, revision: z.number().int().positive() }
/** How far relations are followed: `steps`, and the most subjects that one thing may be shared by to be followed on: beyond, it is a hub. */
const reach = { steps: z.union([z.literal(1), z.literal(2)]).default(2), hub: z.number().int().min(2).max(500).default(50) }
const window = { offset: z.number().int().min(0).default(0), limit: z.number().int().min(1).max(10_000).default(100) }

/** One source column to one column of the class; column '' keeps the cell in `extra`. */
const mappingSchema = z.array(z.object({ source: z.string().max(500), column: z.string().max(60) })).max(2000)
const fileChoice = z.object({
  path,
  /** Shown and stored instead of the path's last part (uploads lie under other names). */
  name: z.string().min(1).max(300).optional(),
  recordClass: recordClass.optional(),
  encoding: z.enum(['utf-8', 'gb18030', 'utf-16le', 'utf-16be', 'windows-1252']).optional(),
  sheet: z.string().max(200).optional(),
  /** One file of a ZIP archive, by its name there; absent: all its tables. */
  entry: z.string().min(1).max(500).optional(),
  /** 1-based record number of the header; 0: no header. */
  headerRow: z.number().int().min(0).max(1000).optional(),
  mapping: mappingSchema.optional(),
  /** Which number comes first in slashed dates that leave it open; absent: as each column's own cells tell. */
  dateOrder: z.enum(['day_first', 'month_first']).optional(),
  /** Unit of figures by column of the class, where the header does not say it. */
  units: z.record(z.string().max(60), z.enum(sumUnits)).optional(),
  /** A recipe's YAML: it applies, or the file is refused. '': none. Absent: the saved one that fits the file's name and columns. */
  recipe: z.string().max(500_000).optional(),
})
export type Mapping = z.infer<typeof mappingSchema>
export type FileChoice = z.infer<typeof fileChoice>

const rowKey = z.object({ fileId: z.number().int().positive(), sourceRow: z.number().int().positive() })
/** Which rejects are meant: all that pass. */
const rejectFilter = {
  fileId: z.number().int().optional(),
  recordClass: recordClass.optional(),
  reason: z.string().max(60).optional(),
  /** true: those given up; false: those that wait to be mended; absent: both. */
  discarded: z.boolean().optional(),
}
/** The filter, and of what it lets pass these rows alone. */
const rejectChoice = { ...rejectFilter, rows: z.array(rowKey).min(1).max(10_000).optional() }
const cell = z.string().max(200_000)
/** One change to many rejects: a column gets a value, a text in a column is replaced, or the rows are taken as they stand, short ones filled up with blanks. */
const rejectChange = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('set'), header: z.string().max(500), value: cell }),
  z.strictObject({ kind: z.literal('replace'), header: z.string().max(500), find: z.string().min(1).max(2000), value: cell }),
  z.strictObject({ kind: z.literal('take') }),
])
export type RejectChange = z.infer<typeof rejectChange>
/** A file of mended rejects, as it was exported and changed outside. */
const mendedFile = fileChoice.pick({ path: true, name: true, encoding: true, sheet: true })

const planSchema = z.object({
  name: z.string().min(1).max(200),
  /** File name without ending of a pack in resources/policy. */
  policy: z.string().regex(/^[a-z0-9-]+$/).default('xian-2020'),
  /** The frame: subjects that pass; all scored subjects when empty. */
  filter: filterSchema.default([]),
  /** Overrides of the pack's ratios, 0 < ratio ≤ 1, by tier. */
  ratios: z.partialRecord(z.enum(tiers), z.number().gt(0).max(1)).optional(),
  /** Spares kept behind the drawn of each stratum. */
  spares: z.number().int().min(0).max(1000).default(0),
  /** Task of an annual plan that is drawn: then all else is as the task says, and what its check refuses is refused. */
  task: z.number().int().positive().optional(),
})
export type Plan = z.infer<typeof planSchema>

const planTaskSchema = z.object({
  year: z.number().int().min(2000).max(2100),
  /** A task that is there already; absent: a new one. */
  task: z.number().int().positive().optional(),
  name: z.string().trim().min(1).max(200),
  /** Codes of items of the list. */
  items: z.array(z.string().min(1).max(200)).max(200),
  mode: z.enum(['undirected', 'directed']),
  scope: filterSchema.default([]),
  tiers: z.array(z.enum(tiers)).default([...tiers]),
  policy: z.string().regex(/^[a-z0-9-]+$/).default('xian-2020'),
  /** By tier; absent: the pack's. A ratio of 0 can be written down and is refused by the check. */
  ratios: z.partialRecord(z.enum(tiers), z.number().min(0).max(1)).default({}),
  /** Draws within the period. */
  frequency: z.number().int().min(1).max(366).default(1),
  periodFrom: day,
  periodUntil: day,
  /** Code of the department that leads. */
  lead: z.string().min(1).max(200),
  joining: z.array(z.string().min(1).max(200)).max(100).default([]),
  spares: z.number().int().min(0).max(1000).default(0),
  note: z.string().max(1000).default(''),
})

/** The seed as it was entered, and who saw it come. */
const seedParts = { seed: z.string().min(1).max(200), witnesses: z.array(z.string().max(200)).max(50).default([]), rehearsal: z.boolean().default(false) }

/** A joint inspection: what each department inspects of whom. All draw with one seed; the first department leads. */
const campaignSchema = z.object({
  name: z.string().min(1).max(200),
  policy: planSchema.shape.policy,
  tasks: z.array(z.strictObject({
    department: z.string().min(1).max(60),
    /** Codes of items on the list. */
    items: z.array(z.string().min(1).max(60)).min(1).max(400),
    filter: filterSchema.default([]),
    ratios: planSchema.shape.ratios,
  })).max(60),
  /** Tasks of annual plans, by number: each of their departments that has items inspects the frame of the task, by its ratios and spares; what their check refuses is refused. */
  planTasks: z.array(z.number().int().positive()).max(60).optional(),
  spares: planSchema.shape.spares,
  /** Officers that each department sends to a visit. */
  perDepartment: z.number().int().min(1).max(6).default(1),
  /** Certified officers on every visit, never fewer than two. */
  least: z.number().int().min(2).max(10).default(2),
  /** Day on which certificates must hold and nobody be on leave; today where not given. Within the periods of the plan's tasks. */
  on: day.optional(),
}).refine(({ tasks, planTasks = [] }) => tasks.length + planTasks.length > 0, { path: ['tasks'], message: 'at least one task is needed' })
const libraryKind = z.enum(libraryKinds)
/** Whose results: those of a joint inspection, or of a draw that is not part of one. */
const inspectionRef = z.union([z.strictObject({ campaign: z.number().int().positive() }), z.strictObject({ draw: z.number().int().positive() })])
export type InspectionRef = z.infer<typeof inspectionRef>
export const resultStates = ['not_entered', 'awaiting_review', 'returned', 'approved', 'published'] as const
export type ResultState = (typeof resultStates)[number]
export const followUps = ['open', 'done', 'not_needed'] as const
export type FollowUp = (typeof followUps)[number]
/** A person as they write themselves: who enters and who reviews are told apart by it. */
const personName = said(60)
/** Which state of a result its editor saw: a change to another is refused. */
const seenResult = z.strictObject({ result: z.number().int().positive(), revision: z.number().int().positive() })
const seenResults = z.array(seenResult).min(1).max(100_000)
/** What a result says. */
const resultContent = {
  /** Codes, or their names, of the code table. */
  codes: z.array(said(100)).min(1).max(20),
  /** Id of the code table; absent: the one that began last of those in force on the day of the inspection. */
  codeSet: z.string().min(1).max(60).optional(),
  /** Last day of the inspection: the time for publishing runs from it. */
  inspectedOn: day,
  remark: z.string().trim().max(4000).default(''),
}
/** The parts of a row's key, in the order of the library's columns. */
const libraryKey = z.array(z.string().max(500)).min(1).max(3)
const changeReason = z.string().trim().min(1).max(500)

/** Changes to dimensions of a model, by id. */
const changesSchema = z.record(z.string().max(100), z.strictObject({
  weight: z.number().optional(), cap: z.number().optional(), missing: z.number().optional(), bands: z.array(z.tuple([z.number().nullable(), z.number()])).max(20).optional(),
})).refine((all) => Object.keys(all).length <= 1000, 'at most 1000 dimensions')

export const verbs = {
  createWorkspace: z.object({ path }),
  openWorkspace: z.object({ path }),
  closeWorkspace: z.object({}),
  currentWorkspace: z.object({}),
  recentWorkspaces: z.object({}),
  workspaceStatus: z.object({}),
  /** Bytes that the engine's process holds, those of DuckDB in it, and DuckDB's limit. */
  engineMemory: z.object({}),
  /** Creates the workspace and fills it with an invented city. */
  createDemo: z.object({ path, subjects: z.number().int().min(100).max(10_000_000), seed: z.string().min(1).max(100).default('mingcha') }),

  listJobs: z.object({}),
  cancelJob: z.object({ job: z.string() }),
  /** Answers when the job has ended: its result, or its error thrown. */
  awaitJob: z.object({ job: z.string() }),

  previewFile: fileChoice,
  importFiles: z.object({ files: z.array(fileChoice).min(1).max(10_000) }),
  listSources: z.object({}),
  /** Saves how a file is read, as decided in `choice`, or a recipe's text; as the next version of its name. */
  saveRecipe: z.union([z.strictObject({ yaml: z.string().min(1).max(500_000) }), z.strictObject({ name: z.string().min(1).max(200), /** Of file names, with * and ?; absent: from the file's name, its figures as *. */ pattern: z.string().min(1).max(300).optional(), choice: fileChoice })]),
  /** A recipe's text as what it says, or the other way round; refused with its line where it is none. */
  composeRecipe: z.union([z.strictObject({ yaml: z.string().max(500_000) }), z.strictObject({ recipe: z.record(z.string(), z.unknown()) })]),
  /** The file's first rows as the import would type them, and how many it would refuse: of the whole file, or of the beginning of a very large text. */
  typedPreview: z.object({ ...fileChoice.shape, rows: z.number().int().min(1).max(500).default(60) }),
  /** All versions, the newest of each name first. */
  listRecipes: z.object({}),
  /** Deletes all versions of a name. */
  deleteRecipe: z.object({ name: z.string().min(1).max(200) }),
  /** Batches with who brought them, those that were undone included, latest first. */
  listBatches: z.object({}),
  /** Takes a batch back: its records, its rejects, and the subjects that nothing else vouches for. */
  undoBatch: z.object({ batch: z.number().int().positive() }),
  /** Rows that are under no subject: several bear the name (queued), or none (none). */
  attachmentPage: z.object({ kind: z.enum(['queued', 'none']), recordClass: recordClass.optional(), ...window }),
  /** Compares the names of records under no subject with the subjects: attaches what is beyond doubt, queues what is near. */
  matchNames: z.object({ /** new: what came since the last comparing. */ scope: z.enum(['new', 'all']).default('new') }),
  /** Pairs that want a person's decision, likeliest first. */
  identityQueue: z.object({ kind: z.enum(identityKinds).optional(), ...window }),
  decideIdentity: z.object({ kind: z.enum(identityKinds).default('name'), item: z.string().min(1).max(4000), subjectId: z.number().int().positive(), decision: z.enum(['same', 'different', 'unsure']) }),
  /** Takes a decision back: the latest, or the one named where no later one builds upon it. */
  undoIdentity: z.object({ decision: z.number().int().positive().optional() }),
  /** Merges one subject into another: its records, names and codes are the other's from then on. */
  mergeSubjects: z.object({ from: z.number().int().positive(), into: z.number().int().positive() }),
  /** Takes records away from a subject: those that came by these names, or those named one by one; to another subject, a new one, or none. */
  splitSubject: z.object({
    subjectId: z.number().int().positive(), names: z.array(z.string().min(1).max(1000)).max(1000).default([]),
    records: z.array(z.object({ recordClass, fileId: z.number().int(), sourceRow: z.number().int() })).max(10_000).default([]),
    to: z.union([z.number().int().positive(), z.enum(['new', 'none'])]).default('none'),
  }),
  /** Decisions that stand, the latest first. */
  identityDecisions: z.object({ /** Only those that concern this subject. */ subjectId: z.number().int().positive().optional(), ...window }),
  /** Damaged codes that were repaired: as written, what they were taken for, and by what evidence (text, name). */
  repairPage: z.object({ fileId: z.number().int().optional(), ...window }),
  quarantinePage: z.object({ ...rejectFilter, ...window }),
  /** Rejects by reason, file and class, each count under the other two of the filter. */
  rejectFacets: z.object(rejectFilter),
  /** One reject with its cells under its file's headers, and what was made of it before. */
  rejectRow: rowKey,
  /** What a reject would become with these cells, in the order of its file's headers; nothing is changed. */
  checkReject: rowKey.extend({ cells: z.array(cell).max(2100) }),
  /** How many of the chosen rejects a change would make good, and why the others would stay. */
  checkChange: z.object({ ...rejectChoice, change: rejectChange }),
  /** Reads rejects again with the cells that a person made of them, and loads those that are good now: a batch of kind mend for each batch whose rows they are. */
  mendRejects: z.union([z.strictObject({ rows: z.array(rowKey.extend({ cells: z.array(cell).max(2100) })).min(1).max(1000) }), z.strictObject({ ...rejectChoice, change: rejectChange })]),
  /** The same with a file that exportRejects wrote and a person changed. */
  mendFile: mendedFile,
  /** Rejects as CSV, to be mended outside: to `path`, or else as bytes. */
  exportRejects: z.object({ ...rejectChoice, path: path.optional() }),
  /** Gives rejects up, with a reason; they stay in quarantine and in its count. */
  discardRejects: z.object({ ...rejectChoice, note: z.string().min(1).max(500) }),
  /** Takes rejects back from being given up. */
  restoreRejects: z.object(rejectChoice),
  /** Where a record and each of its cells came from: file, sheet, row, batch, header, the cell as written, and what was done to it. */
  recordLineage: z.object({ recordClass, fileId: z.number().int().positive(), sourceRow: z.number().int().positive() }),

  /** Every table and column of a workspace with its meaning, as the migrations make them. */
  dataDictionary: z.object({}),
  /** The same as a page of Markdown. */
  dictionaryPage: z.object({ language: z.enum(['zh-CN', 'en']) }),
  /** How far a table's columns are filled, with what, and from which columns of the sources. */
  columnFigures: z.object({ table: z.string().regex(/^[a-z_]+$/).max(60) }),
  /** Completeness, validity and timeliness, class by class, by the rules of resources/quality. */
  dataQuality: z.object({ by: z.enum(['source', 'class', 'month']).default('source') }),
  /** The records behind a figure of `dataQuality`, with what the source wrote. */
  qualityRows: z.object({ recordClass, by: z.enum(['source', 'class', 'month']), key: z.string().max(400), issue: z.enum(['missing', 'damaged', 'unread', 'future', 'uncoded']), column: z.string().regex(/^[a-z_]+$/).max(60), ...window }),

  scoreSubjects: z.object({ asOf: day.optional(), model: modelRef.optional() }),
  /** Scores as of the day before `split` and compares with the inspections from then to `until` (today): conditions over the facts that the model has of inspections. */
  backtest: z.object({
    split: day, until: day.optional(), model: modelRef.optional(),
    /** What counts as found. */
    outcome: z.string().min(1).max(2000).default('bad'),
    /** Which inspections count at all. */
    of: z.string().min(1).max(2000).default('concluded'),
    /** Only subjects of whom an inspection was known at the split; of others the index can say little. */
    seen: z.boolean().default(false),
    /** Another model, tried on the same. */
    challenger: modelRef.optional(),
  }),
  /** Weights that the inspections from `train` to the day before `split` suggest, judged on those from `split` to `until`; `train` absent: as long before the split as `until` lies behind it. */
  suggestWeights: z.object({
    train: day.optional(), split: day, until: day.optional(), model: modelRef.optional(),
    outcome: z.string().min(1).max(2000).default('bad'), of: z.string().min(1).max(2000).default('concluded'), seen: z.boolean().default(false),
  }),
  listRuns: z.object({}),
  /** How the tiers of one run became those of another, and why for the subjects that moved furthest. */
  compareRuns: z.object({ from: z.number().int().positive(), to: z.number().int().positive(), limit: z.number().int().min(0).max(100).default(20) }),
  /** Columns by which the page follows a slider on one dimension of the latest run (shared/whatIf.ts); `changes`: what else the draft changes, by dimension. */
  whatIf: z.object({ dimension: z.string(), /** Absent: the model of the latest run. */ model: modelRef.optional(), changes: changesSchema.default({}) }),
  tierSummary: z.object({ by: z.enum(['industry', 'region', 'type', 'registrar', 'pool']).optional(), filter: filterSchema.default([]) }),
  /** Tiers of the subjects that pass the filter now, in every run, earliest as-of day first. */
  tierHistory: z.object({ filter: filterSchema.default([]) }),
  /** Region by industry: subjects, and how many of them stand in C or D. */
  tierMatrix: z.object({ filter: filterSchema.default([]) }),
  /** Who moved from which tier to which between two runs. */
  tierMigration: z.object({ from: runNumber, to: runNumber, filter: filterSchema.default([]) }),
  /** How one dimension is spread, where it is high, and what inspections found by its bands. A chart on a field leaves out the filter's own chips on it. */
  exploreDimension: z.object({ dimension, filter: filterSchema.default([]) }),
  /** The dimensions whose values rise and fall with this one's, the strongest first. */
  correlateDimension: z.object({ dimension, limit: z.number().int().min(1).max(50).default(10) }),
  /** Subjects by their value of a dimension, the riskiest end first; unknown values last. */
  dimensionSubjects: z.object({ dimension, filter: filterSchema.default([]), ...window }),
  /** The built-in model, published versions and drafts. */
  listModels: z.object({}),
  /** Begins a draft as another model is. */
  createDraft: z.object({ from: modelRef.optional(), name: z.string().trim().min(1).max(100), note: z.string().max(500).default('') }),
  readDraft: z.object({ draft: draftNumber }),
  /** All of the edits or none: what would be no model, or holds an expression that cannot run, is refused by its place. */
  changeDraft: z.object({ ...seenDraft, edits: z.array(editSchema).max(1000).default([]), name: z.string().trim().min(1).max(100).optional(), note: z.string().max(500).optional() }),
  /** An expression before it is put into a draft: why it cannot run, and which cases of the dimension come out otherwise by it. */
  checkExpression: z.object({ draft: draftNumber, dimension: z.string().max(100), field: z.enum(['value', 'evidence']), text: z.string().max(2000), /** As being edited; absent: the draft's. */ halfLifeDays: z.number().int().min(1).max(10_000).nullable().optional() }),
  /** Everything that is wrong with what a draft changed. */
  checkDraft: z.object({ draft: draftNumber }),
  /** A version never changes afterwards; the draft goes on from it. */
  publishDraft: z.object({ ...seenDraft, version: z.string().regex(/^(?!draft-)[\w.-]{1,60}$/, 'a version is letters, digits, dots, dashes and _, and does not begin with draft-'), note: z.string().trim().min(1).max(500), author: z.string().trim().min(1).max(100) }),
  deleteDraft: z.object({ draft: draftNumber }),
  /** How tiers under one model become those under another, over the data as of the latest run; nothing is kept. */
  compareModels: z.object({ from: modelRef.optional(), to: modelRef, limit: z.number().int().min(0).max(100).default(20) }),
  /** `model` absent: of the latest run, else as for a run. */
  listDimensions: z.object({ model: modelRef.optional() }),
  dimensionSql: z.object({ dimension: z.string(), model: modelRef.optional() }),
  /** `own`: the rows behind a value are counted only where the subject's own records are enough to tell. */
  explainSubject: z.object({ subjectId: z.number().int().positive(), counts: z.enum(['all', 'own']).optional() }),
  /** A tier against the index, for a reason and a time; it holds once a second person has confirmed it. */
  proposeOverride: z.object({
    subjectId: z.number().int().positive(), tier: z.enum(tiers),
    /** Even where a veto forces D. */
    overVeto: z.boolean().default(false),
    reason: said(500),
    /** Law, document or minutes that it rests on. */
    ground: said(500),
    author: said(100),
    /** Last day on which it holds, at most two years away. */
    expiresOn: day,
  }),
  confirmOverride: z.object({ override: z.number().int().positive(), /** Not the author. */ by: said(100) }),
  withdrawOverride: z.object({ override: z.number().int().positive(), by: said(100), /** Why. */ note: said(500) }),
  listOverrides: z.object({ subjectId: z.number().int().positive().optional(), /** The expired and withdrawn too. */ ended: z.boolean().default(false), ...window }),
  contributionEvidence: z.object({ subjectId: z.number().int().positive(), dimension: z.string(), ...window }),

  overview: z.object({}),
  subjectPage: z.object({ filter: filterSchema.default([]), sort: sortSchema.default([]), ...window }),
  /** Counts by value of one column within a filter, most frequent first. */
  facet: z.object({ field: z.enum(filterFields), filter: filterSchema.default([]), limit: z.number().int().min(1).max(1000).default(50) }),
  searchSubjects: z.object({ text: z.string().min(1).max(200), limit: z.number().int().min(1).max(100).default(20) }),
  /** Exactly one of the three. A name that several subjects bear is refused with their codes. */
  subjectProfile: z.object({ subjectId: z.number().int().positive().optional(), code: z.string().max(100).optional(), name: z.string().max(300).optional() }),
  subjectRecords: z.object({ subjectId: z.number().int().positive(), recordClass, ...window }),
  /** Whom a subject shares address, telephone, persons or relation records with, in at most two steps. */
  subjectRelations: z.object({ subjectId: z.number().int().positive(), ...reach }),
  /** The same as a table of subjects, nearest first; `key`: those who share this one thing, however many. */
  relatedSubjects: z.object({ subjectId: z.number().int().positive(), ...reach, key: z.string().regex(/^\d{1,20}$/).optional(), ...window }),

  /** A selection under a name: `predicate` is whoever passes the filter at the time, `list` who passes it now. */
  savePool: z.object({ name: z.string().trim().min(1).max(100), kind: z.enum(['predicate', 'list']).default('predicate'), filter: filterSchema.min(1), note: z.string().max(500).default('') }),
  /** Latest first. */
  listPools: z.object({}),
  deletePool: z.object({ pool: z.number().int().positive() }),

  /** A small table (a chart's data) as an XLSX workbook. */
  tableWorkbook: z.object({ title: z.string().max(300), columns: z.array(z.string().max(300)).min(1).max(200), rows: z.array(z.array(z.union([z.string().max(32_767), z.number(), z.null()])).max(200)).max(100_000) }),

  /** The libraries of the inspection with their columns, and how many rows hold on the day (today). */
  listLibraries: z.object({ on: day.optional() }),
  /** Rows of a library that hold on a day (today), or with `history` every version. */
  libraryPage: z.object({
    kind: libraryKind, on: day.optional(), history: z.boolean().default(false), key: libraryKey.optional(), text: z.string().min(1).max(200).optional(), department: z.string().max(200).optional(),
    /** Of officers: who holds it; of items: which ask for it. */
    qualification: z.string().max(200).optional(),
    /** Of officers: certified and not on leave on that day. */
    available: z.boolean().optional(),
    sort: z.array(z.object({ field: z.string().regex(/^[a-z_]+$/).max(60), descending: z.boolean() })).max(3).default([]), ...window,
  }),
  /** From `valid_from` (today) on the row is so: what held before ends on the day before. valid_until null: until further notice; absent: as before. */
  saveLibraryRow: z.object({ kind: libraryKind, row: z.record(z.string().max(60), z.union([z.string().max(20_000), z.number(), z.array(z.string().max(1000)).max(500), z.null()])), reason: changeReason }),
  /** `last` is the last day on which it holds. */
  endLibraryRow: z.object({ kind: libraryKind, key: libraryKey, last: day, reason: changeReason }),
  /** Every change of the libraries, the latest first. */
  libraryLog: z.object({ kind: libraryKind.optional(), key: libraryKey.optional(), ...window }),
  /** A filled template, or any table with its headers: applied as a whole, or not at all. */
  importLibrary: z.object({
    kind: libraryKind, ...fileChoice.pick({ path: true, name: true, encoding: true, sheet: true }).shape, reason: changeReason,
    /** The file is the whole library: rows that it lacks end yesterday. */
    complete: z.boolean().default(false),
    /** Applies the good rows although others are refused. */
    skipRefused: z.boolean().default(false),
  }),
  libraryTemplate: z.object({ kind: libraryKind, format: z.enum(['xlsx', 'csv']).default('xlsx') }),

  /** Begins the plan of a year, or changes what it says as a whole. */
  savePlan: z.object({ year: z.number().int().min(2000).max(2100), name: z.string().trim().min(1).max(200), /** Visits that one subject may get in the year over all tasks; null: no cap. */ mostPerSubject: z.number().int().min(1).max(366).nullable().default(null), note: z.string().max(1000).default('') }),
  /** Written down as it is, broken rules and all: checkPlan tells them, and nothing that breaks one can be drawn. */
  savePlanTask: planTaskSchema,
  deletePlanTask: z.object({ task: z.number().int().positive() }),
  /** Latest year first, each with its tasks by the beginning of their periods. */
  listPlans: z.object({}),
  /** Every rule that the plan of a year breaks, by what and by how much. */
  checkPlan: z.object({ year: z.number().int() }),

  listPolicies: z.object({}),
  /** What the plan would draw from, and how many: nothing is fixed yet. */
  planDraw: planSchema,
  /** Freezes frame and rules and commits to them. The seed must not exist before. */
  commitDraw: planSchema,
  /** `rehearsal` lets a seed pass that is too short or no number; the draw is then marked a rehearsal, in its bundle too. */
  drawSample: z.object({ draw: z.number().int().positive(), ...seedParts }),
  listDraws: z.object({}),
  /** Freezes the frames of all departments, the officers and the recusals, and commits to them. */
  commitCampaign: campaignSchema,
  /** Draws every part with one seed, merges by subject into visits, and staffs them. */
  drawCampaign: z.object({ campaign: z.number().int().positive(), ...seedParts }),
  listCampaigns: z.object({}),
  /** Visits that stand, with their departments, items and officers. */
  campaignVisits: z.object({ campaign: z.number().int().positive(), ...window }),
  /** Gives visits their days: working days from a day on, in the order of the visits, no officer more than so many a day. Those that have a day keep it, unless `anew`. */
  scheduleVisits: z.object({ campaign: z.number().int().positive(), from: day, perDay: z.number().int().min(1).max(50).default(4), anew: z.boolean().default(false) }),
  /** Another day for a visit by its number; null: none. */
  setVisitDay: z.object({ campaign: z.number().int().positive(), visit: z.number().int().positive(), day: day.nullable() }),
  /** The days of a joint inspection, and how they weigh on the officers. */
  campaignDays: z.object({ campaign: z.number().int().positive() }),
  /** By department: its visits, and how many each officer makes. */
  campaignLoads: z.object({ campaign: z.number().int().positive() }),
  /** Changes a drawn joint inspection by rule; the reason stays in its bundle for ever. */
  changeCampaign: z.object({
    campaign: z.number().int().positive(), reason: changeReason,
    change: z.discriminatedUnion('kind', [
      /** Where a department could not staff its visits: further officers by number, or a higher cap on visits. */
      z.strictObject({ kind: z.literal('relaxed'), department: z.string().max(60), most: z.number().int().positive().max(100_000).nullable().default(null), officers: z.array(z.string().max(60)).max(1000).default([]) }),
      /** The next spare in the place of a subject, named by its identifier. */
      z.strictObject({ kind: z.literal('subject'), visit: z.string().max(200) }),
      /** Another officer in the place of one. */
      z.strictObject({ kind: z.literal('officer'), visit: z.string().max(200), officer: z.string().max(60) }),
      /** An expert or a third party beside the officers, never counted among them; or no more (`leaves`). With visits by identifiers, or with all that have an item. */
      z.strictObject({ kind: z.literal('companion'), library: z.enum(['expert', 'body']), companion: z.string().min(1).max(200), leaves: z.boolean().default(false), visits: z.array(z.string().max(200)).min(1).max(10_000).optional(), item: z.string().min(1).max(200).optional() })
        .refine(({ visits, item }) => (visits === undefined) !== (item === undefined), { path: ['visits'], message: 'either visits or an item are named' }),
    ]),
  }),
  /** Everything that was changed after the draw, in order, with names. */
  campaignChanges: z.object({ campaign: z.number().int().positive() }),
  /** Officers of a department who could be let in where it cannot staff its visits. */
  furtherOfficers: z.object({ campaign: z.number().int().positive(), department: z.string().min(1).max(60) }),
  exportCampaign: z.object({ campaign: z.number().int().positive() }),

  /** The templates of the papers, as they are used now, with what they may name. */
  listPaperTemplates: z.object({}),
  /** The template that is used, or with `own` the program's, as a DOCX file. */
  exportPaperTemplate: z.object({ paper: z.enum(templateKinds), own: z.boolean().default(false) }),
  /** Takes a changed template into use: refused where it names what there is not, leaves a list open, or holds what runs or fetches. */
  importPaperTemplate: z.object({ paper: z.enum(templateKinds), path, name: z.string().min(1).max(300).optional() }),
  /** Takes the program's own template into use again. */
  restorePaperTemplate: z.object({ paper: z.enum(templateKinds) }),
  /** Papers of a staffed joint inspection: one DOCX with a section a visit, a ZIP with a file a visit; lists over all visits as XLSX. */
  exportPapers: z.object({
    campaign: z.number().int().positive(), paper: z.enum([...paperKinds, ...paperLists]),
    /** Numbers of visits; absent: all that stand. */
    visits: z.array(z.number().int().positive()).min(1).max(100_000).optional(),
    /** Absent: docx, of lists xlsx. */
    format: z.enum(['docx', 'zip', 'xlsx']).optional(),
    /** Sheets on which the template is laid out anew; absent: as it is. */
    size: z.enum(['A4', 'A3']).optional(),
    /** What visits found, in words; of visits that are not named, records and result notices tell the approved results, and leave blank what is not known. */
    results: z.array(z.strictObject({
      visit: z.number().int().positive(), result: z.string().max(2000).default(''), handling: z.string().max(2000).default(''), deadline: day.nullable().default(null), inspectedOn: day.nullable().default(null),
      /** By item: its code, and what was found. */
      items: z.array(z.strictObject({ code: z.string().max(60), result: z.string().max(2000) })).max(400).default([]),
    })).max(100_000).default([]),
  }).refine(({ paper, format }) => format === undefined || (format === 'xlsx') === (paperLists as readonly string[]).includes(paper), { path: ['format'], message: 'papers are docx or zip, lists are xlsx' }),
  /** Notices of cases from their templates: before a listing, of a hearing, of the listing, of the removal; one DOCX with a section a case, or a ZIP with a file a case. */
  exportNotices: z.object({
    notice: z.enum(noticeKinds), cases: z.array(z.number().int().positive()).min(1).max(2000),
    /** Who decides, as it stands on the paper. */
    authority: z.string().trim().min(1).max(100), format: z.enum(['docx', 'zip']).default('docx'),
    /** Of a hearing: when and where; blank until it is known. */
    hearing: z.strictObject({ on: day, place: z.string().trim().min(1).max(200) }).optional(),
  }),
  drawSheet: z.object({ draw: z.number().int().positive(), role: z.enum(['drawn', 'spare']).default('drawn'), ...window }),
  /** What inspections found of the drawn since, and what that says of the whole frame. */
  drawFindings: z.object({ draw: z.number().int().positive() }),
  exportBundle: z.object({ draw: z.number().int().positive() }),
  /** Who may work in the workspace; without operators everybody may everything. */
  listOperators: z.object({}),
  /** A new operator with a passphrase, or other roles or another passphrase for one. The first is an administrator. */
  saveOperator: z.object({ name: said(100), roles: z.array(z.enum(roles)).min(1).max(roles.length), passphrase: passphrase.optional() }),
  /** What the operator did stays; one administrator stays too. */
  endOperator: z.object({ name: said(100) }),
  /** For this connection, until it ends or another workspace is opened. */
  signIn: z.object({ name: said(100), passphrase }),
  signOut: z.object({}),
  whoAmI: z.object({}),
  /** What was done, the latest first. */
  listAudit: z.object({ /** Of one operator or account, one verb; text within what was asked. */ by: z.string().max(100).optional(), verb: z.string().max(60).optional(), text: z.string().max(200).optional(), ...window }),
  /** Recomputes the chain and names its first broken link. `known`: a hash that was noted before, which must be in it. */
  verifyAudit: z.object({ known: z.string().regex(/^[0-9a-f]{64}$/, 'a hash is 64 of 0–9 and a–f').optional() }),
  /** The chain as JSON Lines: seq, hash, body. */
  exportAudit: z.object({}),

  /** Tables of result codes, those in force on the day (today) first; the first is taken where an entry names none. */
  listResultCodes: z.object({ on: day.optional() }),
  /** What is to be inspected, a line a visit and item, with columns to be filled in: to be taken along, and brought back by importResults. */
  exportTaskPackage: z.object({ of: inspectionRef, format: z.enum(['xlsx', 'csv', 'json']).default('xlsx'), /** Code of the department; absent: of all. */ department: z.string().max(200).optional() }),
  /** A filled task package: a table (XLSX, CSV, JSON), or a folder or ZIP with one and its photos. Good rows are taken, each bad one is told with its column and how to mend it. */
  importResults: z.object({ ...fileChoice.pick({ path: true, name: true, encoding: true, sheet: true }).shape, /** Who enters, where a row does not say it. */ by: personName.optional() }),
  /** Enters or changes results; each that cannot be taken is told, the others are. */
  enterResults: z.object({
    of: inspectionRef, by: personName,
    entries: z.array(z.strictObject({ visit: z.number().int().positive(), /** Code; '' where the draw names none. */ item: z.string().max(200), /** That the editor saw; 0: not entered. */ revision: z.number().int().min(0), ...resultContent })).min(1).max(100_000),
  }),
  /** What is owed and what was entered, a row a visit and item. */
  listResults: z.object({
    of: inspectionRef.optional(), states: z.array(z.enum(resultStates)).max(5).optional(), department: z.string().max(200).optional(), subjectId: z.number().int().positive().optional(),
    /** Of name, code, identifier or item. */
    text: z.string().min(1).max(200).optional(),
    /** Inspected and not published within its time (true), or anything else. */
    overdue: z.boolean().optional(), problem: z.boolean().optional(), followUp: z.enum(followUps).optional(),
    /** A correction of what was published is under way. */
    correcting: z.boolean().optional(),
    sort: z.array(z.object({ field: z.enum(['visit', 'name', 'department', 'item', 'state', 'inspected_on', 'due_on', 'days_left', 'entered_at', 'published_on', 'follow_up']), descending: z.boolean() })).max(3).default([]), ...window,
  }),
  readResult: z.object({ result: z.number().int().positive() }),
  /** Approves, or returns with a reason. Nobody reviews what they entered: such a result is refused, the others are reviewed. */
  reviewResults: z.object({ by: personName, results: seenResults, decision: z.enum(['approve', 'return']), /** Needed to return. */ reason: z.string().trim().max(500).default('') }),
  /** Publishes approved results as one publication: a file for the national publicity system, and records of inspections that the next scoring takes up. */
  publishResults: z.object({ by: personName, results: seenResults, note: z.string().trim().max(500).default('') }),
  /** Begins the correction of a published result: it is reviewed and published again; what was published stays on record. */
  correctResult: z.object({ ...seenResult.shape, by: personName, reason: changeReason, /** Day on which the error was found: the time for correcting runs from it. */ foundOn: day, ...resultContent }),
  /** Gives up a correction that was not published: what was published holds. */
  keepResult: z.object({ ...seenResult.shape, by: personName, reason: changeReason }),
  setFollowUp: z.object({ by: personName, results: seenResults, followUp: z.enum(followUps), /** What followed, or why nothing need. */ note: changeReason }),
  /** Adds a photo or document to a result that is not approved yet. */
  attachToResult: z.object({ ...seenResult.shape, by: personName, path, name: z.string().min(1).max(300).optional() }),
  readAttachment: z.object({ result: z.number().int().positive(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  /** Latest first. */
  listPublications: z.object({ of: inspectionRef.optional(), offset: window.offset, limit: window.limit }),
  /** The file of a publication for the national publicity system, as it was published. */
  exportPublication: z.object({ publication: z.number().int().positive(), format: z.enum(['csv', 'xlsx']).default('csv') }),
  /** By department: of an inspection, or of all that were drawn within the days. Draws that only rehearsed do not count in the latter. */
  inspectionStatistics: z.union([z.strictObject({ of: inspectionRef }), z.strictObject({ from: day, until: day })]),
  verifyBundle: z.object({ bundle: z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'bytes are expected') }),

  ...listVerbs,
  ...profileVerbs,
  ...punishmentVerbs,
  ...dutyVerbs,
  ...dossierVerbs,
} as const

export type Verb = keyof typeof verbs
export type Input<V extends Verb> = z.input<(typeof verbs)[V]>
export type Parsed<V extends Verb> = z.output<(typeof verbs)[V]>

/** A window of a table: Arrow IPC stream bytes, and how many rows there are in all. */
export interface Table { total: number; arrow: Uint8Array }

export interface Workspace { path: string; name: string; subjects: number; asOf: string | null; model: string | null }
export interface RecentWorkspace { path: string; name: string; openedAt: string; bytes: number }

export type JobKind = 'import' | 'undo' | 'mend' | 'match' | 'score' | 'backtest' | 'suggest' | 'demo' | 'commit' | 'draw' | 'campaign' | 'campaignDraw' | 'results' | 'cases'
export interface Job {
  id: string
  kind: JobKind
  /** What it works on: a file name, a number of subjects. */
  subject: string
  state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled'
  /** A stable code of the step, worded in the locales under jobs.phase. */
  phase: string
  done: number
  /** 0 unknown. */
  total: number
  /** Rows read so far, over all files; 0: none are counted. */
  rows: number
  startedAt: string
  endedAt: string | null
  error: { code: string; message: string; hint: string; params: Record<string, string | number> } | null
}

export interface Recipe { recipe: number; name: string; version: number; pattern: string; createdAt: string; yaml: string }
/** A recipe by which a file is read, and how the file's columns have drifted from it. */
export interface AppliedRecipe {
  name: string
  /** 0: not of the workspace. */
  version: number
  /** Columns of the recipe that the file lacks. */
  missing: string[]
  /** Columns of the file that the recipe does not know. */
  added: string[]
  renamed: { from: string; to: string }[]
}

export interface FilePreview {
  name: string
  bytes: number
  /** csv: text with any delimiter; zip: an archive, folder: one of files, of which only `entries` is told. */
  format: 'csv' | 'json' | 'jsonl' | 'parquet' | 'xlsx' | 'xls' | 'duckdb' | 'zip' | 'folder'
  encoding: string
  /** Tables in an archive or a folder, in which each has its own path, and an entry where it lies in an archive there; empty for everything else. */
  entries: { name: string; bytes: number; path?: string; entry?: string }[]
  /** Sheets of a workbook, tables and views of a DuckDB file; empty for text. */
  sheets: string[]
  sheet: string | null
  headerRow: number
  delimiter: string
  /** Proposed classes, best first; confidence 0–1. Empty: ask. */
  classes: { recordClass: RecordClass; confidence: number; because: string[] }[]
  /** The class that `mapping` is for. */
  recordClass: RecordClass | null
  columns: { source: string; column: string; confidence: number; samples: string[] }[]
  /** The first records as parsed, title and header rows included. */
  rows: string[][]
  recipe: AppliedRecipe | null
}

export interface TypedPreview {
  name: string
  recordClass: RecordClass
  /** null: kept in no column of the source but read from others (a code from words). */
  columns: { column: string; type: string; source: string | null }[]
  /** raw: the cells as parsed, by source column in the file's order; typed: by `columns`, days as ISO text. */
  rows: { row: number; reason: string | null; raw: string[]; typed: (string | number | boolean | null)[] }[]
  sources: string[]
  read: number
  refused: number
  reasons: Record<string, number>
  /** Cells by column that could not be read and are kept as text. */
  unread: Record<string, number>
  /** Whether the whole file was read. */
  whole: boolean
  recipe: AppliedRecipe | null
}

export interface SourceFile {
  fileId: number | null
  batch: number | null
  importedAt: string | null
  name: string
  class: RecordClass | null
  encoding: string
  headerRow: number
  read: number
  loaded: number
  duplicate: number
  quarantined: number
  reasons: Record<string, number>
  attachedByCode: number
  attachedByName: number
  queued: number
  unattached: number
  /** In an import's report: the recipe by which the file was read. */
  recipe?: AppliedRecipe
  /** The same by name, as the workspace keeps it; absent where it was read without one. */
  readBy?: { name: string; version: number }
  /** Rows whose damaged code was repaired by evidence, at its import or later. */
  repaired: number
  /** What was special in reading it. */
  remarks: Remark[]
  /** Edition of the words (resources/reference/words.yaml) by which its texts became codes; '' where it was not imported. */
  words: string
  /** Of the loaded and the duplicates: rows that were quarantined and mended. */
  mended: number
  /** Of the quarantined: rows that a person gave up. */
  discarded: number
  /** Set where the file as a whole was refused or had been imported before; nothing of it was loaded then. */
  note: { code: string; message: string; hint: string; params: Record<string, string | number> } | null
}
/** Something about a file that was read which a person should know: worded in the locales under data.remark. */
export interface Remark { code: string; params: Record<string, string | number> }
export interface ImportReport {
  batch: number | null
  files: SourceFile[]
  subjectsCreated: number
  /** What lay in the folders and archives and is no table, by its path there: the first thousand. */
  ignored: string[]
}

export interface BatchInfo {
  batch: number
  /** publication: published results of inspections; decision: listings and removals decided here. Neither can be undone. */
  kind: 'import' | 'mend' | 'publication' | 'decision'
  importedAt: string
  /** Account of the machine; '' unknown. */
  importedBy: string
  names: string[]
  read: number
  loaded: number
  subjectsCreated: number
  /** null: the batch is in the workspace. */
  undone: { at: string; by: string; subjectsRemoved: number } | null
}
export interface UndoReport {
  batch: number
  files: number
  /** Batches that had mended rows of this one, and went with it. */
  mends: number[]
  /** Rows that went. */
  records: number
  quarantined: number
  /** Of a mend: rows that lie in quarantine again. */
  returned: number
  subjectsRemoved: number
  /** Rows of other batches that lost the subject, or found another. */
  detached: number
  /** Rows of later files of these classes that were left out as duplicates: some may have been duplicates of what went. */
  laterDuplicates: number
}

/** How many rejects have a reason, lie in a file, are of a class. */
export interface RejectFacets {
  total: number
  discarded: number
  reasons: { reason: string; count: number }[]
  files: { fileId: number; name: string; count: number }[]
  classes: { recordClass: RecordClass; count: number }[]
}
/** What was made of a reject, latest first. */
export interface RejectChangeInfo {
  outcome: 'loaded' | 'duplicate' | 'refused' | 'discarded' | 'restored'
  /** The mend; null for discarded and restored. */
  batch: number | null
  /** Why it lay in quarantine before, and its text then. */
  reason: string
  original: string
  /** Its cells afterwards. */
  became: string[] | null
  reasonNow: string | null
  note: string | null
  /** The file that brought it; null: at the desk. */
  via: string | null
  at: string
  by: string
  undoneAt: string | null
}
export interface Reject {
  fileId: number
  sourceRow: number
  file: string
  batch: number
  recordClass: RecordClass
  reason: string
  discarded: string | null
  /** The file's headers and where each goes; column '' is kept beside the record. */
  headers: { source: string; column: string }[]
  /** Under the headers, those beyond them last; where the row was never cut into cells, a proposal. */
  cells: string[]
  /** The text that was never cut into cells; null where it was. */
  raw: string | null
  history: RejectChangeInfo[]
}
/** What a reject would become. */
export interface RejectCheck {
  /** Why it would still be refused; null: it would be loaded. */
  reason: string | null
  /** The very record is in the workspace: it would count as a duplicate. */
  duplicate: boolean
  /** By column of the class, what is there; days and figures as they are read. */
  values: { column: string; value: string }[]
  /** Cells that no column takes, by header. */
  extra: Record<string, string>
  /** The subject that its code or name alone belongs to now; null: none yet, or several. */
  subject: { subjectId: number; name: string } | null
}
export interface ChangeCheck { rows: number; good: number; unchanged: number; reasons: Record<string, number> }
export interface MendReport {
  /** A batch for each batch whose rows were mended. */
  batches: number[]
  /** Rows asked for: loaded + duplicate + refused + unchanged + already + unknown. */
  rows: number
  loaded: number
  duplicate: number
  /** Still not good: they stay in quarantine with what was made of them. */
  refused: number
  /** As they lie in quarantine: not tried again. */
  unchanged: number
  /** Mended before, or named twice. */
  already: number
  /** No reject of this workspace. */
  unknown: number
  subjectsCreated: number
  reasons: Record<string, number>
  /** The first hundred that were not taken, by row of the mended file or of the source. */
  problems: { row: number; problem: 'refused' | 'unchanged' | 'already' | 'twice' | 'unknown' | 'unreadable'; reason: string }[]
}

export interface LineageCell {
  column: string
  value: string | null
  /** Headers of the source that it was read from; empty: from nothing in the row. */
  sources: { header: string; /** As written, but for blanks around it; null: not kept, see the source. */ raw: string | null }[]
  /** text: as written; read: a day, a figure, a yes or no read from it; derived: a code by its words; program: set by the import. */
  how: 'text' | 'read' | 'derived' | 'program'
}
export interface Lineage {
  recordClass: RecordClass
  subject: { subjectId: number; name: string } | null
  attached: 'code' | 'name' | 'queued' | 'none'
  file: { fileId: number; name: string; sheet: string | null; sha256: string; bytes: number; format: string; encoding: string; headerRow: number; recipe: { name: string; version: number } | null; dateOrder: 'day_first' | 'month_first' | null; units: Record<string, string> }
  sourceRow: number
  /** The import that brought the file. */
  batch: { batch: number; importedAt: string; importedBy: string }
  cells: LineageCell[]
  /** What no column took, by header. */
  extra: { header: string; raw: string }[]
  mend: { batch: number; at: string; by: string; via: string | null; reason: string; /** The row as the source wrote it. */ original: string; became: string[] } | null
  repair: { rawCode: string; code: string; damage: string | null; evidence: string } | null
  /** The latest answer that moved it, or that gave its subject its name. */
  decision: { at: string; by: string; score: number; name: string } | null
}

export type IdentityField = 'name' | 'code' | 'legal_rep' | 'address' | 'phone' | 'region' | 'occurred_on'
/** A name, records or a subject, beside a subject that it may be. */
export interface IdentityPair {
  kind: IdentityKind
  /** What `decideIdentity` takes. */
  item: string
  name: string
  /** Kind bearer: the class of the records. */
  recordClass: RecordClass | null
  /** Kind subject: the one that would go, and its code. */
  other: { subjectId: number; code: string | null } | null
  /** Records that bear the name, or that the subject has. */
  records: number
  subjectId: number
  subjectName: string
  code: string | null
  /** Subjects that this item may be: this pair is one of them. */
  choices: number
  /** 0–1: the sum of the fields' effects. */
  score: number
  fields: { field: IdentityField; left: string | null; right: string | null; effect: number }[]
  /** Left undecided before. */
  unsure: boolean
}
export interface IdentityDecision {
  decision: number
  kind: IdentityKind | 'split'
  item: string
  name: string
  subjectId: number
  subjectName: string | null
  answer: 'same' | 'different' | 'unsure' | 'split'
  score: number
  decidedAt: string
  /** Account of the machine; '' the program. */
  decidedBy: string
  /** Records that moved by it. */
  moved: number
}
export interface SplitReport {
  decision: number
  moved: number
  /** Where the records lie now; null: under none. */
  subjectId: number | null
}
export interface MatchReport {
  names: number
  pairs: number
  /** Names attached without asking. */
  automatic: number
  /** Records that came under a subject by them. */
  attached: number
  /** Subjects merged without asking, on proof. */
  merged: number
  queued: number
}

export interface WorkspaceStatus {
  workspace: string
  asOf: string | null
  subjects: number
  records: Record<RecordClass, number>
  files: SourceFile[]
  /** `stale`: subjects whose data changed since that run. */
  score: { run: number; model: string; asOf: string; dimensions: number; stale: number } | null
}

export interface DictionaryColumn {
  name: string
  /** As DuckDB writes it. */
  type: string
  /** Never NULL. */
  required: boolean
  meaningEn: string
  meaningZh: string
}
export interface DictionaryTable {
  name: string
  kind: 'table' | 'view'
  /** Set where it holds the records of a class. */
  class: RecordClass | null
  /** File of resources/migrations that makes it. */
  migration: string
  meaningEn: string
  meaningZh: string
  /** Empty for a view. */
  columns: DictionaryColumn[]
}
export interface ColumnFigures {
  table: string
  rows: number
  columns: {
    name: string
    /** Rows that have a value. */
    filled: number
    /** Different values, about. */
    distinct: number
    /** The most frequent values of a sample, persons masked; none of columns that hold whole texts. */
    samples: string[]
    /** Columns of source files that came into it. */
    sources: { header: string; files: number }[]
  }[]
}

/** missing: a key column is empty · damaged: a credit code that is none · unread: a date, number or yes/no as text · future: a day after the import · uncoded: words that became no code. */
export type QualityIssue = 'missing' | 'damaged' | 'unread' | 'future' | 'uncoded'
export interface QualityCell {
  recordClass: RecordClass
  /** The source: its files' name with figures as *; the month, `earlier`, or '' for no day; '' by class. */
  key: string
  files: number
  rows: number
  /** Of the source or class; not told by month. */
  quarantined: number
  /** Share 0–1 of key cells that are filled; null without rows. */
  complete: number | null
  /** Share 0–1 of rows, refused ones included, that pass every check. */
  valid: number | null
  /** Rows that fail a check. */
  invalid: number
  checks: { issue: QualityIssue; column: string; /** Rows that the check concerns. */ applies: number; bad: number }[]
  /** Medians in days from the occurrence; null where no day is known. */
  daysToKnown: number | null
  daysToImport: number | null
  newest: string | null
  /** Days from the newest record to today, and those after which the rules call it old. */
  age: number | null
  fresh: number | null
  /** Months without a record in the three years up to the newest. */
  emptyMonths: number | null
}
export interface QualityReport { by: 'source' | 'class' | 'month'; /** Version of the rules. */ rules: string; asOf: string; cells: QualityCell[] }

export interface ScoreRun {
  run: number
  model: string
  asOf: string
  createdAt: string
  subjects: number
  dimensions: number
  tiers: Record<Tier, number>
}

/** How well one column ranks the trials of a back-test; lifts by percent of the ranking, intervals of 95 %. */
export interface BacktestOrder {
  auc: number
  aucInterval: [number, number]
  lift: Record<string, number>
  liftInterval: Record<string, [number, number]>
  /** Share of all hits that lie in the top share of the ranking. */
  gain: { share: number; captured: number }[]
}
/** An area under the ROC curve that was adjusted, over n subjects (or pairs of a subject and an authority). */
export interface BacktestAdjusted { auc: number; interval: [number, number]; n: number }
/** What the index of one model, as of the day before the split, foretold. */
export interface BacktestModel extends BacktestOrder {
  model: string
  /** By the tier as of the split; rate null where nobody of it was inspected. */
  byTier: { tier: Tier; /** Scored in it. */ subjects: number; /** Inspected of them. */ n: number; positives: number; rate: number | null; /** 95 %, Wilson. */ interval: [number, number] | null }[]
  /** By ten groups of equal size in order of the index: from the lowest to the highest index of each, the rate that a logistic curve over the index expects, and the 95 % interval of the observed rate (Wilson). */
  calibration: { from: number; to: number; n: number; positives: number; expected: number; interval: [number, number] }[]
  /** Mean squared distance between the expected rate of a subject and its outcome; `brierBase`: of the base rate for everybody. Less is better. */
  brier: number
  brierBase: number
  /** Mean distance of expected and observed rates over the groups. */
  calibrationError: number
  /** Only subjects of one authority compared with each other; null: fewer than two authorities are told that have both outcomes. */
  withinAuthority: BacktestAdjusted | null
  /** As if everybody had been inspected; null where that cannot be modelled (see `selection`). */
  weighted: BacktestAdjusted | null
}
export interface Backtest extends BacktestModel {
  split: string
  until: string
  /** The day before the split. */
  asOf: string
  /** Subjects inspected from the split on. */
  n: number
  positives: number
  baseRate: number
  /** Population stability index of the index between split and until. */
  psi: number
  /** The same of every dimension that counts, over its bands, the most shifted first. */
  psiByDimension: { dimension: string; nameZh: string; nameEn: string; psi: number }[]
  /** The rule that the last inspection repeats itself. */
  naive: BacktestOrder
  /** Authorities that are told. */
  authorities: number
  /** Subjects by who inspected them, most first, at most 30; '' not told. auc null: fewer than five of either outcome. */
  byAuthority: { authority: string; n: number; positives: number; auc: number | null; aucInterval: [number, number] | null }[]
  /** Who was inspected, by what can be told of everybody: `subjects` that could have been, of them `inspected`; `uncovered` in a tier, industry or region where nobody was; `effective`: as many trials of equal weight tell as much; `rate`: the base rate if everybody had been inspected. null: everybody or nearly nobody was. */
  selection: { subjects: number; inspected: number; factors: ('tier' | 'industry' | 'region')[]; uncovered: number; effective: number; rate: number } | null
  challenger: BacktestChallenger | null
}
/** Another model on the same subjects and outcomes. */
export interface BacktestChallenger extends BacktestModel {
  /** Its area less the champion's, with the paired interval of DeLong. */
  difference: { auc: number; interval: [number, number] }
  /** Inspected subjects in the first tenth of both rankings, of one only, and how many of them had the outcome. */
  topTenth: Record<'both' | 'champion' | 'challenger', { n: number; positives: number }>
  /** All scored subjects by both models' tiers; of them those inspected, and with the outcome. */
  moves: { from: Tier; to: Tier; subjects: number; n: number; positives: number }[]
}
/** Weights that the outcomes of one period suggest, judged on a later one. Nothing is changed. */
export interface SuggestedWeights {
  model: string
  /** The period that was learnt from: scored as of the day before `split`. */
  train: { split: string; until: string; n: number; positives: number }
  /** Strength of the pull to the present weights, chosen within the training period, and the mean loss on parts of it that were left out; lower is better. */
  ridge: number
  loss: { present: number; suggested: number }
  dimensions: {
    dimension: string; class: RecordClass; nameZh: string; nameEn: string; direction: 'risk' | 'protective'
    weight: number; suggested: number
    /** Share of the training subjects who have points of it. */
    nonZero: number
  }[]
  /** What would have to change in the model: in the shape that whatIf takes. */
  changes: Record<string, { weight: number }>
  /** Judged on the later period, which was not learnt from: the present model, and the suggested one as its challenger. */
  judged: Backtest
}

export interface RunComparison {
  from: ScoreRun
  to: ScoreRun
  /** Subjects by tier before and after; null: not in that run. */
  migration: { from: Tier | null; to: Tier | null; subjects: number }[]
  /** Those of another tier, the furthest moved first, with the contributions that changed most, in points of the index. */
  moved: {
    subjectId: number; name: string; uscc: string | null; before: number; after: number; tierBefore: Tier; tierAfter: Tier
    because: { dimension: string; nameZh: string; nameEn: string; before: number; after: number }[]
  }[]
}

export interface DraftInfo {
  draft: number
  name: string
  /** Version that it began as, or was last published as. */
  basedOn: string
  revision: number
  note: string
  /** Account of the machine; '' unknown. */
  author: string
  createdAt: string
  changedBy: string
  changedAt: string
}
export interface ModelDraft extends DraftInfo {
  /** The model that it began as. */
  base: DraftModel
  model: DraftModel
  /** Those that may be on, in the order in which they are tried. */
  vetoes: DraftVeto[]
}
export interface PublishedModel {
  number: number
  version: string
  sha256: string
  basedOn: string
  draft: number
  note: string
  /** As they wrote it. */
  author: string
  /** Account of the machine; '' unknown. */
  publishedBy: string
  publishedAt: string
}
export interface ModelList {
  /** Version by which subjects are scored where no model is named. */
  current: string
  builtIn: { version: string; nameZh: string; nameEn: string; dimensions: number }
  versions: PublishedModel[]
  drafts: DraftInfo[]
}
/** What is wrong with a draft: an expression (`at` its character, from 1; null unknown) or a case that comes out otherwise. */
export interface DraftMistake {
  /** Id of a dimension, or vetoes.<id>. */
  of: string
  field: 'value' | 'evidence' | 'condition' | 'cases'
  /** Worded in the locales under workshop.reasons, with what it names; `case` for a case. */
  code: string
  what: string
  /** The same in English. */
  reason: string
  at: number | null
  case: { number: number; expected: { value: number | null; points: number }; got: { value: number | null; points: number } } | null
}
export interface ModelComparison {
  run: number
  asOf: string
  from: { version: string; tiers: Record<Tier, number> }
  to: { version: string; tiers: Record<Tier, number> }
  migration: { from: Tier; to: Tier; subjects: number }[]
  /** What differs between the models. */
  changes: ModelChange[]
  /** Those of another tier, the furthest moved first. */
  moved: { subjectId: number; name: string; uscc: string | null; before: number; after: number; tierBefore: Tier; tierAfter: Tier }[]
}

/** For one dimension, three whole numbers a subject of the run, in no particular order. Index points are in millionths. */
export interface WhatIf {
  run: number
  /** Its version; of a draft with its revision. */
  model: string
  dimension: string
  weight: number
  cap: number | null
  /** By band; the last are those of an unknown value. */
  points: number[]
  /** Largest partial index of the dimension's class. */
  ceiling: number
  thresholds: { B: number; C: number; D: number }
  /** Three columns of 32-bit little-endian integers, one after the other: see columnsOf in shared/whatIf.ts. */
  columns: Uint8Array
}

export interface TierSummary {
  asOf: string
  model: string
  run: number
  tiers: Record<Tier, number>
  groups: ({ key: string; label: string } & Record<Tier, number>)[]
  /** Histogram of the index: 50 bins of width 2 from 0 to 100. */
  histogram: number[]
  thresholds: { B: number; C: number; D: number }
}

export interface TierHistory { run: number; model: string; asOf: string; tiers: Record<Tier, number> }
export interface TierMatrix {
  rows: { key: string; label: string }[]
  columns: { key: string; label: string }[]
  /** Only cells that have subjects; row and column by place in the lists; risky: tier C or D. */
  cells: { row: number; column: number; subjects: number; risky: number }[]
}
export interface TierMigration {
  from: TierHistory
  to: TierHistory
  /** Tier null: the run did not score the subject. */
  moves: { from: Tier | null; to: Tier | null; subjects: number }[]
}

/** Values from `from` (inclusive; null: no lower end) to `to` (exclusive; null: no upper end); `single`: the one value `from`. */
export interface ValueBin { from: number | null; to: number | null; single: boolean; points: number; subjects: number }
export interface DimensionGroup {
  key: string
  label: string
  subjects: number
  /** Those whose value is known. */
  known: number
  /** Those who get points for it, of either sign. */
  pointed: number
  mean: number | null
}
/** What inspections found among the subjects of one band; `from` null: below every step, or unknown. */
export interface OutcomeBand {
  from: number | null
  unknown: boolean
  points: number
  n: number
  problems: number
  /** Share with problems over that of all inspected, with its 95 % interval (Wilson); null where nobody was inspected. */
  lift: number | null
  liftInterval: [number, number] | null
}
export interface DimensionOutcomes {
  /** Inspections after the as-of day judge the dimension. Where there are too few, those of the year before it stand in: the dimension may have seen them. */
  leak: boolean
  from: string
  until: string
  n: number
  problems: number
  /** Σ (share of problems − share of others) × ln of their ratio, over the bands, half a subject added to each: below 0.02 it says nothing, above 0.3 much. null: nothing to compare. */
  informationValue: number | null
  /** Probability that a subject with problems has the higher value, ties half; unknown left out. null: nothing to compare. */
  auc: number | null
  bands: OutcomeBand[]
}
export interface DimensionExploration {
  dimension: string
  run: number
  asOf: string
  model: string
  /** Scored subjects that pass the filter. */
  subjects: number
  known: number
  zero: number
  /** Those who get points for it. */
  pointed: number
  mean: number | null
  median: number | null
  p90: number | null
  least: number | null
  most: number | null
  bins: ValueBin[]
  unknown: { subjects: number; points: number }
  industries: DimensionGroup[]
  regions: DimensionGroup[]
  /** null: nobody who passes the filter was ever inspected. */
  outcomes: DimensionOutcomes | null
}
export interface Correlation {
  dimension: string
  nameZh: string
  nameEn: string
  class: RecordClass
  /** Spearman's ρ over the subjects of the sample that have both values. */
  rho: number
  n: number
}

export interface Pool {
  pool: number
  name: string
  kind: 'predicate' | 'list'
  filter: Filter
  note: string
  author: string
  createdAt: string
  /** As-of day of the scores at that time. */
  asOf: string | null
  /** Subjects that are in it now; null: its filter names what the latest run no longer has. */
  subjects: number | null
}

export interface Dimension {
  id: string
  class: RecordClass
  /** Chinese; the En pair in English. */
  level1: string
  level1En: string
  level2: string
  level2En: string
  nameZh: string
  nameEn: string
  meaningZh: string
  meaningEn: string
  direction: 'risk' | 'protective'
  weight: number
  cap: number
  legalBasis: string | null
  unit: string
  bands: { from: number | null; points: number }[]
  /** Points where the value is unknown. */
  missing: number
  cases: number
}

export interface Contribution {
  dimension: string
  class: RecordClass
  nameZh: string
  nameEn: string
  value: number | null
  points: number
  weight: number
  /** Share of the index in points; all contributions of a subject sum to its index. */
  contribution: number
  /** Rows behind the value; null in a profile where other subjects would have to be read to count them. */
  evidence: number | null
}
export interface Explanation {
  subjectId: number
  index: number
  tier: Tier
  tierReason: 'index' | 'veto' | 'override'
  /** The veto that holds, whether an override goes over it or not. */
  veto: { id: string; nameZh: string; nameEn: string; legalBasis: string } | null
  /** Set where persons set the tier: what they said, and the tier that index and vetoes give without it. */
  override: { override: TierOverride; tierWithout: Tier } | null
  asOf: string
  model: string
  partials: Record<RecordClass, number>
  ceilings: Record<RecordClass, number>
  contributions: Contribution[]
}

/** A tier that one person proposed against the index and another confirmed. */
export interface TierOverride {
  override: number
  /** Who bears it now, after merges; null: the subject went with the batch that had brought it. */
  subjectId: number | null
  name: string
  code: string | null
  tier: Tier
  /** It holds even where a veto forces D. */
  overVeto: boolean
  reason: string
  ground: string
  author: string
  /** Account of the machine; '' unknown. */
  authorAccount: string
  proposedAt: string
  /** Last day on which it holds. */
  expiresOn: string
  state: 'proposed' | 'confirmed' | 'withdrawn' | 'expired'
  confirmedBy: string | null
  confirmedAccount: string | null
  confirmedAt: string | null
  /** '' the program, since the subject went. */
  withdrawnBy: string | null
  withdrawnAt: string | null
  withdrawnNote: string | null
  /** Where the subject stands in the latest run, and whether this override set its tier there; null: not scored. */
  now: { index: number; tier: Tier; tierReason: 'index' | 'veto' | 'override'; /** Id of the veto that holds. */ veto: string | null; byThis: boolean } | null
}

export interface Overview {
  subjects: number
  records: Record<RecordClass, number>
  quarantined: number
  unattached: number
  queued: number
  freshness: { class: RecordClass; rows: number; earliest: string | null; latest: string | null }[]
  runs: ScoreRun[]
  /** Subjects whose data changed since the last run; 0 while nothing was scored. */
  stale: number
  /** Subjects whose index rose most since the run before; empty with fewer than two runs. */
  rises: { subjectId: number; name: string; uscc: string | null; before: number; after: number; tierBefore: Tier; tierAfter: Tier }[]
  /** Highest indices now. */
  top: { subjectId: number; name: string; uscc: string | null; index: number; tier: Tier }[]
  batches: { batch: number; importedAt: string; files: number; loaded: number }[]
  draws: number
}

export interface SubjectBrief { subjectId: number; name: string; uscc: string | null; localCode: string | null; tier: Tier | null; index: number | null; /** Why it was found: what of it has the text. */ matched: MatchedBy }
/** In order of rank: equal code, equal name, beginning of either, within either, pinyin initials, former name, legal representative. */
export type MatchedBy = 'code' | 'name' | 'initials' | 'former_name' | 'legal_rep'

export interface SubjectProfile {
  subject: {
    subjectId: number; uscc: string | null; localCode: string | null; name: string; formerNames: string[]; legalRep: string | null
    registrar: string | null; region: string | null; regionName: string | null; industry: string | null; type: string | null; status: string | null
    established: string | null; capitalYuan: number | null; address: string | null; phone: string | null
    /** Its code by the parts and checks of the standards; null: it has none. */
    code: CodeCheck | null
  }
  explanation: Explanation | null
  records: Record<RecordClass, number>
  /** Set where the subject asked for was merged into this one. */
  askedFor: { subjectId: number; name: string; code: string | null } | null
  /** Subjects that were merged into this one, the latest first; `by`: account of the machine, '' the program. */
  mergedFrom: { decision: number; subjectId: number; name: string; code: string | null; at: string; by: string }[]
}

/** What subjects share: an address, a telephone, a person (a name within a registrar), a known subject, or another party. */
export type SharedKind = 'address' | 'phone' | 'person' | 'subject' | 'party'

/** One thing that several subjects share, with who they are in figures. */
export interface Connector {
  /** Decimal digits. */
  key: string
  shared: SharedKind
  /** The address, number or name. */
  label: string
  /** The subject that it is; its members are then those whose relation records name it, and itself. */
  subjectId: number | null
  step: 1 | 2
  /** As what they have it (address, legal_rep, shareholder …), most frequent first. */
  kinds: string[]
  /** Subjects that share it, the one asked for included where it does. */
  members: number
  /** More members than are followed: none of them is a neighbour through it, but for the subject that it is. */
  hub: boolean
  tiers: Record<Tier, number>
  /** Now on the list of abnormal operation. */
  abnormal: number
  /** Without the annual report that is due; null: the workspace knows of no such report. */
  noReport: number | null
}

export interface RelatedSubject { subjectId: number; name: string; code: string | null; tier: Tier | null; index: number | null; /** 0: the one asked for. */ step: 0 | 1 | 2 }

export interface Relations {
  subjectId: number
  /** Neighbours in one step. */
  first: number
  /** In two and not in one; null: not followed, since one step or the many of the first. */
  second: number | null
  /** How many things are shared, and those with the most members, nearest first. */
  connectorCount: number
  connectors: Connector[]
  /** The subject itself, and neighbours of the highest index, nearest first: so many as a picture can show. */
  subjects: RelatedSubject[]
  /** Which of these share which of those. */
  links: { key: string; subjectId: number }[]
  /** Year of the annual report that is due by now; null: none is known. */
  reportYear: number | null
  /** All scored subjects by tier, to compare with. */
  all: Record<Tier, number>
}

export interface Policy {
  id: string
  nameZh: string
  nameEn: string
  source: string
  validFrom: string
  /** null: until further notice. */
  validUntil: string | null
  ratios: Record<Tier, number>
  /** The rule's own bounds by tier; null: none. A plan beyond them is warned of, not refused. */
  limits: Record<Tier, { floor: number | null; ceiling: number | null }>
  /** Values of subject.status that never enter a frame. */
  excludedStatuses: string[]
  rules: { tier: Tier; textZh: string; textEn: string }[]
}
export interface Stratum { stratum: Tier; frame: number; ratio: number; drawn: number; spares: number }
/** Subjects that pass the filter and yet are not in the frame; reason: not_scored, or status_ and the status. */
export interface Exclusion { reason: string; count: number }
export interface PlanPreview { strata: Stratum[]; frame: number; drawn: number; exclusions: Exclusion[]; warnings: { code: string; params: Record<string, string | number> }[] }
export interface DrawInfo {
  draw: number
  name: string
  policy: string
  state: 'committed' | 'drawn'
  committedAt: string
  commitment: string
  run: number
  strata: Stratum[]
  exclusions: Exclusion[]
  frame: number
  /** Canonical: digits only. */
  seed: string | null
  /** Drawn with a seed that is no public one: it proves nothing. */
  rehearsal: boolean
  witnesses: string[]
  drawnAt: string | null
  drawn: number
}
export interface CampaignInfo {
  campaign: number
  name: string
  /** unstaffed: drawn, and a department cannot staff its visits. */
  state: 'committed' | 'drawing' | 'unstaffed' | 'staffed'
  committedAt: string
  commitment: string
  /** `task`: of an annual plan; null: none. */
  parts: { department: string; draw: number; task: number | null; items: { code: string; name: string; qualification: string | null }[] }[]
  perDepartment: number
  least: number
  on: string
  /** Officers committed, pairs that must not meet, and officers kept out, by reason. */
  officers: number
  recusals: number
  officersKeptOut: { reason: string; count: number }[]
  seed: string | null
  rehearsal: boolean
  witnesses: string[]
  drawnAt: string | null
  /** Subjects drawn, counted by department; visits after merging: the difference is visits saved. */
  drawn: number
  visits: number
  shortages: Shortage[]
  /** What was changed after the draw, in order. */
  changes: { at: string; by: string; kind: 'relaxed' | 'subject' | 'officer' | 'companion'; reason: string; detail: Record<string, unknown> }[]
}
/** A change after the draw, numbered from 1 without gaps; `by`: account of the machine, '' unknown. */
export type CampaignChange = { event: number; at: string; by: string; reason: string } & (
  | { kind: 'subject'; subject: { id: string; name: string }; /** Who took the subject's place, by department. */ replacements: { department: string; id: string; name: string }[] }
  | { kind: 'officer'; subject: { id: string; name: string }; department: string; before: { officer: string; name: string }; after: { officer: string; name: string } }
  | { kind: 'companion'; library: 'expert' | 'body'; companion: string; name: string; leaves: boolean; /** Subjects of the visits that they came to, or left. */ subjects: { id: string; name: string }[] }
  | { kind: 'relaxed'; department: string; /** Visits that each officer may make now; null: as before. */ most: number | null; /** Let in. */ officers: { officer: string; name: string }[] }
)
/** `most`: visits that the officer can still make in the year; null: any number. */
export interface FurtherOfficer { officer: string; name: string; qualifications: string[]; most: number | null }
/** A day of a joint inspection: its visits, the officers under way, and visits of the officer who makes the most that day, those of other inspections included. */
export interface VisitDay { day: string; visits: number; officers: number; most: number }
/** Visits of a department in a joint inspection, its committed officers, their seats on visits, and the visits of the officer who makes the fewest and the most; seats 0: not staffed. */
export interface DepartmentLoad { department: string; visits: number; officers: number; seats: number; least: number; most: number }
/** Why a department cannot staff its visits, and the least that would let it: each relaxation alone is enough. */
export interface Shortage {
  department: string
  seats: number
  unfilled: number
  visits: { visit: string; officers: number; eligible: number; qualifications: string[]; qualified: number; recused: number }[]
  relaxations: ({ kind: 'officers'; add: number; qualifications: string[] } | { kind: 'most'; to: number })[]
}
/** Problem rates by stratum and of the whole frame, with intervals of 95 %; null while a stratum has no inspection. Those drawn and not inspected are taken to be like the inspected. */
export interface DrawFindings {
  draw: number
  /** Inspections from this day on count. */
  since: string
  strata: { stratum: Tier; frame: number; drawn: number; inspected: number; problems: number; rate: number | null; interval: [number, number] | null }[]
  overall: { rate: number; interval: [number, number] } | null
  /** Subjects with problems to expect in the whole frame. */
  problems: number | null
}
export interface Verification { ok: boolean; checks: { name: string; ok: boolean; detail: string }[] }

export interface LibraryChange {
  change: number
  at: string
  /** Account of the machine; '' unknown. */
  by: string
  kind: LibraryKind
  /** Parts joined by /. */
  key: string
  action: 'added' | 'changed' | 'ended'
  /** null: there was none. */
  before: Record<string, LibraryCell> | null
  /** null: it never came into force. */
  after: Record<string, LibraryCell> | null
  reason: string
  /** File that brought it; '' by hand. */
  source: string
}
export interface LibraryImport {
  kind: LibraryKind
  name: string
  headerRow: number
  /** read = added + changed + unchanged + refused rows, and those whose end alone the file told; without `applied` all but read and refused are 0. */
  read: number
  added: number
  changed: number
  unchanged: number
  ended: number
  /** At most 1000; a row may be refused for several cells. */
  refused: { row: number; code: string; message: string; hint: string; params: Record<string, string | number> }[]
  refusedRows: number
  /** Headers that no column takes. */
  ignored: string[]
  applied: boolean
}

export interface PlanTask extends Required<Omit<z.output<typeof planTaskSchema>, 'year'>> {
  /** checked: when last checked it broke no rule. */
  state: 'draft' | 'checked'
  /** Draws committed for it. */
  draws: number[]
  changedAt: string
  changedBy: string
}
export interface AnnualPlan { year: number; name: string; mostPerSubject: number | null; note: string; tasks: PlanTask[] }
export interface BrokenRule {
  /** A stable code, worded in the locales under errors. */
  rule: string
  /** refuse: it cannot be carried out so; warn: it may come to that, or the rule is one of good order. */
  severity: 'refuse' | 'warn'
  /** Tasks that break it together. */
  tasks: number[]
  /** Item, tier or department of which it is broken; '' the task as a whole. */
  where: string
  message: string
  hint: string
  /** Found and allowed; shares are 0–1. */
  params: Record<string, string | number>
}
export interface PlanCheck {
  year: number
  /** What each task would draw each time, and how many visits that makes in its period. */
  tasks: { task: number; strata: Stratum[]; frame: number; drawn: number; visits: number }[]
  broken: BrokenRule[]
}

/** A table of result codes, with its effective days. */
export interface ResultCodes {
  id: string
  nameZh: string
  nameEn: string
  source: string
  validFrom: string
  /** null: until further notice. */
  validUntil: string | null
  /** Whether it holds on the day that was asked about. */
  inForce: boolean
  codes: ResultCode[]
}
export interface ResultCode {
  code: string
  zh: string
  en: string
  /** What it says in a record of an inspection. */
  outcome: 'passed' | 'problem' | 'corrected' | 'unreachable' | 'closed' | 'uncooperative' | 'not_inspected' | 'unknown'
  problem: boolean
  /** It stands alone. */
  exclusive: boolean
  /** Something must follow before the matter is closed. */
  followUp: boolean
  /** A remark must say what it was. */
  explain: boolean
  /** Ground of the list of abnormal operation for which its publication opens a case. */
  opens: 'falsehood' | 'unreachable' | null
}
/** Why one result was refused. `column`: of the file or of the entry; '' the result as a whole. */
export interface ResultRefusal { code: string; message: string; hint: string; params: Record<string, string | number> }
/** taken: entered or changed; same: already entered so. */
export interface ResultsEntered { taken: number; same: number; refused: (ResultRefusal & { visit: number; item: string; column: string })[] }
/** What came in with a filled package. read = taken + same + refusedRows. */
export interface ResultsImport {
  name: string
  headerRow: number
  read: number
  taken: number
  same: number
  refusedRows: number
  /** Rows in which nothing was filled in: they do not count as read. */
  blank: number
  /** Photos and documents that came with the taken rows. */
  attachments: number
  /** The first 1000; `file`: the table of the package, `row`: 1-based in it. A row may be refused for several cells. */
  refused: (ResultRefusal & { file: string; row: number; column: string })[]
  /** Headers that no column takes. */
  ignored: string[]
}
/** done: how many; each other is told with why. */
export interface ResultsDone { done: number; refused: (ResultRefusal & { result: number })[] }
/**
 * Arrow columns of a row: result, revision (NULL and 0 where not entered), origin (campaign | draw), number, task (name of the inspection), visit, subject_id, id, name, uscc, address, department,
 * department_name, item, item_name, officers (names, 、 between), state, code_set, codes (JSON list), outcome, problem, inspected_on, remark, attachments (count), entered_by, entered_at, reviewed_by, reviewed_at,
 * returned_for, correction (its reason), follow_up, publication (latest), published_on (first), due_on (last day for publishing, or for the correction under way), days_left
 * (working days until then, negative: overdue; NULL: nothing is due, or the calendar of a year is not known).
 */
export interface ResultsPage extends Table {
  /** Of all rows under the filter but for `states`. */
  states: Record<ResultState, number>
  /** Of the rows under the filter: inspected and past the last day for publishing or correcting. */
  overdue: number
  /** Years without a calendar of working days (resources/calendar) that a time runs through: there a day is not told, rather than guessed. */
  calendarMissing: number[]
}
export interface ResultDetail {
  result: number
  revision: number
  of: InspectionRef
  task: string
  visit: number
  subject: { subjectId: number; id: string; name: string; uscc: string | null; address: string | null }
  department: { code: string; name: string }
  item: { code: string; name: string }
  officers: { officer: string; name: string; department: string }[]
  state: Exclude<ResultState, 'not_entered'>
  codeSet: string
  codes: ResultCode[]
  outcome: ResultCode['outcome']
  problem: boolean
  inspectedOn: string
  remark: string
  enteredBy: string
  enteredAt: string
  reviewedBy: string | null
  reviewedAt: string | null
  returnedFor: string | null
  /** Set while what was published is being corrected. */
  correction: { reason: string; foundOn: string } | null
  followUp: FollowUp
  /** Who entered or changed it since it was last published: none of them reviews it. */
  enteredByAll: string[]
  /** Last day for publishing, or for the correction under way, and working days left; null: nothing is due, or the calendar is not known (calendarMissing). */
  dueOn: string | null
  daysLeft: number | null
  calendarMissing: number[]
  attachments: { sha256: string; name: string; media: string; bytes: number; revision: number }[]
  /** In order; the last is how it stands. */
  events: { revision: number; at: string; by: string; /** Who brought the file that `by` filled in; '' nobody. */ importer: string; kind: ResultEvent; reason: string; source: string; content: { state: string; code_set: string; codes: string[]; inspected_on: string; remark: string; follow_up: string } }[]
  /** What was published of it, the first first. */
  published: { publication: number; entry: number; publishedOn: string; revision: number; replaces: number | null; reason: string; content: Record<string, string> }[]
  /** Cases for the list of abnormal operation that followed from it. */
  cases: { caseNumber: number; list: string; ground: string; openedAt: string; state: 'open' | 'dropped'; closedFor: string | null }[]
}
export type ResultEvent = 'entered' | 'changed' | 'attached' | 'approved' | 'returned' | 'published' | 'correcting' | 'kept' | 'follow_up'
export interface Publication {
  publication: number
  publishedAt: string
  publishedOn: string
  publishedBy: string
  note: string
  entries: number
  corrections: number
  /** Of the CSV that exportPublication gives, hex. */
  sha256: string
  /** Batch of its records. */
  batch: number
  /** Names of the inspections that it has results of. */
  tasks: string[]
}
/** Counts of what was drawn: entered and published are shares of it by completion; closed (published, and nothing left to follow) of published by closure. */
export interface InspectionFigures {
  drawn: number
  entered: number
  /** States now. */
  awaitingReview: number
  returned: number
  approved: number
  /** Ever published, also where a correction is under way. */
  published: number
  closed: number
  /** Of the published, as they were published last; and the subjects of them: several results of one subject count once. */
  problems: number
  problemSubjects: number
  /** Published, and inspected no more working days before than there is time for; of the rest of the published the calendar is known. */
  onTime: number
  late: number
  /** Inspected, not published, and past their last day. */
  overdue: number
  /** How often results were returned, and published ones corrected. */
  returns: number
  corrections: number
  /** Corrections published within their time. */
  correctedOnTime: number
  /** published ÷ drawn, closed ÷ published, problems ÷ published; null: nothing to divide by. */
  completion: number | null
  closure: number | null
  problemRate: number | null
}
export interface InspectionStatistics {
  /** Working days for publishing and for correcting. */
  days: { publish: number; correct: number }
  departments: ({ department: string; name: string } & InspectionFigures)[]
  inspections: ({ of: InspectionRef; name: string; drawnOn: string } & InspectionFigures)[]
  total: InspectionFigures
  calendarMissing: number[]
}

export interface JobRef { job: string }

/** What a job's `awaitJob` answers, by kind. */
export interface JobResults { import: ImportReport; undo: UndoReport; mend: MendReport; match: MatchReport; score: ScoreRun; backtest: Backtest; suggest: SuggestedWeights; demo: Workspace; commit: DrawInfo; draw: DrawInfo; campaign: CampaignInfo; campaignDraw: CampaignInfo; results: ResultsImport; cases: FoundCases }

export interface Output extends ListOutput, ProfileOutput, PunishmentOutput, DutyOutput, DossierOutput {
  findCases: JobRef
  createWorkspace: Workspace
  openWorkspace: Workspace
  closeWorkspace: null
  currentWorkspace: Workspace | null
  recentWorkspaces: { folder: string; workspaces: RecentWorkspace[] }
  workspaceStatus: WorkspaceStatus
  engineMemory: { rss: number; duckdb: number | null; limit: number | null }
  createDemo: JobRef
  listJobs: Job[]
  cancelJob: null
  awaitJob: JobResults[JobKind]
  previewFile: FilePreview
  importFiles: JobRef
  listSources: SourceFile[]
  saveRecipe: Recipe
  composeRecipe: { recipe: RecipeText; yaml: string }
  typedPreview: TypedPreview
  listRecipes: Recipe[]
  deleteRecipe: null
  listBatches: BatchInfo[]
  undoBatch: JobRef
  attachmentPage: Table
  matchNames: JobRef
  identityQueue: { total: number; kinds: Record<IdentityKind, number>; pairs: IdentityPair[] }
  decideIdentity: { decision: number; moved: number }
  undoIdentity: IdentityDecision
  mergeSubjects: { decision: number; moved: number; subjectId: number }
  splitSubject: SplitReport
  identityDecisions: { total: number; decisions: IdentityDecision[] }
  repairPage: Table
  quarantinePage: Table
  rejectFacets: RejectFacets
  rejectRow: Reject
  checkReject: RejectCheck
  checkChange: ChangeCheck
  mendRejects: JobRef
  mendFile: JobRef
  exportRejects: { rows: number; files: number; bytes: Uint8Array | null }
  discardRejects: { rows: number }
  restoreRejects: { rows: number }
  recordLineage: Lineage
  dataDictionary: DictionaryTable[]
  dictionaryPage: string
  columnFigures: ColumnFigures
  dataQuality: QualityReport
  qualityRows: Table
  scoreSubjects: JobRef
  backtest: JobRef
  suggestWeights: JobRef
  listRuns: ScoreRun[]
  compareRuns: RunComparison
  whatIf: WhatIf | null
  tierSummary: TierSummary | null
  tierHistory: TierHistory[]
  tierMatrix: TierMatrix | null
  tierMigration: TierMigration
  /** null: nothing was scored. */
  exploreDimension: DimensionExploration | null
  correlateDimension: { sampled: number; correlations: Correlation[] } | null
  dimensionSubjects: Table
  savePool: Pool
  listPools: Pool[]
  deletePool: null
  listModels: ModelList
  createDraft: ModelDraft
  readDraft: ModelDraft
  changeDraft: DraftInfo
  checkExpression: DraftMistake[]
  checkDraft: DraftMistake[]
  publishDraft: PublishedModel
  deleteDraft: null
  compareModels: ModelComparison
  listDimensions: Dimension[]
  dimensionSql: { sql: string }
  explainSubject: Explanation | null
  proposeOverride: TierOverride
  confirmOverride: TierOverride
  withdrawOverride: TierOverride
  listOverrides: { total: number; /** Of all, whichever are listed. */ states: Record<TierOverride['state'], number>; overrides: TierOverride[] }
  contributionEvidence: Table
  overview: Overview
  subjectPage: Table
  facet: { value: string | null; label: string; count: number }[]
  searchSubjects: SubjectBrief[]
  subjectProfile: SubjectProfile
  subjectRecords: Table
  subjectRelations: Relations
  relatedSubjects: Table
  tableWorkbook: Uint8Array
  listLibraries: LibraryInfo[]
  libraryPage: Table
  saveLibraryRow: { action: 'added' | 'changed' | 'unchanged' | 'ended' }
  endLibraryRow: null
  libraryLog: { total: number; changes: LibraryChange[] }
  importLibrary: LibraryImport
  libraryTemplate: Uint8Array
  savePlan: AnnualPlan
  savePlanTask: PlanTask
  deletePlanTask: null
  listPlans: AnnualPlan[]
  checkPlan: PlanCheck
  listPolicies: Policy[]
  planDraw: PlanPreview
  commitDraw: JobRef
  drawSample: JobRef
  listDraws: DrawInfo[]
  commitCampaign: JobRef
  drawCampaign: JobRef
  listCampaigns: CampaignInfo[]
  campaignVisits: Table
  campaignLoads: DepartmentLoad[]
  scheduleVisits: VisitDay[]
  setVisitDay: VisitDay[]
  campaignDays: VisitDay[]
  changeCampaign: CampaignInfo
  campaignChanges: CampaignChange[]
  furtherOfficers: FurtherOfficer[]
  exportCampaign: Uint8Array
  listPaperTemplates: PaperTemplate[]
  exportPaperTemplate: Uint8Array
  importPaperTemplate: PaperTemplate
  restorePaperTemplate: PaperTemplate
  /** `papers`: how many, or rows of a list. */
  exportPapers: { bytes: Uint8Array; papers: number; format: 'docx' | 'zip' | 'xlsx' }
  exportNotices: { bytes: Uint8Array; papers: number; format: 'docx' | 'zip' }
  drawSheet: Table
  drawFindings: DrawFindings
  exportBundle: Uint8Array
  listOperators: { operators: Operator[] }
  saveOperator: Operator
  endOperator: Operator
  signIn: Identity
  signOut: Identity
  whoAmI: Identity
  listAudit: { total: number; entries: AuditEntry[] }
  verifyAudit: AuditCheck
  exportAudit: Uint8Array
  listResultCodes: ResultCodes[]
  exportTaskPackage: Uint8Array
  importResults: JobRef
  enterResults: ResultsEntered
  listResults: ResultsPage
  readResult: ResultDetail
  reviewResults: ResultsDone
  publishResults: ResultsDone & { /** null: all were refused. */ publication: Publication | null }
  correctResult: ResultDetail
  keepResult: ResultDetail
  setFollowUp: ResultsDone
  attachToResult: ResultDetail
  readAttachment: { name: string; media: string; bytes: Uint8Array }
  listPublications: { total: number; publications: Publication[] }
  exportPublication: Uint8Array
  inspectionStatistics: InspectionStatistics
  verifyBundle: Verification
}

export interface Operator { name: string; roles: Role[]; createdAt: string; endedAt: string | null }
/** Who one is on this connection. */
export interface Identity { /** Whether the workspace has operators: then one must sign in. */ operators: boolean; /** null: nobody signed in. */ name: string | null; /** null: everything, as there are no operators. */ roles: Role[] | null; /** The account that runs the program. */ account: string }
/** One transaction of one deed. `input`, `before` and `after` are JSON as it was kept: what is long or secret only by size and hash. */
export interface AuditEntry { seq: number; at: string; by: string; account: string; verb: string; deed: string; step: number; input: unknown; before: unknown; after: unknown; /** Why it was not let do it. */ refused?: string; hash: string }
export interface AuditCheck {
  ok: boolean
  links: number
  /** Hash of the last link: noted outside, it proves later that nothing before it was changed. */
  head: string
  /** First link that is not as it was written: changed; missing before it; moved from its place; removed after it; unknown, the noted hash. */
  broken: { seq: number; why: 'changed' | 'missing' | 'moved' | 'tail' | 'unknown' | 'gone' } | null
}

/** The engine as a screen or a command sees it, whatever lies between. */
export type Engine = { [V in Verb]: (input: Input<V>) => Promise<Output[V]> }

/** A group of verbs as its room implements them: inputs already validated. */
export type Verbs<V extends Verb> = { [K in V]: (input: Parsed<K>) => Promise<Output[K]> }

/** What has changed in the workspace, so that views ask again. */
export type Topic = 'workspace' | 'records' | 'scores' | 'draws' | 'pools' | 'models' | 'libraries' | 'plans' | 'results' | 'operators' | 'papers' | 'cases' | 'punishments' | 'notes' | 'watched'
export interface Events {
  jobChanged: (job: Job) => void
  changed: (topic: Topic) => void
}
export type { ChipField, Filter, FilterField, LibraryCell, LibraryInfo, LibraryKind, RecipeText, RecordClass, Tier }

import { z } from 'zod'
import { recordClasses } from '../../../shared/classes.ts'
import { digest } from './digest.ts'

export { bandAt, contributionOf, pointsOf } from '../../../shared/points.ts'

/** A text in both languages of the screen: [zh, en]. */
const both = z.tuple([z.string().min(1).max(600), z.string().min(1).max(900)])
const cell = z.union([z.string(), z.number(), z.boolean(), z.null()])
const identifier = z.string().regex(/^[a-z][a-z0-9_]{0,59}$/, 'a name of small letters, digits and _')
const columnType = z.enum(['INTEGER', 'BIGINT', 'DOUBLE', 'BOOLEAN', 'VARCHAR', 'DATE'])

const dimensionSchema = z.strictObject({
  id: z.string().regex(/^[a-z]+\.[a-z0-9_]+$/, 'an id is written class.name'),
  level2: both,
  name: both,
  /** What the value says, in words of the trade. */
  meaning: both,
  /** Law or regulation that the fact rests on; null where there is none. */
  legal_basis: z.string().min(1).max(300).nullable(),
  /** What the value counts: times, yuan, days, share, kinds, subjects, grade, flag … */
  unit: identifier,
  direction: z.enum(['risk', 'protective']).default('risk'),
  /** Aggregate over the declared columns of the class: one number a subject. */
  value: z.string().min(1).max(2000),
  /** Condition over the declared columns that picks the rows behind the value. */
  evidence: z.string().min(1).max(2000).default('true'),
  /** [from, points], ascending; the first `from` is null. The last band whose `from` the value reaches counts. */
  bands: z.array(z.tuple([z.number().nullable(), z.number().min(-100).max(100)])).min(1).max(20),
  /** Points where the value is unknown. Unknown is not safe; nor is it guilty. */
  missing: z.number().min(-100).max(100).default(0),
  /** Points of the index at 100 points of this dimension; 0 leaves it out. */
  weight: z.number().min(0).max(100),
  /** Largest contribution either way; the weight where not given. */
  cap: z.number().gt(0).max(100).optional(),
  /** Offers the column decay_N = 0.5^(age_days / N) to this dimension's expressions. */
  half_life_days: z.number().int().min(1).max(10_000).optional(),
  cases: z.array(z.strictObject({ rows: z.array(z.record(z.string(), cell)).max(50), value: z.number().nullable(), points: z.number() })).min(1).max(20),
})

const classSchema = z.strictObject({
  class: z.enum(recordClasses),
  level1: both,
  /** SELECT of one row a record with at least subject_id, age_days, the declared and the readable columns. Reads `subject` and `known_<class>`: the class as known at $asof. */
  facts: z.string().min(1).max(20_000),
  /**
   * Whose values change when the records or the description of others do. `none`: the facts of a subject rest on its own rows alone.
   * A SELECT of subject ids: those whose facts rest on the subjects in `reached`, and those on whom theirs rest; read anew with them.
   * Absent: anybody's, so that the class is measured as a whole whenever something changed.
   */
  neighbours: z.string().min(1).max(10_000).optional(),
  /** Columns that expressions may use, with their types. */
  columns: z.record(identifier, columnType),
  /** Columns of the facts shown to a person as evidence. */
  readable: z.array(identifier).min(1).max(40),
  dimensions: z.array(dimensionSchema).min(1).max(100),
})

const vetoSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9_]+$/),
  class: z.enum(recordClasses),
  name: both,
  legal_basis: z.string().min(1).max(300),
  /** Aggregate condition over the declared columns of the class. */
  condition: z.string().min(1).max(2000),
  evidence: z.string().min(1).max(2000).default('true'),
})

/** model.yaml without its classes. */
export const headSchema = z.strictObject({
  version: z.string().regex(/^[\w.-]{1,60}$/),
  valid_from: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  name: both,
  /** Largest partial index of each class; they sum to 100. */
  ceilings: z.record(z.enum(recordClasses), z.number().min(0).max(100)),
  /** Lowest index of each tier; A begins at 0. */
  thresholds: z.strictObject({ B: z.number().gt(0), C: z.number(), D: z.number().max(100) }),
  vetoes: z.array(vetoSchema).max(50).default([]),
})

export const modelSchema = headSchema.extend({ classes: z.array(classSchema).min(1).max(recordClasses.length) }).superRefine((model, issue) => {
  const refuse = (message: string, path: (string | number)[]): void => issue.addIssue({ code: 'custom', message, path })
  const ceilings = recordClasses.reduce((sum, one) => sum + (model.ceilings[one] ?? 0), 0)
  if (Math.abs(ceilings - 100) > 1e-9) refuse(`the ceilings sum to ${ceilings}, not 100`, ['ceilings'])
  const { B, C, D } = model.thresholds
  if (!(B < C && C < D)) refuse('the thresholds must rise: B < C < D', ['thresholds'])
  const seen = new Set<string>()
  const classes = new Set<string>()
  model.classes.forEach((group, i) => {
    if (classes.has(group.class)) refuse(`the class ${group.class} stands twice`, ['classes', i, 'class'])
    classes.add(group.class)
    group.dimensions.forEach((one, j) => {
      const at = (part: string): (string | number)[] => ['classes', i, 'dimensions', j, part]
      if (seen.has(one.id)) refuse(`${one.id}: the id stands twice`, at('id'))
      seen.add(one.id)
      if (!one.id.startsWith(`${group.class}.`)) refuse(`${one.id}: the id must begin with ${group.class}.`, at('id'))
      one.bands.forEach(([from], k) => {
        if ((k === 0) !== (from === null)) refuse(`${one.id}: the first band, and only that, begins at null`, at('bands'))
        if (k > 1 && from! <= one.bands[k - 1]![0]!) refuse(`${one.id}: the bands must rise`, at('bands'))
      })
      const wrong = [...one.bands.map(([, points]) => points), one.missing].find((points) => (one.direction === 'risk' ? points < 0 : points > 0))
      if (wrong !== undefined) refuse(`${one.id}: ${wrong} points go against the direction ${one.direction}`, at('bands'))
    })
  })
  model.vetoes.forEach((veto, i) => {
    if (!classes.has(veto.class)) refuse(`${veto.id}: the class ${veto.class} has no facts in this model`, ['vetoes', i, 'class'])
    if (model.vetoes.findIndex((other) => other.id === veto.id) !== i) refuse(`${veto.id}: the veto stands twice`, ['vetoes', i, 'id'])
  })
})

/** A whole risk model as it is stored with each run. */
export type Model = z.output<typeof modelSchema>
export type ModelClass = Model['classes'][number]
export type ModelDimension = ModelClass['dimensions'][number]
export type Veto = Model['vetoes'][number]

/** SHA-256 over the model as JSON, hex. */
export const modelSha256 = (model: Model): string => digest(model)

export const dimensionCount = (model: Model): number => model.classes.reduce((sum, group) => sum + group.dimensions.length, 0)

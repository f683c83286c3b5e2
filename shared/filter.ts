import { z } from './schema.ts'
import { recordClasses, tiers, type RecordClass } from './classes.ts'

/** Columns of the subject grid that may be filtered, sorted and faceted; `text` searches name, former names and code. */
export const filterFields = [
  'tier', 'index', 'name', 'uscc', 'registrar', 'region', 'industry', 'type', 'status', 'legal_rep', 'established', 'capital_yuan', 'records', 'tier_reason', 'text',
] as const
export type FilterField = (typeof filterFields)[number]

/** Fields that only pick: pools by their number, the tier of a past run, written `3:B`, and those whom the asker watches, `own`. */
export const pickFields = ['pool', 'tier_at', 'watched'] as const
/** A dimension is a field by its id: its value as the latest run measured it. */
export type DimensionId = `${RecordClass}.${string}`
export type ChipField = FilterField | (typeof pickFields)[number] | DimensionId

export function isDimension(field: string): field is DimensionId {
  const [, group] = /^([a-z]+)\.[a-z0-9_]{1,80}$/.exec(field) ?? []
  return (recordClasses as readonly (string | undefined)[]).includes(group)
}
const dimension = z.custom<DimensionId>((field) => typeof field === 'string' && isDimension(field), 'a dimension is written class.name')
const measured = z.union([z.enum(filterFields), dimension])

const value = z.union([z.string().max(200), z.number(), z.boolean()])

/** One chip under a view's title. Chips are joined by AND; the values of one `in` chip by OR. */
export const chipSchema = z.discriminatedUnion('op', [
  z.object({ field: z.union([measured, z.enum(pickFields)]), op: z.literal('in'), values: z.array(value).min(1).max(500) }),
  z.object({ field: measured, op: z.literal('between'), min: value.optional(), max: value.optional() }),
  z.object({ field: z.enum(filterFields), op: z.literal('contains'), value: z.string().min(1).max(200) }),
  z.object({ field: measured, op: z.literal('empty') }),
])
export const filterSchema = z.array(chipSchema).max(20)
export type Chip = z.infer<typeof chipSchema>
export type Filter = z.infer<typeof filterSchema>

export const sortSchema = z.array(z.object({ field: z.enum(filterFields).exclude(['text']), descending: z.boolean() })).max(3)
export type Sort = z.infer<typeof sortSchema>

/** `tier=D,registrar=610131` or the JSON of a Filter, as the command line takes it. */
export function parseFilter(text: string): Filter {
  const trimmed = text.trim()
  if (trimmed === '') return []
  if (trimmed.startsWith('[')) return filterSchema.parse(JSON.parse(trimmed))
  return filterSchema.parse(trimmed.split(',').map((part) => {
    const [, field, op, rest] = /^\s*([a-z_]+(?:\.[a-z0-9_]+)?)\s*(=|~|>=|<=)\s*(.*?)\s*$/.exec(part) ?? []
    if (!field) throw new SyntaxError(`cannot read the filter «${part}»: write field=value, field~text, field>=n or field<=n`)
    if (op === '~') return { field, op: 'contains', value: rest }
    if (op === '>=') return { field, op: 'between', min: typed(rest!) }
    if (op === '<=') return { field, op: 'between', max: typed(rest!) }
    return { field, op: 'in', values: rest!.split('|') }
  }))
}

const typed = (text: string): string | number => (/^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text)

export const isTier = (text: string): boolean => (tiers as readonly string[]).includes(text)

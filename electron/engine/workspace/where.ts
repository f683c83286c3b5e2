import { isDimension, type Chip, type ChipField, type DimensionId, type Filter, type Sort } from '../../../shared/filter.ts'
import { ident, join, raw, sql, type Sql } from '../duckdb/sql.ts'
import { normaliseName } from '../identity/normaliseName.ts'
import { valuesOf } from './measures.ts'
import { watchedBy, watcher } from './watched.ts'
import type { PoolChip } from './resolve.ts'

/** The condition of a filter over the columns of `subject_now` (or any alias of it that is in scope unqualified). */
export function whereOf(filter: Filter): Sql {
  return filter.length === 0 ? raw('true') : join(filter.map(conditionOf), ' AND ')
}

function conditionOf(chip: Chip): Sql {
  if (chip.field === 'text') return textCondition(chip)
  if (chip.op === 'in' && chip.field === 'pool') return poolCondition(chip)
  if (chip.op === 'in' && chip.field === 'tier_at') return pastCondition(chip.values)
  if (chip.field === 'watched') return sql`subject_id IN (${watchedBy(watcher())})`
  if (isDimension(chip.field)) return sql`subject_id IN (SELECT subject_id FROM (${valuesOf(chip.field)}) WHERE ${valueCondition(chip.field, chip)})`
  return columnCondition(chip, ident(chip.field))
}

function columnCondition(chip: Chip, column: Sql): Sql {
  switch (chip.op) {
    case 'empty': return sql`${column} IS NULL`
    case 'contains': return sql`contains(lower(${column}::VARCHAR), lower(${chip.value}))`
    case 'between': {
      const bounds: Sql[] = []
      if (chip.min !== undefined) bounds.push(sql`${column} >= ${typed(chip.field, chip.min)}`)
      if (chip.max !== undefined) bounds.push(sql`${column} <= ${typed(chip.field, chip.max)}`)
      return bounds.length === 0 ? raw('true') : join(bounds, ' AND ')
    }
    case 'in': return sql`${column}::VARCHAR IN (${join(chip.values.map((value) => sql`${String(value)}`), ', ')})`
  }
}

/** Values of a dimension are numbers, whatever the chip wrote; what is no number is equal to none. */
function valueCondition(field: DimensionId, chip: Chip): Sql {
  if (chip.op !== 'in') return columnCondition({ ...chip, field } as Chip, ident('value'))
  const numbers = chip.values.map(Number).filter(Number.isFinite)
  return numbers.length === 0 ? raw('false') : sql`value IN (${join(numbers.map((one) => sql`${one}`), ', ')})`
}

/** Pools are joined by OR. They must have been resolved: a predicate is looked up, never guessed. */
function poolCondition(chip: Chip & { op: 'in' }): Sql {
  if (!('of' in chip)) throw new Error('a filter with pools must be resolved before it becomes SQL')
  const conditions = (chip as PoolChip & { op: 'in' }).of.map((rule, i) => (rule === null
    ? sql`subject_id IN (SELECT subject_id FROM subject_pool_member WHERE pool = ${Number(chip.values[i])})`
    : sql`subject_id IN (SELECT subject_id FROM subject_now WHERE ${whereOf(rule)})`))
  return sql`(${join(conditions, ' OR ')})`
}

/** `3:B`: run 3 put the subject in tier B. */
function pastCondition(values: readonly unknown[]): Sql {
  const pairs = values.flatMap((value) => {
    const [, run, tier] = /^(\d{1,9}):([A-D])$/.exec(String(value)) ?? []
    return run && tier ? [sql`(run = ${Number(run)} AND tier = ${tier})`] : []
  })
  return pairs.length === 0 ? raw('false') : sql`subject_id IN (SELECT subject_id FROM score_past WHERE ${join(pairs, ' OR ')})`
}

const typed = (field: ChipField, value: string | number | boolean): Sql => (field === 'established' ? sql`${String(value)}::DATE` : sql`${value}`)

/** Name, former names and code: a fragment of either, case and width aside. */
function textCondition(chip: Chip): Sql {
  const text = chip.op === 'contains' ? chip.value : chip.op === 'in' ? String(chip.values[0]) : ''
  const key = normaliseName(text)
  const code = text.normalize('NFKC').trim().toLowerCase()
  if (key === '') return raw('true')
  return sql`subject_id IN (
    SELECT m.subject_id FROM subject m WHERE contains(m.name_key, ${key}) OR starts_with(lower(coalesce(m.uscc, m.local_code, '')), ${code})
    UNION ALL SELECT n.subject_id FROM subject_name n WHERE contains(n.name_key, ${key}))`
}

/** ORDER BY of a sort; subject_id last, so that pages never overlap. */
export function orderOf(sort: Sort): Sql {
  return join([...sort.map(({ field, descending }) => sql`${ident(field)} ${raw(descending ? 'DESC NULLS LAST' : 'ASC NULLS LAST')}`), raw('subject_id')], ', ')
}

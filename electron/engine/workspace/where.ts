import type { Chip, Filter, FilterField, Sort } from '../../../shared/filter.ts'
import { ident, join, raw, sql, type Sql } from '../duckdb/sql.ts'
import { normaliseName } from '../identity/normaliseName.ts'

/** The condition of a filter over the columns of `subject_now` (or any alias of it that is in scope unqualified). */
export function whereOf(filter: Filter): Sql {
  return filter.length === 0 ? raw('true') : join(filter.map(conditionOf), ' AND ')
}

function conditionOf(chip: Chip): Sql {
  if (chip.field === 'text') return textCondition(chip)
  const column = ident(chip.field)
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

const typed = (field: FilterField, value: string | number | boolean): Sql => (field === 'established' ? sql`${String(value)}::DATE` : sql`${value}`)

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

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { Chip } from '../../../shared/filter.ts'
import { ident, sql } from '../duckdb/sql.ts'
import type { Room } from '../room.ts'
import { person } from '../workspace/person.ts'
import type { City } from './words.ts'

interface Words {
  predicates: { name: string; each?: Record<string, string[]>; where?: Chip[] }[]
  records: { name: string; class: string; column: string; values: string[] }[]
  names: { type: Record<string, string> }
}

/** The pools of the invented city, by tier, index, industry, area, type, equipment and licence: resources/demo/pools.yaml. */
export async function fillPools(room: Room, city: City): Promise<void> {
  const words = parse(readFileSync(join(room.resources, 'demo', 'pools.yaml'), 'utf8')) as Words
  const nameOf = (field: string, value: string): string =>
    (field === 'industry' ? city.industries.find((one) => one.letter === value)?.name : field === 'region' ? city.regions.find((one) => one.code === value)?.name : field === 'type' ? words.names.type[value] : undefined) ?? value
  const predicates = words.predicates.flatMap(({ name, each, where = [] }) => {
    const [found] = Object.entries(each ?? {})
    if (!found) return [{ name, filter: where }]
    const [field, values] = found
    return values.map((value): { name: string; filter: Chip[] } => ({ name: name.replace('{}', nameOf(field, value)), filter: [field === 'name' ? { field, op: 'contains', value } : { field: field as 'tier', op: 'in', values: [value] }, ...where] }))
  })
  await room.database().write(async (ask) => {
    const put = async (name: string, kind: string, filter: Chip[]): Promise<number> => {
      const { pool } = await ask.one<{ pool: number }>(sql`SELECT nextval('pool_number')::INTEGER AS pool`)
      await ask.run(sql`INSERT INTO subject_pool (pool, name, kind, filter, note, author, created_at, as_of) VALUES (${pool}, ${name}, ${kind}, ${JSON.stringify(filter)}, '', ${person()}, current_timestamp::TIMESTAMP, NULL)`)
      return pool
    }
    for (const { name, filter } of predicates) await put(name, 'predicate', filter)
    for (const { name, class: table, column, values } of words.records) {
      for (const value of values) {
        const pool = await put(name.replace('{}', value), 'list', [])
        await ask.run(sql`INSERT INTO subject_pool_member SELECT DISTINCT ${pool}, subject_id FROM ${ident(table)} WHERE subject_id IS NOT NULL AND ${ident(column)} = ${value} ORDER BY subject_id`)
      }
    }
  })
}

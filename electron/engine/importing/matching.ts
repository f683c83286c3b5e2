import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { literal, raw, type Sql } from '../duckdb/sql.ts'
import { readOnce } from '../workspace/readOnce.ts'
import { z } from '../../../shared/schema.ts'

const effects = <K extends string>(...names: K[]): z.ZodObject<Record<K, z.ZodNumber>> => z.strictObject(Object.fromEntries(names.map((name) => [name, z.number().min(-1).max(1)])) as Record<K, z.ZodNumber>)
const words = z.array(z.string().min(1)).min(1)
const schema = z.strictObject({
  automatic_from: z.number().min(0).max(1), queued_from: z.number().min(0).max(1), most_in_block: z.number().int().positive(), least_weight: z.number().min(0), address_near_from: z.number().min(0).max(1),
  name: effects('core', 'place', 'unit', 'similar', 'legal_rep_same', 'legal_rep_other', 'address_near', 'address_far'),
  bearer: effects('name', 'code_agrees', 'code_other', 'legal_rep_same', 'legal_rep_other', 'address_near', 'address_far', 'region_named', 'before_founding'),
  subject: effects('name', 'name_near', 'number_same', 'code_lacking', 'code_shared', 'code_other_kind', 'code_other', 'legal_rep_same', 'legal_rep_other', 'address_near', 'address_far', 'phone_same', 'unproven_most'),
  places: words, forms: words, units: words, marks: words,
})
/** Thresholds, effects and words by which identity is compared. */
export type Matching = z.infer<typeof schema>

/** resources/identity/matching.yaml. */
export const matchingOf = readOnce((resources): Matching => schema.parse(parse(readFileSync(join(resources, 'identity', 'matching.yaml'), 'utf8'))))

/**
 * Macros over name keys: `core_of` without legal form, `distinct_of` of that without place, `plain_of` of that without words for a unit,
 * `marks_of` the figures and branch words in which names that are otherwise alike differ on purpose, as they do in places (`places_differ`); and `rep_effect`, `near`.
 */
export function matchingMacros({ places, forms, units, marks, address_near_from: near }: Matching): Sql[] {
  const any = (list: string[]): string => list.map((word) => word.replace(/[()]/g, '\\$&')).join('|')
  return [
    `core_of(n) AS regexp_replace(regexp_replace(n, '^\\([^()]*\\)', ''), ${literal(`(${any(forms)})+$`)}, '')`,
    `distinct_of(core) AS regexp_replace(regexp_replace(core, ${literal(`^(${any(places)})(省|市|自治区)?`)}, ''), ${literal(`\\((${any(places)})(省|市)?\\)`)}, '')`,
    `places_differ(a, b) AS regexp_extract(a, ${literal(any(places))}) <> regexp_extract(b, ${literal(any(places))}) AND regexp_matches(a, ${literal(any(places))}) AND regexp_matches(b, ${literal(any(places))})`,
    `plain_of(part) AS regexp_replace(part, ${literal(`(${any([...units, ...forms])})+$`)}, '')`,
    `marks_of(n) AS coalesce(list_aggregate(regexp_extract_all(n, ${literal(`[0-9一二三四五六七八九十百]+|${any(marks)}`)}), 'string_agg', ' '), '')`,
    `rep_effect(a, b, same, other) AS CASE WHEN a IS NULL OR b IS NULL OR contains(a, '*') OR contains(b, '*') THEN 0 WHEN name_key(a) = name_key(b) THEN same ELSE other END`,
    `address_effect(a, b, near, far) AS CASE WHEN a IS NULL OR b IS NULL THEN 0 WHEN jaro_winkler_similarity(name_key(a), name_key(b)) >= ${near} THEN near ELSE far END`,
  ].map((one) => raw(`CREATE OR REPLACE TEMP MACRO ${one}`))
}

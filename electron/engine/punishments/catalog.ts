import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { listNames } from '../../../shared/lists.ts'
import type { MeasureBook } from '../../../shared/punishments.ts'
import { z } from '../../../shared/schema.ts'
import { readOnce } from '../workspace/readOnce.ts'

const said = z.string().min(1)
const words = z.tuple([said, said])
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const grounds = { basis: said, lists: z.array(z.enum(listNames)), penalties: z.array(said), since: day, until: day.optional() }
const schema = z.strictObject({
  version: said,
  measures: z.array(z.strictObject({ code: z.string().regex(/^[a-z_]+$/), area: words, name: words, content: words, executing: said, months: z.number().int().positive().nullable(), ...grounds })),
  bans: z.array(z.strictObject({ code: z.string().regex(/^[a-z_]+$/), office: words, months: z.number().int().positive(), ...grounds })),
})
export type Catalogue = z.infer<typeof schema>

/** resources/punishments/measures.yaml. */
export const catalogueOf = readOnce((resources): Catalogue => schema.parse(parse(readFileSync(join(resources, 'punishments', 'measures.yaml'), 'utf8'))))

const column = z.strictObject({ name: z.string().regex(/^[a-z_]+$/), zh: said, en: said })
/** resources/punishments/columns.yaml: the columns of the files between departments, in their order. */
export const columnsOf = readOnce((resources) => z.strictObject({ request: z.array(column), feedback: z.array(column) }).parse(parse(readFileSync(join(resources, 'punishments', 'columns.yaml'), 'utf8'))))
export type Column = z.infer<typeof column>

/** Whether a row of the catalogue holds on a day. */
export const holds = ({ since, until }: { since: string; until?: string | undefined }, today: string): boolean => since <= today && (until === undefined || today <= until)

export function measureBook(resources: string, today: string): MeasureBook {
  const { version, measures, bans } = catalogueOf(resources)
  const common = (one: Catalogue['measures'][number] | Catalogue['bans'][number]) => ({ code: one.code, basis: one.basis, lists: one.lists, penalties: one.penalties, since: one.since, until: one.until ?? null, inForce: holds(one, today) })
  return {
    version,
    measures: measures.map((one) => ({ ...common(one), areaZh: one.area[0], areaEn: one.area[1], nameZh: one.name[0], nameEn: one.name[1], contentZh: one.content[0], contentEn: one.content[1], executing: one.executing, months: one.months })),
    bans: bans.map((one) => ({ ...common(one), officeZh: one.office[0], officeEn: one.office[1], months: one.months })),
  }
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { dutyKinds } from '../../../shared/duty.ts'
import { z } from '../../../shared/schema.ts'
import { readOnce } from '../workspace/readOnce.ts'

const said = z.string().min(1)
const words = z.tuple([said, said])
const code = z.string().regex(/^[a-z_]+$/)
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const schema = z.strictObject({
  given: said,
  situations: z.array(z.strictObject({
    id: code, kind: z.enum(dutyKinds), name: words, basis: said, since: day, until: day.optional(),
    lines: z.array(z.strictObject({ id: code, says: words, none: z.enum(['met', 'not_met', 'unknown']), select: said })).min(1),
  })),
})
export type Checklists = z.infer<typeof schema>

/** resources/duty/checklists.yaml. This program's own SQL: nothing from outside is run without a gate. */
export const checklistsOf = readOnce((resources): Checklists => schema.parse(parse(readFileSync(join(resources, 'duty', 'checklists.yaml'), 'utf8'))))

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from '../../../shared/schema.ts'
import { readOnce } from '../workspace/readOnce.ts'

const said = z.string().min(1)
const flag = z.enum(['true', 'false']).transform((text) => text === 'true')
const column = z.strictObject({ name: z.string().regex(/^[a-z_]+$/), zh: said, en: said, means: said, meansEn: said, given: flag.optional(), person: flag.optional() })

/** resources/results/columns.yaml: the columns of the task package and of the file of a publication, in their order. */
export const readColumns = readOnce((resources) => z.strictObject({ task: z.array(column), publication: z.array(column) }).parse(parse(readFileSync(join(resources, 'results', 'columns.yaml'), 'utf8'), { schema: 'failsafe' })))

export type Column = z.infer<typeof column>

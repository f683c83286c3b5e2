import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { recordClasses, type RecordClass } from '../../../shared/classes.ts'
import { z } from '../../../shared/schema.ts'
import { readOnce } from '../workspace/readOnce.ts'

const name = z.string().regex(/^[a-z_]+$/)
const rule = z.strictObject({ key: z.array(name).min(1), past: z.array(name), coded: z.record(name, z.union([name.transform((words) => ({ words, kinds: [] as string[] })), z.strictObject({ words: name, kinds: z.array(z.string()) })])), fresh: z.number().int().positive() })
const schema = z.strictObject({ version: z.string(), unread: z.array(z.string()), classes: z.record(z.enum(recordClasses), rule) })

export type Rule = z.infer<typeof rule>
export type Rules = z.infer<typeof schema>

/** resources/quality/rules.yaml. */
export const rulesOf = readOnce((resources): Rules => schema.parse(parse(readFileSync(join(resources, 'quality', 'rules.yaml'), 'utf8'))))

export const ruleOf = (rules: Rules, recordClass: RecordClass): Rule => rules.classes[recordClass]

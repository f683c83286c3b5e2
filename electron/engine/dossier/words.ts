import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { recordClasses, type RecordClass } from '../../../shared/classes.ts'
import { z } from '../../../shared/schema.ts'
import { readOnce } from '../workspace/readOnce.ts'

export type Language = 'zh-CN' | 'en'
const pair = z.tuple([z.string(), z.string()])
const fileSchema = z.strictObject({
  summary: z.record(z.enum(recordClasses), z.array(z.string().regex(/^[a-z_]+$/)).min(1)),
  words: z.record(z.string(), pair),
  codes: z.record(z.enum(['tier', 'class', 'type', 'status', 'relation', 'case']), z.record(z.string(), pair)),
})
type CodeGroup = keyof z.infer<typeof fileSchema>['codes']

/** resources/templates/dossier.yaml. */
const readFile = readOnce((resources) => fileSchema.parse(parse(readFileSync(join(resources, 'templates', 'dossier.yaml'), 'utf8'))))

export interface Words {
  /** A word, its {places} filled. */
  say(key: string, places?: Record<string, string | number>): string
  /** A code in words; one that is not known stands as it is, nothing as a dash. */
  code(group: CodeGroup, value: string | null): string
}

export function wordsOf(resources: string, language: Language): Words {
  const { words, codes } = readFile(resources)
  const at = language === 'en' ? 1 : 0
  return {
    say: (key, places = {}) => (words[key]?.[at] ?? key).replace(/\{(\w+)\}/g, (_, name: string) => String(places[name] ?? '')),
    code: (group, value) => (value === null || value === '' ? '—' : codes[group][value]?.[at] ?? value),
  }
}

/** Columns that tell a record of a class in one line. */
export const summaryColumns = (resources: string, recordClass: RecordClass): readonly string[] => readFile(resources).summary[recordClass]

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { paperKinds, type PaperField, type PaperKind } from '../../../shared/papers.ts'
import { readOnce } from '../workspace/readOnce.ts'

const word = z.string().min(1)
const fields = z.array(z.strictObject({ name: word, anywhere: z.boolean().default(false), means: word, meansEn: word }))
const fileSchema = z.strictObject({
  papers: z.record(z.enum(paperKinds), z.strictObject({ zh: word, en: word })),
  fields, lists: z.array(z.strictObject({ name: word, means: word, meansEn: word, fields })),
})

export interface Catalog {
  names: Readonly<Record<PaperKind, { zh: string; en: string }>>
  fields: readonly PaperField[]
  lists: readonly { name: string; meaningZh: string; meaningEn: string }[]
}

/** The papers and what their templates may name, as resources/templates/papers.yaml has it. */
export const readCatalog = readOnce((resources: string): Catalog => {
  const { papers, fields: plain, lists } = fileSchema.parse(parse(readFileSync(join(resources, 'templates', 'papers.yaml'), 'utf8')))
  const fieldsOf = (all: typeof plain, list: string | null): PaperField[] => all.map((one) => ({ name: one.name, meaningZh: one.means, meaningEn: one.meansEn, list, anywhere: one.anywhere }))
  return {
    names: papers, fields: [...fieldsOf(plain, null), ...lists.flatMap((one) => fieldsOf(one.fields, one.name))],
    lists: lists.map((one) => ({ name: one.name, meaningZh: one.means, meaningEn: one.meansEn })),
  }
})

/** The program's own template of a paper: a DOCX file. */
export const ownTemplate = (resources: string, paper: PaperKind): Buffer => readFileSync(join(resources, 'templates', 'papers', `${paper}.docx`))

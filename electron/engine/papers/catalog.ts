import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { paperKinds, templateKinds, type PaperField, type TemplateKind } from '../../../shared/papers.ts'
import { readOnce } from '../workspace/readOnce.ts'

const word = z.string().min(1)
const fields = z.array(z.strictObject({ name: word, anywhere: z.boolean().default(false), means: word, meansEn: word }))
const fileSchema = z.strictObject({
  papers: z.partialRecord(z.enum(templateKinds), z.strictObject({ zh: word, en: word })),
  fields, lists: z.array(z.strictObject({ name: word, means: word, meansEn: word, fields })),
})

export interface Catalog {
  name: { zh: string; en: string }
  fields: readonly PaperField[]
  lists: readonly { name: string; meaningZh: string; meaningEn: string }[]
}

const filesOf = readOnce((resources: string) => ['papers.yaml', 'notices.yaml'].map((name) => fileSchema.parse(parse(readFileSync(join(resources, 'templates', name), 'utf8')))))

/** What a paper is called and what its template may name: resources/templates/papers.yaml has those of inspections, notices.yaml those of the review desk. */
export function readCatalog(resources: string, paper: TemplateKind): Catalog {
  const { papers, fields: plain, lists } = filesOf(resources)[(paperKinds as readonly string[]).includes(paper) ? 0 : 1]!
  const fieldsOf = (all: typeof plain, list: string | null): PaperField[] => all.map((one) => ({ name: one.name, meaningZh: one.means, meaningEn: one.meansEn, list, anywhere: one.anywhere }))
  return {
    name: papers[paper]!, fields: [...fieldsOf(plain, null), ...lists.flatMap((one) => fieldsOf(one.fields, one.name))],
    lists: lists.map((one) => ({ name: one.name, meaningZh: one.means, meaningEn: one.meansEn })),
  }
}

/** The program's own template of a paper: a DOCX file. */
export const ownTemplate = (resources: string, paper: TemplateKind): Buffer => readFileSync(join(resources, 'templates', 'papers', `${paper}.docx`))

import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Parsed, Verbs } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import { paperKinds, templateKinds, type PaperKind } from '../../../shared/papers.ts'
import type { Room } from '../room.ts'
import { ownTemplate, readCatalog } from './catalog.ts'
import { archive, fill, safeName } from './fill.ts'
import { commonFields, visitFields } from './fields.ts'
import { dutyRows, visitRows, type WriteWorkbook } from './lists.ts'
import { exportNotices, type ReadLists } from './notices.ts'
import { knownResults, type ReadCodes } from './results.ts'
import { findTemplate, importTemplate, restoreTemplate, templateInfo } from './templates.ts'
import { campaignFacts } from './visits.ts'

/** Papers in one answer: beyond that neither Word nor the wire is at ease with the file. */
export const mostPapers = 2000

type Verb = 'listPaperTemplates' | 'exportPaperTemplate' | 'importPaperTemplate' | 'restorePaperTemplate' | 'exportPapers' | 'exportNotices'

/** Notices, task sheets, records and result notices of a joint inspection, from templates that a bureau may change; and lists of its visits; notices of the review desk. */
export function papers(room: Room, workbook: WriteWorkbook, readCodes: ReadCodes, readLists: ReadLists): Verbs<Verb> {
  const told = <T>(answer: T): T => (room.changed('papers'), answer)
  return {
    listPaperTemplates: () => room.database().read(async (ask) => {
      const all = []
      for (const paper of templateKinds) all.push(await templateInfo(ask, room.resources, paper))
      return all
    }),
    exportPaperTemplate: async ({ paper, own }) => (own ? new Uint8Array(ownTemplate(room.resources, paper)) : (await room.database().read((ask) => findTemplate(ask, room.resources, paper))).content),
    importPaperTemplate: async ({ paper, path, name }) => {
      const bytes = await readFile(path).catch((error: unknown) => { throw new MingchaError('no_such_file', `${path} cannot be read: ${(error as Error).message}`, 'Check the path and that the file may be read.', { path }) })
      return told(await importTemplate(room.database(), room.resources, paper, bytes, name ?? basename(path)))
    },
    restorePaperTemplate: async ({ paper }) => told(await restoreTemplate(room.database(), room.resources, paper)),
    exportPapers: (asked) => exportPapers(room, workbook, readCodes, asked),
    exportNotices: (asked) => exportNotices(room, readLists, asked),
  }
}

/** @throws MingchaError no_such_campaign, campaign_not_drawn, campaign_unstaffed, no_such_visit, papers_too_many */
async function exportPapers(room: Room, workbook: WriteWorkbook, readCodes: ReadCodes, { campaign, paper, visits: chosen, format, size, results }: Parsed<'exportPapers'>): Promise<{ bytes: Uint8Array; papers: number; format: 'docx' | 'zip' | 'xlsx' }> {
  const { facts, template, known } = await room.database().read(async (ask) => ({
    facts: await campaignFacts(ask, campaign, chosen ?? null), template: isList(paper) ? null : (await findTemplate(ask, room.resources, paper)).content,
    known: paper === 'record' || paper === 'result' ? await knownResults(ask, readCodes(room.resources), campaign) : [],
  }))
  if (isList(paper) || template === null) {
    const list = paper === 'visits' ? visitRows(facts) : dutyRows(facts)
    return { bytes: workbook(list), papers: list.rows.length, format: 'xlsx' }
  }
  if (facts.visits.length > mostPapers) throw new MingchaError('papers_too_many', `${facts.visits.length} papers are asked for, one file holds at most ${mostPapers}`, 'Choose visits, and export them part by part.', { papers: facts.visits.length, most: mostPapers })
  const found = new Map([...known, ...results].map((one) => [one.visit, one]))
  const filled = await fill(template, commonFields(facts), facts.visits.map((one) => visitFields(facts, one, found.get(one.visit) ?? null)), size ?? null)
  if (format !== 'zip') return { bytes: filled.together(), papers: facts.visits.length, format: 'docx' }
  const { zh } = readCatalog(room.resources, paper).name
  const files: { name: string; bytes: Uint8Array }[] = []
  for await (const bytes of filled.apart()) files.push({ bytes, name: `${zh} ${fileName(facts.campaign, facts.visits[files.length]!)}.docx` })
  return { bytes: archive(files), papers: files.length, format: 'zip' }
}

const isList = (paper: Parsed<'exportPapers'>['paper']): paper is Exclude<typeof paper, PaperKind> => !(paperKinds as readonly string[]).includes(paper)

const fileName = (campaign: number, { visit, name }: { visit: number; name: string }): string => safeName(`${campaign}-${visit} ${name}`)

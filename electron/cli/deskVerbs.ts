import { resolve } from 'node:path'
import { recordClasses, type RecordClass } from '../../shared/classes.ts'
import type { Input, Lineage, MendReport } from '../../shared/contract.ts'
import { objectsOf, rowsOf, type Rows } from './rows.ts'
import { figure, table } from './text.ts'
import { ended, required, UsageError, wholeNumber, type Asked, type CliVerb } from './verb.ts'
import { encodings } from './workspaceVerbs.ts'

const filterOptions = { file: { type: 'string' }, class: { type: 'string' }, reason: { type: 'string' } } as const
const filterUsage = '[--file ID] [--class C] [--reason R]'

/** The desk of what could not be used, and where each record came from. */
export const deskVerbs: Readonly<Record<string, CliVerb>> = {
  rejects: {
    usage: `rejects WS ${filterUsage} [--out F] [--limit N]`, about: 'rows in quarantine with reason and original text; --out writes them as CSV to be mended in a spreadsheet and brought back by mend',
    options: { ...filterOptions, out: { type: 'string' }, limit: { type: 'string' } }, takes: [1, 1],
    run: async (asked) => {
      const filter = filterOf(asked)
      const limit = wholeNumber(asked, 'limit')
      await asked.engine.verbs.openWorkspace({ path: asked.positionals[0]! })
      const out = asked.text('out')
      if (out !== undefined) {
        const { rows } = await asked.engine.verbs.exportRejects({ ...filter, path: resolve(out) })
        return { json: { rows, out: resolve(out) }, text: `${figure(rows)} rows written to ${resolve(out)}` }
      }
      const page = await rejectedRows(asked, filter, limit ?? (asked.json ? Infinity : 100))
      return {
        json: objectsOf(page),
        text: `${figure(page.total)} rows in quarantine\n${table(page.columns.map(({ name }) => name), page.rows.map((row) => row.map((cell) => (typeof cell === 'boolean' ? String(cell) : cell))))}`,
      }
    },
  },
  mend: {
    usage: 'mend WS FILE [--encoding E]', about: 'take a file of rejects back that rejects --out wrote and a person mended: what is good now is loaded, as a batch that undo takes back', options: { encoding: { type: 'string' } }, takes: [2, 2],
    run: async (asked) => {
      const [path, file] = asked.positionals
      const encoding = asked.text('encoding')?.toLowerCase()
      const known = encodings.find((one) => one === encoding)
      if (encoding !== undefined && !known) throw new UsageError(`--encoding is one of ${encodings.join(', ')}`)
      await asked.engine.verbs.openWorkspace({ path: path! })
      const report = await ended<'mend'>(asked.engine, asked.engine.verbs.mendFile({ path: resolve(file!), ...(known ? { encoding: known } : {}) }))
      return { json: report, text: mendText(report) }
    },
  },
  discard: {
    usage: `discard WS --note TEXT ${filterUsage} [--row N] [--undo]`, about: 'give rejects up, with a reason: they stay in quarantine and in its count; --undo takes them back', options: { ...filterOptions, row: { type: 'string' }, note: { type: 'string' }, undo: { type: 'boolean' } }, takes: [1, 1],
    run: async (asked) => {
      const filter = filterOf(asked)
      const row = wholeNumber(asked, 'row')
      if (row !== undefined && filter.fileId === undefined) throw new UsageError('--row wants --file')
      const chosen = { ...filter, ...(row === undefined ? {} : { rows: [{ fileId: filter.fileId!, sourceRow: row }] }) }
      const note = asked.flag('undo') ? null : required(asked, 'note')
      await asked.engine.verbs.openWorkspace({ path: asked.positionals[0]! })
      const { rows } = note === null ? await asked.engine.verbs.restoreRejects(chosen) : await asked.engine.verbs.discardRejects({ ...chosen, note })
      return { json: { rows }, text: note === null ? `${figure(rows)} rejects wait to be mended again` : `${figure(rows)} rejects given up` }
    },
  },
  lineage: {
    usage: 'lineage WS --class C --file ID --row N', about: 'where a record and each of its cells came from: file, sheet, row, batch, header, what was written, and what was done to it', options: { class: { type: 'string' }, file: { type: 'string' }, row: { type: 'string' } }, takes: [1, 1],
    run: async (asked) => {
      const { fileId, recordClass } = filterOf(asked)
      const sourceRow = wholeNumber(asked, 'row')
      if (fileId === undefined || recordClass === undefined || sourceRow === undefined) throw new UsageError('--class, --file and --row are all wanted')
      await asked.engine.verbs.openWorkspace({ path: asked.positionals[0]! })
      const lineage = await asked.engine.verbs.recordLineage({ recordClass, fileId, sourceRow })
      return { json: lineage, text: lineageText(lineage) }
    },
  },
}

function filterOf(asked: Asked): Input<'rejectFacets'> & { fileId?: number } {
  const fileId = wholeNumber(asked, 'file')
  const recordClass = asked.text('class')
  const reason = asked.text('reason')
  if (recordClass !== undefined && !recordClasses.includes(recordClass as RecordClass)) throw new UsageError(`--class is one of ${recordClasses.join(', ')}`)
  return { ...(fileId === undefined ? {} : { fileId }), ...(recordClass === undefined ? {} : { recordClass: recordClass as RecordClass }), ...(reason === undefined ? {} : { reason }) }
}

const pageRows = 5000

async function rejectedRows({ engine }: Asked, filter: Input<'rejectFacets'>, most: number): Promise<Rows> {
  const first = rowsOf(await engine.verbs.quarantinePage({ ...filter, limit: Math.max(1, Math.min(most, pageRows)) }))
  while (first.rows.length < Math.min(most, first.total)) {
    const { rows } = rowsOf(await engine.verbs.quarantinePage({ ...filter, offset: first.rows.length, limit: Math.min(most - first.rows.length, pageRows) }))
    if (rows.length === 0) break
    first.rows.push(...rows)
  }
  return first
}

function mendText(report: MendReport): string {
  const rest = [
    ...Object.entries(report.reasons).map(([reason, rows]) => `${figure(rows)} still refused: ${reason}`),
    ...(report.unchanged > 0 ? [`${figure(report.unchanged)} as they were: not tried`] : []),
    ...(report.already > 0 ? [`${figure(report.already)} mended before, or named twice`] : []),
    ...(report.unknown > 0 ? [`${figure(report.unknown)} are no rejects of this workspace`] : []),
  ]
  const head = `${figure(report.loaded)} of ${figure(report.rows)} rows loaded, ${figure(report.duplicate)} duplicate${report.batches.length > 0 ? `, as batch ${report.batches.join(', ')}` : ''}; ${figure(report.subjectsCreated)} subjects created`
  const problems = report.problems.length > 0 ? `\n${table(['row', 'problem', 'reason'], report.problems.slice(0, 20).map((one) => [one.row, one.problem, one.reason || ' ']))}` : ''
  return [head, ...rest].join('\n') + problems
}

function lineageText(lineage: Lineage): string {
  const { file, batch, mend, repair, decision } = lineage
  return [
    `${lineage.recordClass} ${lineage.subject ? `of ${lineage.subject.name}, attached by ${lineage.attached}` : `under no subject (${lineage.attached})`}`,
    `file ${file.name}${file.sheet === null ? '' : `, sheet ${file.sheet}`}, row ${lineage.sourceRow}; SHA-256 ${file.sha256}`,
    `batch ${batch.batch}, imported ${batch.importedAt} by ${batch.importedBy || '?'}${file.recipe ? `, by recipe ${file.recipe.name} version ${file.recipe.version}` : ''}`,
    ...(mend ? [`mended ${mend.at} by ${mend.by || '?'} in batch ${mend.batch}${mend.via === null ? '' : ` from ${mend.via}`}; it was ${mend.original} (${mend.reason})`] : []),
    ...(repair ? [`code ${repair.rawCode} taken for ${repair.code} by ${repair.evidence}`] : []),
    ...(decision ? [`subject decided ${decision.at} by ${decision.by || 'the program'}`] : []),
    table(['column', 'value', 'header', 'as written'], lineage.cells.filter((cell) => cell.value !== null || cell.sources.length > 0).map((cell) => [cell.column, cell.value ?? ' ', cell.sources.map((one) => one.header).join(', ') || ' ', cell.sources.map((one) => one.raw ?? '…').join(', ') || ' '])),
    ...(lineage.extra.length > 0 ? [table(['kept beside', 'as written'], lineage.extra.map((one) => [one.header, one.raw]))] : []),
  ].join('\n')
}

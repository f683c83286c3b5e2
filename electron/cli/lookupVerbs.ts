import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import type { ColumnFigures, QualityReport } from '../../shared/contract.ts'
import { csvHeader, csvLines } from './csv.ts'
import { share, table } from './text.ts'
import { UsageError, type CliVerb } from './verb.ts'

/** Looking at what the workspace holds and how good it is. */
export const lookupVerbs: Readonly<Record<string, CliVerb>> = {
  dictionary: {
    usage: 'dictionary [WS] [--table T] [--out DIR]', about: 'tables and columns with their meaning; with WS also how far each is filled, with what, and from which columns of the sources; --out writes the pages data-dictionary.md and data-dictionary.zh-CN.md',
    options: { table: { type: 'string' }, out: { type: 'string' } }, takes: [0, 1],
    run: async (asked) => {
      const { verbs } = asked.engine
      const out = asked.text('out')
      if (out !== undefined) {
        await mkdir(resolve(out), { recursive: true })
        const pages = (['en', 'zh-CN'] as const).map((language) => ({ language, path: join(resolve(out), language === 'en' ? 'data-dictionary.md' : `data-dictionary.${language}.md`) }))
        for (const { language, path } of pages) await writeFileAtomic(path, await verbs.dictionaryPage({ language }))
        return { json: { pages: pages.map(({ path }) => path) }, text: pages.map(({ path }) => path).join('\n') }
      }
      const all = await verbs.dataDictionary({})
      const wanted = asked.text('table')
      const chosen = wanted === undefined ? all : all.filter((one) => one.name === wanted)
      if (chosen.length === 0) await verbs.columnFigures({ table: wanted! }) // refuses it, and says why
      const [path] = asked.positionals
      const figures = new Map<string, ColumnFigures>()
      if (path !== undefined) {
        await verbs.openWorkspace({ path })
        for (const one of chosen) if (one.kind === 'table') figures.set(one.name, await verbs.columnFigures({ table: one.name }))
      }
      return {
        json: chosen.map((one) => {
          const told = figures.get(one.name)
          return { ...one, ...(told ? { rows: told.rows } : {}), columns: one.columns.map((column) => ({ ...column, ...told?.columns.find(({ name }) => name === column.name) })) }
        }),
        text: chosen.map((one) => {
          const told = figures.get(one.name)
          const head = `${one.name}: ${one.meaningEn}`
          if (one.columns.length === 0) return head
          return `${head}\n${table(['column', 'type', ...(told ? ['filled'] : []), 'meaning'], one.columns.map((column, i) => [column.name, column.type, ...(told ? [share(told.columns[i]!.filled, told.rows)] : []), column.meaningEn]), 72)}`
        }).join('\n\n'),
      }
    },
  },
  quality: {
    usage: 'quality WS [--by source|class|month] [--out F]', about: 'completeness, validity and timeliness of the records by source, class or month; --out writes them as CSV',
    options: { by: { type: 'string' }, out: { type: 'string' } }, takes: [1, 1],
    run: async (asked) => {
      const by = (['source', 'class', 'month'] as const).find((one) => one === (asked.text('by') ?? 'source'))
      if (!by) throw new UsageError('--by is one of source, class, month')
      await asked.engine.verbs.openWorkspace({ path: asked.positionals[0]! })
      const report = await asked.engine.verbs.dataQuality({ by })
      const out = asked.text('out')
      if (out !== undefined) {
        await writeFileAtomic(resolve(out), qualityCsv(report))
        return { json: { cells: report.cells.length, out: resolve(out) }, text: `${report.cells.length} lines written to ${resolve(out)}` }
      }
      const percent = (value: number | null): string => (value === null ? '–' : `${(100 * value).toFixed(1)} %`)
      return {
        json: report,
        text: table(['class', by, 'rows', 'quarantined', 'complete', 'valid', 'newest', 'to known, d', 'to import, d', 'empty months'],
          report.cells.map((cell) => [cell.recordClass, cell.key || ' ', cell.rows, cell.quarantined, percent(cell.complete), percent(cell.valid), cell.newest, cell.daysToKnown, cell.daysToImport, cell.emptyMonths])),
      }
    },
  },
}

/** One line a check, so that a spreadsheet can turn it as it likes. */
function qualityCsv({ cells }: QualityReport): string {
  const columns = ['class', 'key', 'files', 'rows', 'quarantined', 'complete', 'valid', 'newest', 'days_to_known', 'days_to_import', 'empty_months', 'issue', 'column', 'applies', 'bad']
  return csvHeader(columns.map((name) => ({ name, text: true }))) + csvLines(cells.flatMap((cell) => {
    const all = [cell.recordClass, cell.key, cell.files, cell.rows, cell.quarantined, cell.complete, cell.valid, cell.newest, cell.daysToKnown, cell.daysToImport, cell.emptyMonths]
    return cell.checks.length === 0 ? [[...all, null, null, null, null]] : cell.checks.map((one) => [...all, one.issue, one.column, one.applies, one.bad])
  }))
}

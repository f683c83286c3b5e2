import type { WorkbookRow } from './workbook.ts'

/** A merge of cells of one column over several rows: 0-based column, 1-based rows. */
export interface Merge { column: number; top: number; bottom: number }
/** What a sheet says of itself beside its cells. */
export interface SheetFacts {
  hidden: boolean
  /** 0-based ranges, both ends included. */
  hiddenColumns: [from: number, to: number][]
  merges: Merge[]
  /** Formulas whose result the workbook does not hold. */
  unsaved: number
}
export const noFacts = (): SheetFacts => ({ hidden: false, hiddenColumns: [], merges: [], unsaved: 0 })

/** More merges than this are not kept. */
export const mostMerges = 1_000_000

/**
 * The rows as a person reads them: a cell merged downwards below the header holds for each of its rows (those that have another cell).
 * Cells merged sideways, and blocks, stay as they are: their value belongs to the first column alone. Hidden columns and rows are
 * rows and columns like others; that they were read is remarked upon.
 */
export async function* completed(rows: AsyncIterable<WorkbookRow>, facts: SheetFacts, headerRow: number, headers: readonly string[], remark: (code: string, params: Record<string, string | number>) => void): AsyncGenerator<WorkbookRow> {
  let merges: Merge[] | null = null
  let next = 0
  let open: { merge: Merge; value: string }[] = []
  let [filled, hiddenRows] = [0, 0]
  const hidden = new Set<number>()
  for await (const row of rows) {
    const { cells, number } = row
    merges ??= facts.merges.filter((merge) => merge.top > headerRow).sort((a, b) => a.top - b.top) // known once the first row has come
    open = open.filter(({ merge }) => merge.bottom >= number)
    for (; next < merges.length && merges[next]!.top <= number; next++) {
      const merge = merges[next]!
      const value = merge.top === number ? (cells[merge.column] ?? '') : ''
      if (value.trim() !== '') open.push({ merge, value })
    }
    if (number > headerRow && cells.some((cell) => cell.trim() !== '')) {
      if (row.hidden) hiddenRows++
      for (const { merge, value } of open) {
        if (merge.top === number || (cells[merge.column] ?? '').trim() !== '') continue
        while (cells.length < merge.column) cells.push('')
        cells[merge.column] = value
        filled++
      }
      for (const [from, to] of facts.hiddenColumns) for (let column = from; column <= to && column < cells.length; column++) if (cells[column]!.trim() !== '') hidden.add(column)
    }
    yield row
  }
  if (facts.hidden) remark('hidden_sheet', {})
  const names = [...hidden].sort((a, b) => a - b).flatMap((column) => headers[column] ?? [])
  if (names.length > 0) remark('hidden_columns', { columns: names.slice(0, 20).join('、') + (names.length > 20 ? ` … (${names.length})` : '') })
  if (hiddenRows > 0) remark('hidden_rows', { rows: hiddenRows })
  if (filled > 0) remark('merged_filled', { cells: filled })
  if (facts.unsaved > 0) remark('formulas_unsaved', { cells: facts.unsaved })
}

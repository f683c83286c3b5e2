/** Columns of a terminal that a text takes: Chinese, Japanese, Korean and full-width signs take two. */
export function width(text: string): number {
  let columns = 0
  for (const sign of text) columns += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3ffff}]/u.test(sign) ? 2 : 1
  return columns
}

/** Cut to a width, with an ellipsis. Control signs would let a file's text steer the terminal: they become spaces. */
export function clip(text: string, columns: number): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
  if (width(plain) <= columns) return plain
  let cut = ''
  for (const sign of plain) {
    if (width(cut + sign) > columns - 1) break
    cut += sign
  }
  return `${cut}…`
}

export type Cell = string | number | null | undefined

/** Thousands separated, at most `decimals` decimals; unknown as a dash. */
export const figure = (value: number | null | undefined, decimals = 0): string =>
  (value === null || value === undefined ? '–' : value.toLocaleString('en-US', { maximumFractionDigits: decimals, minimumFractionDigits: decimals }))

export const share = (part: number, whole: number): string => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`)

/** Rows under a header; columns that hold only numbers are aligned right. */
export function table(header: string[], rows: Cell[][], widest = 48): string {
  const text = (cell: Cell): string => (typeof cell === 'number' ? figure(cell, Number.isInteger(cell) ? 0 : 2) : clip(cell ?? '–', widest))
  const right = header.map((_, i) => rows.length > 0 && rows.every((row) => typeof row[i] === 'number' || row[i] === null || row[i] === undefined))
  const cells = [header, ...rows.map((row) => header.map((_, i) => text(row[i])))]
  const widths = header.map((_, i) => Math.max(...cells.map((row) => width(row[i]!))))
  const line = (row: string[]): string => row.map((cell, i) => {
    const gap = ' '.repeat(widths[i]! - width(cell))
    return right[i] ? gap + cell : cell + gap
  }).join('  ').trimEnd()
  const [first, ...others] = cells.map(line)
  return [first!, widths.map((one) => '─'.repeat(one)).join('  '), ...others].join('\n')
}

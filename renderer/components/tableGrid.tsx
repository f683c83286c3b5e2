import { DataType, tableFromIPC, type Field } from 'apache-arrow'
import { useEffect, useMemo, useState, type ReactElement, type ReactNode } from 'react'
import type { RecordClass } from '../../shared/classes.ts'
import type { Table } from '../../shared/contract.ts'
import { useLabels } from '../app/labels.ts'
import { rowsOf, type Row } from './arrow.ts'
import { useCodeWords } from './codeWords.ts'
import { formatValue, unknown } from './format.ts'
import { Grid, type GridColumn } from './grid.tsx'
import { LineageDrawer, type RecordCell } from './lineage.tsx'
import { maskCell } from './mask.ts'
import { ErrorState, Skeleton } from './states.tsx'
import { useSession } from '../app/session.tsx'

export interface TableGridProps {
  fetchPage: (offset: number, limit: number) => Promise<Table>
  /** Names what the table shows. */
  of: string
  height: number
  label: string
  empty?: ReactNode
  /** Columns that say nothing here, e.g. the subject's own id. */
  hidden?: readonly string[]
  /** Set where the rows are records of a class: Enter on a cell, or a double click, then tells where it came from. */
  recordsOf?: RecordClass
}

const firstRows = 200
const plumbing = new Set(['subject_id', 'other_subject_id', 'attached', 'file_id', 'row_key'])
const last = ['subject_name', 'subject_code', 'source_file', 'source_row', 'batch']
const wide = /content|fact|scope|title|text|reason|address|violation|handling|basis|name$|ground/

/**
 * A table whose columns are not known beforehand: records of a class, evidence of a dimension. A column that is empty
 * in every row is left out where all rows are known; where a row came from stands last; contact persons are masked.
 */
export function TableGrid({ fetchPage, of, height, label, empty, hidden, recordsOf }: TableGridProps): ReactElement {
  const labels = useLabels()
  const coded = useCodeWords()
  const { language } = useSession()
  const [first, setFirst] = useState<{ of: string; table: Table | null; error: unknown }>({ of: '', table: null, error: null })
  const [attempt, setAttempt] = useState(0)
  const [asked, setAsked] = useState<RecordCell | null>(null)
  useEffect(() => {
    let wanted = true
    fetchPage(0, firstRows).then(
      (table) => { if (wanted) setFirst({ of, table, error: null }) },
      (error: unknown) => { if (wanted) setFirst({ of, table: null, error }) },
    )
    return () => { wanted = false }
    // `of` names what fetchPage asks for.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [of, attempt])

  const table = first.of === of ? first.table : null
  const columns = useMemo<GridColumn[]>(() => {
    if (!table) return []
    const fields = shownFields(table, new Set([...plumbing, ...(hidden ?? [])]))
    return fields.map((field) => ({ ...kindOf(field), field: field.name, title: labels.column(field.name), format: (value, row) => {
      const shown = maskCell(field.name, value, row)
      if (shown === null || shown === undefined || shown === '') return unknown
      if (typeof shown === 'number') return field.name === 'year' || field.name === 'source_row' ? String(shown) : formatValue(shown, language)
      if (typeof shown === 'boolean') return shown ? '✓' : '✗'
      return coded(field.name, String(shown))
    } }))
  }, [table, hidden, labels, language, coded])

  if (first.of === of && first.error !== null) return <ErrorState error={first.error} again={() => setAttempt((n) => n + 1)} compact />
  if (!table) return <Skeleton rows={5} />
  if (table.total === 0) return <>{empty}</>
  const rows = Math.min(table.total, 400)
  const ask = (row: Row, field: string | null): void => setAsked({ recordClass: recordsOf!, fileId: Number(row.file_id), sourceRow: Number(row.source_row), field })
  return (
    <>
      <Grid
        key={of} of={of} columns={columns} main={false} label={label} height={Math.min(height, 32 + rows * 28 + 18)} {...(recordsOf ? { onEnter: ask } : {})}
        fetchPage={(offset, limit) => (offset + limit <= firstRows || (offset === 0 && table.total <= firstRows) ? Promise.resolve(table) : fetchPage(offset, limit))}
      />
      {recordsOf && <LineageDrawer of={asked} onClose={() => setAsked(null)} />}
    </>
  )
}

function shownFields(table: Table, hidden: ReadonlySet<string>): Field[] {
  const { schema } = tableFromIPC(table.arrow)
  const rows = rowsOf(table.arrow)
  const allKnown = table.total <= rows.length
  const fields = schema.fields.filter(({ name }) => !hidden.has(name) && (!allKnown || rows.some((row) => row[name] !== null && row[name] !== '')))
  return [...fields.filter(({ name }) => !last.includes(name)), ...fields.filter(({ name }) => last.includes(name))]
}

function kindOf({ name, type }: Field): Partial<GridColumn> {
  if (DataType.isDate(type)) return { width: 104 }
  if (DataType.isTimestamp(type)) return { width: 150 }
  if (name === 'source_row' || name === 'batch') return { width: 80, kind: 'number' }
  if (DataType.isInt(type) || DataType.isFloat(type)) return { width: 112, kind: 'number' }
  if (DataType.isBool(type)) return { width: 88 }
  if (/code$|_no$|^uscc$/.test(name)) return { width: 168, kind: 'code' }
  return { width: wide.test(name) ? 240 : 136 }
}

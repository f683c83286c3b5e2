import { AllCommunityModule, ModuleRegistry, themeQuartz, type CellDoubleClickedEvent, type CellKeyDownEvent, type ColDef, type GridApi, type IDatasource, type RowClickedEvent } from 'ag-grid-community'
import { AgGridReact } from 'ag-grid-react'
import { useCallback, useEffect, useMemo, useRef, useState, type ClipboardEvent, type ReactElement, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Table } from '../../shared/contract.ts'
import type { Tier } from '../../shared/classes.ts'
import { useSession } from '../app/session.tsx'
import { rowsOf, type Row } from './arrow.ts'
import { formatCapital, formatDate, formatIndex, formatNumber, formatPercent, formatTime, formatValue, unknown, type Language } from './format.ts'
import { tellRowCount } from './rowCount.ts'
import { Empty, ErrorState } from './states.tsx'
import { TierChip } from './tier.tsx'
import { cspNonce, fontFamily, tokens, type ThemeName } from './tokens.ts'

ModuleRegistry.registerModules([AllCommunityModule])

export interface GridColumn {
  /** Column of the page's table. */
  field: string
  title: string
  kind?: 'text' | 'number' | 'value' | 'index' | 'percent' | 'date' | 'time' | 'capital' | 'code' | 'tier' | 'yes'
  width?: number
  /** Share of the width left over. */
  flex?: number
  /** The field that a click on the header sorts by; absent: not sortable. */
  sort?: string
  pinned?: boolean
  hidden?: boolean
  /** The cell's text, where the kind does not tell. */
  format?: (value: unknown, row: Row) => string
  /** The cell's content, where text does not do. */
  render?: (value: unknown, row: Row) => ReactNode
  /** The cell can be typed into: what was typed. Whether it stands is the caller's: `value` and `format` show it. */
  edit?: (text: string, row: Row) => void
  /** What is typed over, where it is not the page's own value. */
  value?: (row: Row) => string
  /** Marks the cell: something is wrong with it, or it is not saved yet. */
  mark?: (row: Row) => 'bad' | 'changed' | null
}
export interface GridSort { field: string; descending: boolean }

export interface GridProps {
  columns: GridColumn[]
  /** One window of the table. `sort` names the columns' `sort` fields. A new `key` on the grid asks anew. */
  fetchPage: (offset: number, limit: number, sort: GridSort[]) => Promise<Table>
  /** Names what the table shows; when it changes the grid asks anew and keeps widths and sort order. */
  of?: string
  /** How the rows are sorted at first; shown in the header as if clicked. */
  initialSort?: GridSort
  /** A click, or a move by arrow keys; with the row's place in the table. */
  onRow?: (row: Row, place: number) => void
  /** Enter or a double click, on a cell of this field. */
  onEnter?: (row: Row, field: string | null) => void
  /** Several rows can be chosen, by a box before each or the space bar. */
  onChosen?: (rows: Row[]) => void
  /** Another number asks for the rows in sight again, in their place. */
  round?: number
  /** Another value draws the cells in sight again. */
  drawn?: unknown
  /** A key on a cell that is not being typed into; true: it was taken. */
  onKey?: (event: KeyboardEvent, row: Row, field: string) => boolean
  /** Text pasted upon a cell; `rowAt(0)` is its row, `rowAt(1)` the next, undefined where it is not loaded. */
  onPaste?: (text: string, field: string, rowAt: (offset: number) => Row | undefined) => void
  /** Pixels; absent: all the height there is. */
  height?: number
  /** Shown without rows: what would stand here, and the next action. */
  empty?: ReactNode
  /** Rows without any filter, for the status bar. */
  inAll?: number | null
  /** Whether this is the view's main grid, whose count the status bar shows. */
  main?: boolean
  label?: string
}

const pageSize = 200
const one = { mode: 'singleRow', checkboxes: false, enableClickSelection: true } as const
const several = { mode: 'multiRow', checkboxes: true, headerCheckbox: false, enableClickSelection: false } as const

/** Any number of rows: pages are asked for as they come into sight. */
export function Grid({ columns, fetchPage, of = '', initialSort, onRow, onEnter, onChosen, round = 0, drawn, onKey: pressed, onPaste, height, empty, inAll = null, main = true, label }: GridProps): ReactElement {
  const { language, theme } = useSession()
  const { t } = useTranslation()
  const api = useRef<GridApi<Row> | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [total, setTotal] = useState<number | null>(null)
  const [attempt, setAttempt] = useState(0)

  const datasource = useMemo<IDatasource>(() => ({
    getRows: ({ startRow, endRow, sortModel, successCallback, failCallback }) => {
      fetchPage(startRow, endRow - startRow, sortModel.map(({ colId, sort }) => ({ field: colId, descending: sort === 'desc' }))).then((table) => {
        setError(null)
        setTotal(table.total)
        successCallback(rowsOf(table.arrow), table.total)
      }, (reason: unknown) => {
        setError(reason)
        failCallback()
      })
    },
    // A new datasource empties the grid: only another table is worth that, not another closure over the same one.
    // oxlint-disable-next-line react/exhaustive-deps
  }), [of, attempt])

  const asked = useRef(round)
  useEffect(() => {
    if (asked.current === round) return
    asked.current = round
    api.current?.refreshInfiniteCache()
    api.current?.deselectAll()
  }, [round])

  useEffect(() => { api.current?.refreshCells({ force: true }) }, [drawn])

  useEffect(() => {
    if (!main) return undefined
    tellRowCount(total === null ? null : { rows: total, inAll })
    return () => tellRowCount(null)
  }, [main, total, inAll])

  const definitions = useMemo(() => columns.map((column) => ({ ...definition(column, language), ...(initialSort && (column.sort ?? column.field) === initialSort.field ? { initialSort: initialSort.descending ? 'desc' as const : 'asc' as const } : {}) })), [columns, language, initialSort])
  const tell = useCallback((event: { data?: Row | undefined; rowIndex: number | null }) => { if (event.data) onRow?.(event.data, event.rowIndex ?? 0) }, [onRow])
  const enter = useCallback((event: { data?: Row | undefined; rowIndex: number | null; colDef?: ColDef<Row> }) => {
    if (event.data && onEnter) onEnter(event.data, event.colDef?.field ?? null)
    else tell(event)
  }, [onEnter, tell])
  const onKey = useCallback((event: CellKeyDownEvent<Row>) => {
    const press = event.event as KeyboardEvent | null
    if ((press?.target as HTMLElement | null)?.closest('input, textarea')) return // being typed
    const key = press?.key
    if (press && event.data && event.colDef.field !== undefined && pressed?.(press, event.data, event.colDef.field)) return press.preventDefault()
    if (key === 'Enter') enter(event)
    if (key === ' ') tell(event)
  }, [enter, tell, pressed])
  const paste = (event: ClipboardEvent): void => {
    const cell = api.current?.getFocusedCell()
    if (!onPaste || !cell || (event.target as HTMLElement).closest('input, textarea')) return
    event.preventDefault()
    onPaste(event.clipboardData.getData('text/plain'), cell.column.getColDef().field ?? '', (offset) => api.current?.getDisplayedRowAtIndex(cell.rowIndex + offset)?.data)
  }

  const body = error !== null
    ? <ErrorState error={error} again={() => { setError(null); setAttempt((n) => n + 1) }} />
    : total === 0 ? (empty ?? <Empty title={t('shell.noRows')} />) : null
  return (
    <div className="grid" style={height === undefined ? { height: '100%' } : { height }} role="region" aria-label={label} onPaste={paste}>
      <AgGridReact<Row>
        theme={gridTheme[theme]} styleNonce={cspNonce()} rowModelType="infinite" datasource={datasource} columnDefs={definitions}
        cacheBlockSize={pageSize} maxBlocksInCache={20} infiniteInitialRowCount={1} rowHeight={28} headerHeight={32} maxConcurrentDatasourceRequests={2} blockLoadDebounceMillis={60}
        suppressMultiSort={false} multiSortKey="ctrl" animateRows={false} suppressCellFocus={false} tooltipShowDelay={600} suppressDragLeaveHidesColumns enterNavigatesVerticallyAfterEdit stopEditingWhenCellsLoseFocus
        rowSelection={onChosen ? several : one} overlayNoRowsTemplate="<span></span>"
        onGridReady={(event) => { api.current = event.api }}
        onRowClicked={(event: RowClickedEvent<Row>) => tell(event)} onCellDoubleClicked={(event: CellDoubleClickedEvent<Row>) => enter(event)} onSelectionChanged={({ api: grid }) => onChosen?.(grid.getSelectedRows())} onCellKeyDown={(event) => onKey(event as CellKeyDownEvent<Row>)}
        onCellFocused={({ rowIndex, api: grid }) => {
          const node = rowIndex === null ? undefined : grid.getDisplayedRowAtIndex(rowIndex)
          if (!node?.data || (!onChosen && node.isSelected())) return
          if (!onChosen) node.setSelected(true)
          onRow?.(node.data as Row, rowIndex!)
        }}
      />
      {body && <div className="grid-over">{body}</div>}
    </div>
  )
}

const right = new Set<GridColumn['kind']>(['number', 'value', 'index', 'percent', 'capital'])

function definition(column: GridColumn, language: Language): ColDef<Row> {
  const text = (value: unknown, row: Row | undefined): string => (row === undefined ? '' : cellText(column, value, row, language))
  const { edit, value: typedOver, mark } = column
  const base: ColDef<Row> = {
    ...(edit ? { editable: ({ data }) => data !== undefined, cellEditor: 'agTextCellEditor', valueGetter: ({ data }) => (data && typedOver ? typedOver(data) : data?.[column.field]), valueSetter: ({ data, newValue }) => (edit(String(newValue ?? ''), data), false) } : {}),
    ...(mark ? { cellClassRules: { 'cell-bad': ({ data }) => data !== undefined && mark(data) === 'bad', 'cell-changed': ({ data }) => data !== undefined && mark(data) === 'changed' } } : {}),
    colId: column.sort ?? column.field, field: column.field, headerName: column.title, sortable: column.sort !== undefined, sortingOrder: ['desc', 'asc', null],
    resizable: true, hide: column.hidden ?? false, minWidth: column.flex === undefined ? 48 : (column.width ?? 96), suppressHeaderMenuButton: true,
    valueFormatter: ({ value, data }) => text(value, data), tooltipValueGetter: ({ value, data }) => exactText(column, value, data, language),
    ...(column.width === undefined ? {} : { width: column.width }), ...(column.flex === undefined ? {} : { flex: column.flex }), ...(column.pinned ? { pinned: 'left' as const } : {}),
  }
  if (right.has(column.kind)) return { ...base, type: 'rightAligned', cellClass: ['ag-right-aligned-cell', 'number'] }
  if (column.kind === 'code') return { ...base, cellClass: 'mono' }
  if (column.kind === 'tier') return { ...base, cellRenderer: ({ value, data }: { value: Tier | null; data?: Row }) => (data ? <TierChip tier={value} /> : null) }
  if (column.render) {
    const render = column.render
    return { ...base, cellRenderer: ({ value, data }: { value: unknown; data?: Row }) => (data ? render(value, data) : null) }
  }
  return base
}

function cellText({ kind, format }: GridColumn, value: unknown, row: Row, language: Language): string {
  if (format) return format(value, row)
  if (value === null || value === undefined || value === '') return unknown
  switch (kind) {
    case 'number': return formatNumber(Number(value), language)
    case 'value': return formatValue(Number(value), language)
    case 'index': return formatIndex(Number(value), language)
    case 'percent': return formatPercent(Number(value), language)
    case 'capital': return formatCapital(Number(value), language)
    case 'date': return formatDate(String(value))
    case 'time': return formatTime(String(value))
    case 'yes': return value === true ? '✓' : '✗'
    default: return String(value)
  }
}

/** On hover: the exact figure, or the whole of a text that may be cut. */
function exactText(column: GridColumn, value: unknown, row: Row | undefined, language: Language): string | null {
  if (row === undefined || value === null || value === undefined || column.kind === 'tier') return null
  if (column.kind === 'capital') return `¥${formatNumber(Number(value), language)}`
  return cellText(column, value, row, language)
}

const gridTheme = { light: quartz('light'), dark: quartz('dark') }
function quartz(name: ThemeName) {
  const { surface, ground, line, ink, muted, accent, chosen } = tokens[name]
  return themeQuartz.withParams({
    browserColorScheme: name, backgroundColor: surface, foregroundColor: ink, headerBackgroundColor: ground, headerTextColor: muted, headerFontWeight: 600, borderColor: line, accentColor: accent,
    chromeBackgroundColor: ground, rowHoverColor: ground, selectedRowBackgroundColor: chosen, fontFamily, fontSize: 12, headerFontSize: 12, cellHorizontalPadding: 8, rowHeight: 28, headerHeight: 32,
    wrapperBorder: false, wrapperBorderRadius: 0, borderRadius: 4, oddRowBackgroundColor: surface, headerColumnResizeHandleColor: line, columnBorder: false, spacing: 4,
  })
}

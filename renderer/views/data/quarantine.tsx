import { App, Button, Segmented, Select } from 'antd'
import { useMemo, useState, type KeyboardEvent, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { recordClasses } from '../../../shared/classes.ts'
import type { MendReport } from '../../../shared/contract.ts'
import { useRoute } from '../../app/route.ts'
import { useJob } from '../../app/runJob.ts'
import { useSession } from '../../app/session.tsx'
import { rowsOf, type Row } from '../../components/arrow.ts'
import { formatNumber } from '../../components/format.ts'
import { Grid, type GridColumn } from '../../components/grid.tsx'
import { JobCard } from '../../components/jobCard.tsx'
import { Empty, ErrorState } from '../../components/states.tsx'
import { ChangeMany } from './changeMany.tsx'
import { DiscardRejects } from './discardRejects.tsx'
import { MendResult } from './mendResult.tsx'
import { useReason } from './reason.ts'
import { RejectEditor } from './rejectEditor.tsx'
import { useRejects, type RejectKey } from './rejects.ts'

const keyOf = (row: Row): RejectKey => ({ fileId: Number(row.file_id), sourceRow: Number(row.source_row) })
const states = ['open', 'discarded', 'all'] as const

/** The desk of rows that could not be used: found by reason, file and class; mended in place, by one change to many, or outside and brought back. */
export function Quarantine(): ReactElement {
  const { t } = useTranslation()
  const { engine, host, jobs, language } = useSession()
  const { message } = App.useApp()
  const { query, setQuery } = useRoute()
  const reasonOf = useReason()
  const job = useJob()
  const { filter, facets, round, error, again } = useRejects(query)
  const [at, setAt] = useState<{ key: RejectKey; place: number } | null>(null)
  const [editing, setEditing] = useState(false)
  const [chosen, setChosen] = useState<RejectKey[]>([])
  const [asking, setAsking] = useState<'change' | 'discard' | null>(null)
  const [told, setTold] = useState<{ file: string; report: MendReport } | null>(null)
  const [done, setDone] = useState<({ batches: number[] } | { discarded: RejectKey[] | null })[]>([])
  const [refused, setRefused] = useState<unknown>(null)
  const figure = (value: number): string => formatNumber(value, language)
  const state = states.find((one) => one === query.state) ?? 'open'
  const running = jobs.find((one) => (one.kind === 'mend' || one.kind === 'undo') && one.endedAt === null)
  const scope = chosen.length > 0 ? { ...filter, rows: chosen } : filter
  const rows = chosen.length > 0 ? chosen.length : facets?.total ?? 0

  const columns = useMemo<GridColumn[]>(() => [
    { field: 'reason', title: t('domain.columns.reason'), width: 200, format: (value) => reasonOf(String(value)) },
    { field: 'source_file', title: t('domain.columns.source_file'), width: 220 },
    { field: 'source_row', title: t('domain.columns.source_row'), kind: 'number', width: 84 },
    { field: 'class', title: t('domain.columns.class'), width: 90, format: (value) => t(`domain.classes.${String(value)}`) },
    ...(state === 'open' ? [] : [{ field: 'discarded', title: t('desk.state.discarded'), width: 160 }]),
    { field: 'original', title: t('domain.columns.original'), flex: 1, width: 240, format: (value) => cellsOf(String(value)).join(' │ ') },
  ], [t, reasonOf, state])

  const attempt = async (work: () => Promise<void>): Promise<void> => {
    setRefused(null)
    try {
      await work()
    } catch (reason) {
      setRefused(reason)
    }
  }
  const exportAll = (): Promise<void> => attempt(async () => {
    const { rows: written, bytes } = await engine.exportRejects(scope)
    await host.saveFile('mingcha-rejects.csv', bytes!)
    void message.success(t('desk.exported', { rows: figure(written) }), 8)
  })
  const bringBack = (): Promise<void> => attempt(async () => {
    for (const file of await host.chooseFiles()) {
      const report = await job('mend', () => engine.mendFile(file))
      if (report) mended(report, file.name)
    }
  })
  const mended = (report: MendReport, file: string | null): void => {
    if (report.batches.length > 0) setDone((before) => [...before, { batches: report.batches }])
    if (file !== null) setTold({ file, report })
  }
  const undo = (): Promise<void> => attempt(async () => {
    const last = done.at(-1)
    if (!last) return void message.info(t('desk.nothingToUndo'))
    if ('batches' in last) {
      let returned = 0
      for (const batch of last.batches.toReversed()) {
        const report = await job('undo', () => engine.undoBatch({ batch }))
        if (!report) return
        returned += report.returned
      }
      void message.success(t('desk.undoneMend', { rows: figure(returned) }))
    } else {
      const back = await engine.restoreRejects(last.discarded === null ? { ...filter, discarded: true } : { rows: last.discarded })
      void message.success(t('desk.restored', { rows: figure(back.rows) }))
    }
    setDone((before) => before.slice(0, -1))
  })
  const restore = (): Promise<void> => attempt(async () => {
    const back = await engine.restoreRejects(scope)
    void message.success(t('desk.restored', { rows: figure(back.rows) }))
  })
  const press = (event: KeyboardEvent): void => {
    const target = event.target as HTMLElement
    if (target.closest('input, textarea, [role=dialog], [role=combobox]') || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Delete' && (at !== null || chosen.length > 0) && state !== 'discarded') setAsking('discard')
    else if (event.key.toLowerCase() === 'z' && !running) void undo()
    else return
    event.preventDefault()
  }
  const leave = (): void => {
    setEditing(false)
    document.querySelector<HTMLElement>('.quarantine-grid .ag-cell-focus')?.focus()
  }
  /** The reject that has come to this place. */
  const show = (place: number): Promise<void> => attempt(async () => {
    const next = await engine.quarantinePage({ ...filter, offset: place, limit: 1 })
    const [row] = next.total > place ? rowsOf(next.arrow) : []
    if (row) setAt({ key: keyOf(row), place })
    else if (place > 0) await show(0)
    else setEditing(false)
  })

  const single = asking === 'discard' && chosen.length === 0 && at !== null
  const facet = (label: string, name: string, any: string, options: { value: string; label: string }[]): ReactElement => (
    <Select size="small" className="desk-facet" aria-label={label} value={query[name] ?? ''} popupMatchSelectWidth={false} onChange={(value) => { setAt(null); setEditing(false); setChosen([]); setQuery({ [name]: value === '' ? null : value }) }} options={[{ value: '', label: any }, ...options]} />
  )
  return (
    <section className="section quarantine" aria-label={t('data.quarantine')} onKeyDown={press}>
      <div className="section-head desk-head">
        <h2>{t('data.quarantine')}</h2>
        <Segmented size="small" value={state} onChange={(value) => setQuery({ state: value === 'open' ? null : value })} options={states.map((value) => ({ value, label: t(`desk.state.${value}`) }))} />
        {facet(t('desk.facetReason'), 'reason', t('data.anyReason'), (facets?.reasons ?? []).map((one) => ({ value: one.reason, label: `${reasonOf(one.reason)} · ${figure(one.count)}` })))}
        {facet(t('desk.facetFile'), 'file', t('desk.anyFile'), (facets?.files ?? []).map((one) => ({ value: String(one.fileId), label: `${one.name} · ${figure(one.count)}` })))}
        {facet(t('desk.facetClass'), 'class', t('data.anyClass'), recordClasses.flatMap((name) => (facets?.classes ?? []).filter((one) => one.recordClass === name).map((one) => ({ value: name, label: `${t(`domain.classes.${name}`)} · ${figure(one.count)}` }))))}
      </div>
      <div className="section-head desk-head">
        <span className="muted">{chosen.length > 0 ? t('desk.chosen', { rows: figure(chosen.length) }) : t('desk.keys')}</span><span className="spring" />
        <Button size="small" disabled={rows === 0 || running !== undefined} onClick={() => setAsking('change')}>{t('desk.changeMany')}</Button>
        {state !== 'discarded' && <Button size="small" disabled={rows === 0} onClick={() => { if (chosen.length === 0) setAt(null); setAsking('discard') }}>{t('desk.discard')}</Button>}
        {state !== 'open' && <Button size="small" disabled={(facets?.discarded ?? 0) === 0} onClick={() => void restore()}>{t('desk.restore')}</Button>}
        <Button size="small" disabled={rows === 0} onClick={() => void exportAll()}>{t('desk.export')}</Button>
        <Button size="small" disabled={running !== undefined} onClick={() => void bringBack()}>{t('desk.bringBack')}</Button>
        <Button size="small" type="text" disabled={done.length === 0 || running !== undefined} onClick={() => void undo()}>{t('desk.undo')}</Button>
      </div>
      {running && !editing && <JobCard job={running} />}
      {refused !== null && <ErrorState error={refused} compact />}
      {error !== null && <ErrorState error={error} again={again} compact />}
      {told && <MendResult {...told} onClose={() => setTold(null)} />}
      <div className="quarantine-grid">
        <Grid
          columns={columns} of={JSON.stringify(filter)} round={round} label={t('data.quarantine')} empty={<Empty title={t('data.quarantineNone')} />}
          onRow={(row, place) => setAt({ key: keyOf(row), place })} onEnter={(row) => { setAt((before) => ({ key: keyOf(row), place: before?.place ?? 0 })); setEditing(true) }} onChosen={(some) => setChosen(some.map(keyOf))}
          fetchPage={(offset, limit) => engine.quarantinePage({ ...filter, offset, limit })}
        />
      </div>
      {at && editing && (
        <RejectEditor
          key={`${at.key.fileId} ${at.key.sourceRow}`} of={at.key} place={at.place} total={facets?.total ?? 0}
          onLoaded={(report) => { mended(report, null); void show(at.place) }} onNext={() => void show(at.place + 1)} onDiscard={() => { setChosen([]); setAsking('discard') }} onClose={leave}
        />
      )}
      {asking === 'change' && <ChangeMany scope={scope} rows={rows} chosen={chosen.length > 0} onClose={() => setAsking(null)} onMended={(report) => mended(report, t('desk.changeMany'))} />}
      {asking === 'discard' && (
        <DiscardRejects
          scope={single ? { rows: [at.key] } : scope} rows={single ? 1 : rows} onClose={() => setAsking(null)}
          onDiscarded={() => { setDone((before) => [...before, { discarded: single ? [at.key] : chosen.length > 0 ? chosen : null }]); if (editing && at) void show(at.place) }}
        />
      )}
    </section>
  )
}

/** The row's cells, or its raw text where it was never cut into cells. */
function cellsOf(original: string): string[] {
  try {
    const cells: unknown = JSON.parse(original)
    return Array.isArray(cells) ? cells.map(String) : [original]
  } catch {
    return [original]
  }
}

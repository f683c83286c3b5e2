import { Button } from 'antd'
import { useEffect, useRef, useState, type ReactElement, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ImportReport } from '../../../shared/contract.ts'
import { useJob } from '../../app/runJob.ts'
import { useSession } from '../../app/session.tsx'
import { ViewHead } from '../../app/viewHead.tsx'
import { formatNumber } from '../../components/format.ts'
import { JobCard } from '../../components/jobCard.tsx'
import { Empty, ErrorState, Skeleton } from '../../components/states.tsx'
import type { PickedFile } from '../../host/host.ts'
import { ImportResult } from './importResult.tsx'
import { Mapping } from './mapping.tsx'
import { classOf, keyOf, partsOf, type Pending } from './pending.ts'
import { PendingTable } from './pendingTable.tsx'
import { Preview } from './preview.tsx'
import { ChooseRecipe, RecipeNotice, SaveRecipe } from './recipe.tsx'

/** From chosen files to loaded rows: files with their classes, the preview and mapping of one, progress, result. */
export function ImportWizard({ picked, choose, onLeave }: { picked: PickedFile[]; choose: ReactNode; onLeave: () => void }): ReactElement {
  const { t } = useTranslation()
  const { engine, jobs, language } = useSession()
  const job = useJob()
  const [pending, setPending] = useState<Pending[]>([])
  const [at, setAt] = useState(0)
  const [report, setReport] = useState<ImportReport | null>(null)
  const [busy, setBusy] = useState(false)
  const known = useRef(new Set<string>())
  const asked = useRef(new Map<string, number>())

  const put = (key: string, changes: Partial<Pending>): void => setPending((before) => before.map((one) => (keyOf(one.picked, one.decided) === key ? { ...one, ...changes } : one)))
  const look = async (file: PickedFile, decided: Pending['decided']): Promise<void> => {
    const key = keyOf(file, decided)
    const round = (asked.current.get(key) ?? 0) + 1
    asked.current.set(key, round)
    put(key, { decided, loading: true })
    const found = await engine.previewFile({ ...decided, path: file.path, name: file.name }).then((preview) => ({ preview, error: null as unknown }), (error: unknown) => ({ preview: null, error }))
    if (asked.current.get(key) !== round) return // an earlier question's answer comes too late
    const parts = found.preview ? partsOf(found.preview, decided) : []
    if (parts.length === 0) return put(key, { ...found, loading: false })
    // An archive gives way to its files, a workbook to its sheets: each is looked at and decided on its own.
    const inside = parts.map(({ name, path, decided: part }): Pending => ({ picked: { path: path ?? file.path, name: `${file.name}/${name}`.slice(0, 300) }, decided: part, preview: null, error: null, loading: true }))
    setPending((before) => before.flatMap((one) => (keyOf(one.picked, one.decided) === key ? inside : [one])))
    for (const one of inside) await look(one.picked, one.decided)
  }
  useEffect(() => {
    const fresh = picked.filter((file) => !known.current.has(file.path))
    if (fresh.length === 0) return
    for (const file of fresh) known.current.add(file.path)
    void (async () => {
      setPending((before) => [...before, ...fresh.map((file) => ({ picked: file, decided: {}, preview: null, error: null, loading: true }))])
      for (const file of fresh) await look(file, {}) // one by one: reading heads is bound by the disk
    })()
    // oxlint-disable-next-line react/exhaustive-deps
  }, [picked])

  const ready = pending.filter((one) => one.error === null && !one.loading && classOf(one) !== undefined)
  const start = async (): Promise<void> => {
    setBusy(true)
    const result = await job('import', () => engine.importFiles({
      files: ready.map((one) => ({ ...one.decided, path: one.picked.path, name: one.picked.name, ...(classOf(one) ? { recordClass: classOf(one) } : {}) })),
    }))
    setBusy(false)
    if (result) setReport(result)
  }
  const running = jobs.find((one) => one.kind === 'import' && one.endedAt === null)
  if (report) return <><ViewHead title={t('data.result')} /><ImportResult report={report} onDone={onLeave} /></>
  if (busy) return <><ViewHead title={t('data.importing')} />{running ? <JobCard job={running} /> : <Skeleton rows={2} />}</>
  const current = pending[at]
  const waiting = pending.length - ready.length
  return (
    <div className="wizard">
      <ViewHead title={t('data.importTitle')} sentence={t('data.importSentence')} actions={<><Button onClick={onLeave}>{t('data.leaveImport')}</Button>{choose}</>} />
      <section className="section wizard-files" aria-label={t('data.filesToImport')}>
        <PendingTable pending={pending} at={at} onAt={setAt} onClass={(one, recordClass) => void look(one.picked, { ...one.decided, recordClass, mapping: undefined })} onRemove={(one) => { setPending((before) => before.filter((other) => other !== one)); setAt(0) }} />
        <div className="wizard-start">
          <span className="muted">{waiting > 0 ? t('data.notReady', { files: formatNumber(waiting, language) }) : t('data.allReady')}</span>
          <Button type="primary" disabled={ready.length === 0} onClick={() => void start()}>{t('data.start', { files: formatNumber(ready.length, language) })}</Button>
        </div>
      </section>
      {current && (
        <div className="wizard-panes">
          <Preview key={keyOf(current.picked, current.decided)} pending={current} onDecide={(decided) => void look(current.picked, decided)} onRead={(decided) => put(keyOf(current.picked, current.decided), { decided })} />
          <section className="section wizard-mapping" aria-label={t('data.mapping')}>
            <div className="section-head"><h2>{t('data.mapping')}</h2><span className="muted">{t('data.mappingText')}</span><span className="spring" /><ChooseRecipe value={current.decided.recipe} onRecipe={(recipe) => void look(current.picked, { ...current.decided, mapping: undefined, recordClass: undefined, recipe })} />{current.preview !== null && classOf(current) !== undefined && <SaveRecipe key={keyOf(current.picked, current.decided)} pending={current} />}</div>
            {current.preview?.recipe && <RecipeNotice recipe={current.preview.recipe} onIgnore={() => void look(current.picked, { ...current.decided, mapping: undefined, recipe: '' })} />}
            {current.error !== null ? <ErrorState error={current.error} /> : current.preview === null ? <Skeleton rows={8} /> : classOf(current) === undefined ? <Empty title={t('data.classFirst')} /> : (
              <Mapping key={keyOf(current.picked, current.decided)} pending={current} recordClass={classOf(current)!} onMapping={(mapping) => put(keyOf(current.picked, current.decided), { decided: { ...current.decided, mapping } })} onUnits={(units) => put(keyOf(current.picked, current.decided), { decided: { ...current.decided, units } })} />
            )}
          </section>
        </div>
      )}
    </div>
  )
}

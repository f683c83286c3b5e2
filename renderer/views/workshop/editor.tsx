import { RedoOutlined, UndoOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import { useCallback, useDeferredValue, useEffect, useEffectEvent, useMemo, useRef, useState, useSyncExternalStore, type KeyboardEvent as ReactKeyboardEvent, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { toErrorValue } from '../../../shared/errors.ts'
import { changesBetween } from '../../../shared/modelDraft.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { ViewHead } from '../../app/viewHead.tsx'
import { formatTime } from '../../components/format.ts'
import { ErrorState, Skeleton, useErrorWords } from '../../components/states.tsx'
import { Catalogue, ceilingsPath, vetoesPath } from './catalogue.tsx'
import { Ceilings } from './ceilings.tsx'
import { CheckDraft } from './checkDraft.tsx'
import { CompareWith } from './compareWith.tsx'
import { DimensionEditor } from './dimensionEditor.tsx'
import { DraftStore } from './draftStore.ts'
import { dimensionIn, type Change } from './edits.ts'
import { LivePanel } from './livePanel.tsx'
import { Publish } from './publish.tsx'
import { Rename } from './rename.tsx'
import { useWhatIf } from './useWhatIf.ts'
import { Vetoes } from './vetoes.tsx'

/** One draft: the dimensions left, the chosen one in the middle, what would become of the tiers right. */
export function Editor({ draft, chosen }: { draft: number; chosen: string }): ReactElement {
  const { t } = useTranslation()
  const { engine } = useSession()
  const { notification } = App.useApp()
  const { href } = useRoute()
  const words = useErrorWords()
  const [store, setStore] = useState<DraftStore | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [round, setRound] = useState(0)
  const tell = useEffectEvent((failure: unknown) => {
    const { title, hint } = words(failure)
    notification.error({ title, description: hint, placement: 'bottomRight', duration: 10 })
  })
  useEffect(() => {
    let wanted = true
    engine.readDraft({ draft }).then(
      (found) => { if (wanted) setStore(new DraftStore(engine, found, (failure) => tell(failure))) },
      (failure: unknown) => { if (wanted) setError(failure) },
    )
    return () => { wanted = false }
  }, [engine, draft, round])
  if (error !== null) {
    const gone = toErrorValue(error).code === 'no_such_draft'
    return <div className="view"><ViewHead title={t('workshop.title')} /><ErrorState error={error} {...(gone ? {} : { again: () => { setError(null); setRound((n) => n + 1) } })} />{gone && <a className="workshop-back" href={href('workshop')}>{t('workshop.toModels')}</a>}</div>
  }
  if (!store) return <div className="view"><ViewHead title={t('workshop.title')} /><Skeleton rows={12} /></div>
  return <Bench store={store} chosen={chosen} />
}

function Bench({ store, chosen }: { store: DraftStore; chosen: string }): ReactElement {
  const { t } = useTranslation()
  const { host } = useSession()
  const { go, href } = useRoute()
  const state = useSyncExternalStore(store.subscribe, store.state)
  const { info, model, base, vetoes } = state
  const first = model.classes[0]!.dimensions[0]!
  const special = chosen === vetoesPath || chosen === ceilingsPath
  const dimension = dimensionIn(model, chosen) ?? first
  // The list may come a moment after the slider: what is dragged must not wait for it.
  const late = useDeferredValue(state)
  const changes = useMemo(() => changesBetween(late.base, late.model), [late])
  const change = useCallback<Change>((edits, key) => store.change(edits, key), [store])
  const main = useRef<HTMLDivElement>(null)
  const current = special ? chosen : dimension.id
  /** Enter on the line that is chosen already goes into its editor; Escape there comes back. */
  const choose = useCallback((path: string) => {
    if (path === current) main.current?.querySelector<HTMLElement>('[role="slider"], input, [role="switch"]')?.focus()
    else go('workshop', [String(info.draft), path], [])
  }, [go, info.draft, current])
  const leave = (event: ReactKeyboardEvent): void => {
    if (event.key === 'Escape' && !(event.target instanceof HTMLTextAreaElement)) document.querySelector<HTMLElement>('.workshop .tree-line[aria-selected="true"]')?.focus()
  }
  const live = useWhatIf(store, model, dimension.id)

  useEffect(() => host.engine.listen({ changed: (topic) => { if (topic === 'models') void store.follow() } }), [host, store])
  useEffect(() => () => void store.save(), [store]) // what is not saved yet is saved on leaving
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!(event.metaKey || event.ctrlKey) || event.altKey) return
    // Where a text is typed, undo is the text's own.
    const writing = event.target instanceof Element && event.target.closest('[role="dialog"], textarea, input:not([role="spinbutton"])') !== null
    const key = event.key.toLowerCase()
    if (key === 's') void store.save()
    else if (writing) return
    else if (key === 'z' && !event.shiftKey) store.undo()
    else if (key === 'y' || key === 'z') store.redo()
    else return
    event.preventDefault()
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => onKey(event)
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])

  return (
    <div className="view view-full">
      <ViewHead
        title={<><a href={href('workshop')}>{t('workshop.title')}</a> <span className="muted">›</span> {info.name} <Rename store={store} info={info} /></>}
        sentence={<span aria-live="polite">{t('workshop.about', { basedOn: info.basedOn, changes: changes.length })} · {state.unsaved ? t('workshop.saving') : t('workshop.savedAt', { at: formatTime(info.changedAt), revision: info.revision })}</span>}
        actions={
          <>
            <Button size="small" icon={<UndoOutlined />} disabled={!state.canUndo} onClick={() => store.undo()} title={t('workshop.undoKey')} aria-label={t('workshop.undo')} />
            <Button size="small" icon={<RedoOutlined />} disabled={!state.canRedo} onClick={() => store.redo()} title={t('workshop.redoKey')} aria-label={t('workshop.redo')} />
            <CheckDraft store={store} go={choose} />
            <CompareWith store={store} draft={info.draft} />
            <Publish store={store} info={info} changes={changes} />
          </>
        }
      />
      <div className="workshop">
        <Catalogue model={late.model} changes={changes} chosen={current} choose={choose} />
        <div ref={main} className="workshop-main" onKeyDown={leave}>
          {chosen === vetoesPath && <Vetoes model={model} base={base} vetoes={vetoes} change={change} />}
          {chosen === ceilingsPath && <Ceilings key={info.draft} model={model} base={base} change={change} />}
          {!special && <DimensionEditor key={dimension.id} draft={info.draft} dimension={dimension} base={dimensionIn(base, dimension.id)} group={model.classes.find((one) => one.dimensions.includes(dimension))!} bands={live.bands} change={change} />}
        </div>
        <LivePanel live={live} model={model} base={base} change={change} />
      </div>
    </div>
  )
}


import { Button, Input, Modal, Select } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { fromErrorValue } from '../../../shared/errors.ts'
import { banStates, type BansDone, type BanState } from '../../../shared/punishments.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { formatDate, formatNumber } from '../../components/format.ts'
import { Empty, ErrorState, Skeleton, useErrorWords } from '../../components/states.tsx'
import { useKeys } from '../../components/useKeys.ts'
import { useSaving } from '../../components/useSaving.ts'
import { Pager } from './measures.tsx'
import { useDeskPerson } from './useDeskPerson.ts'
import { useRows } from './useRows.ts'

const page = 200

/** The register of persons who may not be legal representatives for a time: proposed, confirmed by a second person, lifted. */
export function Bans(): ReactElement {
  const { t } = useTranslation()
  const { language, engine } = useSession()
  const { href } = useRoute()
  const worded = useErrorWords()
  const { by, fixed, write } = useDeskPerson()
  const { saving, wrong, save } = useSaving()
  const [state, setState] = useState<BanState | 'all'>('all')
  const [text, setText] = useState('')
  const [offset, setOffset] = useState(0)
  const [asking, setAsking] = useState<'refuse' | 'lift' | null>(null)
  const [reason, setReason] = useState('')
  const [refused, setRefused] = useState<BansDone['refused']>([])
  const filter = { ...(state === 'all' ? {} : { state }), ...(text.trim() === '' ? {} : { text: text.trim() }) }
  const { answer, error, again } = useAnswer('listBans', { ...filter, offset, limit: page }, ['workspace', 'records', 'punishments'], { keep: true })
  const rows = useRows(answer?.bans ?? [], (one) => one.ban, JSON.stringify([filter, offset]))
  const seen = rows.chosen.map(({ ban, revision }) => ({ ban, revision }))
  const act = (deed: () => Promise<BansDone>): void => save(async () => {
    const done = await deed()
    setRefused(done.refused)
    setAsking(null)
    setReason('')
    rows.clear()
  })
  const confirm = (): void => { if (seen.length > 0 && by !== '') act(() => engine.confirmBans({ bans: seen, by, agree: true })) }
  const state0 = rows.current?.state
  useKeys({
    j: () => rows.go(rows.at + 1), ArrowDown: () => rows.go(rows.at + 1), k: () => rows.go(rows.at - 1), ArrowUp: () => rows.go(rows.at - 1), ' ': () => { if (rows.current) rows.mark(rows.current.ban) },
    Enter: () => { if (state0 === 'proposed') confirm() }, x: () => { if (state0 === 'proposed' || state0 === 'imposed') setAsking(state0 === 'proposed' ? 'refuse' : 'lift') },
  }, saving)
  return (
    <section className="section case-entries" aria-label={t('lists.queues.bans')}>
      <div className="section-head">
        <Select size="small" className="punish-state" aria-label={t('punishments.state')} value={state} onChange={(next) => { setOffset(0); setState(next) }} options={[{ value: 'all' as const, label: t('punishments.allStates') }, ...banStates.map((value) => ({ value, label: t(`punishments.banStates.${value}`) }))]} />
        <Input size="small" className="case-search" allowClear value={text} placeholder={t('punishments.banSearch')} aria-label={t('punishments.banSearch')} onChange={(event) => { setOffset(0); setText(event.target.value) }} />
        <span className="spring" />
        <Input size="small" className="punish-person" value={by} maxLength={60} disabled={fixed} placeholder={t('lists.second')} aria-label={t('lists.second')} onChange={(event) => write(event.target.value)} />
        <Button size="small" type="primary" loading={saving} disabled={by === '' || state0 !== 'proposed'} onClick={confirm}>{t('lists.deeds.confirm')} <kbd>↵</kbd></Button>
        <Button size="small" disabled={by === '' || state0 !== 'proposed'} onClick={() => setAsking('refuse')}>{t('lists.deeds.refuse')} <kbd>X</kbd></Button>
        <Button size="small" disabled={by === '' || state0 !== 'imposed'} onClick={() => setAsking('lift')}>{t('punishments.lift')} <kbd>X</kbd></Button>
      </div>
      {wrong !== '' && <p className="bad punish-said" role="alert">{wrong}</p>}
      {refused.length > 0 && <div className="punish-said" role="status">{refused.slice(0, 6).map((one) => <p key={one.place} className="bad">{worded(fromErrorValue(one)).title} <span className="muted">{worded(fromErrorValue(one)).hint}</span></p>)}</div>}
      {error !== null ? <ErrorState error={error} again={again} /> : answer === null ? <Skeleton rows={8} /> : answer.bans.length === 0 ? <Empty title={t('punishments.noBans')}>{t('punishments.noBansText')}</Empty> : (
        <div className="files-scroll" tabIndex={0}>
          <table className="table table-rows">
            <thead><tr><th /><th>{t('punishments.banned')}</th><th>{t('punishments.idMasked')}</th><th>{t('punishments.firm')}</th><th>{t('punishments.ground')}</th><th>{t('punishments.valid')}</th><th>{t('punishments.state')}</th><th>{t('lists.persons')}</th><th className="right">{t('punishments.serving')}</th></tr></thead>
            <tbody>
              {answer.bans.map((one, i) => (
                <tr key={one.ban} aria-selected={i === rows.at} onClick={() => rows.go(i)}>
                  <td><input type="checkbox" tabIndex={-1} aria-label={one.name} checked={rows.marked.has(one.ban)} onChange={() => rows.mark(one.ban)} /></td>
                  <td className="nowrap">{one.name}</td>
                  <td className="nowrap mono">{one.idMasked || '—'}</td>
                  <td className="nowrap">{one.subjectId === null ? one.firm : <a href={href('profile', [String(one.subjectId)])}>{one.firm}</a>}</td>
                  <td className="cut" title={`${one.ground} ${one.basis}`}>{one.ground}</td>
                  <td className="nowrap">{formatDate(one.validFrom)} – {formatDate(one.validUntil)}</td>
                  <td className="nowrap" title={one.liftedFor ?? ''}>{t(`punishments.banStates.${one.state}`)}</td>
                  <td className="nowrap">{one.proposedBy}{one.secondBy !== null && ` · ${one.secondBy}`}</td>
                  <td className="right">{one.serving === null ? '—' : formatNumber(one.serving, language)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {answer && answer.total > page && <Pager offset={offset} total={answer.total} go={setOffset} />}
      {asking !== null && (
        <Modal open title={t(asking === 'lift' ? 'punishments.lift' : 'lists.deeds.refuse')} footer={null} onCancel={() => setAsking(null)} destroyOnHidden>
          <form className="case-removal" onSubmit={(event) => { event.preventDefault(); act(() => (asking === 'lift' ? engine.liftBans({ bans: seen, by, reason }) : engine.confirmBans({ bans: seen, by, agree: false, note: reason }))) }}>
            <label className="case-field"><span>{t('lists.reason')}</span><Input.TextArea autoFocus value={reason} maxLength={1000} rows={3} onChange={(event) => setReason(event.target.value)} /></label>
            <Button type="primary" htmlType="submit" loading={saving} disabled={by === '' || reason.trim() === ''}>{t(asking === 'lift' ? 'punishments.lift' : 'lists.deeds.refuse')}</Button>
          </form>
        </Modal>
      )}
    </section>
  )
}

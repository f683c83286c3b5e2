import { TeamOutlined } from '@ant-design/icons'
import { Button, Drawer, Input, Segmented, Select } from 'antd'
import { useMemo, useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { CampaignInfo } from '../../../../shared/contract.ts'
import { useRoute } from '../../../app/route.ts'
import { useSession } from '../../../app/session.tsx'
import { useAnswer } from '../../../app/useAnswer.ts'
import { rowsOf } from '../../../components/arrow.ts'
import { formatNumber } from '../../../components/format.ts'
import { maskPerson } from '../../../components/mask.ts'
import { ErrorState, Skeleton } from '../../../components/states.tsx'
import { useCompanions } from './useLibrary.ts'
import { visitNumbers } from './visitNumbers.ts'
import { visitCompanions } from './visitWords.ts'

type Library = 'expert' | 'body'

/** Experts and third parties beside the officers: who goes along where, and the change of it, with its reason. */
export function Companions({ of }: { of: CampaignInfo }): ReactElement {
  const { t } = useTranslation()
  const { query, setQuery } = useRoute()
  return (
    <>
      <Button size="small" icon={<TeamOutlined />} onClick={() => setQuery({ show: 'companions' })}>{t('companions.open')}</Button>
      <Drawer open={query['show'] === 'companions'} onClose={() => setQuery({ show: null })} size={560} destroyOnHidden closable={{ 'aria-label': t('shell.drawerClose') }} title={t('companions.title')}><Body of={of} /></Drawer>
    </>
  )
}

function Body({ of }: { of: CampaignInfo }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const visits = useAnswer('campaignVisits', { campaign: of.campaign, limit: 10_000 }, ['draws'], { keep: true })
  const rows = useMemo(() => visits.answer && rowsOf(visits.answer.arrow).map((row) => ({ visit: Number(row.visit), id: String(row.id), companions: visitCompanions(row) })), [visits.answer])
  const going = useMemo(() => {
    const all = new Map<string, { library: Library; companion: string; name: string; visits: number[] }>()
    for (const { visit, companions } of rows ?? []) {
      for (const one of companions) {
        const key = `${one.library} ${one.companion}`
        all.set(key, { ...one, visits: [...(all.get(key)?.visits ?? []), visit] })
      }
    }
    return [...all.values()]
  }, [rows])
  if (visits.error !== null) return <ErrorState error={visits.error} again={visits.again} compact />
  if (!rows) return <Skeleton rows={6} />
  return (
    <div className="papers">
      <p className="muted">{t('companions.text')}</p>
      <Form of={of} visits={rows} />
      <h3>{t('companions.going')}</h3>
      {going.length === 0 ? <p className="muted">{t('companions.nobody')}</p> : (
        <table className="table">
          <thead><tr><th>{t('companions.who')}</th><th>{t('companions.library')}</th><th className="right">{t('companions.visits')}</th><th>{t('companions.numbers')}</th></tr></thead>
          <tbody>{going.map((one) => (
            <tr key={`${one.library} ${one.companion}`}>
              <td className="nowrap">{shown(one.library, one.name)} {one.companion}</td><td className="nowrap">{t(`companions.libraries.${one.library}`)}</td><td className="right">{formatNumber(one.visits.length, language)}</td><td className="muted">{one.visits.slice(0, 12).join(t('shell.comma'))}{one.visits.length > 12 && ' …'}</td>
            </tr>
          ))}</tbody>
        </table>
      )}
    </div>
  )
}

const shown = (library: Library, name: string): string => (library === 'expert' ? maskPerson(name) : name)

function Form({ of, visits }: { of: CampaignInfo; visits: readonly { visit: number; id: string }[] }): ReactElement {
  const { t } = useTranslation()
  const { engine } = useSession()
  const [library, setLibrary] = useState<Library>('expert')
  const [companion, setCompanion] = useState<string | null>(null)
  const [scope, setScope] = useState<'item' | 'visits'>('item')
  const [item, setItem] = useState<string | null>(null)
  const [numbers, setNumbers] = useState('')
  const [reason, setReason] = useState('')
  const [state, setState] = useState<{ busy: 'joins' | 'leaves' | null; error: unknown; done: string }>({ busy: null, error: null, done: '' })
  const people = useCompanions(library, of.on)
  const items = [...new Map(of.parts.flatMap((part) => part.items.map((one) => [one.code, one.name] as const)))]
  const chosen = visitNumbers(numbers)?.map((number) => visits.find((one) => one.visit === number)?.id)
  const named = chosen !== undefined && chosen.length > 0 && chosen.every((one) => one !== undefined)
  const ready = companion !== null && reason.trim() !== '' && (scope === 'item' ? item !== null : named)
  const change = async (leaves: boolean): Promise<void> => {
    setState({ busy: leaves ? 'leaves' : 'joins', error: null, done: '' })
    try {
      const { changes } = await engine.changeCampaign({ campaign: of.campaign, reason, change: { kind: 'companion', library, companion: companion!, leaves, ...(scope === 'item' ? { item: item! } : { visits: chosen as string[] }) } })
      const { visits: changed, recused } = changes.at(-1)!.detail as { visits: string[]; recused: string[] }
      setState({ busy: null, error: null, done: t(leaves ? 'companions.left' : 'companions.joined', { visits: changed.length, recused: recused.length }) })
    } catch (error) {
      setState({ busy: null, error, done: '' })
    }
  }
  return (
    <>
      <div className="papers-pair">
        <div className="field"><span>{t('companions.library')}</span><Segmented aria-label={t('companions.library')} value={library} onChange={(to) => { setLibrary(to); setCompanion(null) }} options={(['expert', 'body'] as const).map((one) => ({ value: one, label: t(`companions.libraries.${one}`) }))} /></div>
        <label className="field companions-who"><span>{t('companions.who')}</span><Select
          value={companion} onChange={setCompanion} loading={people.rows === null} placeholder={t('companions.choose')} notFoundContent={t('companions.none', { day: of.on })}
          showSearch={{ optionFilterProp: 'label' }} options={(people.rows ?? []).map((one) => ({ value: one.id, label: `${shown(library, one.name)} ${one.id} · ${one.about}` }))}
        /></label>
      </div>
      <div className="papers-pair">
        <div className="field"><span>{t('companions.where')}</span><Segmented aria-label={t('companions.where')} value={scope} onChange={setScope} options={(['item', 'visits'] as const).map((one) => ({ value: one, label: t(`companions.scopes.${one}`) }))} /></div>
        {scope === 'item'
          ? <label className="field companions-who"><span>{t('companions.item')}</span><Select value={item} onChange={setItem} placeholder={t('companions.chooseItem')} options={items.map(([code, name]) => ({ value: code, label: `${code} ${name}` }))} /></label>
          : <label className="field companions-who"><span>{t('companions.numbers')}</span><Input value={numbers} maxLength={1000} status={numbers !== '' && !named ? 'error' : ''} placeholder="1,2,5-9" onChange={(event) => setNumbers(event.target.value)} /></label>}
      </div>
      <label className="field"><span>{t('companions.reason')}</span><Input value={reason} maxLength={500} placeholder={t('companions.reasonExample')} onChange={(event) => setReason(event.target.value)} /></label>
      {state.error !== null && <ErrorState error={state.error} compact />}
      {state.done !== '' && <p className="good" role="status">{state.done}</p>}
      <div className="papers-actions">
        <Button type="primary" disabled={!ready} loading={state.busy === 'joins'} onClick={() => void change(false)}>{t('companions.join')}</Button>
        <Button disabled={!ready} loading={state.busy === 'leaves'} onClick={() => void change(true)}>{t('companions.leave')}</Button>
      </div>
    </>
  )
}

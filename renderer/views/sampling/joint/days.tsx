import { CalendarOutlined } from '@ant-design/icons'
import { Button, Checkbox, Drawer, InputNumber } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { CampaignInfo } from '../../../../shared/contract.ts'
import { useRoute } from '../../../app/route.ts'
import { useSession } from '../../../app/session.tsx'
import { useAnswer } from '../../../app/useAnswer.ts'
import { DayInput } from '../../../components/dayInput.tsx'
import { formatNumber } from '../../../components/format.ts'
import { ErrorState, Skeleton } from '../../../components/states.tsx'
import { useSaving } from '../../../components/useSaving.ts'

/** The days on which the visits are made, and how they weigh on the officers. */
export function Days({ of }: { of: CampaignInfo }): ReactElement {
  const { t } = useTranslation()
  const { query, setQuery } = useRoute()
  return (
    <>
      <Button size="small" icon={<CalendarOutlined />} onClick={() => setQuery({ show: 'days' })}>{t('days.open')}</Button>
      <Drawer open={query['show'] === 'days'} onClose={() => setQuery({ show: null })} size={480} destroyOnHidden closable={{ 'aria-label': t('shell.drawerClose') }} title={t('days.title')}><Body of={of} /></Drawer>
    </>
  )
}

function Body({ of }: { of: CampaignInfo }): ReactElement {
  const { t } = useTranslation()
  const { language, engine } = useSession()
  const { saving, wrong, save } = useSaving()
  const { answer, error, again } = useAnswer('campaignDays', { campaign: of.campaign }, ['draws'], { keep: true })
  const [from, setFrom] = useState(of.on)
  const [perDay, setPerDay] = useState(4)
  const [anew, setAnew] = useState(false)
  return (
    <div className="papers">
      <p className="muted">{t('days.text')}</p>
      <div className="papers-pair">
        <label className="field"><span>{t('days.from')}</span><DayInput value={from} put={setFrom} label={t('days.from')} /></label>
        <label className="field"><span>{t('days.perDay')}</span><InputNumber value={perDay} min={1} max={50} precision={0} onChange={(value) => setPerDay(value ?? 4)} /></label>
      </div>
      <Checkbox checked={anew} onChange={(event) => setAnew(event.target.checked)}>{t('days.anew')}</Checkbox>
      {wrong !== '' && <p className="bad" role="alert">{wrong}</p>}
      <div><Button type="primary" loading={saving} disabled={from === ''} onClick={() => save(() => engine.scheduleVisits({ campaign: of.campaign, from, perDay, anew }))}>{t('days.spread')}</Button></div>
      <h3>{t('days.list')}</h3>
      {error !== null ? <ErrorState error={error} again={again} compact /> : !answer ? <Skeleton rows={4} /> : answer.length === 0 ? <p className="muted">{t('days.none', { day: of.on })}</p> : (
        <table className="table">
          <thead><tr><th>{t('joint.day')}</th><th className="right">{t('joint.visits')}</th><th className="right">{t('joint.officers')}</th><th className="right">{t('days.most')}</th></tr></thead>
          <tbody>{answer.map((one) => <tr key={one.day}><td className="nowrap">{one.day}</td><td className="right">{formatNumber(one.visits, language)}</td><td className="right">{formatNumber(one.officers, language)}</td><td className="right">{formatNumber(one.most, language)}</td></tr>)}</tbody>
        </table>
      )}
    </div>
  )
}

import { Button, Checkbox, Input } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../../app/session.tsx'
import type { PickedFile } from '../../host/host.ts'

export interface Question { split: string; until?: string; seen: boolean; /** Path of another model to compare with. */ challenger: string | null }

const day = /^\d{4}-\d{2}-\d{2}$/

/** A year before the as-of day of the scores, or before today. */
function yearBefore(asOf: string | null | undefined): string {
  const at = new Date(`${(asOf ?? new Date().toISOString()).slice(0, 10)}T00:00:00Z`)
  at.setUTCFullYear(at.getUTCFullYear() - 1)
  return at.toISOString().slice(0, 10)
}

export function Form({ running, ask }: { running: boolean; ask: (question: Question) => void }): ReactElement {
  const { t } = useTranslation()
  const { host, workspace } = useSession()
  const [split, setSplit] = useState(() => yearBefore(workspace?.asOf))
  const [until, setUntil] = useState('')
  const [seen, setSeen] = useState(false)
  const [challenger, setChallenger] = useState<PickedFile | null>(null)
  const wrong = !day.test(split) || (until !== '' && (!day.test(until) || until < split))
  const choose = async (): Promise<void> => {
    const [file] = await host.chooseFiles()
    if (file) setChallenger(file)
  }
  return (
    <form className="section backtest-form" onSubmit={(event) => { event.preventDefault(); if (!wrong) ask({ split, ...(until === '' ? {} : { until }), seen, challenger: challenger?.path ?? null }) }}>
      <label><span>{t('backtest.split')}</span><Input size="small" maxLength={10} placeholder="YYYY-MM-DD" value={split} status={day.test(split) ? '' : 'error'} onChange={(event) => setSplit(event.target.value)} /></label>
      <label><span>{t('backtest.until')}</span><Input size="small" maxLength={10} placeholder="YYYY-MM-DD" value={until} status={until !== '' && (!day.test(until) || until < split) ? 'error' : ''} onChange={(event) => setUntil(event.target.value)} /></label>
      <Checkbox checked={seen} onChange={(event) => setSeen(event.target.checked)}>{t('backtest.seen')}</Checkbox>
      <div className="backtest-challenger">
        <Button size="small" onClick={() => void choose()}>{challenger ? challenger.name : t('backtest.challenger')}</Button>
        {challenger && <Button size="small" type="text" onClick={() => setChallenger(null)}>{t('backtest.noChallenger')}</Button>}
      </div>
      <span className="spring" />
      <Button type="primary" htmlType="submit" loading={running} disabled={wrong || workspace?.subjects === 0}>{t('backtest.run')}</Button>
    </form>
  )
}

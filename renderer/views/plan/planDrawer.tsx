import { Button, Drawer, Input, InputNumber } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { AnnualPlan } from '../../../shared/contract.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { useSaving } from '../../components/useSaving.ts'

/** The plan of a year as a whole. */
export function PlanDrawer({ of, years, onClose }: { of: AnnualPlan | 'new' | null; years: readonly number[]; onClose: () => void }): ReactElement {
  const { t } = useTranslation()
  return (
    <Drawer open={of !== null} onClose={onClose} size={400} destroyOnHidden closable={{ 'aria-label': t('shell.drawerClose') }} title={of === 'new' || of === null ? t('plan.newPlan') : of.name}>
      {of !== null && <Form of={of === 'new' ? null : of} years={years} onClose={onClose} />}
    </Drawer>
  )
}

function Form({ of, years, onClose }: { of: AnnualPlan | null; years: readonly number[]; onClose: () => void }): ReactElement {
  const { t } = useTranslation()
  const { engine } = useSession()
  const { go } = useRoute()
  const [year, setYear] = useState(() => of?.year ?? Math.max(new Date().getFullYear(), ...years.map((one) => one + 1)))
  const [name, setName] = useState(of?.name ?? '')
  const [most, setMost] = useState(of?.mostPerSubject ?? null)
  const [note, setNote] = useState(of?.note ?? '')
  const { saving, wrong, save } = useSaving()
  const keep = async (): Promise<void> => {
    await engine.savePlan({ year, name, mostPerSubject: most, note })
    go('plan', [String(year)], [])
    onClose()
  }
  return (
    <form className="plan-form-fields" onSubmit={(event) => { event.preventDefault(); save(keep) }}>
      <label className="plan-field"><span>{t('plan.year')}</span><InputNumber min={2000} max={2100} precision={0} disabled={of !== null} value={year} formatter={(value) => String(value ?? '')} onChange={(value) => setYear(value ?? year)} /></label>
      <label className="plan-field"><span>{t('plan.name')}</span><Input value={name} maxLength={200} onChange={(event) => setName(event.target.value)} /></label>
      <label className="plan-field"><span>{t('plan.mostPerSubject')}</span><InputNumber min={1} max={366} precision={0} value={most} onChange={setMost} /><small className="muted">{t('plan.mostPerSubjectText')}</small></label>
      <label className="plan-field"><span>{t('plan.note')}</span><Input.TextArea rows={2} maxLength={1000} value={note} onChange={(event) => setNote(event.target.value)} /></label>
      {wrong !== '' && <p className="bad" role="alert">{wrong}</p>}
      <Button type="primary" htmlType="submit" loading={saving} disabled={name.trim() === '' || (of === null && years.includes(year))}>{t('plan.save')}</Button>
    </form>
  )
}

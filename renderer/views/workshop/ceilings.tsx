import { Button, InputNumber } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { recordClasses, type RecordClass } from '../../../shared/classes.ts'
import type { DraftModel } from '../../../shared/modelDraft.ts'
import { useLabels } from '../../app/labels.ts'
import { useSession } from '../../app/session.tsx'
import { formatChange, formatValue } from '../../components/format.ts'
import type { Change } from './edits.ts'

const sum = (ceilings: Partial<Record<RecordClass, number>>): number => Number(recordClasses.reduce((total, name) => total + (ceilings[name] ?? 0), 0).toFixed(6))

/** How much of the index each class can make up. They sum to 100: what is typed goes into the draft when it does. */
export function Ceilings({ model, base, change }: { model: DraftModel; base: DraftModel; change: Change }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const labels = useLabels()
  const [open, setOpen] = useState<{ of: DraftModel['ceilings']; ceilings: Partial<Record<RecordClass, number>> } | null>(null)
  const ceilings = open?.of === model.ceilings ? open.ceilings : model.ceilings
  const classes = recordClasses.filter((name) => model.classes.some((group) => group.class === name) || (ceilings[name] ?? 0) > 0)
  const put = (name: RecordClass, value: number): void => {
    const next = { ...ceilings, [name]: value }
    if (sum(next) === 100) {
      setOpen(null)
      change([{ kind: 'ceilings', ceilings: next }])
    } else setOpen({ of: model.ceilings, ceilings: next })
  }
  const total = sum(ceilings)
  const widest = Math.max(1, ...classes.map((name) => ceilings[name] ?? 0))
  return (
    <section className="section workshop-box">
      <div className="workshop-title">
        <h2>{t('workshop.ceilings')}</h2><span className="spring" />
        {JSON.stringify(base.ceilings) !== JSON.stringify(ceilings) && <Button size="small" type="link" onClick={() => { setOpen(null); change([{ kind: 'ceilings', ceilings: base.ceilings }]) }}>{t('workshop.revert')}</Button>}
      </div>
      <p className="muted">{t('workshop.ceilingsText')}</p>
      <table className="table workshop-ceilings">
        <thead><tr><th>{t('profile.class')}</th><th>{t('workshop.ceiling')}</th><th className="right">{t('workshop.was')}</th><th aria-hidden="true" /></tr></thead>
        <tbody>
          {classes.map((name) => (
            <tr key={name}>
              <td className="nowrap">{labels.recordClass(name)}</td>
              <td><InputNumber size="small" min={0} max={100} step={1} value={ceilings[name] ?? 0} onChange={(value) => { if (value !== null) put(name, value) }} aria-label={labels.recordClass(name)} /></td>
              <td className="right">{(base.ceilings[name] ?? 0) !== (ceilings[name] ?? 0) && <span className="muted">{formatValue(base.ceilings[name] ?? 0, language)}</span>}</td>
              <td className="workshop-count"><span style={{ width: `${(100 * (ceilings[name] ?? 0)) / widest}%` }} /></td>
            </tr>
          ))}
        </tbody>
        <tfoot><tr><td>{t('workshop.total')}</td><td className={total === 100 ? 'number' : 'number bad'}>{formatValue(total, language)}</td><td /><td /></tr></tfoot>
      </table>
      {total !== 100 && <p className="bad workshop-wrong" role="alert">{t('workshop.ceilingsWrong', { off: formatChange(Number((100 - total).toFixed(6)), language, 0) })} {t('workshop.notSaved')}</p>}
    </section>
  )
}

import { Switch } from 'antd'
import { useMemo, useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Contribution, Dimension, Explanation } from '../../../shared/contract.ts'
import { useLabels } from '../../app/labels.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { formatNumber, formatValue } from '../../components/format.ts'
import { useValueWords } from '../../components/valueWords.ts'
import { Evidence } from './evidence.tsx'
import { Fall } from './fall.tsx'

/** Contributions and the index are both sums of doubles; this is what rounding may make of it. */
const tolerance = 1e-6
/** Without the noise of doubles, so that equal sums are also shown equal: 17.474999999 and 17.475. */
const settled = (sum: number): number => Number(sum.toFixed(6))

interface Step { of: Contribution; from: number; to: number }

/** The index as a waterfall of contributions, largest first; each opens to the rows and the SQL behind it. */
export function Why({ explanation }: { explanation: Explanation }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const labels = useLabels()
  const [all, setAll] = useState(false)
  const [open, setOpen] = useState<string | null>(null)
  const dimensions = useAnswer('listDimensions', {}, ['scores'])
  const byId = useMemo(() => new Map((dimensions.answer ?? []).map((one) => [one.id, one])), [dimensions.answer])
  const steps = useMemo(() => stepsOf(explanation.contributions), [explanation])
  const inOrder = useMemo(() => steps.map((step) => step.of), [steps])
  const shown = all ? steps : steps.filter((step) => step.of.contribution !== 0)
  const [low, high] = [Math.min(0, ...steps.map((step) => Math.min(step.from, step.to))), Math.max(1e-9, ...steps.map((step) => Math.max(step.from, step.to)))]
  const at = (value: number): number => (100 * (value - low)) / (high - low)
  const sum = settled(explanation.contributions.reduce((total, one) => total + one.contribution, 0))
  const index = settled(explanation.index)
  const proven = Math.abs(sum - index) <= tolerance
  const counted = steps.filter((step) => step.of.contribution !== 0).length

  return (
    <section className="profile-box why">
      <div className="profile-box-head">
        <h2>{t('profile.why')}</h2>
        {steps.length > counted && <label className="why-all"><Switch size="small" checked={all} onChange={setAll} /> {t('profile.allDimensions', { dimensions: steps.length })}</label>}
      </div>
      <Fall explanation={explanation} steps={inOrder} onOpen={setOpen} />
      <table className="why-table">
        <colgroup><col /><col className="why-col-class" /><col className="why-col-value" /><col className="why-col-points" /><col className="why-col-contribution" /><col className="why-col-fall" /><col className="why-col-rows" /></colgroup>
        <thead>
          <tr>
            <th>{t('profile.dimension')}</th><th>{t('profile.class')}</th><th className="number">{t('profile.value')}</th><th className="number">{t('profile.points')}</th>
            <th className="number">{t('profile.contribution')}</th><th className="why-fall-head">{t('profile.waterfall')}</th><th className="number">{t('profile.rows')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ of, from, to }) => (
            <WhyRow
              key={of.dimension} of={of} dimension={byId.get(of.dimension)} subjectId={explanation.subjectId} left={at(Math.min(from, to))} width={at(Math.max(from, to)) - at(Math.min(from, to))}
              open={open === of.dimension} toggle={() => setOpen(open === of.dimension ? null : of.dimension)} recordClass={labels.recordClass(of.class)}
            />
          ))}
          {shown.length === 0 && <tr><td colSpan={7} className="muted">{t('profile.nothingCounts')}</td></tr>}
        </tbody>
        <tfoot>
          <tr>
            <td colSpan={4}>{t('profile.sum', { dimensions: counted })}</td>
            <td className="number">{formatNumber(sum, language, 2)}</td>
            <td colSpan={2} className={proven ? 'why-proven' : 'why-broken'}>
              {proven ? `✓ ${t('profile.proven', { index: formatNumber(index, language, 2) })}` : `✗ ${t('profile.broken', { index: formatNumber(index, language, 2), difference: sum - index })}`}
            </td>
          </tr>
        </tfoot>
      </table>
    </section>
  )
}

function stepsOf(contributions: readonly Contribution[]): Step[] {
  const sorted = [...contributions].sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution) || (b.evidence ?? 0) - (a.evidence ?? 0) || (a.dimension < b.dimension ? -1 : 1))
  let reached = 0
  return sorted.map((of) => {
    const from = reached
    reached += of.contribution
    return { of, from, to: reached }
  })
}

interface WhyRowProps { of: Contribution; dimension: Dimension | undefined; subjectId: number; left: number; width: number; open: boolean; toggle: () => void; recordClass: string }

function WhyRow({ of, dimension, subjectId, left, width, open, toggle, recordClass }: WhyRowProps): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const name = language === 'en' ? of.nameEn : of.nameZh
  const value = useValueWords()(of.value, dimension?.unit)
  return (
    <>
      <tr className="why-row" data-open={open} onClick={toggle}>
        <td><button type="button" className="why-open" aria-expanded={open} onClick={(event) => { event.stopPropagation(); toggle() }}><span aria-hidden="true">{open ? '▾' : '▸'}</span> {name}</button></td>
        <td className="muted">{recordClass}</td>
        <td className="number">{value}</td>
        <td className="number">{formatValue(of.points, language)}<span className="muted"> × {formatValue(of.weight, language)}</span></td>
        <td className="number">{formatNumber(of.contribution, language, 2)}</td>
        <td className="why-fall"><span className={of.contribution < 0 ? 'why-bar why-less' : 'why-bar'} style={{ left: `${left}%`, width: `max(1px, ${width}%)` }} /></td>
        <td className="number" title={of.evidence === null ? t('standing.countRows') : undefined}>{of.evidence === null ? '…' : formatNumber(of.evidence, language)}</td>
      </tr>
      {open && <tr className="why-evidence"><td colSpan={7}><Evidence subjectId={subjectId} dimension={of.dimension} about={dimension} /></td></tr>}
    </>
  )
}

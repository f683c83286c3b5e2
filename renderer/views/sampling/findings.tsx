import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { DrawFindings } from '../../../shared/contract.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { formatNumber, formatPercent, unknown } from '../../components/format.ts'
import { Empty, ErrorState, Skeleton } from '../../components/states.tsx'
import { TierChip } from '../../components/tier.tsx'
import { IntervalBar } from './intervalBar.tsx'

/** What inspections found of the drawn since, by stratum, and what that says of the whole frame. `name`: whose draw it is, where there are several. */
export function Findings({ draw, name }: { draw: number; name?: string }): ReactElement {
  const { t } = useTranslation()
  const { answer, error, again } = useAnswer('drawFindings', { draw }, ['draws', 'records'], { keep: true })
  const inspected = answer?.strata.reduce((sum, one) => sum + one.inspected, 0) ?? 0
  return (
    <section className="section" aria-label={name ? t('findings.of', { name }) : t('findings.title')}>
      <div className="section-head"><h2>{name ? t('findings.of', { name }) : t('findings.title')}</h2>{answer && <span className="muted">{t('findings.since', { since: answer.since })}</span>}</div>
      {error !== null ? <ErrorState error={error} again={again} compact /> : !answer ? <Skeleton rows={4} />
        : inspected === 0 ? <Empty title={t('findings.none')}>{t('findings.noneText')}</Empty> : <Found of={answer} />}
    </section>
  )
}

function Found({ of }: { of: DrawFindings }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const n = (value: number | null): string => formatNumber(value, language)
  const range = (interval: [number, number] | null): string => (interval ? `${formatPercent(interval[0], language)}–${formatPercent(interval[1], language)}` : unknown)
  const strata = of.strata.filter((one) => one.frame > 0)
  const scale = Math.min(1, Math.max(0.05, ...strata.map((one) => one.interval?.[1] ?? 0), of.overall?.interval[1] ?? 0))
  const sum = (key: 'frame' | 'drawn' | 'inspected' | 'problems'): number => strata.reduce((total, one) => total + one[key], 0)
  const waiting = strata.filter((one) => one.inspected === 0).map((one) => one.stratum)
  return (
    <div className="section-body">
      <p className="findings-headline">
        {of.overall
          ? t('findings.headline', { rate: formatPercent(of.overall.rate, language), range: range(of.overall.interval), problems: n(Math.round(of.problems ?? 0)), frame: n(sum('frame')) })
          : t('findings.partial', { strata: waiting.join(t('shell.comma')) })}
      </p>
      <table className="strata">
        <thead>
          <tr><th>{t('sampling.stratum')}</th>{(['frame', 'drawn', 'inspected', 'problems', 'rate'] as const).map((one) => <th key={one} className="number">{t(`findings.${one}`)}</th>)}<th className="number">{t('findings.interval')}</th><th className="grow" aria-hidden="true" /></tr>
        </thead>
        <tbody>
          {strata.map((one) => (
            <tr key={one.stratum}>
              <td><TierChip tier={one.stratum} named /></td><td className="number">{n(one.frame)}</td><td className="number">{n(one.drawn)}</td><td className="number">{n(one.inspected)}</td><td className="number">{n(one.problems)}</td>
              <td className="number"><b>{formatPercent(one.rate, language)}</b></td><td className="number">{range(one.interval)}</td><td className="grow">{one.interval && <IntervalBar rate={one.rate!} interval={one.interval} scale={scale} />}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td>{t('findings.overall')}</td>{(['frame', 'drawn', 'inspected', 'problems'] as const).map((one) => <td key={one} className="number">{n(sum(one))}</td>)}
            <td className="number">{formatPercent(of.overall?.rate, language)}</td><td className="number">{range(of.overall?.interval ?? null)}</td><td className="grow">{of.overall && <IntervalBar {...of.overall} scale={scale} />}</td>
          </tr>
        </tfoot>
      </table>
      <p className="muted findings-note">{t('findings.method')}</p>
    </div>
  )
}

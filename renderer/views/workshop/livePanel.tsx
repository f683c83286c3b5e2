import { InputNumber } from 'antd'
import { memo, useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { tiers, type Tier } from '../../../shared/classes.ts'
import type { DraftModel } from '../../../shared/modelDraft.ts'
import { tiersAfter, tiersBefore } from '../../../shared/whatIf.ts'
import { useSession } from '../../app/session.tsx'
import { formatChange, formatNumber, formatPercent, formatValue } from '../../components/format.ts'
import { KeySlider } from '../../components/keySlider.tsx'
import { ErrorState, Skeleton } from '../../components/states.tsx'
import { TierBar } from '../../components/tierBar.tsx'
import type { Change } from './edits.ts'
import { MigrationTable } from './migrationTable.tsx'
import { NotScored } from './notScored.tsx'
import type { Live } from './useWhatIf.ts'

/** What would become of the tiers, as one turns a weight or a threshold. */
export function LivePanel({ live, model, base, change }: { live: Live; model: DraftModel; base: DraftModel; change: Change }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const { moved, spread, stale, error, unscored, milliseconds } = live
  if (unscored) return <aside className="section workshop-live"><h2>{t('workshop.whatIf')}</h2><NotScored /></aside>
  if (error !== null) return <aside className="section workshop-live"><h2>{t('workshop.whatIf')}</h2><ErrorState error={error} again={live.again} compact /></aside>
  if (!moved) return <aside className="section workshop-live" aria-busy="true"><h2>{t('workshop.whatIf')}</h2><Skeleton rows={10} /></aside>
  const [before, after] = [tiersBefore(moved), tiersAfter(moved)]
  const total = tiers.reduce((sum, tier) => sum + before[tier], 0)
  const changed = total - tiers.reduce((sum, _, i) => sum + moved[i * 5]!, 0)
  return (
    <aside className="section workshop-live" aria-busy={stale}>
      <div className="workshop-title"><h2>{t('workshop.whatIf')}</h2><span className="spring" /><span className="muted number">{stale ? t('workshop.reading') : t('workshop.timing', { subjects: formatNumber(total, language), ms: formatNumber(milliseconds, language, milliseconds !== null && milliseconds < 10 ? 1 : 0) })}</span></div>
      <p className="workshop-moved"><b className="number">{formatNumber(changed, language)}</b> {t('workshop.movedOf', { share: formatPercent(total === 0 ? 0 : changed / total, language) })}</p>
      <div className="workshop-bars">
        <span className="muted">{t('workshop.now')}</span><TierBar counts={before} language={language} wordy={0.2} />
        <span className="muted">{t('workshop.draft')}</span><TierBar counts={after} language={language} wordy={0.2} />
      </div>
      <table className="table workshop-tiers">
        <thead><tr><th>{t('workshop.tier')}</th><th className="right">{t('workshop.now')}</th><th className="right">{t('workshop.draft')}</th><th className="right">{t('workshop.difference')}</th></tr></thead>
        <tbody>
          {tiers.map((tier) => (
            <tr key={tier} data-tier={tier}>
              <td><span className="tier-chip" data-tier={tier}>{tier}</span></td>
              <td className="right">{formatNumber(before[tier], language)} <span className="muted workshop-share">{formatPercent(before[tier] / Math.max(1, total), language)}</span></td>
              <td className="right">{formatNumber(after[tier], language)} <span className="muted workshop-share">{formatPercent(after[tier] / Math.max(1, total), language)}</span></td>
              <td className="right">{formatChange(after[tier] - before[tier], language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <MigrationTable of={(from, to) => moved[tiers.indexOf(from) * 4 + tiers.indexOf(to)]!} />
      <Thresholds spread={spread} thresholds={model.thresholds} was={base.thresholds} change={change} />
    </aside>
  )
}

const bands = ['B', 'C', 'D'] as const

/** The spread of the index under the draft, and the three thresholds on it. */
const Thresholds = memo(function Thresholds({ spread, thresholds, was, change }: { spread: Int32Array | null; thresholds: DraftModel['thresholds']; was: DraftModel['thresholds']; change: Change }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const [wrong, setWrong] = useState(false)
  const put = (B: number, C: number, D: number): void => {
    const sound = B > 0 && B < C && C < D && D <= 100
    setWrong(!sound)
    if (sound) change([{ kind: 'thresholds', B, C, D }], 'thresholds')
  }
  const most = Math.sqrt(Math.max(1, ...(spread ?? [])))
  const tierAt = (index: number): Tier => (index >= thresholds.D ? 'D' : index >= thresholds.C ? 'C' : index >= thresholds.B ? 'B' : 'A')
  return (
    <div className="workshop-thresholds">
      <div className="workshop-title"><h3>{t('workshop.thresholds')}</h3><span className="muted">{t('workshop.spreadText')}</span></div>
      <svg viewBox="0 0 100 40" preserveAspectRatio="none" role="img" aria-label={t('workshop.spread')}>
        {spread && [...spread].map((count, i) => {
          const height = (38 * Math.sqrt(count)) / most
          return <rect key={i} x={i + 0.06} width={0.88} y={40 - height} height={height} style={{ fill: `var(--tier-${tierAt(i + 0.5)})` }}><title>{`${i}–${i + 1}${t('shell.colon')}${formatNumber(count, language)}`}</title></rect>
        })}
        {bands.map((tier) => <line key={tier} x1={thresholds[tier]} x2={thresholds[tier]} y1="0" y2="40" style={{ stroke: 'var(--ink)', vectorEffect: 'non-scaling-stroke' }} strokeDasharray="3 2" />)}
      </svg>
      <KeySlider names={bands.map((tier) => t('workshop.thresholdOf', { tier }))} values={bands.map((tier) => thresholds[tier])} min={0} max={100} step={0.5} onChange={([b, c, d]) => put(b!, c!, d!)} />
      <div className="workshop-cuts">
        {bands.map((tier) => (
          <label key={tier}>
            <span className="tier-chip" data-tier={tier}>{tier}</span> ≥
            <InputNumber size="small" min={0} max={100} step={0.5} value={thresholds[tier]} aria-label={t('workshop.thresholdOf', { tier })} onChange={(value) => { if (value !== null) put(tier === 'B' ? value : thresholds.B, tier === 'C' ? value : thresholds.C, tier === 'D' ? value : thresholds.D) }} />
            {was[tier] !== thresholds[tier] && <button type="button" className="plain muted number" title={t('workshop.revertTo', { value: was[tier] })} onClick={() => change([{ kind: 'thresholds', ...thresholds, [tier]: was[tier] }])}>↺ {formatValue(was[tier], language)}</button>}
          </label>
        ))}
      </div>
      {wrong && <p className="bad workshop-wrong" role="alert">{t('workshop.wrongThresholds')} {t('workshop.notSaved')}</p>}
    </div>
  )
})

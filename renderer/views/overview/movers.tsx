import { Segmented } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Overview } from '../../../shared/contract.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { formatChange, formatIndex, unknown } from '../../components/format.ts'
import { Empty } from '../../components/states.tsx'
import { TierChip } from '../../components/tier.tsx'

/** The subjects whose index rose most since the run before, and those with the highest index now. */
export function Movers({ overview: { rises, top, runs } }: { overview: Overview }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const { href } = useRoute()
  const [shown, setShown] = useState<'rises' | 'top'>(rises.length > 0 ? 'rises' : 'top')
  const link = (subjectId: number, name: string): ReactElement => <a href={href('profile', [String(subjectId)])} title={name}>{name}</a>
  return (
    <section className="section" aria-label={t(`overview.${shown}`)}>
      <div className="section-head">
        <h2>{t(`overview.${shown}`)}</h2>
        <span className="spring" />
        <Segmented size="small" value={shown} onChange={setShown} options={[{ value: 'rises', label: t('overview.risesShort') }, { value: 'top', label: t('overview.topShort') }]} />
      </div>
      {shown === 'top' ? (top.length === 0 ? <Empty title={t('overview.topNone')} /> : (
        <table className="table">
          <thead><tr><th>{t('domain.fields.tier')}</th><th>{t('domain.fields.name')}</th><th>{t('domain.fields.uscc')}</th><th className="right">{t('domain.fields.index')}</th></tr></thead>
          <tbody>
            {top.map((one) => (
              <tr key={one.subjectId}>
                <td><TierChip tier={one.tier} /></td><td className="cut">{link(one.subjectId, one.name)}</td><td className="mono">{one.uscc ?? unknown}</td><td className="right">{formatIndex(one.index, language)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )) : rises.length === 0 ? <Empty title={t(runs.length < 2 ? 'overview.risesFirst' : 'overview.risesNone')} /> : (
        <table className="table">
          <thead><tr><th>{t('overview.tierChange')}</th><th>{t('domain.fields.name')}</th><th className="right">{t('overview.before')}</th><th className="right">{t('overview.after')}</th><th className="right">{t('overview.rise')}</th></tr></thead>
          <tbody>
            {rises.map((one) => (
              <tr key={one.subjectId}>
                <td><span className="tier-label"><TierChip tier={one.tierBefore} /><span className="muted">→</span><TierChip tier={one.tierAfter} /></span></td>
                <td className="cut">{link(one.subjectId, one.name)}</td>
                <td className="right">{formatIndex(one.before, language)}</td><td className="right">{formatIndex(one.after, language)}</td>
                <td className="right">{formatChange(one.after - one.before, language, 1)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

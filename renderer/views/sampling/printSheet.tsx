import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { DrawInfo } from '../../../shared/contract.ts'
import { useLabels } from '../../app/labels.ts'
import { useSession } from '../../app/session.tsx'
import type { Row } from '../../components/arrow.ts'
import { formatNumber, formatPercent, formatTime } from '../../components/format.ts'
import { Paper } from '../../components/paper.tsx'
import { inFives } from './seed.ts'

/** The draw sheet as paper. */
export function PrintSheet({ of, policy, rows, ended }: { of: DrawInfo; policy: string; rows: Row[]; ended: () => void }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const labels = useLabels()
  return (
    <Paper ended={ended}>
      <h1>{t('sampling.paperTitle', { name: of.name })}</h1>
      <dl>
        <dt>{t('sampling.policy')}</dt><dd>{policy}</dd>
        <dt>{t('sampling.step.commitment')}</dt><dd className="mono">{of.commitment}</dd>
        <dt>{t('sampling.committedLabel')}</dt><dd>{formatTime(of.committedAt)}</dd>
        <dt>{t('sampling.step.seed')}</dt><dd className="mono">{inFives(of.seed ?? '')}</dd>
        <dt>{t('sampling.drawnAtLabel')}</dt><dd>{formatTime(of.drawnAt)}</dd>
        <dt>{t('sampling.step.draw')}</dt><dd>{of.strata.map((one) => `${one.stratum} ${formatNumber(one.drawn, language)}/${formatNumber(one.frame, language)} (${formatPercent(one.ratio, language)})`).join(' · ')}</dd>
        <dt>{t('sampling.witnesses')}</dt><dd>{of.witnesses.join(labels.comma) || ' '}</dd>
      </dl>
      <table>
        <thead><tr><th>#</th><th>{labels.field('tier')}</th><th>{labels.field('name')}</th><th>{labels.field('uscc')}</th><th>{t('sampling.address')}</th></tr></thead>
        <tbody>{rows.map((row, i) => <tr key={String(row.id)}><td>{i + 1}</td><td>{String(row.stratum)}</td><td>{String(row.name ?? '')}</td><td className="mono">{String(row.id ?? '')}</td><td>{String(row.address ?? '')}</td></tr>)}</tbody>
      </table>
      <p className="paper-sign">{t('sampling.sign')}</p>
    </Paper>
  )
}

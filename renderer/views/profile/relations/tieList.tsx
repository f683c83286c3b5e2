import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Connector } from '../../../../shared/contract.ts'
import { useSession } from '../../../app/session.tsx'
import { formatNumber, unknown } from '../../../components/format.ts'
import { TierBar } from '../../../components/tierBar.tsx'
import type { TieWords } from './useTieWords.ts'

/** What is shared, nearest and most shared first; the one that is chosen tells whom the table below shows. */
export function TieList({ ties, words, chosen, choose }: { ties: Connector[]; words: TieWords; chosen: string | null; choose: (key: string | null) => void }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  return (
    <div className="relations-ties" tabIndex={-1}>
      <table className="relations-table">
        <thead><tr><th>{t('relations.what')}</th><th className="number">{t('relations.members')}</th><th>{t('relations.tiers')}</th><th className="number">{t('relations.abnormalHead')}</th><th className="number">{t('relations.noReportHead')}</th></tr></thead>
        <tbody>
          {ties.map((tie) => (
            <tr key={tie.key} aria-selected={tie.key === chosen}>
              <td>
                <button type="button" className="relations-tie" aria-pressed={tie.key === chosen} title={words.finding(tie)} onClick={() => choose(tie.key === chosen ? null : tie.key)}>
                  {words.label(tie)}
                  <small>{t(`relations.kinds.${tie.shared}`)} · {words.kinds(tie)} · {t('relations.inStep', { step: tie.step })}{tie.hub && ` · ${t('relations.hub')}`}</small>
                </button>
              </td>
              <td className="number">{formatNumber(tie.members, language)}</td>
              <td className="relations-bar"><TierBar counts={tie.tiers} language={language} onTier={() => choose(tie.key)} wordy={1} /></td>
              <td className="number">{formatNumber(tie.abnormal, language)}</td>
              <td className="number">{tie.noReport === null ? unknown : formatNumber(tie.noReport, language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

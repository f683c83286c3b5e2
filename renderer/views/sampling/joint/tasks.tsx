import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { CampaignInfo, DrawInfo } from '../../../../shared/contract.ts'
import { useLabels } from '../../../app/labels.ts'
import { useSession } from '../../../app/session.tsx'
import { formatNumber } from '../../../components/format.ts'

/** A department's task with its name and its draw; `info` null until that is known. */
export type NamedPart = CampaignInfo['parts'][number] & { name: string; info: DrawInfo | null }

/** What was committed: tasks with frame and number drawn, and the rules of staffing. */
export function Tasks({ of, parts }: { of: CampaignInfo; parts: NamedPart[] }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const labels = useLabels()
  return (
    <>
      <table className="strata joint-tasks">
        <thead><tr><th>{t('joint.department')}</th><th>{t('joint.items')}</th><th className="number">{t('sampling.frame')}</th><th className="number">{t('sampling.drawn')}</th></tr></thead>
        <tbody>
          {parts.map(({ draw, name, items, info }, i) => (
            <tr key={draw}>
              <td>{name}{i === 0 && <span className="muted"> · {t('joint.leadsShort')}</span>}</td>
              <td>{items.map((one) => one.name + (one.qualification ? t('joint.inBrackets', { text: one.qualification }) : '')).join(labels.comma)}</td>
              <td className="number">{formatNumber(info?.frame, language)}</td><td className="number"><b>{formatNumber(info?.strata.reduce((sum, one) => sum + one.drawn, 0), language)}</b></td>
            </tr>
          ))}
        </tbody>
      </table>
      <dl className="drawn-facts">
        <dt>{t('joint.staffing')}</dt><dd>{t('joint.staffingRule', { each: of.perDepartment, least: of.least, on: of.on })}</dd>
        <dt>{t('joint.officers')}</dt><dd>{t('joint.officersFixed', { officers: formatNumber(of.officers, language), recusals: formatNumber(of.recusals, language) })}</dd>
        {of.officersKeptOut.length > 0 && <><dt>{t('joint.keptOut')}</dt><dd>{of.officersKeptOut.map((one) => `${t(`joint.keptOutReasons.${one.reason}`)} ${formatNumber(one.count, language)}`).join(labels.comma)}</dd></>}
      </dl>
    </>
  )
}

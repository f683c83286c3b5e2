import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { CampaignInfo } from '../../../../shared/contract.ts'
import { useLabels } from '../../../app/labels.ts'
import { useRoute } from '../../../app/route.ts'
import { useSession } from '../../../app/session.tsx'
import { formatNumber, formatTime, unknown } from '../../../components/format.ts'
import { inFives } from '../seed.ts'
import { useDepartmentName } from './useLibrary.ts'

/** Every joint inspection, the latest first, each a link to its own page. */
export function CampaignList({ of }: { of: CampaignInfo[] }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const { href } = useRoute()
  const labels = useLabels()
  const departmentName = useDepartmentName()
  return (
    <section className="section joint-list" aria-label={t('joint.list')}>
      <table className="table">
        <thead><tr><th className="right">#</th><th>{t('joint.name')}</th><th>{t('joint.state')}</th><th>{t('joint.departments')}</th><th className="right">{t('joint.visits')}</th><th className="right">{t('joint.drawnSubjects')}</th><th>{t('sampling.step.seed')}</th><th>{t('joint.latest')}</th></tr></thead>
        <tbody>
          {of.map((one) => (
            <tr key={one.campaign}>
              <td className="right">{one.campaign}</td>
              <td className="nowrap"><a href={href('sampling', ['joint', String(one.campaign)], [])}>{one.name}</a></td>
              <td><State of={one} /></td>
              <td className="cut" title={departments(one)}>{departments(one)}</td>
              <td className="right">{one.drawnAt === null ? unknown : formatNumber(one.visits, language)}</td>
              <td className="right">{one.drawnAt === null ? unknown : formatNumber(one.drawn, language)}</td>
              <td className="mono nowrap">{one.seed === null ? unknown : inFives(one.seed)}</td>
              <td className="nowrap">{formatTime(one.drawnAt ?? one.committedAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
  function departments({ parts }: CampaignInfo): string {
    return [...new Set(parts.map((part) => departmentName(part.department)))].join(labels.comma)
  }
}

/** Where it stands, in words; a rehearsal says so. */
export function State({ of }: { of: CampaignInfo }): ReactElement {
  const { t } = useTranslation()
  return <span className={`nowrap ${of.state === 'unstaffed' ? 'bad' : of.state === 'staffed' ? 'good' : ''}`}>{t(`joint.states.${of.state}`)}{of.rehearsal && <span className="muted"> · {t('joint.rehearsal')}</span>}</span>
}

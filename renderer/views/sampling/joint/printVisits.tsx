import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { CampaignChange, CampaignInfo } from '../../../../shared/contract.ts'
import { useLabels } from '../../../app/labels.ts'
import type { Row } from '../../../components/arrow.ts'
import { formatTime } from '../../../components/format.ts'
import { Paper } from '../../../components/paper.tsx'
import { inFives } from '../seed.ts'
import { ChangeTable } from './changes.tsx'
import { companionWords, visitItems, visitOfficers, type VisitNames } from './visitWords.ts'

/** The visits of a joint inspection as paper, and what was changed since the draw. */
export function PrintVisits({ of, names, rows, changes, ended }: { of: CampaignInfo; names: VisitNames; rows: Row[]; changes: CampaignChange[]; ended: () => void }): ReactElement {
  const { t } = useTranslation()
  const labels = useLabels()
  return (
    <Paper ended={ended}>
      <h1>{t('joint.paperTitle', { name: of.name })}</h1>
      <dl>
        <dt>{t('joint.departments')}</dt><dd>{[...new Set(of.parts.map((one) => names.department(one.department)))].join(labels.comma)}</dd>
        <dt>{t('sampling.step.commitment')}</dt><dd className="mono">{of.commitment}</dd>
        <dt>{t('sampling.committedLabel')}</dt><dd>{formatTime(of.committedAt)}</dd>
        <dt>{t('sampling.step.seed')}</dt><dd className="mono">{inFives(of.seed ?? '')}</dd>
        <dt>{t('sampling.drawnAtLabel')}</dt><dd>{formatTime(of.drawnAt)}</dd>
        <dt>{t('joint.visits')}</dt><dd>{t('joint.headline', { visits: of.visits, drawn: of.drawn, saved: of.drawn - of.visits })}</dd>
        <dt>{t('sampling.witnesses')}</dt><dd>{of.witnesses.join(labels.comma) || ' '}</dd>
      </dl>
      <table>
        <thead><tr><th>#</th><th>{t('joint.subject')}</th><th>{t('joint.departmentsItems')}</th><th>{t('joint.officers')}</th></tr></thead>
        <tbody>
          {rows.map((row) => (
            <tr key={String(row.visit)}>
              <td>{String(row.visit)}</td>
              <td>{String(row.name ?? '')}<br /><span className="mono">{String(row.id ?? '')}</span><br />{String(row.address ?? '')}</td>
              <td className="paper-lines">{visitItems(row, names, '\n')}</td><td className="paper-lines">{[visitOfficers(row, names, '\n'), companionWords(row, names.comma)].filter((one) => one !== '').join('\n')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {changes.length > 0 && <><h2>{t('changes.title')}</h2><ChangeTable of={changes} departmentName={names.department} /></>}
      <p className="paper-sign">{t('sampling.sign')}</p>
    </Paper>
  )
}

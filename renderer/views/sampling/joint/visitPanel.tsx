import { CloseOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { CampaignInfo } from '../../../../shared/contract.ts'
import { useLabels } from '../../../app/labels.ts'
import { useRoute } from '../../../app/route.ts'
import { useAnswer } from '../../../app/useAnswer.ts'
import { rowsOf } from '../../../components/arrow.ts'
import { maskPerson } from '../../../components/mask.ts'
import { ErrorState, Skeleton } from '../../../components/states.tsx'
import { ChangeDialog } from './changeDialog.tsx'
import { visitParts, type VisitNames } from './visitWords.ts'

/** One visit, by its place in the list: whom, what each department inspects, who goes; and how another subject or officer takes a place. */
export function VisitPanel({ of, place, names, close }: { of: CampaignInfo; place: number; names: VisitNames; close: () => void }): ReactElement {
  const { t } = useTranslation()
  const labels = useLabels()
  const { href } = useRoute()
  const { answer, error, again } = useAnswer('campaignVisits', { campaign: of.campaign, offset: place, limit: 1 }, ['draws'], { keep: true })
  const [replacing, setReplacing] = useState<{ visit: string; name: string; officer: { department: string; officer: string; name: string } | null } | null>(null)
  const [row] = answer ? rowsOf(answer.arrow) : []
  const staffed = of.state === 'staffed'
  const id = String(row?.id ?? '')
  const name = String(row?.name ?? '')
  return (
    <aside className="visit-panel" aria-label={t('joint.visit')}>
      <div className="visit-panel-head"><h3>{row && <a href={href('profile', [String(row.subject_id)], [])}>{name}</a>}</h3><Button type="text" size="small" icon={<CloseOutlined />} aria-label={t('shell.close')} onClick={close} /></div>
      {error !== null ? <ErrorState error={error} again={again} compact /> : !row ? <Skeleton rows={4} /> : (
        <>
          <p><span className="mono">{id}</span><br /><span className="muted">{String(row.address ?? '')}</span></p>
          {visitParts(row).map((part) => (
            <div key={part.department} className="visit-part">
              <h4>{names.department(part.department)}</h4>
              <p className="muted">{part.items.map((code) => names.item(part.department, code)).join(labels.comma)}</p>
              {part.officers.map((one) => (
                <p key={one.officer} className="visit-officer"><span>{maskPerson(one.name)} <span className="mono muted">{one.officer}</span></span><Button size="small" type="link" aria-label={t('changes.replaceOfficer', { officer: one.officer })} onClick={() => setReplacing({ visit: id, name, officer: one })}>{t('changes.replace')}</Button></p>
              ))}
            </div>
          ))}
          {staffed ? <Button size="small" onClick={() => setReplacing({ visit: id, name, officer: null })}>{t('changes.replaceSubject')}</Button> : <p className="muted">{t('changes.notStaffed')}</p>}
        </>
      )}
      {replacing?.officer && (
        <ChangeDialog
          of={of} title={t('changes.officerOf', { officer: `${maskPerson(replacing.officer.name)} ${replacing.officer.officer}`, subject: replacing.name })} rule={t('changes.officerRule')} close={() => setReplacing(null)}
          change={{ kind: 'officer', visit: replacing.visit, officer: replacing.officer.officer }}
        />
      )}
      {replacing && !replacing.officer && <ChangeDialog of={of} title={t('changes.subjectOf', { subject: replacing.name })} rule={t('changes.subjectRule')} close={() => setReplacing(null)} changed={close} change={{ kind: 'subject', visit: replacing.visit }} />}
    </aside>
  )
}

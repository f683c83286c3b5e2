import { Segmented } from 'antd'
import { useMemo, useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { CampaignInfo, Verification } from '../../../../shared/contract.ts'
import { useRoute } from '../../../app/route.ts'
import { useSession } from '../../../app/session.tsx'
import { formatNumber } from '../../../components/format.ts'
import { Results, resultTabs } from '../results/results.tsx'
import { Changes } from './changes.tsx'
import { Companions } from './companions.tsx'
import { Days } from './days.tsx'
import { Fixed } from './fixed.tsx'
import { JointStages } from './jointStages.tsx'
import { Loads } from './loads.tsx'
import { Papers } from './papers.tsx'
import { Shortages } from './shortages.tsx'
import { useDepartmentName } from './useLibrary.ts'
import { Visits } from './visits.tsx'

const tabs = ['draw', 'visits', ...resultTabs] as const

/** One joint inspection: what was fixed and how it was drawn, and from the draw on who visits whom and what they found. The address names the part that is shown. */
export function Campaign({ of }: { of: CampaignInfo }): ReactElement {
  const { t } = useTranslation()
  const { query, setQuery } = useRoute()
  const departmentName = useDepartmentName()
  const [verification, setVerification] = useState<Verification | null>(null)
  const inspection = useMemo(() => ({ campaign: of.campaign }), [of.campaign])
  const drawn = of.drawnAt !== null
  const parts = of.parts.map((one) => ({ code: one.department, draw: one.draw, name: departmentName(one.department) }))
  const departments = [...new Map(parts.map(({ code, name }) => [code, { code, name }])).values()]
  const tab = drawn ? (tabs.find((one) => one === query.tab) ?? 'visits') : 'draw'
  return (
    <>
      <div className="joint-head">
        <h2 className="joint-title">{of.campaign} · {of.name}</h2>
        {of.rehearsal && <span className="bad">{t('joint.rehearsalText')}</span>}
        <span className="spring" />
        {drawn && <Segmented size="small" aria-label={t('joint.tabsLabel')} value={tab} onChange={(value) => setQuery({ tab: value })} options={tabs.map((value) => ({ value, label: value === 'draw' || value === 'visits' ? t(`joint.tabs.${value}`) : t(`results.tabs.${value}`) }))} />}
      </div>
      {tab === 'draw' && <><JointStages of={of} verification={verification} /><Fixed of={of} departmentName={departmentName} verification={verification} tell={setVerification} /></>}
      {tab === 'visits' && <Drawn of={of} departmentName={departmentName} />}
      {tab !== 'draw' && tab !== 'visits' && <Results key={tab} tab={tab} of={inspection} name={of.name} departments={departments} draws={parts} />}
    </>
  )
}

/** Who visits whom, what is missing for it, and what was changed. */
function Drawn({ of, departmentName }: { of: CampaignInfo; departmentName: (code: string) => string }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  return (
    <>
      <div className="joint-head"><p className="joint-headline" role="status">{t('joint.headline', { visits: formatNumber(of.visits, language), drawn: formatNumber(of.drawn, language), saved: formatNumber(of.drawn - of.visits, language) })}</p><span className="spring" />{of.state === 'staffed' && <><Companions of={of} /><Days of={of} /><Papers of={of} /></>}</div>
      {of.shortages.length > 0 && <Shortages of={of} departmentName={departmentName} />}
      <Visits of={of} departmentName={departmentName} />
      <Changes of={of} departmentName={departmentName} />
      <Loads of={of} departmentName={departmentName} />
    </>
  )
}

import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useRoute } from '../../../app/route.ts'
import { useSession } from '../../../app/session.tsx'
import { useAnswer } from '../../../app/useAnswer.ts'
import { ViewHead } from '../../../app/viewHead.tsx'
import { Empty, ErrorState, Skeleton } from '../../../components/states.tsx'
import { KindSwitch } from '../kindSwitch.tsx'
import { Campaign } from './campaign.tsx'
import { CampaignList } from './campaignList.tsx'
import { JointForm } from './jointForm.tsx'
import { PlannedForm } from './plannedForm.tsx'
import './joint.css'

/** Joint inspections: the list of them (`#/sampling/joint`), a new one (`…/new`), or one (`…/3`). */
export function Joint(): ReactElement {
  const { t } = useTranslation()
  const { params, query, go } = useRoute()
  const scored = useSession().workspace?.model !== null
  const { answer, error, again } = useAnswer('listCampaigns', {}, ['draws'], { keep: true })
  const place = params[1]
  const planning = place === 'new'
  const planned = (query['plan'] ?? '').split(',').filter((one) => /^\d{1,9}$/.test(one)).map(Number)
  const chosen = answer?.find((one) => String(one.campaign) === place)
  const begin = <Button type="primary" size="small" icon={<PlusOutlined />} onClick={() => go('sampling', ['joint', 'new'])}>{t('joint.new')}</Button>
  return (
    <div className="view view-full">
      <ViewHead
        title={t('sampling.title')} sentence={t('joint.sentence')} filtered={planning}
        actions={<>
          <KindSwitch />
          {place !== undefined && <Button size="small" onClick={() => go('sampling', ['joint'], [])}>{t('joint.all')}</Button>}
          {!planning && begin}
        </>}
      />
      <div className="sampling-main">
        {planning && (scored ? (planned.length > 0 ? <PlannedForm key={planned.join()} numbers={planned} /> : <JointForm />) : <Empty title={t('sampling.unscored')} action={<Button type="primary" onClick={() => go('tiers', [], [])}>{t('sampling.toTiers')}</Button>}>{t('sampling.unscoredText')}</Empty>)}
        {!planning && error !== null && <ErrorState error={error} again={again} compact />}
        {!planning && !answer && error === null && <Skeleton rows={5} height={28} />}
        {!planning && answer && place === undefined && (answer.length === 0 ? <Empty title={t('joint.none')} action={begin}>{t('joint.noneText')}</Empty> : <CampaignList of={answer} />)}
        {!planning && answer && place !== undefined && (chosen ? <Campaign key={chosen.campaign} of={chosen} /> : <Empty title={t('joint.noSuch', { campaign: place })} action={<Button onClick={() => go('sampling', ['joint'], [])}>{t('joint.all')}</Button>} />)}
      </div>
    </div>
  )
}

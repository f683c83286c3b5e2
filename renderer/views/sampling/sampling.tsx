import { PlusOutlined, SafetyCertificateOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { CampaignInfo, DrawInfo } from '../../../shared/contract.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { ViewHead } from '../../app/viewHead.tsx'
import { formatNumber, formatTime } from '../../components/format.ts'
import { Empty, ErrorState, Skeleton } from '../../components/states.tsx'
import { Draw } from './draw.tsx'
import { Joint } from './joint/joint.tsx'
import { KindSwitch } from './kindSwitch.tsx'
import { PlanForm } from './planForm.tsx'
import { VerifyFile } from './verify.tsx'
import './sampling.css'

/** Draws that anyone can check: of one department, or of several together. */
export default function Sampling(): ReactElement {
  return useRoute().params[0] === 'joint' ? <Joint /> : <Single />
}

/** Draws of one department: earlier ones at the left, the chosen, a new one or the verifier at the right. */
function Single(): ReactElement {
  const { t } = useTranslation()
  const { params, go } = useRoute()
  const scored = useSession().workspace?.model !== null
  const { answer, error, again } = useAnswer('listDraws', {}, ['draws'], { keep: true })
  const joint = useAnswer('listCampaigns', {}, ['draws'], { keep: true })
  const jointOf = (draw: number): CampaignInfo | undefined => joint.answer?.find(({ parts }) => parts.some((one) => one.draw === draw))
  const place = params[0]
  const chosen = answer?.find((one) => String(one.draw) === place)
  const planning = place === 'new'
  return (
    <div className="view view-full">
      <ViewHead
        title={t('sampling.title')} sentence={t('sampling.sentence')} filtered={planning}
        actions={<>
          <KindSwitch />
          <Button size="small" icon={<SafetyCertificateOutlined />} onClick={() => go('sampling', ['verify'], [])}>{t('sampling.verifyFile')}</Button>
          <Button size="small" type="primary" icon={<PlusOutlined />} onClick={() => go('sampling', ['new'])}>{t('sampling.newDraw')}</Button>
        </>}
      />
      <div className="sampling-body">
        <nav className="draws" aria-label={t('sampling.draws')}>
          <h2>{t('sampling.draws')}</h2>
          {error !== null && <ErrorState error={error} again={again} compact />}
          {!answer && error === null && <Skeleton rows={3} height={32} />}
          {answer?.length === 0 && <p className="muted draws-none">{t('sampling.noDraws')}</p>}
          {answer?.map((one) => {
            const partOf = jointOf(one.draw)
            return <DrawEntry key={one.draw} of={one} partOf={partOf} chosen={one === chosen} open={() => go('sampling', partOf ? ['joint', String(partOf.campaign)] : [String(one.draw)], [])} />
          })}
        </nav>
        <div className="sampling-main">
          {place === 'verify' && <VerifyFile />}
          {planning && scored && <PlanForm />}
          {planning && !scored && <Empty title={t('sampling.unscored')} action={<Button type="primary" onClick={() => go('tiers', [], [])}>{t('sampling.toTiers')}</Button>}>{t('sampling.unscoredText')}</Empty>}
          {place !== 'verify' && !planning && answer && (chosen
            ? <Draw key={chosen.draw} of={chosen} part={jointOf(chosen.draw) !== undefined} />
            : <Empty title={place ? t('sampling.noSuchDraw', { draw: place }) : answer.length === 0 ? t('sampling.first') : t('sampling.choose')} action={<Button type="primary" onClick={() => go('sampling', ['new'])}>{t('sampling.newDraw')}</Button>}>{t('sampling.firstText')}</Empty>)}
        </div>
      </div>
    </div>
  )
}

/** `partOf`: the joint inspection with which it is drawn, and where it is shown. */
function DrawEntry({ of, partOf, chosen, open }: { of: DrawInfo; partOf: CampaignInfo | undefined; chosen: boolean; open: () => void }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  return (
    <button type="button" className="draw-entry" aria-current={chosen ? 'true' : undefined} onClick={open}>
      <span className="draw-entry-name">{of.draw} · {of.name}</span>
      <span className="muted">{of.state === 'drawn' ? t(of.rehearsal ? 'sampling.entryRehearsed' : 'sampling.entryDrawn', { drawn: formatNumber(of.drawn, language), frame: formatNumber(of.frame, language) }) : t('sampling.entryCommitted')}</span>
      {partOf && <span className="muted">{t('joint.partOf', { campaign: partOf.campaign })}</span>}
      <span className="muted">{formatTime(of.drawnAt ?? of.committedAt)}</span>
    </button>
  )
}

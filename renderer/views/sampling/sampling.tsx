import { PlusOutlined, SafetyCertificateOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { DrawInfo } from '../../../shared/contract.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { ViewHead } from '../../app/viewHead.tsx'
import { formatNumber, formatTime } from '../../components/format.ts'
import { Empty, ErrorState, Skeleton } from '../../components/states.tsx'
import { Draw } from './draw.tsx'
import { PlanForm } from './planForm.tsx'
import { VerifyFile } from './verify.tsx'
import './sampling.css'

/** Draws that anyone can check: earlier ones at the left, the chosen, a new one or the verifier at the right. */
export default function Sampling(): ReactElement {
  const { t } = useTranslation()
  const { params, go } = useRoute()
  const scored = useSession().workspace?.model !== null
  const { answer, error, again } = useAnswer('listDraws', {}, ['draws'], { keep: true })
  const place = params[0]
  const chosen = answer?.find((one) => String(one.draw) === place)
  const planning = place === 'new'
  return (
    <div className="view view-full">
      <ViewHead
        title={t('sampling.title')} sentence={t('sampling.sentence')} filtered={planning}
        actions={<>
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
          {answer?.map((one) => <DrawEntry key={one.draw} of={one} chosen={one === chosen} open={() => go('sampling', [String(one.draw)], [])} />)}
        </nav>
        <div className="sampling-main">
          {place === 'verify' && <VerifyFile />}
          {planning && scored && <PlanForm />}
          {planning && !scored && <Empty title={t('sampling.unscored')} action={<Button type="primary" onClick={() => go('tiers', [], [])}>{t('sampling.toTiers')}</Button>}>{t('sampling.unscoredText')}</Empty>}
          {place !== 'verify' && !planning && answer && (chosen
            ? <Draw key={chosen.draw} of={chosen} />
            : <Empty title={place ? t('sampling.noSuchDraw', { draw: place }) : answer.length === 0 ? t('sampling.first') : t('sampling.choose')} action={<Button type="primary" onClick={() => go('sampling', ['new'])}>{t('sampling.newDraw')}</Button>}>{t('sampling.firstText')}</Empty>)}
        </div>
      </div>
    </div>
  )
}

function DrawEntry({ of, chosen, open }: { of: DrawInfo; chosen: boolean; open: () => void }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  return (
    <button type="button" className="draw-entry" aria-current={chosen ? 'true' : undefined} onClick={open}>
      <span className="draw-entry-name">{of.draw} · {of.name}</span>
      <span className="muted">{of.state === 'drawn' ? t(of.rehearsal ? 'sampling.entryRehearsed' : 'sampling.entryDrawn', { drawn: formatNumber(of.drawn, language), frame: formatNumber(of.frame, language) }) : t('sampling.entryCommitted')}</span>
      <span className="muted">{formatTime(of.drawnAt ?? of.committedAt)}</span>
    </button>
  )
}

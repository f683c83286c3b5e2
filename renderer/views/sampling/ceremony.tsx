import { Button } from 'antd'
import { useEffect, useRef, type ReactElement } from 'react'
import { createPortal } from 'react-dom'
import { useTranslation } from 'react-i18next'
import type { DrawInfo } from '../../../shared/contract.ts'
import { useSession } from '../../app/session.tsx'
import { formatNumber } from '../../components/format.ts'
import { inFives, readSeed } from './seed.ts'

/** The draw for the whole room: readable from ten metres, over everything else; Escape ends it. */
export function Ceremony({ of, typed, close }: { of: DrawInfo; typed: string; close: () => void }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = place.current
    element?.focus()
    void element?.requestFullscreen?.().catch(() => undefined) // refused: the overlay covers the window all the same
    const left = (): void => { if (!document.fullscreenElement) close() }
    document.addEventListener('fullscreenchange', left)
    return () => {
      document.removeEventListener('fullscreenchange', left)
      if (document.fullscreenElement) void document.exitFullscreen()
    }
  }, [close])
  const seed = of.seed ?? readSeed(typed).digits
  return createPortal(
    <div ref={place} className="ceremony" role="dialog" aria-modal="true" aria-label={t('sampling.ceremony')} tabIndex={-1} onKeyDown={(event) => { if (event.key === 'Escape') close() }}>
      <div className="ceremony-head"><h1>{of.name}</h1><Button onClick={close}>{t('sampling.ceremonyClose')}</Button></div>
      <div className="ceremony-part"><h2>{t('sampling.step.commitment')}</h2><p className="ceremony-hash mono">{of.commitment.match(/.{8}/g)?.map((eight, i) => <span key={i}>{eight}</span>)}</p></div>
      <div className="ceremony-part"><h2>{t('sampling.step.seed')}</h2><p className="ceremony-seed mono">{seed === '' ? t('sampling.noSeedYet') : inFives(seed)}</p></div>
      <div className="ceremony-part ceremony-strata">
        {of.strata.map((one) => (
          <div key={one.stratum}>
            <span className="tier-chip" data-tier={one.stratum}>{one.stratum}</span>
            <b>{formatNumber(one.drawn, language)}</b><span className="muted">/ {formatNumber(one.frame, language)}</span>
          </div>
        ))}
        <div><span>{of.state === 'drawn' ? t('sampling.drawnAll') : t('sampling.toDraw')}</span><b>{formatNumber(of.strata.reduce((sum, one) => sum + one.drawn, 0), language)}</b></div>
      </div>
    </div>,
    document.body,
  )
}

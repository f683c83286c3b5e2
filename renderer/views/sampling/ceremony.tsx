import { Button } from 'antd'
import { useEffect, useRef, type ReactElement, type ReactNode } from 'react'
import { createPortal } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { useSession } from '../../app/session.tsx'
import { formatNumber } from '../../components/format.ts'
import { inFives, readSeed } from './seed.ts'

/** The draw for the whole room: readable from ten metres, over everything else; Escape ends it. The figures at its foot are its children. */
export function Ceremony({ of, typed, close, children }: { of: { name: string; commitment: string; seed: string | null }; typed: string; close: () => void; children: ReactNode }): ReactElement {
  const { t } = useTranslation()
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
      <div className="ceremony-part ceremony-strata">{children}</div>
    </div>,
    document.body,
  )
}

/** One figure of the ceremony, and beside it out of how many. */
export function Tally({ label, figure, of }: { label: ReactNode; figure: number; of?: number }): ReactElement {
  const { language } = useSession()
  return <div>{typeof label === 'string' ? <span>{label}</span> : label}<b>{formatNumber(figure, language)}</b>{of !== undefined && <span className="muted">/ {formatNumber(of, language)}</span>}</div>
}

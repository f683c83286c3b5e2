import { Button } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { TierOverride } from '../../../shared/contract.ts'
import { useSession } from '../../app/session.tsx'
import { formatDate, formatIndex, formatTime } from '../format.ts'
import { TierChip } from '../tier.tsx'
import { Decide, type Deed } from './decide.tsx'
import './overrides.css'

/** Overrides as lines: who set which tier why and until when, and what is left to do. `open`: the name leads to the profile. */
export function OverrideList({ overrides, open }: { overrides: readonly TierOverride[]; open?: (subjectId: number) => void }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const [deciding, setDeciding] = useState<{ of: TierOverride; deed: Deed } | null>(null)
  return (
    <>
      <table className="table override-list">
        <thead>
          <tr>
            <th>{t('overrides.state')}</th>{open && <th>{t('domain.fields.name')}</th>}<th>{t('overrides.tier')}</th><th>{t('overrides.now')}</th><th>{t('overrides.reasonAndGround')}</th><th>{t('overrides.persons')}</th><th>{t('overrides.until')}</th><th />
          </tr>
        </thead>
        <tbody>
          {overrides.map((one) => (
            <tr key={one.override}>
              <td className="nowrap"><span className="override-state" data-state={one.state}>{t(`overrides.states.${one.state}`)}</span></td>
              {open && <td>{one.subjectId === null ? one.name : <button type="button" className="plain" onClick={() => open(one.subjectId!)}>{one.name}</button>}</td>}
              <td><TierChip tier={one.tier} /></td>
              <td className="nowrap">{one.now ? <><TierChip tier={one.now.tier} /> <span className="muted">{formatIndex(one.now.index, language)} · {t(`overrides.${effect(one)}`)}</span></> : <span className="muted">{t('profile.notScored')}</span>}</td>
              <td className="override-why"><span>{one.reason}</span><span className="muted">{one.ground}</span>{one.withdrawnNote !== null && <span className="muted">{t('overrides.withdrawnFor', { by: one.withdrawnBy === '' ? t('profile.byProgram') : one.withdrawnBy, note: one.withdrawnNote })}</span>}</td>
              <td className="nowrap" title={`${formatTime(one.proposedAt)}${one.confirmedAt === null ? '' : ` · ${formatTime(one.confirmedAt)}`}`}>{one.author}{one.confirmedBy !== null && <> · {one.confirmedBy}</>}</td>
              <td className="nowrap">{formatDate(one.expiresOn)}</td>
              <td className="right">
                {one.state === 'proposed' && <Button type="link" size="small" onClick={() => setDeciding({ of: one, deed: 'confirm' })}>{t('overrides.confirm')}…</Button>}
                {(one.state === 'proposed' || one.state === 'confirmed') && <Button type="link" size="small" onClick={() => setDeciding({ of: one, deed: 'withdraw' })}>{t('overrides.withdraw')}…</Button>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {deciding && <Decide {...deciding} close={() => setDeciding(null)} />}
    </>
  )
}

/** What sets the subject's tier in the latest run: this override, a veto that it does not go over, or something else. */
function effect(one: TierOverride): 'effective' | 'vetoed' | 'pending' | 'notEffective' {
  if (one.now!.byThis) return 'effective'
  if (one.state === 'confirmed' && one.now!.veto !== null && !one.overVeto) return 'vetoed'
  return one.state === 'confirmed' ? 'pending' : 'notEffective'
}

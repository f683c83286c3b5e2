import { Button, Segmented } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { identityKinds, type IdentityKind } from '../../../shared/contract.ts'
import { useJob } from '../../app/runJob.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { formatNumber } from '../../components/format.ts'
import { JobCard } from '../../components/jobCard.tsx'
import { Empty, ErrorState, Skeleton } from '../../components/states.tsx'
import { useKeys } from '../../components/useKeys.ts'
import { Decided } from './decided.tsx'
import { Pair } from './identityPair.tsx'

const answers = ['same', 'different', 'unsure'] as const

/** What may be one: a name, records or a subject beside a subject. Decided by the keys S, D, U; Z takes the last answer back. */
export function Identity(): ReactElement {
  const { t } = useTranslation()
  const { engine, jobs, language } = useSession()
  const job = useJob()
  const [kind, setKind] = useState<IdentityKind | 'all'>('all')
  const { answer, error, loading, again } = useAnswer('identityQueue', { limit: 20, ...(kind === 'all' ? {} : { kind }) }, ['workspace', 'records'])
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<unknown>(null)
  const running = jobs.find((one) => one.kind === 'match' && one.endedAt === null)
  const pair = answer?.pairs[0]
  const free = !busy && !loading && !running

  const decide = async (what: (typeof answers)[number] | 'undo'): Promise<void> => {
    if (!free || (what !== 'undo' && !pair)) return
    setBusy(true)
    setRefused(null)
    try {
      if (what === 'undo') await engine.undoIdentity({})
      else await engine.decideIdentity({ kind: pair!.kind, item: pair!.item, subjectId: pair!.subjectId, decision: what })
    } catch (reason) {
      setRefused(reason)
    } finally {
      setBusy(false)
    }
  }
  useKeys({ s: () => void decide('same'), d: () => void decide('different'), u: () => void decide('unsure'), z: () => void decide('undo') })

  const left = (of: IdentityKind | 'all'): number => (answer === null ? 0 : of === 'all' ? identityKinds.reduce((sum, one) => sum + answer.kinds[one], 0) : answer.kinds[of])
  return (
    <section className="section files" aria-label={t('data.identity')}>
      <div className="section-head">
        <h2>{t('data.identity')}</h2><span className="muted">{answer ? t('data.identityLeft', { pairs: formatNumber(answer.total, language) }) : ''}</span>
        <span className="spring" />
        <Segmented size="small" value={kind} onChange={setKind} options={(['all', ...identityKinds] as const).map((one) => ({ value: one, label: `${t(`data.identityKinds.${one}`)} ${formatNumber(left(one), language)}` }))} />
        <Button size="small" disabled={!free} onClick={() => void job('match', () => engine.matchNames({}))}>{t('data.compare')}</Button>
      </div>
      {running && <JobCard job={running} />}
      {refused !== null && <ErrorState error={refused} compact />}
      {error !== null ? <ErrorState error={error} again={again} /> : answer === null ? <Skeleton rows={5} /> : pair ? <Pair pair={pair} others={answer.pairs.filter((one) => one !== pair && one.kind === pair.kind && one.item === pair.item)} /> : <Empty title={t('data.identityNone')}>{t('data.identityNoneText')}</Empty>}
      <div className="identity-answers">
        {pair && answers.map((one) => <Button key={one} type={one === 'same' ? 'primary' : 'default'} disabled={!free} onClick={() => void decide(one)}>{t(`data.answers.${one}`)}</Button>)}
        <span className="spring" />
        <Button type="text" disabled={!free} onClick={() => void decide('undo')}>{t('data.answers.undo')}</Button>
      </div>
      <Decided />
    </section>
  )
}

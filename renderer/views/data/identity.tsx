import { Button } from 'antd'
import { useEffect, useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { IdentityPair } from '../../../shared/contract.ts'
import { useRoute } from '../../app/route.ts'
import { useJob } from '../../app/runJob.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { formatNumber, formatValue, unknown } from '../../components/format.ts'
import { JobCard } from '../../components/jobCard.tsx'
import { Empty, ErrorState, Skeleton } from '../../components/states.tsx'
import { differing, type Piece } from './differing.ts'

const answers = ['same', 'different', 'unsure'] as const
const keys: Record<string, (typeof answers)[number] | 'undo'> = { s: 'same', d: 'different', u: 'unsure', z: 'undo' }

/** A name of records under no subject beside a subject that it may be; decided by the keys S, D, U, and Z takes the last answer back. */
export function Identity(): ReactElement {
  const { t } = useTranslation()
  const { engine, jobs, language } = useSession()
  const job = useJob()
  const { answer, error, loading, again } = useAnswer('identityQueue', { limit: 20 }, ['workspace', 'records'])
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
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const target = event.target as HTMLElement | null
      const what = keys[event.key.toLowerCase()]
      if (!what || event.ctrlKey || event.metaKey || event.altKey || target?.closest('input, textarea, [contenteditable], [role=dialog]')) return
      event.preventDefault()
      void decide(what)
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  })

  const compare = <Button size="small" disabled={!free} onClick={() => void job('match', () => engine.matchNames({}))}>{t('data.compare')}</Button>
  return (
    <section className="section files" aria-label={t('data.identity')}>
      <div className="section-head">
        <h2>{t('data.identity')}</h2><span className="muted">{answer ? t('data.identityLeft', { pairs: formatNumber(answer.total, language) }) : ''}</span><span className="spring" />{compare}
      </div>
      {running && <JobCard job={running} />}
      {refused !== null && <ErrorState error={refused} compact />}
      {error !== null ? <ErrorState error={error} again={again} /> : answer === null ? <Skeleton rows={5} /> : pair ? <Pair pair={pair} /> : <Empty title={t('data.identityNone')}>{t('data.identityNoneText')}</Empty>}
      <div className="identity-answers">
        {pair && answers.map((one) => <Button key={one} type={one === 'same' ? 'primary' : 'default'} disabled={!free} onClick={() => void decide(one)}>{t(`data.answers.${one}`)}</Button>)}
        <span className="spring" />
        <Button type="text" disabled={!free} onClick={() => void decide('undo')}>{t('data.answers.undo')}</Button>
      </div>
    </section>
  )
}

function Pair({ pair }: { pair: IdentityPair }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const { href } = useRoute()
  return (
    <div className="files-scroll">
      <table className="table identity-pair">
        <thead>
          <tr>
            <th>{t('data.score')} {formatValue(pair.score, language)}{pair.unsure && ` · ${t('data.wasUnsure')}`}</th>
            <th>{t('data.recordsOf', { rows: formatNumber(pair.records, language) })}</th>
            <th><a href={href('profile', [String(pair.subjectId)])}>{pair.subjectName}</a> <span className="mono muted">{pair.code ?? ''}</span></th>
            <th className="right">{t('data.effect')}</th>
          </tr>
        </thead>
        <tbody>
          {pair.fields.map(({ field, left, right, effect }) => {
            const [a, b] = left !== null && right !== null ? differing(left, right) : [null, null]
            return (
              <tr key={field}>
                <td>{t(`domain.columns.${field}`)}</td>
                <td>{a ? <Marked pieces={a} /> : left ?? unknown}</td>
                <td>{b ? <Marked pieces={b} /> : right ?? unknown}</td>
                <td className="right">{effect > 0 ? '+' : ''}{formatValue(effect, language)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

const Marked = ({ pieces }: { pieces: Piece[] }): ReactElement => <>{pieces.map((piece, i) => (piece.same ? <span key={i}>{piece.text}</span> : <mark key={i}>{piece.text}</mark>))}</>

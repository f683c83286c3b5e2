import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { formatNumber, formatTime } from '../../components/format.ts'

/** The latest decisions that stand: Z takes the first of them back, then the next. */
export function Decided(): ReactElement | null {
  const { t } = useTranslation()
  const { language } = useSession()
  const { href } = useRoute()
  const { answer } = useAnswer('identityDecisions', { limit: 8 }, ['workspace', 'records'])
  if (!answer || answer.total === 0) return null
  return (
    <div className="identity-decided">
      <h3>{t('data.standing', { decisions: formatNumber(answer.total, language) })}</h3>
      <table className="table">
        <tbody>
          {answer.decisions.map((one) => (
            <tr key={one.decision}>
              <td>{t(`data.answered.${one.kind === 'subject' && one.answer === 'same' ? 'merged' : one.answer}`)}</td>
              <td>{one.name}</td>
              <td><a href={href('profile', [String(one.subjectId)])}>{one.subjectName ?? one.subjectId}</a></td>
              <td className="right">{t('data.movedRows', { rows: formatNumber(one.moved, language) })}</td>
              <td className="muted">{one.decidedBy || t('data.byProgram')}</td>
              <td className="muted">{formatTime(one.decidedAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

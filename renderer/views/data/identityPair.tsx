import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { IdentityPair } from '../../../shared/contract.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { formatNumber, formatValue, unknown } from '../../components/format.ts'
import { maskCell } from '../../components/mask.ts'
import { differing, type Piece } from './differing.ts'

/** One pair, field by field, with what differs marked; of several subjects that it may be, the others below. */
export function Pair({ pair, others }: { pair: IdentityPair; others: IdentityPair[] }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const { href } = useRoute()
  const profile = (subjectId: number): string => href('profile', [String(subjectId)])
  const records = formatNumber(pair.records, language)
  return (
    <div className="files-scroll">
      <table className="table identity-pair">
        <thead>
          <tr>
            <th>{t('data.score')} {formatValue(pair.score, language)}{pair.unsure && ` · ${t('data.wasUnsure')}`}</th>
            <th>
              {pair.other ? <><a href={profile(pair.other.subjectId)}>{pair.name}</a> <span className="mono muted">{pair.other.code ?? ''}</span> <span className="muted">{t('data.recordsIn', { rows: records })}</span></>
                : pair.recordClass ? t('data.recordsAmbiguous', { rows: records, class: t(`domain.classes.${pair.recordClass}`), subjects: formatNumber(pair.choices, language) })
                  : t('data.recordsOf', { rows: records })}
            </th>
            <th><a href={profile(pair.subjectId)}>{pair.subjectName}</a> <span className="mono muted">{pair.code ?? ''}</span></th>
            <th className="right">{t('data.effect')}</th>
          </tr>
        </thead>
        <tbody>
          {pair.fields.map(({ field, left, right, effect }) => {
            const [a, b] = left !== null && right !== null && field !== 'region' && field !== 'occurred_on' ? differing(shown(field, left), shown(field, right)) : [null, null]
            return (
              <tr key={field}>
                <td>{t(`data.evidenceFields.${field}`)}</td>
                <td>{a ? <Marked pieces={a} /> : shown(field, left)}</td>
                <td>{b ? <Marked pieces={b} /> : shown(field, right)}</td>
                <td className="right">{effect > 0 ? '+' : ''}{formatValue(effect, language)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
      {others.length > 0 && (
        <p className="identity-others">
          <span className="muted">{t('data.otherChoices')}</span>
          {others.map((one) => <span key={one.subjectId}><a href={profile(one.subjectId)}>{one.subjectName}</a> <span className="mono muted">{one.code ?? ''}</span> {formatValue(one.score, language)}</span>)}
        </p>
      )}
    </div>
  )
}

/** Persons and telephones masked, as everywhere. */
const shown = (field: string, value: string | null): string => (value === null || value === '' ? unknown : String(maskCell(field, value, {})))

const Marked = ({ pieces }: { pieces: Piece[] }): ReactElement => <>{pieces.map((piece, i) => (piece.same ? <span key={i}>{piece.text}</span> : <mark key={i}>{piece.text}</mark>))}</>

import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { ResultRefusal } from '../../../../shared/contract.ts'
import { MingchaError } from '../../../../shared/errors.ts'
import { useErrorWords } from '../../../components/states.tsx'

/** One refusal: where it stands, and why. */
export interface Refused extends ResultRefusal { where: string; /** Of resources/results/columns.yaml; '' the whole. */ column: string }

/** The most that are listed. */
const most = 200

/** What was refused, each with where, why and how to mend it. */
export function Refusals({ of, title }: { of: readonly Refused[]; title: string }): ReactElement {
  const { t, i18n } = useTranslation()
  const words = useErrorWords()
  return (
    <div className="refusals" role="alert" aria-label={title}>
      <p className="bad">{title}</p>
      <table className="table">
        <thead><tr><th>{t('results.where')}</th><th>{t('results.column')}</th><th>{t('results.why')}</th><th>{t('results.mend')}</th></tr></thead>
        <tbody>
          {of.slice(0, most).map((one, i) => {
            const { title: what, hint } = words(new MingchaError(one.code, one.message, one.hint, one.params))
            return <tr key={i}><td className="nowrap">{one.where}</td><td className="nowrap">{one.column === '' ? '' : i18n.exists(`results.columns.${one.column}`) ? t(`results.columns.${one.column}`) : one.column}</td><td>{what}</td><td className="muted">{hint}</td></tr>
          })}
        </tbody>
      </table>
      {of.length > most && <p className="muted">{t('results.moreRefused', { more: of.length - most })}</p>}
    </div>
  )
}

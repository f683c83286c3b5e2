import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { BrokenRule, PlanCheck, PlanTask } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import { useSession } from '../../app/session.tsx'
import { formatNumber, formatPercent } from '../../components/format.ts'
import { Skeleton, useErrorWords } from '../../components/states.tsx'
import { useDepartments } from './useDepartments.ts'

/** Which rules are broken, by what and by how much: first what cannot be drawn so, then what may go wrong. */
export function Broken({ check, tasks, open }: { check: PlanCheck | null; tasks: readonly PlanTask[]; open: (task: PlanTask) => void }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const refused = check?.broken.filter((one) => one.severity === 'refuse') ?? []
  const warned = check?.broken.filter((one) => one.severity === 'warn') ?? []
  return (
    <section className="section plan-broken">
      <div className="section-head"><h2>{t('plan.check')}</h2>{check && <span className="muted">{t('plan.checked', { refused: formatNumber(refused.length, language), warned: formatNumber(warned.length, language) })}</span>}</div>
      <div className="section-body plan-rules">
        {!check && <Skeleton rows={6} />}
        {check?.broken.length === 0 && <p className="good">✓ {t('plan.keeps')}</p>}
        {[...refused, ...warned].map((one, i) => <Rule key={i} of={one} tasks={tasks} open={open} />)}
      </div>
    </section>
  )
}

/** A rule in words; its shares as percent, its department by name. */
export function Rule({ of, tasks, open }: { of: BrokenRule; tasks: readonly PlanTask[]; open: (task: PlanTask) => void }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const { name } = useDepartments()
  const words = useErrorWords()
  const share = /^(ratio|ceiling|floor|share)$/
  const shown = Object.fromEntries(Object.entries(of.params).map(([key, value]) => [key,
    typeof value === 'number' ? (share.test(key) || (key === 'over' && 'ratio' in of.params) ? formatPercent(value, language) : formatNumber(value, language)) : key === 'where' || key === 'department' ? name(value) : value]))
  const { title, hint } = words(new MingchaError(of.rule, of.message, of.hint, shown))
  const first = tasks.find((one) => one.task === of.tasks[0])
  return (
    <article className="plan-rule" data-severity={of.severity}>
      <b className={of.severity === 'refuse' ? 'bad' : 'muted'}>{of.severity === 'refuse' ? '✗' : '!'} {t(`plan.rules.${of.severity}`)}</b>
      <p>{title}</p>
      <p className="muted">{hint}{first && <> <button type="button" className="plan-name" onClick={() => open(first)}>{t('plan.toTask')}</button></>}</p>
    </article>
  )
}

import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { FilterField } from '../../../shared/filter.ts'
import { useLabels } from '../../app/labels.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { formatNumber, formatPercent } from '../../components/format.ts'
import { ErrorState, Skeleton } from '../../components/states.tsx'
import { chosenValues, without, withValues } from './chips.ts'

const fields = ['industry', 'region', 'type', 'status', 'registrar'] as const

/** A distribution for every field that sorts subjects into kinds; a click on a bar filters. */
export function FacetPanel(): ReactElement {
  const { t } = useTranslation()
  return (
    <aside className="facets" aria-label={t('subjects.panel')}>
      <IndexFacet />
      {fields.map((field) => <Facet key={field} field={field} />)}
    </aside>
  )
}

const few = 6

function Facet({ field }: { field: (typeof fields)[number] }): ReactElement | null {
  const { t } = useTranslation()
  const { language } = useSession()
  const labels = useLabels()
  const { filter, setFilter } = useRoute()
  const [all, setAll] = useState(false)
  const { answer, error, again } = useAnswer('facet', { field, filter: without(filter, field), limit: 200 }, ['records', 'scores'], { keep: true })
  if (error !== null) return <ErrorState error={error} again={again} compact />
  if (!answer) return <Skeleton rows={4} height={12} />
  if (answer.length === 0 || (answer.length === 1 && answer[0]!.value === null)) return null
  const chosen = chosenValues(filter, field)
  const most = answer[0]!.count
  const total = answer.reduce((sum, one) => sum + one.count, 0)
  const shown = all ? answer : answer.filter((one, i) => i < few || chosen.includes(one.value))
  const toggle = (value: string | null): void => {
    const next = chosen.includes(value) ? chosen.filter((one) => one !== value) : value === null ? [null] : [...chosen.filter((one) => one !== null), value]
    setFilter(withValues(filter, field, next))
  }
  return (
    <section className="facet">
      <h2>{labels.field(field)}</h2>
      {shown.map(({ value, label, count }) => (
        <button key={value ?? ''} type="button" className="facet-row" aria-pressed={chosen.includes(value)} onClick={() => toggle(value)} title={`${labels.value(field, value, label)} · ${formatPercent(count / total, language)}`}>
          <span className="facet-bar" style={{ width: `${(100 * count) / most}%` }} />
          <span className="facet-label">{labels.value(field, value, label)}</span>
          <span className="facet-count">{formatNumber(count, language)}</span>
        </button>
      ))}
      {answer.length > few && <button type="button" className="facet-more" onClick={() => setAll(!all)}>{all ? t('subjects.fewer') : t('subjects.more', { others: answer.length - few })}</button>}
    </section>
  )
}

const steps = 10

/** The index in ten steps of ten points; a click keeps the subjects of that step. */
function IndexFacet(): ReactElement | null {
  const { t } = useTranslation()
  const { language, workspace } = useSession()
  const labels = useLabels()
  const { filter, setFilter } = useRoute()
  const field: FilterField = 'index'
  const { answer } = useAnswer('tierSummary', workspace?.model ? { filter: without(filter, field) } : null, ['scores', 'records'], { keep: true })
  if (!answer) return null
  const width = answer.histogram.length / steps
  const counts = Array.from({ length: steps }, (_, i) => answer.histogram.slice(i * width, (i + 1) * width).reduce((sum, one) => sum + one, 0))
  const most = Math.max(1, ...counts)
  const chip = filter.find((one) => one.field === field && one.op === 'between')
  const from = chip?.op === 'between' ? Number(chip.min ?? 0) : null
  const to = chip?.op === 'between' ? Number(chip.max ?? 100) : null
  const choose = (i: number): void => {
    const [min, max] = [i * 10, (i + 1) * 10 - (i === steps - 1 ? 0 : 0.000001)]
    setFilter(from === min ? without(filter, field) : [...without(filter, field), { field, op: 'between', min, max }])
  }
  return (
    <section className="facet">
      <h2>{labels.field(field)}</h2>
      <div className="facet-histogram">
        {counts.map((count, i) => (
          <button
            key={i} type="button" aria-pressed={from !== null && i * 10 >= from && i * 10 < to!} title={t('subjects.indexStep', { from: i * 10, to: (i + 1) * 10, subjects: formatNumber(count, language) })}
            aria-label={t('subjects.indexStep', { from: i * 10, to: (i + 1) * 10, subjects: formatNumber(count, language) })} onClick={() => choose(i)}
          >
            <span style={{ height: count === 0 ? 0 : `max(2px, ${(100 * count) / most}%)` }} />
          </button>
        ))}
      </div>
      <div className="facet-axis"><span>0</span><span>50</span><span>100</span></div>
    </section>
  )
}

import { CloseOutlined } from '@ant-design/icons'
import { App, Popconfirm } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { FilterField } from '../../../shared/filter.ts'
import { useLabels } from '../../app/labels.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { formatNumber, formatPercent } from '../../components/format.ts'
import { ErrorState, Skeleton, useErrorWords } from '../../components/states.tsx'
import { chosenValues, without, withValues } from './chips.ts'
import { WatchedFacet } from './watchedFacet.tsx'

const fields = ['industry', 'region', 'type', 'status', 'registrar', 'tier_reason'] as const

/** A distribution for every field that sorts subjects into kinds; a click on a bar filters. */
export function FacetPanel(): ReactElement {
  const { t } = useTranslation()
  return (
    <aside className="facets" aria-label={t('subjects.panel')}>
      <WatchedFacet />
      <Pools />
      <IndexFacet />
      {fields.map((field) => <Facet key={field} field={field} />)}
    </aside>
  )
}

/** The saved pools; a click keeps the subjects of one, several are joined by OR. */
function Pools(): ReactElement | null {
  const { t } = useTranslation()
  const { language, engine } = useSession()
  const { filter, setFilter } = useRoute()
  const { message } = App.useApp()
  const words = useErrorWords()
  const { answer } = useAnswer('listPools', {}, ['pools', 'records', 'scores'], { keep: true })
  if (!answer || answer.length === 0) return null
  const chosen = chosenValues(filter, 'pool')
  const toggle = (pool: string): void => setFilter(withValues(filter, 'pool', chosen.includes(pool) ? chosen.filter((one) => one !== pool) : [...chosen, pool]))
  const remove = async (pool: number, name: string): Promise<void> => {
    try {
      if (chosen.includes(String(pool))) toggle(String(pool))
      await engine.deletePool({ pool })
      void message.success(t('pools.removed', { name }))
    } catch (error) {
      void message.error(words(error).title)
    }
  }
  return (
    <section className="facet">
      <h2>{t('pools.pools')}</h2>
      {answer.map((one) => (
        <div key={one.pool} className="facet-pool">
          <button type="button" className="facet-row" disabled={one.subjects === null} aria-pressed={chosen.includes(String(one.pool))} onClick={() => toggle(String(one.pool))} title={[one.name, t(one.kind === 'list' ? 'pools.list' : 'pools.predicate'), one.note, one.author].filter((text) => text !== '').join(' · ')}>
            <span className="facet-label">{one.name}</span>
            <span className="facet-count">{one.subjects === null ? <span title={t('pools.stale')}>—</span> : formatNumber(one.subjects, language)}</span>
          </button>
          <Popconfirm title={t('pools.removeAsk', { name: one.name })} okText={t('pools.removeNow')} cancelText={t('shell.cancel')} onConfirm={() => void remove(one.pool, one.name)}>
            <button type="button" className="facet-off" aria-label={t('pools.remove', { name: one.name })}><CloseOutlined /></button>
          </Popconfirm>
        </div>
      ))}
    </section>
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

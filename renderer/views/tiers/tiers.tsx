import { Segmented } from 'antd'
import { useMemo, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { tiers, type Tier } from '../../../shared/classes.ts'
import type { TierSummary } from '../../../shared/contract.ts'
import type { Chip, Filter } from '../../../shared/filter.ts'
import { useLabels } from '../../app/labels.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { ViewHead } from '../../app/viewHead.tsx'
import { formatDate, formatNumber } from '../../components/format.ts'
import { SavePool } from '../../components/savePool.tsx'
import { Empty, ErrorState, Skeleton } from '../../components/states.tsx'
import { Distribution } from './distribution.tsx'
import { Groups, type Group } from './groups.tsx'
import { Histogram } from './histogram.tsx'
import { History } from './history.tsx'
import { Matrix } from './matrix.tsx'
import { Overrides } from './overrides.tsx'
import { NotScored } from './notScored.tsx'
import './tiers.css'

const groupings = ['industry', 'region', 'type', 'registrar', 'pool'] as const
const tabs = ['now', 'matrix', 'time', 'overrides'] as const
export type Grouping = (typeof groupings)[number]

/** How the tiers are spread, over all and by kind; every bar and cell opens its rows. */
export default function Tiers(): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const labels = useLabels()
  const { filter, setFilter, go, query, setQuery } = useRoute()
  const by = groupings.find((one) => one === query.by) ?? 'industry'
  const tab = tabs.find((one) => one === query.tab) ?? 'now'
  const { answer, error, loading, again } = useAnswer('tierSummary', { by, filter }, ['scores', 'records', 'pools'], { keep: true })
  const groups = useMemo(() => (answer ? groupsOf(answer, (key, label) => labels.value(by, key, label)) : []), [answer, by, labels])

  /** The rows behind a figure: this view's filter with these chips in the place of others on their fields. */
  const open = (...chips: Chip[]): void => go('subjects', [], [...filter.filter((one) => !chips.some((chip) => chip.field === one.field)), ...chips])
  const tierChip = (tier: Tier): Chip => ({ field: 'tier', op: 'in', values: [tier] })
  const groupChip = (key: string): Chip => (key === '' && by !== 'pool' ? { field: by, op: 'empty' } : { field: by, op: 'in', values: [key] })

  const all = answer ? tiers.reduce((sum, tier) => sum + answer.tiers[tier], 0) : 0
  const sentence = answer ? t('tiers.sentence', { subjects: formatNumber(all, language), day: formatDate(answer.asOf), model: answer.model }) : undefined
  return (
    <div className="view">
      <ViewHead
        title={t('tiers.title')} sentence={sentence} filtered
        actions={answer && <><SavePool /><Segmented size="small" value={tab} onChange={(value) => setQuery({ tab: value })} options={tabs.map((one) => ({ value: one, label: t(`tiers.tabs.${one}`) }))} /></>}
      />
      {error !== null && <ErrorState error={error} again={again} />}
      {error === null && !answer && (loading ? <Skeleton rows={10} height={20} /> : <NotScored />)}
      {answer && all === 0 && tab !== 'overrides' && <Nothing filter={filter} clear={() => setFilter([])} />}
      {answer && tab === 'overrides' && <Overrides />}
      {answer && all > 0 && tab === 'matrix' && <Matrix open={open} />}
      {answer && all > 0 && tab === 'time' && <History open={open} />}
      {answer && all > 0 && tab === 'now' && (
        <>
          <div className="tiers-top">
            <Distribution summary={answer} onTier={(tier) => open(tierChip(tier))} />
            <Histogram summary={answer} onBand={(min, max) => open({ field: 'index', op: 'between', min, max })} />
          </div>
          <section className="section">
            <div className="tiers-by">
              <h2>{t('tiers.by')}</h2>
              <Segmented size="small" value={by} onChange={(value) => setQuery({ by: value })} options={groupings.map((one) => ({ value: one, label: labels.field(one) }))} />
            </div>
            {groups.length === 0 ? <p className="muted tiers-few">{t(by === 'pool' ? 'tiers.noPools' : 'tiers.nothing')}</p> : <Groups by={by} groups={groups} overall={answer.tiers} onCell={(key, tier) => open(groupChip(key), tierChip(tier))} onGroup={(key) => open(groupChip(key))} />}
          </section>
        </>
      )}
    </div>
  )
}

function groupsOf(summary: TierSummary, word: (key: string, label: string) => string): Group[] {
  return summary.groups.map((group) => ({ key: group.key, label: word(group.key, group.label), counts: { A: group.A, B: group.B, C: group.C, D: group.D }, all: group.A + group.B + group.C + group.D })).filter((group) => group.all > 0)
}

function Nothing({ filter, clear }: { filter: Filter; clear: () => void }): ReactElement {
  const { t } = useTranslation()
  return <Empty title={t('tiers.nothing')} action={filter.length > 0 ? <button type="button" className="ant-btn ant-btn-default" onClick={clear}>{t('tiers.clear')}</button> : undefined}>{t('tiers.nothingText')}</Empty>
}

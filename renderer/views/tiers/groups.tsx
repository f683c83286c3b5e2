import type { EChartsOption } from 'echarts'
import { useMemo, useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { byTier, tiers, type Tier } from '../../../shared/classes.ts'
import { useLabels } from '../../app/labels.ts'
import { useSession } from '../../app/session.tsx'
import { Chart, useTokens } from '../../components/chart.tsx'
import { formatNumber, formatPercent } from '../../components/format.ts'
import type { Grouping } from './tiers.tsx'

export interface Group { key: string; label: string; counts: Record<Tier, number>; all: number }

/** Shares of fewer subjects than this say little. */
const fewest = 30
const mostBars = 24
/** More groups than this that are too small to compare stand in one line until asked for. */
const fewShown = 5

interface GroupsProps { by: Grouping; groups: Group[]; overall: Record<Tier, number>; onCell: (key: string, tier: Tier) => void; onGroup: (key: string) => void }

/** Shares of the tiers by kind, the riskiest first: as bars, and as a table whose shade is the share. */
export function Groups({ by, groups, overall, onCell, onGroup }: GroupsProps): ReactElement {
  const { t } = useTranslation()
  const labels = useLabels()
  const [allFew, setAllFew] = useState(false)
  const { enough, few } = useMemo(() => {
    const risky = (group: Group): number => (group.counts.D + group.counts.C) / group.all
    return {
      enough: groups.filter((group) => group.all >= fewest).sort((a, b) => risky(b) - risky(a)),
      few: groups.filter((group) => group.all < fewest).sort((a, b) => b.all - a.all),
    }
  }, [groups])
  return (
    <div className="tiers-groups">
      {enough.length > 0 ? <Bars by={by} groups={enough.slice(0, mostBars)} title={t('tiers.sharesBy', { by: labels.field(by).toLowerCase() })} onCell={onCell} /> : <p className="muted tiers-few">{t('tiers.allFew', { fewest })}</p>}
      <HeatTable by={by} groups={[...enough, ...(allFew || few.length <= fewShown ? few : [])]} rest={allFew || few.length <= fewShown ? [] : few} showRest={() => setAllFew(true)} overall={overall} onCell={onCell} onGroup={onGroup} />
    </div>
  )
}

function Bars({ by, groups, title, onCell }: { by: Grouping; groups: Group[]; title: string; onCell: (key: string, tier: Tier) => void }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const colours = useTokens()
  const option = useMemo((): EChartsOption => ({
    grid: { left: 8, right: 72, top: 4, bottom: 30, containLabel: true },
    xAxis: { type: 'value', min: 0, max: 1, name: t('tiers.share'), nameLocation: 'middle', nameGap: 24, axisLabel: { formatter: (value: number) => `${Math.round(value * 100)}%` } },
    yAxis: { type: 'category', inverse: true, data: groups.map((group) => group.label), axisLabel: { width: 168, overflow: 'truncate' } },
    tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, formatter: (points) => {
      const group = groups[(points as unknown as { dataIndex: number }[])[0]!.dataIndex]!
      return [group.label, ...tiers.map((tier) => `${tier}  ${formatNumber(group.counts[tier], language)} · ${formatPercent(group.counts[tier] / group.all, language)}`)].join('\n')
    } },
    series: tiers.map((tier, i) => ({
      type: 'bar' as const, stack: 'tiers', name: tier, barWidth: 16, data: groups.map((group) => group.counts[tier] / group.all),
      itemStyle: { color: colours.tiers[tier], borderColor: colours.surface, borderWidth: 1 },
      ...(i === tiers.length - 1 ? { label: { show: true, position: 'right' as const, color: colours.muted, formatter: ({ dataIndex }: { dataIndex: number }) => `n = ${formatNumber(groups[dataIndex]!.all, language)}` } } : {}),
    })),
  }), [groups, colours, language, t])
  return <Chart option={option} title={title} height={groups.length * 26 + 40} exportName={`tiers-by-${by}`} onClick={({ dataIndex, seriesName }) => onCell(groups[dataIndex]!.key, seriesName as Tier)} />
}

/** Shade by the share within the tier's own column, so that a rare tier shows its pattern too. */
function HeatTable({ by, groups, rest, showRest, overall, onCell, onGroup }: GroupsProps & { rest: Group[]; showRest: () => void }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const labels = useLabels()
  const all = tiers.reduce((sum, tier) => sum + overall[tier], 0)
  const highest = byTier((tier) => Math.max(1e-9, ...groups.filter((group) => group.all >= fewest).map((group) => group.counts[tier] / group.all)))
  return (
    <div className="tiers-table-place">
      <table className="tiers-table">
        <caption>{t('tiers.table')}</caption>
        <thead><tr><th>{labels.field(by)}</th><th className="number">{t('tiers.subjects')}</th>{tiers.map((tier) => <th key={tier} className="number"><span className="tier-chip" data-tier={tier}>{tier}</span></th>)}</tr></thead>
        <tbody>
          {groups.map((group) => (
            <tr key={group.key}>
              <th scope="row"><button type="button" onClick={() => onGroup(group.key)} title={group.label}>{group.label}</button></th>
              <td className="number">{formatNumber(group.all, language)}</td>
              {group.all < fewest
                ? <td colSpan={4} className="muted">{t('tiers.tooFew', { n: group.all })}</td>
                : tiers.map((tier) => {
                    const share = group.counts[tier] / group.all
                    return (
                      <td key={tier} className="number tiers-cell" style={{ background: `color-mix(in srgb, var(--tier-${tier}) ${Math.round((38 * share) / highest[tier])}%, transparent)` }}>
                        <button type="button" onClick={() => onCell(group.key, tier)} title={`${group.label} · ${tier} · ${formatNumber(group.counts[tier], language)}`}>{formatPercent(share, language)}</button>
                      </td>
                    )
                  })}
            </tr>
          ))}
          {rest.length > 0 && (
            <tr>
              <th scope="row"><button type="button" className="tiers-rest" onClick={showRest}>{t('tiers.rest', { groups: rest.length })}</button></th>
              <td className="number">{formatNumber(rest.reduce((sum, group) => sum + group.all, 0), language)}</td><td colSpan={4} className="muted">{t('tiers.restText', { fewest })}</td>
            </tr>
          )}
        </tbody>
        <tfoot><tr><th scope="row">{t('tiers.overall')}</th><td className="number">{formatNumber(all, language)}</td>{tiers.map((tier) => <td key={tier} className="number">{formatPercent(overall[tier] / all, language)}</td>)}</tr></tfoot>
      </table>
    </div>
  )
}

import type { EChartsOption } from 'echarts'
import { useMemo, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { tiers, type Tier } from '../../../shared/classes.ts'
import type { TierMigration } from '../../../shared/contract.ts'
import type { Chip } from '../../../shared/filter.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { Chart, useTokens } from '../../components/chart.tsx'
import { formatDate, formatNumber, formatPercent } from '../../components/format.ts'
import { ErrorState, Skeleton } from '../../components/states.tsx'
import { pastChip } from './pastChip.ts'

/** Who moved from which tier to which: as streams, and as a table for the keyboard; both open their subjects. */
export function Migration({ from, to, open }: { from: number; to: number; open: (...chips: Chip[]) => void }): ReactElement {
  const { t } = useTranslation()
  const { filter } = useRoute()
  const { language } = useSession()
  const { answer, error, again } = useAnswer('tierMigration', { from, to, filter }, ['scores', 'records', 'pools'], { keep: true })
  if (error !== null) return <ErrorState error={error} again={again} />
  if (!answer) return <Skeleton rows={8} />
  const of = (a: Tier, b: Tier): number => answer.moves.find((move) => move.from === a && move.to === b)?.subjects ?? 0
  const both = tiers.reduce((sum, a) => sum + tiers.reduce((part, b) => part + of(a, b), 0), 0)
  const worse = tiers.reduce((sum, a, i) => sum + tiers.slice(i + 1).reduce((part, b) => part + of(a, b), 0), 0)
  const better = tiers.reduce((sum, a, i) => sum + tiers.slice(0, i).reduce((part, b) => part + of(a, b), 0), 0)
  const unpaired = (side: 'from' | 'to'): number => answer.moves.filter((move) => move[side] === null).reduce((sum, move) => sum + move.subjects, 0)
  return (
    <div className="tiers-groups">
      <Streams migration={answer} open={open} />
      <div>
        <table className="tiers-table">
          <caption>{t('tiers.matrixOf', { worse: formatNumber(worse, language), better: formatNumber(better, language), both: formatNumber(both, language) })}</caption>
          <thead><tr><th>{t('tiers.fromTo', { from: formatDate(answer.from.asOf), to: formatDate(answer.to.asOf) })}</th>{tiers.map((tier) => <th key={tier} className="number"><span className="tier-chip" data-tier={tier}>{tier}</span></th>)}<th className="number">{t('tiers.subjects')}</th></tr></thead>
          <tbody>
            {tiers.map((a, i) => (
              <tr key={a}>
                <th scope="row"><span className="tier-chip" data-tier={a}>{a}</span></th>
                {tiers.map((b, j) => (
                  <td key={b} className={i === j ? 'number' : 'number tiers-cell'} style={i === j || of(a, b) === 0 ? {} : { background: `color-mix(in srgb, var(${j > i ? '--bad' : '--good'}) 14%, transparent)` }}>
                    {of(a, b) === 0 ? <span className="muted">0</span> : <button type="button" title={`${a} → ${b} · ${formatPercent(of(a, b) / Math.max(1, both), language)}`} onClick={() => open(pastChip(from, a), pastChip(to, b))}>{formatNumber(of(a, b), language)}</button>}
                  </td>
                ))}
                <td className="number"><button type="button" onClick={() => open(pastChip(from, a))}>{formatNumber(answer.from.tiers[a], language)}</button></td>
              </tr>
            ))}
          </tbody>
          <tfoot><tr><th scope="row">{t('tiers.overall')}</th>{tiers.map((tier) => <td key={tier} className="number"><button type="button" onClick={() => open(pastChip(to, tier))}>{formatNumber(answer.to.tiers[tier], language)}</button></td>)}<td className="number">{formatNumber(both, language)}</td></tr></tfoot>
        </table>
        {unpaired('from') + unpaired('to') > 0 && <p className="muted">{t('tiers.unpaired', { came: formatNumber(unpaired('from'), language), went: formatNumber(unpaired('to'), language) })}</p>}
      </div>
    </div>
  )
}

function Streams({ migration, open }: { migration: TierMigration; open: (...chips: Chip[]) => void }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const colours = useTokens()
  const { from, to, moves } = migration
  const option = useMemo((): EChartsOption => {
    const paired = moves.filter((move) => move.from !== null && move.to !== null)
    const node = (side: 'from' | 'to', tier: Tier) => ({ name: `${side}:${tier}`, itemStyle: { color: colours.tiers[tier] }, label: { position: side === 'from' ? 'right' as const : 'left' as const, formatter: tier, color: colours.ink, fontWeight: 600 as const } })
    return {
      tooltip: { trigger: 'item', formatter: (point) => {
        const { data, name, value } = point as unknown as { data: { source?: string; target?: string }; name: string; value: number }
        return `${data.source ? `${data.source.split(':')[1]!} → ${data.target!.split(':')[1]!}` : name.split(':')[1]!}\n${formatNumber(value, language)} ${t('tiers.subjects')}`
      } },
      series: [{
        type: 'sankey', left: 8, right: 8, top: 8, bottom: 8, nodeWidth: 14, nodeGap: 10, layoutIterations: 0, draggable: false, emphasis: { focus: 'adjacency' }, lineStyle: { color: 'source', opacity: 0.35 },
        data: (['from', 'to'] as const).flatMap((side) => tiers.filter((tier) => paired.some((move) => move[side] === tier)).map((tier) => node(side, tier))),
        links: paired.map((move) => ({ source: `from:${move.from!}`, target: `to:${move.to!}`, value: move.subjects })),
      }],
    }
  }, [moves, colours, language, t])
  const table = useMemo(() => ({ columns: [t('tiers.fromRun'), t('tiers.toRun'), t('tiers.subjects')], rows: moves.map((move) => [move.from ?? '', move.to ?? '', move.subjects]) }), [moves, t])
  return (
    <Chart
      option={option} table={table} title={t('tiers.streams', { from: formatDate(from.asOf), to: formatDate(to.asOf) })} height={300} exportName={`tiers-${from.run}-to-${to.run}`}
      onClick={({ data, name }) => {
        const link = data as { source?: string; target?: string }
        if (link.source && link.target) open(pastChip(from.run, link.source.split(':')[1] as Tier), pastChip(to.run, link.target.split(':')[1] as Tier))
        else open(pastChip(name.startsWith('from') ? from.run : to.run, name.split(':')[1] as Tier))
      }}
    />
  )
}

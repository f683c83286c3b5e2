import type { EChartsOption } from 'echarts'
import { useMemo, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { tiers } from '../../../../shared/classes.ts'
import type { Relations } from '../../../../shared/contract.ts'
import { useRoute } from '../../../app/route.ts'
import { useSession } from '../../../app/session.tsx'
import { Chart, useTokens } from '../../../components/chart.tsx'
import { formatIndex, formatNumber } from '../../../components/format.ts'
import { pictureOf, subjectPoint, tiePoint } from './picture.ts'
import type { TieWords } from './useTieWords.ts'

/** The side of a point that is turned away from the middle, where the subject itself stands. */
const outward = (x: number, y: number): 'top' | 'bottom' | 'left' | 'right' => (Math.abs(y) > Math.abs(x) / 2 ? (y < 0 ? 'top' : 'bottom') : x < 0 ? 'left' : 'right')

/** The beginning of a name, beside its point. */
const cut = (name: string): string => (name.length > 8 ? `${name.slice(0, 7)}…` : name)

/** Subjects as rounds with the letter of their tier, what they share as squares with how many share it; hubs larger, with how these stand. */
export function Graph({ relations, words, chosen, choose }: { relations: Relations; words: TieWords; chosen: string | null; choose: (key: string | null) => void }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const { go } = useRoute()
  const colours = useTokens()
  const picture = useMemo(() => pictureOf(relations), [relations])
  const option = useMemo((): EChartsOption => {
    const data = picture.points.map(({ id, x, y, subject, tie }) => {
      if (subject) {
        const { tier } = subject
        const self = subject.step === 0
        return {
          id, name: id, x, y, symbol: 'circle', symbolSize: self ? 30 : 18, value: subject.name,
          itemStyle: { color: tier ? colours.tiers[tier] : colours.muted, borderColor: self ? colours.ink : colours.surface, borderWidth: self ? 2 : 1 },
          label: { show: true, position: 'inside' as const, formatter: tier ?? '?', color: tier ? colours.onTiers[tier] : colours.surface, fontWeight: 700 as const, fontSize: self ? 14 : 11 },
        }
      }
      const spread = tiers.filter((tier) => tie!.tiers[tier] > 0).map((tier) => `{${tier}|${tier} ${formatNumber(tie!.tiers[tier], language)}}`).join(' ')
      const about = tie!.shared === 'subject' ? cut(tie!.label) : t(`relations.kinds.${tie!.shared}`)
      return {
        id, name: id, x, y, symbol: 'roundRect', symbolSize: tie!.hub ? 22 : 12, value: words.label(tie!),
        itemStyle: { color: colours.ground, borderColor: chosen === tie!.key ? colours.accent : colours.muted, borderWidth: tie!.hub || chosen === tie!.key ? 2 : 1 },
        label: {
          show: tie!.hub || tie!.step === 1, position: outward(x, y), color: colours.ink, fontSize: 11, lineHeight: 14, backgroundColor: colours.surface, padding: 2,
          formatter: `${about} ${formatNumber(tie!.members, language)}${tie!.hub && spread !== '' ? `\n${spread}` : ''}`,
          rich: Object.fromEntries(tiers.map((tier) => [tier, { backgroundColor: colours.tiers[tier], color: colours.onTiers[tier], fontSize: 10, fontWeight: 700 as const, padding: [1, 3], borderRadius: 2 }])),
        },
      }
    })
    const byId = new Map(picture.points.map((point) => [point.id, point]))
    return {
      tooltip: { trigger: 'item', formatter: (at) => {
        const point = byId.get((at as unknown as { name: string }).name)
        if (point?.subject) return `${point.subject.name}\n${point.subject.code ?? ''}\n${t('profile.index')} ${formatIndex(point.subject.index, language)}`
        return point?.tie ? `${words.label(point.tie)}\n${words.kinds(point.tie)}\n${words.finding(point.tie)}` : ''
      } },
      series: [{
        type: 'graph', layout: 'none', preserveAspect: true, left: 40, right: 40, top: 24, bottom: 40, roam: true, scaleLimit: { min: 0.6, max: 6 }, emphasis: { focus: 'adjacency' }, data,
        links: picture.lines, lineStyle: { color: colours.muted, opacity: 0.55, width: 1 },
      }],
    }
  }, [picture, words, chosen, colours, language, t])
  const table = useMemo(() => ({
    columns: [t('relations.what'), t('relations.asWhat'), t('relations.subject'), t('relations.step')],
    rows: relations.links.map(({ key, subjectId }) => {
      const tie = relations.connectors.find((one) => one.key === key)
      const subject = relations.subjects.find((one) => one.subjectId === subjectId)
      return [tie ? words.label(tie) : key, tie ? words.kinds(tie) : '', subject?.name ?? String(subjectId), subject?.step ?? '']
    }),
  }), [relations, words, t])
  return (
    <Chart
      option={option} table={table} title={t('relations.picture')} height={440} exportName={`relations-${relations.subjectId}`}
      onClick={({ name }) => {
        const subject = relations.subjects.find((one) => subjectPoint(one.subjectId) === name)
        const tie = relations.connectors.find((one) => tiePoint(one.key) === name)
        if (tie) choose(tie.key === chosen ? null : tie.key)
        else if (subject && subject.step > 0) go('profile', [String(subject.subjectId)])
      }}
    />
  )
}

import type { EChartsOption } from 'echarts'
import { useEffect, useMemo, useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { recordClasses, type RecordClass } from '../../../shared/classes.ts'
import { useLabels } from '../../app/labels.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { rowsOf } from '../../components/arrow.ts'
import { Chart, useTokens } from '../../components/chart.tsx'
import { ErrorState, Skeleton } from '../../components/states.tsx'

/** Newest rows of a class that the lanes show. */
const most = 500

type Days = { recordClass: RecordClass; days: Map<string, number> }[]

/** One lane a class, one dot a day with records, larger where there are more. A click opens the class's rows. */
export function Timeline({ subjectId, records }: { subjectId: number; records: Record<RecordClass, number> }): ReactElement | null {
  const { t } = useTranslation()
  const { engine } = useSession()
  const labels = useLabels()
  const { setQuery } = useRoute()
  const colours = useTokens()
  const [lanes, setLanes] = useState<Days | null>(null)
  const [error, setError] = useState<unknown>(null)
  const classes = recordClasses.filter((one) => records[one] > 0)
  const of = `${subjectId} ${classes.map((one) => `${one}${records[one]}`).join()}`

  useEffect(() => {
    let wanted = true
    const asked = recordClasses.filter((one) => records[one] > 0).map(async (recordClass) => {
      const days = new Map<string, number>()
      for (const row of rowsOf((await engine.subjectRecords({ subjectId, recordClass, limit: most })).arrow)) {
        if (typeof row.occurred_on === 'string') days.set(row.occurred_on, (days.get(row.occurred_on) ?? 0) + 1)
      }
      return { recordClass, days }
    })
    Promise.all(asked).then((got) => { if (wanted) setLanes(got) }, (reason: unknown) => { if (wanted) setError(reason) })
    return () => { wanted = false }
    // `of` stands for the counts.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [engine, subjectId, of])

  const dated = useMemo(() => (lanes ?? []).filter((lane) => lane.days.size > 0), [lanes])
  const option = useMemo((): EChartsOption => ({
    grid: { left: 8, right: 24, top: 8, bottom: 8, containLabel: true },
    xAxis: { type: 'time', boundaryGap: ['2%', '2%'], splitLine: { show: true }, axisLabel: { formatter: (at: number) => dayOf(at), hideOverlap: true } },
    yAxis: { type: 'category', inverse: true, data: dated.map((lane) => labels.recordClass(lane.recordClass)), splitLine: { show: true, lineStyle: { color: colours.line } } },
    tooltip: { formatter: (point) => {
      const { value } = point as unknown as { value: [string, number, number] }
      return `${value[0]} · ${labels.recordClass(dated[value[1]]!.recordClass)} · ${t('profile.rowsThatDay', { rows: value[2] })}`
    } },
    series: [{
      type: 'scatter', data: dated.flatMap((lane, i) => [...lane.days].map(([day, count]) => [day, i, count])), symbolSize: (point: number[]) => Math.min(20, 6 + 3 * Math.sqrt((point[2] ?? 1) - 1)),
      itemStyle: { color: colours.accent, opacity: 0.75 },
    }],
  }), [dated, labels, colours, t])

  if (error !== null) return <section className="profile-box"><ErrorState error={error} compact /></section>
  if (classes.length === 0) return null
  if (lanes === null) return <section className="profile-box"><Skeleton rows={classes.length} /></section>
  if (dated.length === 0) return null
  return (
    <section className="profile-box">
      <Chart
        option={option} title={t('profile.timeline')} height={dated.length * 26 + 44} exportName={`timeline-${subjectId}`}
        onClick={({ value }) => setQuery({ tab: dated[(value as number[])[1]!]?.recordClass ?? null })}
      />
    </section>
  )
}

const dayOf = (at: number): string => {
  const day = new Date(at)
  return day.getMonth() === 0 && day.getDate() === 1 ? String(day.getFullYear()) : `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, '0')}`
}

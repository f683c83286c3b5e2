import type { EChartsOption } from 'echarts'
import { Button } from 'antd'
import { useEffect, useMemo, useRef, useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { timelineLanes, type SubjectTimeline, type TimelineLane } from '../../../shared/profile.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { Chart, useTokens } from '../../components/chart.tsx'
import { DayInput } from '../../components/dayInput.tsx'
import { formatDate, formatNumber } from '../../components/format.ts'
import { ErrorState, Skeleton } from '../../components/states.tsx'
import { Events } from './events.tsx'
import { useLaneWords } from './laneWords.ts'

/** Days shown; '' open at that end. `by`: who set them, so that the chart is only moved by what did not come from it. */
interface Span { from: string; until: string; by: 'person' | 'chart' }
const whole: Span = { from: '', until: '', by: 'person' }

/** All that happened to a subject: how much in each month by lane, and the entries within the lanes and days that were chosen. Lanes and days stand in the address. */
export function Timeline({ subjectId }: { subjectId: number }): ReactElement {
  const { answer, error, again } = useAnswer('subjectTimeline', { subjectId }, ['records', 'scores', 'cases', 'results', 'draws'])
  if (error !== null) return <section className="profile-box"><ErrorState error={error} again={again} compact /></section>
  if (!answer) return <section className="profile-box timeline-waiting"><Skeleton rows={8} /></section>
  return <Lanes key={subjectId} subjectId={subjectId} timeline={answer} />
}

function Lanes({ subjectId, timeline }: { subjectId: number; timeline: SubjectTimeline }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const { query, setQuery } = useRoute()
  const word = useLaneWords()
  const chosen = useMemo(() => { const asked = (query['lanes'] ?? '').split(','); return timelineLanes.filter((one) => asked.includes(one)) }, [query])
  const [span, setSpan] = useState<Span>({ from: query['from'] ?? '', until: query['until'] ?? '', by: 'person' })
  const put = (next: Span): void => {
    setSpan(next)
    setQuery({ from: next.from || null, until: next.until || null })
  }
  const show = (lanes: readonly TimelineLane[]): void => setQuery({ lanes: lanes.length === 0 || lanes.length === timelineLanes.length ? null : lanes.join(',') })
  /** Lanes without anything need not be asked. */
  const filled = timeline.lanes.filter((one) => one.total > 0).map((one) => one.lane)
  const shown = chosen.length > 0 ? chosen : filled
  const all = timeline.lanes.reduce((sum, lane) => sum + lane.total, 0)
  const undated = timeline.lanes.reduce((sum, lane) => sum + lane.undated, 0)
  return (
    <section className="profile-box timeline" aria-label={t('standing.timeline')}>
      {timeline.from !== null && <Months subjectId={subjectId} timeline={timeline} span={span} onSpan={put} onMonth={(lane, month) => { show([lane]); put({ ...monthDays(month), by: 'person' }) }} />}
      <p className="muted">{t('standing.timelineText', { n: formatNumber(all, language), from: formatDate(timeline.from), until: formatDate(timeline.until), undated: formatNumber(undated, language) })}</p>
      <div className="timeline-tools">
        <div className="timeline-lanes" role="group" aria-label={t('standing.showLanes')}>
          <button type="button" className="lane-toggle" aria-pressed={chosen.length === 0} onClick={() => show([])}>{t('standing.allLanes')} <span className="number">{formatNumber(all, language)}</span></button>
          {timeline.lanes.map(({ lane, total }) => (
            <button key={lane} type="button" className="lane-toggle" aria-pressed={chosen.includes(lane)} disabled={total === 0 && !chosen.includes(lane)} onClick={() => show(chosen.includes(lane) ? chosen.filter((one) => one !== lane) : [...chosen, lane])}>
              {word(lane)} <span className="number">{formatNumber(total, language)}</span>
            </button>
          ))}
        </div>
        <label>{t('standing.from')} <DayInput small value={span.from} put={(from) => put({ ...span, from, by: 'person' })} label={t('standing.from')} /></label>
        <label>{t('standing.until')} <DayInput small value={span.until} put={(until) => put({ ...span, until, by: 'person' })} label={t('standing.until')} /></label>
        <Button size="small" disabled={span.from === '' && span.until === ''} onClick={() => put(whole)}>{t('standing.wholeTime')}</Button>
      </div>
      <Events subjectId={subjectId} lanes={shown} from={span.from} until={span.until} all={all} />
    </section>
  )
}

/** First and last day of a month written YYYY-MM. */
function monthDays(month: string): { from: string; until: string } {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return { from: `${month}-01`, until: new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10) }
}

const isoDay = (at: number): string => new Date(at).toISOString().slice(0, 10)
/** The middle of a month, where its figure stands. */
const middleOf = (month: string): number => Date.parse(`${month}-15`)

interface MonthsProps { subjectId: number; timeline: SubjectTimeline; span: Span; onSpan: (span: Span) => void; onMonth: (lane: TimelineLane, month: string) => void }

/** One lane each, a dot a month, larger where there is more; its zoom sets the days. */
function Months({ subjectId, timeline, span, onSpan, onMonth }: MonthsProps): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const word = useLaneWords()
  const colours = useTokens()
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(waiting.current), [])
  const [first, last] = [Date.parse(`${timeline.from!.slice(0, 7)}-01`), Date.parse(monthDays(timeline.until!.slice(0, 7)).until)]
  /** What moves the zoom: days that a person wrote or chose, never its own. */
  const [placed, setPlaced] = useState(span)
  if (span.by === 'person' && (placed.from !== span.from || placed.until !== span.until)) setPlaced(span)
  const option = useMemo((): EChartsOption => {
    const most = Math.max(1, ...timeline.lanes.flatMap((lane) => lane.months.map((one) => one.n)))
    const start = placed.from === '' ? first : Math.max(first, Date.parse(placed.from))
    const end = placed.until === '' ? last : Math.min(last, Date.parse(placed.until))
    return {
      grid: { left: 8, right: 24, top: 4, bottom: 44, containLabel: true },
      xAxis: { type: 'time', min: first, max: last, splitLine: { show: true }, axisLabel: { hideOverlap: true, formatter: { year: '{yyyy}', month: '{yyyy}-{MM}', day: '{yyyy}-{MM}-{dd}' } } },
      yAxis: { type: 'category', inverse: true, data: timeline.lanes.map(({ lane }) => word(lane)), splitLine: { show: true, lineStyle: { color: colours.line } }, axisLabel: { interval: 0 } },
      dataZoom: [
        { type: 'slider', xAxisIndex: 0, startValue: start, endValue: Math.max(start, end), height: 18, bottom: 6, filterMode: 'none', showDataShadow: false, labelFormatter: (at: number) => isoDay(at), textStyle: { color: colours.muted, fontSize: 11 }, borderColor: colours.line, fillerColor: `${colours.accent}22`, handleStyle: { color: colours.accent } },
      ],
      tooltip: { formatter: (point) => {
        const { value } = point as unknown as { value: [number, number, number] }
        return t('standing.ofMonth', { month: isoDay(value[0]).slice(0, 7), lane: word(timeline.lanes[value[1]]!.lane), n: formatNumber(value[2], language) })
      } },
      series: [{
        type: 'scatter', data: timeline.lanes.flatMap((lane, i) => lane.months.map((one) => [middleOf(one.month), i, one.n])),
        symbolSize: (point: number[]) => 5 + 13 * Math.sqrt(((point[2] ?? 1) - 1) / Math.max(1, most - 1)), itemStyle: { color: colours.accent, opacity: 0.75 },
      }],
    }
    // `word` only changes with the language.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [timeline, placed, first, last, colours, language, t])
  const zoomed = (from: number, until: number): void => {
    clearTimeout(waiting.current)
    waiting.current = setTimeout(() => onSpan({ from: from <= first ? '' : isoDay(from), until: until >= last ? '' : isoDay(until), by: 'chart' }), 200)
  }
  const table = useMemo(() => ({ columns: [t('standing.columns.lane'), t('standing.months'), 'n'], rows: timeline.lanes.flatMap((lane) => lane.months.map((one) => [word(lane.lane), one.month, one.n])) }),
    // oxlint-disable-next-line react/exhaustive-deps
    [timeline, language, t])
  return (
    <Chart
      option={option} title={t('standing.timeline')} height={timelineLanes.length * 21 + 68} exportName={`timeline-${subjectId}`} table={table} onZoom={zoomed}
      onClick={({ value }) => { const [at, lane] = value as [number, number]; onMonth(timeline.lanes[lane]!.lane, isoDay(at).slice(0, 7)) }}
    />
  )
}

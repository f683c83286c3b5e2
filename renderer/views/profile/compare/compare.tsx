import { Button } from 'antd'
import type { EChartsOption } from 'echarts'
import { useEffect, useMemo, useRef, useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { recordClasses } from '../../../../shared/classes.ts'
import { differingContributions } from '../../../../shared/comparison.ts'
import type { Explanation, SubjectProfile } from '../../../../shared/contract.ts'
import { useLabels } from '../../../app/labels.ts'
import { useRoute } from '../../../app/route.ts'
import { useSession } from '../../../app/session.tsx'
import { useAnswer } from '../../../app/useAnswer.ts'
import { Chart, useTokens } from '../../../components/chart.tsx'
import { formatCapital, formatChange, formatDate, formatIndex, formatNumber, unknown } from '../../../components/format.ts'
import { maskPerson, maskPhone } from '../../../components/mask.ts'
import { ErrorState, Skeleton } from '../../../components/states.tsx'
import { TierChip } from '../../../components/tier.tsx'
import { useValueWords } from '../../../components/valueWords.ts'
import './compare.css'

const firstShown = 12

/** A subject beside another: register, standing, points by class, what differs most, records. */
export function Compare({ left, otherId }: { left: SubjectProfile; otherId: number }): ReactElement {
  const { t } = useTranslation()
  const { setQuery } = useRoute()
  const { answer, error, again } = useAnswer('subjectProfile', { subjectId: otherId }, ['records', 'scores'])
  const end = (): void => setQuery({ with: null })
  const back = useRef<HTMLButtonElement>(null)
  useEffect(() => { back.current?.focus() }, [])
  return (
    <div className="view profile compare">
      <div className="compare-head">
        <h1>{t('compare.title')}</h1><span className="spring" />
        {answer && <Swap left={left.subject.subjectId} right={answer.subject.subjectId} />}
        <Button ref={back} size="small" onClick={end}>{t('compare.end')}</Button>
      </div>
      {error !== null ? <ErrorState error={error} again={again} /> : answer === null ? <Skeleton rows={12} height={20} /> : (
        <>
          <Facts sides={[left, answer]} />
          {left.explanation && answer.explanation && <Standing left={left.explanation} right={answer.explanation} names={[left.subject.name, answer.subject.name]} />}
          <Counts sides={[left, answer]} />
        </>
      )}
    </div>
  )
}

function Swap({ left, right }: { left: number; right: number }): ReactElement {
  const { t } = useTranslation()
  const { go } = useRoute()
  return <Button size="small" onClick={() => go('profile', [String(right)], undefined, { with: String(left) })}>{t('compare.swap')}</Button>
}

type Sides = readonly [SubjectProfile, SubjectProfile]

function Facts({ sides }: { sides: Sides }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const { href } = useRoute()
  const labels = useLabels()
  const facts: [string, (subject: SubjectProfile['subject']) => string][] = [
    [labels.field('uscc'), (one) => one.uscc ?? one.localCode ?? unknown],
    [labels.field('region'), (one) => labels.value('region', one.region, one.regionName ?? undefined)],
    [labels.field('industry'), (one) => labels.value('industry', one.industry)],
    [labels.field('type'), (one) => labels.value('type', one.type)],
    [labels.field('status'), (one) => labels.value('status', one.status)],
    [labels.field('established'), (one) => formatDate(one.established)],
    [labels.field('capital_yuan'), (one) => formatCapital(one.capitalYuan, language)],
    [labels.field('registrar'), (one) => labels.value('registrar', one.registrar)],
    [labels.field('legal_rep'), (one) => (one.legalRep ? maskPerson(one.legalRep) : unknown)],
    [t('profile.phone'), (one) => (one.phone ? maskPhone(one.phone) : unknown)],
    [t('profile.address'), (one) => one.address ?? unknown],
  ]
  return (
    <section className="profile-box" aria-label={t('compare.facts')}>
      <table className="compare-table">
        <colgroup><col className="compare-name" /><col /><col /></colgroup>
        <thead>
          <tr><th scope="col">{t('compare.facts')}</th>{sides.map(({ subject }) => <th key={subject.subjectId} scope="col"><a href={href('profile', [String(subject.subjectId)])} title={t('compare.open', { name: subject.name })}>{subject.name}</a></th>)}</tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{t('compare.standing')}</th>
            {sides.map(({ subject, explanation }) => <td key={subject.subjectId}>{explanation ? <span className="compare-standing"><b>{formatIndex(explanation.index, language)}</b> <TierChip tier={explanation.tier} named /></span> : <span className="muted">{t('compare.notScored')}</span>}</td>)}
          </tr>
          {facts.map(([name, of]) => {
            const [a, b] = [of(sides[0].subject), of(sides[1].subject)]
            return <tr key={name} data-differs={a !== b}><th scope="row">{name}{a !== b && <span className="compare-mark" title={t('compare.differs')} aria-label={t('compare.differs')}>≠</span>}</th><td>{a}</td><td>{b}</td></tr>
          })}
        </tbody>
      </table>
    </section>
  )
}

/** Points of the index: by class, then the dimensions that give them different ones. */
function Standing({ left, right, names }: { left: Explanation; right: Explanation; names: readonly [string, string] }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const labels = useLabels()
  const colours = useTokens()
  const option = useMemo((): EChartsOption => {
    const classes = recordClasses.filter((one) => left.partials[one] !== 0 || right.partials[one] !== 0)
    const bar = (name: string, of: Explanation, color: string) => ({
      type: 'bar' as const, name, data: classes.map((one) => of.partials[one]), barWidth: 9, barGap: '15%', itemStyle: { color },
      label: { show: true, position: 'right' as const, color: colours.muted, fontSize: 11, formatter: ({ value }: { value: unknown }) => formatNumber(Number(value), language, 1) },
    })
    return {
      grid: { left: 8, right: 48, top: 28, bottom: 28, containLabel: true }, legend: { top: 0, left: 0 }, tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, valueFormatter: (value) => formatNumber(Number(value), language, 2) },
      xAxis: { type: 'value', min: 0, name: t('compare.axis'), nameLocation: 'middle', nameGap: 24 }, yAxis: { type: 'category', inverse: true, data: classes.map(labels.recordClass), axisTick: { show: false } },
      series: [bar(names[0], left, colours.accent), bar(names[1], right, colours.muted)] as EChartsOption['series'] & object,
    }
  }, [left, right, names, labels, colours, language, t])
  return (
    <div className="compare-standings">
      <section className="profile-box"><Chart option={option} title={t('compare.partials')} height={400} exportName={`compare-${left.subjectId}-${right.subjectId}`} /></section>
      <Differences left={left} right={right} names={names} />
    </div>
  )
}

function Differences({ left, right, names }: { left: Explanation; right: Explanation; names: readonly [string, string] }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const labels = useLabels()
  const valued = useValueWords()
  const dimensions = useAnswer('listDimensions', {}, ['scores'])
  const units = useMemo(() => new Map((dimensions.answer ?? []).map((one) => [one.id, one.unit])), [dimensions.answer])
  const [all, setAll] = useState(false)
  const differing = useMemo(() => differingContributions(left, right), [left, right])
  const most = Math.max(1e-9, ...differing.map((one) => Math.abs(one.difference)))
  const side = (one: Explanation['contributions'][number] | undefined) => (
    one ? <>{formatNumber(one.contribution, language, 2)} {one.value !== null && <small className="muted">{valued(one.value, units.get(one.dimension))}</small>}</> : <span className="muted">{formatNumber(0, language, 2)}</span>
  )
  return (
    <section className="profile-box" aria-label={t('compare.dimensions')}>
      <div className="profile-box-head"><h2>{t('compare.dimensions')}</h2>{differing.length > firstShown && !all && <Button size="small" type="link" onClick={() => setAll(true)}>{t('compare.showAll', { dimensions: differing.length })}</Button>}</div>
      {differing.length === 0 ? <p className="muted">{t('compare.same')}</p> : (
        <table className="compare-table compare-differences">
          <thead><tr><th>{t('compare.dimension')}</th><th>{t('compare.class')}</th><th className="number" title={names[0]}>{names[0]}</th><th className="number" title={names[1]}>{names[1]}</th><th className="number">{t('compare.difference')}</th><th aria-hidden="true" /></tr></thead>
          <tbody>
            {(all ? differing : differing.slice(0, firstShown)).map((one) => (
              <tr key={one.dimension}>
                <td>{language === 'en' ? one.nameEn : one.nameZh}</td><td className="muted">{labels.recordClass(one.class)}</td>
                <td className="number">{side(one.left)}</td><td className="number">{side(one.right)}</td><td className="number">{formatChange(one.difference, language, 2)}</td>
                <td className="compare-fall"><span data-less={one.difference < 0} style={{ width: `${(50 * Math.abs(one.difference)) / most}%` }} /></td>
              </tr>
            ))}
          </tbody>
          <tfoot><tr><td colSpan={6} className="muted">{t('compare.sum', { dimensions: differing.length, difference: formatChange(right.index - left.index, language, 2) })}</td></tr></tfoot>
        </table>
      )}
    </section>
  )
}

function Counts({ sides }: { sides: Sides }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const { href } = useRoute()
  const labels = useLabels()
  const most = Math.max(1, ...sides.flatMap(({ records }) => recordClasses.map((one) => records[one])))
  return (
    <section className="profile-box" aria-label={t('compare.records')}>
      <div className="profile-box-head"><h2>{t('compare.records')}</h2></div>
      <table className="compare-table compare-counts">
        <thead><tr><th>{t('compare.class')}</th>{sides.map(({ subject }) => <th key={subject.subjectId}>{subject.name}</th>)}</tr></thead>
        <tbody>
          {recordClasses.filter((one) => sides.some(({ records }) => records[one] > 0)).map((one) => (
            <tr key={one}>
              <th scope="row">{labels.recordClass(one)}</th>
              {sides.map(({ subject, records }) => (
                <td key={subject.subjectId}>
                  <span className="compare-count" style={{ width: `${(70 * records[one]) / most}%` }} /> {records[one] === 0 ? <span className="muted">0</span> : <a href={href('profile', [String(subject.subjectId)], undefined, { tab: one })}>{t('compare.rows', { rows: formatNumber(records[one], language) })}</a>}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

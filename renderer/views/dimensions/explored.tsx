import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Dimension, DimensionExploration } from '../../../shared/contract.ts'
import type { Chip, DimensionId } from '../../../shared/filter.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { formatNumber, formatPercent, rounded } from '../../components/format.ts'
import { Empty, ErrorState, Skeleton } from '../../components/states.tsx'
import { useValueWords } from '../../components/valueWords.ts'
import { Button } from 'antd'
import { Correlations } from './correlations.tsx'
import { GroupBars } from './groupBars.tsx'
import { Histogram } from './histogram.tsx'
import { Outcomes } from './outcomes.tsx'
import { TopSubjects } from './topSubjects.tsx'

/** The figures and charts of one dimension; a click on a bar filters all others, and the grid below. */
export function Explored({ dimension }: { dimension: Dimension }): ReactElement {
  const { t } = useTranslation()
  const { filter, setFilter, go } = useRoute()
  const id = dimension.id as DimensionId
  const { answer, error, loading, again } = useAnswer('exploreDimension', { dimension: id, filter }, ['scores', 'records', 'pools'], { keep: true })
  /** A second click takes the chip off. */
  const toggle = (chip: Chip): void => {
    const others = filter.filter((one) => one.field !== chip.field)
    setFilter(filter.some((one) => JSON.stringify(one) === JSON.stringify(chip)) ? others : [...others, chip])
  }
  if (error !== null) return <div className="dimensions-main"><ErrorState error={error} again={again} /></div>
  if (!answer) return <div className="dimensions-main">{loading ? <Skeleton rows={10} height={20} /> : <Empty title={t('dimensions.notScored')} action={<Button type="primary" onClick={() => go('tiers')}>{t('dimensions.toTiers')}</Button>}>{t('dimensions.notScoredText')}</Empty>}</div>
  return (
    <div className="dimensions-main" aria-busy={loading}>
      <Figures found={answer} unit={dimension.unit} />
      <Histogram found={answer} dimension={dimension} toggle={toggle} />
      <div className="dimensions-pair">
        <GroupBars by="industry" groups={answer.industries} toggle={toggle} unit={dimension.unit} />
        <GroupBars by="region" groups={answer.regions} toggle={toggle} unit={dimension.unit} />
      </div>
      <Outcomes found={answer.outcomes} dimension={dimension} toggle={toggle} asOf={answer.asOf} />
      <Correlations id={id} />
      <TopSubjects dimension={dimension} />
    </div>
  )
}

function Figures({ found, unit }: { found: DimensionExploration; unit: string }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const words = useValueWords()
  const share = (n: number): string => (found.subjects === 0 ? '—' : formatPercent(n / found.subjects, language))
  /** Without its unit, which the chart below names. */
  const bare = (value: number | null, flag: string): string => words(value === null ? null : rounded(value), unit === 'share' ? unit : unit === 'flag' ? flag : undefined)
  const figures: [string, string, string?][] = [
    [t('dimensions.subjects'), formatNumber(found.subjects, language)],
    [t('dimensions.coverage'), share(found.known), t('dimensions.coverageText')],
    [t('dimensions.zero'), share(found.zero), t('dimensions.zeroText')],
    [t('dimensions.pointed'), share(found.pointed), t('dimensions.pointedText')],
    [t('dimensions.mean'), bare(found.mean, 'share')],
    [t('dimensions.median'), bare(found.median, unit)],
    [t('dimensions.p90'), bare(found.p90, unit)],
    [t('dimensions.most'), bare(found.most, unit)],
  ]
  return (
    <section className="section dimensions-figures">
      {figures.map(([name, value, hint]) => <div key={name} title={hint ?? `${name} ${value}`}><span className="muted">{name}</span><b>{value}</b></div>)}
    </section>
  )
}

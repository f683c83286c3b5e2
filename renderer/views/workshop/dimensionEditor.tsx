import { Checkbox, InputNumber } from 'antd'
import { useCallback, useId, type ReactElement, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { DimensionSet, DraftClass, DraftDimension } from '../../../shared/modelDraft.ts'
import { contributionOf } from '../../../shared/points.ts'
import { useLabels } from '../../app/labels.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { formatNumber, formatPercent, formatValue, type Language } from '../../components/format.ts'
import { KeySlider } from '../../components/keySlider.tsx'
import { Bands } from './bands.tsx'
import type { Change } from './edits.ts'
import { Expression } from './expression.tsx'

export interface EditorOf {
  draft: number
  dimension: DraftDimension
  /** As it was where the draft began; absent: it was not there. */
  base: DraftDimension | undefined
  group: DraftClass
  /** Subjects by band, the unknown last; null while they are not known. */
  bands: Int32Array | null
  change: Change
}

/** Everything of one dimension that makes points: how much it counts, what its values are worth, and how they are measured. */
export function DimensionEditor({ draft, dimension, base, group, bands, change }: EditorOf): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const { href } = useRoute()
  const labels = useLabels()
  const at = language === 'en' ? 1 : 0
  const { id, weight, cap } = dimension
  const set = useCallback((what: DimensionSet, key = ''): void => change([{ kind: 'dimension', id, set: what }], key === '' ? '' : `${id}.${key}`), [change, id])
  const most = Math.max(10, Math.ceil(2 * (base?.weight ?? 0)), Math.ceil(Math.max(weight, cap ?? 0)))
  return (
    <>
      <section className="section workshop-head">
        <h2>{dimension.name[at]} <span className="mono muted">{id}</span></h2>
        <p>{dimension.meaning[at]}</p>
        <p className="muted workshop-facts">{labels.recordClass(group.class)} · {dimension.level2[at]} · {t(`dimensions.directions.${dimension.direction}`)}{dimension.legal_basis !== null && <> · {dimension.legal_basis}</>} · <a href={href('dimensions', [id])}>{t('workshop.explore')}</a></p>
      </section>

      <section className="section workshop-box">
        <Figure name={t('workshop.weight')} hint={t('workshop.weightText')} value={weight} was={base?.weight} most={most} set={(next) => set({ weight: next }, 'weight')} />
        <Figure
          name={t('workshop.cap')} hint={t('workshop.capText')} value={cap ?? weight} was={base ? (base.cap ?? null) : undefined} most={most} off={cap === undefined} set={(next) => { if (next > 0) set({ cap: next }, 'cap') }}
          revert={() => set({ cap: base?.cap ?? null })} changed={base !== undefined && base.cap !== cap}
        >
          <Checkbox checked={cap === undefined} disabled={cap === undefined && weight === 0} onChange={(event) => set({ cap: event.target.checked ? null : weight })}>{t('workshop.capAsWeight')}</Checkbox>
        </Figure>
        {bands && <p className="muted workshop-facts">{t('workshop.effect', effectOf(dimension, bands, language))}</p>}
      </section>

      <Bands dimension={dimension} base={base} counts={bands} set={set} />

      <section className="section workshop-box">
        <Expression draft={draft} dimension={dimension} base={base} group={group} field="value" set={set} />
        <Expression draft={draft} dimension={dimension} base={base} group={group} field="evidence" set={set} />
        <p className="muted workshop-facts">{t('workshop.cases', { cases: dimension.cases.length })}</p>
      </section>
    </>
  )
}

/** How many get points for it and how much, before the ceiling of the class. */
function effectOf(dimension: DraftDimension, counts: Int32Array, language: Language): { share: string; mean: string; most: string } {
  const contributions = [...dimension.bands.map(([, points]) => points), dimension.missing].map((points) => contributionOf(dimension, points))
  const total = Math.max(1, counts.reduce((sum, n) => sum + n, 0))
  const pointed = counts.reduce((sum, n, i) => sum + (contributions[i] === 0 ? 0 : n), 0)
  const mean = counts.reduce((sum, n, i) => sum + n * (contributions[i] ?? 0), 0) / total
  const reached = contributions.filter((one, i) => one !== 0 && (counts[i] ?? 0) > 0)
  return { share: formatPercent(pointed / total, language), mean: formatNumber(mean, language, 2), most: formatNumber(reached.reduce((most, one) => (Math.abs(one) > Math.abs(most) ? one : most), 0), language, 2) }
}

interface FigureOf { name: string; hint: string; value: number; was: number | null | undefined; most: number; set: (value: number) => void; off?: boolean; children?: ReactNode; revert?: () => void; changed?: boolean }

/** A figure by slider or by hand; what it was stands beside it, one click away. */
function Figure({ name, hint, value, was, most, set, off = false, children, revert, changed = was !== undefined && was !== null && was !== value }: FigureOf): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const label = useId()
  const before = was === null || was === undefined ? t('workshop.capAsWeightShort') : formatValue(was, language)
  return (
    <div className="workshop-figure">
      <span className="workshop-name" id={label} title={hint}>{name}</span>
      <KeySlider names={[name]} values={[value]} min={0} max={most} step={0.05} disabled={off} onChange={([next]) => set(next!)} {...(was === undefined || was === null ? {} : { marks: { [was]: { label: '', style: {} } } })} />
      <InputNumber size="small" min={0} max={100} step={0.1} value={value} disabled={off} onChange={(next) => { if (next !== null) set(next) }} aria-labelledby={label} />
      <span className="workshop-was">
        {changed && <button type="button" className="plain muted number" title={t('workshop.revertTo', { value: before })} onClick={revert ?? (() => set(was!))}>↺ {before}</button>}
      </span>
      {children && <div className="workshop-figure-more">{children}</div>}
    </div>
  )
}

import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, InputNumber } from 'antd'
import { memo, useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Band } from '../../../shared/points.ts'
import type { DimensionSet, DraftDimension } from '../../../shared/modelDraft.ts'
import { useSession } from '../../app/session.tsx'
import { formatNumber, formatPercent } from '../../components/format.ts'
import { useValueWords } from '../../components/valueWords.ts'
import { wrongBand } from './edits.ts'

type Row = [number | null, number | null]

/** From value to points: a row a band, with the subjects in it. What is no order of bands yet stays here, told why, and goes into the draft when it is one. */
export const Bands = memo(function Bands({ dimension, base, counts, set }: { dimension: DraftDimension; base: DraftDimension | undefined; counts: Int32Array | null; set: (what: DimensionSet, key?: string) => void }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const words = useValueWords()
  const { bands, missing, direction, unit } = dimension
  /** While what is typed cannot be saved. */
  const [open, setOpen] = useState<{ rows: Row[]; missing: number | null; of: string } | null>(null)
  const of = JSON.stringify([bands, missing])
  const rows: Row[] = open?.of === of ? open.rows : bands
  const unknown = open?.of === of ? open.missing : missing
  const wrong = wrongBand(rows, unknown, direction)
  const put = (next: Row[], nextMissing: number | null, key = ''): void => {
    if (wrongBand(next, nextMissing, direction)) return setOpen({ rows: next, missing: nextMissing, of })
    setOpen(null)
    set({ bands: next as Band[], missing: nextMissing! }, key)
  }
  const cell = (i: number, part: 0 | 1, value: number | null): Row[] => rows.map((row, j) => (j === i ? (part === 0 ? [value, row[1]] : [row[0], value]) : row))
  const add = (): void => {
    const [from, points] = rows.at(-1)!
    put([...rows, [from === null ? 1 : Number((from + Math.max(1, Math.abs(from - (rows.at(-2)?.[0] ?? 0)))).toPrecision(6)), points]], unknown)
  }
  const total = counts?.reduce((sum, n) => sum + n, 0) ?? 0
  const most = Math.max(1, ...(counts ?? []))
  const subjects = (place: number): ReactElement => (
    <td className="workshop-count">{counts && rows === bands && <><span style={{ width: `${(100 * (counts[place] ?? 0)) / most}%` }} /><i title={formatPercent((counts[place] ?? 0) / Math.max(1, total), language)}>{formatNumber(counts[place] ?? 0, language)}</i></>}</td>
  )
  const changed = base !== undefined && JSON.stringify([base.bands, base.missing]) !== of
  const why = (row: number | 'missing'): 'error' | undefined => (wrong?.row === row ? 'error' : undefined)
  return (
    <section className="section workshop-box">
      <div className="workshop-title">
        <h3>{t('workshop.bands')}</h3>
        <span className="spring" />
        {changed && <Button size="small" type="link" onClick={() => { setOpen(null); set({ bands: base.bands, missing: base.missing }) }}>{t('workshop.revert')}</Button>}
      </div>
      <table className="table workshop-bands">
        <thead><tr><th>{t('workshop.from', { unit: t(`profile.units.${unit}`, { defaultValue: unit }) })}</th><th>{t('workshop.points')}</th><th>{t('dimensions.subjects')}</th><th aria-hidden="true" /></tr></thead>
        <tbody>
          {rows.map(([from, points], i) => (
            <tr key={i}>
              <td>{i === 0 ? <span className="muted">{rows[1] && rows[1][0] !== null ? `< ${words(rows[1][0], unit)}` : t('dimensions.any')}</span>
                : <InputNumber size="small" value={from} status={wrong?.row === i && (wrong.why === 'from' || wrong.why === 'rise') ? 'error' : ''} onChange={(value) => put(cell(i, 0, value), unknown, `bands.${i}.from`)} aria-label={t('workshop.fromOf', { row: i + 1 })} prefix="≥" />}</td>
              <td><InputNumber size="small" min={-100} max={100} value={points} status={why(i) && wrong!.why !== 'from' && wrong!.why !== 'rise' ? 'error' : ''} onChange={(value) => put(cell(i, 1, value), unknown, `bands.${i}.points`)} aria-label={t('workshop.pointsOf', { row: i + 1 })} /></td>
              {subjects(i)}
              <td className="right">{i > 0 && <Button size="small" type="text" icon={<DeleteOutlined />} onClick={() => put(rows.filter((_, j) => j !== i), unknown)} aria-label={t('workshop.removeBand', { row: i + 1 })} />}</td>
            </tr>
          ))}
          <tr>
            <td><span className="muted">{t('workshop.unknownValue')}</span></td>
            <td><InputNumber size="small" min={-100} max={100} value={unknown} status={why('missing') ?? ''} onChange={(value) => put(rows, value, 'missing')} aria-label={t('workshop.unknownPoints')} /></td>
            {subjects(rows.length)}
            <td className="right"><Button size="small" type="text" icon={<PlusOutlined />} disabled={rows.length >= 20} onClick={add} aria-label={t('workshop.addBand')} title={t('workshop.addBand')} /></td>
          </tr>
        </tbody>
      </table>
      {wrong && <p className="bad workshop-wrong" role="alert">{t(`workshop.wrongBand.${wrong.why}`, { row: wrong.row === 'missing' ? t('workshop.unknownValue') : wrong.row + 1, direction: t(`dimensions.directions.${direction}`) })} {t('workshop.notSaved')}</p>}
    </section>
  )
}, (a, b) => a.set === b.set && a.base === b.base && a.counts === b.counts && (['bands', 'missing', 'direction', 'unit'] as const).every((part) => a.dimension[part] === b.dimension[part]))

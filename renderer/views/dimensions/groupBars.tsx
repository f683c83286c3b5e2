import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { DimensionGroup } from '../../../shared/contract.ts'
import type { Chip } from '../../../shared/filter.ts'
import { useLabels } from '../../app/labels.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { formatNumber, formatPercent, rounded } from '../../components/format.ts'
import { useValueWords } from '../../components/valueWords.ts'

/** Shares of fewer subjects than this say little. */
const fewest = 30
const shownFirst = 8

/** Where the dimension counts: the share of each group's subjects who get points for it, the highest first. */
export function GroupBars({ by, groups, toggle, unit }: { by: 'industry' | 'region'; groups: DimensionGroup[]; toggle: (chip: Chip) => void; unit: string }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const labels = useLabels()
  const words = useValueWords()
  const { filter } = useRoute()
  const [all, setAll] = useState(false)
  const enough = groups.filter((one) => one.subjects >= fewest).sort((a, b) => b.pointed / b.subjects - a.pointed / a.subjects)
  const few = groups.filter((one) => one.subjects < fewest)
  const rows = [...enough, ...few]
  const most = Math.max(1e-9, ...enough.map((one) => one.pointed / one.subjects))
  const chip = (key: string): Chip => (key === '' ? { field: by, op: 'empty' } : { field: by, op: 'in', values: [key] })
  const pressed = (key: string): boolean => filter.some((one) => JSON.stringify(one) === JSON.stringify(chip(key)))
  const shown = all ? rows : rows.filter((one, i) => i < shownFirst || pressed(one.key))
  return (
    <section className="section dimensions-box">
      <table className="table dimensions-groups">
        <caption>{t('dimensions.by', { by: labels.field(by) })}</caption>
        <thead><tr><th>{labels.field(by)}</th><th className="right">{t('dimensions.subjects')}</th><th>{t('dimensions.pointed')}</th><th className="right">{t('dimensions.mean')}</th></tr></thead>
        <tbody>
          {shown.map((one) => {
            const share = one.pointed / one.subjects
            return (
              <tr key={one.key} aria-selected={pressed(one.key)}>
                <td className="cut"><button type="button" className="plain" aria-pressed={pressed(one.key)} onClick={() => toggle(chip(one.key))}>{labels.value(by, one.key, one.label)}</button></td>
                <td className="right">{formatNumber(one.subjects, language)}</td>
                {one.subjects < fewest ? <td colSpan={2} className="muted">{t('tiers.tooFew', { n: one.subjects })}</td> : (
                  <>
                    <td className="dimensions-heat"><span style={{ width: `${(100 * share) / most}%` }} /><i>{formatPercent(share, language)}</i></td>
                    <td className="right">{words(one.mean === null ? null : rounded(one.mean), unit === 'flag' || unit === 'share' ? 'share' : undefined)}</td>
                  </>
                )}
              </tr>
            )
          })}
        </tbody>
      </table>
      {rows.length > shownFirst && <button type="button" className="dimensions-more" onClick={() => setAll(!all)}>{all ? t('subjects.fewer') : t('subjects.more', { others: rows.length - shown.length })}</button>}
    </section>
  )
}

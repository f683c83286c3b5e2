import { Input } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { DictionaryTable } from '../../../shared/contract.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { formatNumber, formatPercent } from '../../components/format.ts'
import { Empty, ErrorState, Skeleton } from '../../components/states.tsx'

/** Tables left, the columns of one right: what each means, how far it is filled, with what, and where it came from. */
export function Dictionary(): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const { query, setQuery } = useRoute()
  const { answer, error, again } = useAnswer('dataDictionary', {})
  const [find, setFind] = useState('')
  if (error !== null) return <ErrorState error={error} again={again} />
  if (answer === null) return <Skeleton rows={8} />
  const wanted = find.trim().toLowerCase()
  const holds = (...texts: string[]): boolean => texts.some((text) => text.toLowerCase().includes(wanted))
  const columnsOf = (table: DictionaryTable): DictionaryTable['columns'] => (wanted === '' || holds(table.name) ? table.columns : table.columns.filter((one) => holds(one.name, one.meaningEn, one.meaningZh)))
  const tables = answer.filter((table) => wanted === '' || holds(table.name, table.meaningEn, table.meaningZh) || columnsOf(table).length > 0)
  const chosen = tables.find((one) => one.name === query.table) ?? tables.find((one) => one.class !== null) ?? tables[0]
  const group = (title: string, inside: DictionaryTable[]): ReactElement | false => inside.length > 0 && (
    <div key={title} className="dictionary-group">
      <h3 className="muted">{title}</h3>
      {inside.map((table) => (
        <button key={table.name} type="button" className="source" aria-current={table.name === chosen?.name} onClick={() => setQuery({ table: table.name })}>
          <span>{table.class === null ? <span className="mono">{table.name}</span> : t(`domain.classes.${table.class}`)}</span><span className="number muted">{formatNumber(columnsOf(table).length, language)}</span>
        </button>
      ))}
    </div>
  )
  return (
    <section className="section dictionary" aria-label={t('lookup.dictionary')}>
      <div className="section-head"><h2>{t('lookup.dictionary')}</h2><span className="muted">{t('lookup.dictionaryText')}</span></div>
      <div className="dictionary-columns">
        <nav className="dictionary-tables" aria-label={t('lookup.dictionary')}>
          <Input size="small" allowClear value={find} placeholder={t('lookup.find')} aria-label={t('lookup.find')} onChange={(event) => setFind(event.target.value)} />
          {group(t('lookup.tablesRecords'), tables.filter((one) => one.class !== null))}
          {group(t('lookup.tablesOther'), tables.filter((one) => one.class === null))}
        </nav>
        {chosen ? <Columns key={chosen.name} table={chosen} columns={columnsOf(chosen)} /> : <Empty title={t('lookup.noColumn')} />}
      </div>
    </section>
  )
}

function Columns({ table, columns }: { table: DictionaryTable; columns: DictionaryTable['columns'] }): ReactElement {
  const { t, i18n } = useTranslation()
  const { language } = useSession()
  const { answer: figures } = useAnswer('columnFigures', table.kind === 'table' ? { table: table.name } : null, ['workspace', 'records'])
  const meaning = (one: { meaningZh: string; meaningEn: string }): string => (language === 'en' ? one.meaningEn : one.meaningZh)
  return (
    <div className="dictionary-table">
      <p className="dictionary-head"><strong className="mono">{table.name}</strong> <span>{meaning(table)}</span>{figures && <span className="muted number">{t('lookup.tableRows', { rows: formatNumber(figures.rows, language) })}</span>}</p>
      {columns.length > 0 && (
        <div className="files-scroll">
          <table className="table dictionary-list">
            <thead><tr>
              <th>{t('lookup.column')}</th><th className="right">{t('lookup.filled')}</th><th className="right">{t('lookup.distinct')}</th><th>{t('lookup.meaning')}</th><th>{t('lookup.samples')}{table.class !== null && <span className="dictionary-label">{t('lookup.sourceColumns')}</span>}</th>
            </tr></thead>
            <tbody>
              {columns.map((one) => {
                const figure = figures?.columns.find(({ name }) => name === one.name)
                const label = table.class !== null && i18n.exists(`domain.columns.${one.name}`) ? t(`domain.columns.${one.name}`) : ''
                return (
                  <tr key={one.name}>
                    <td className="nowrap"><span className="mono">{one.name}</span><span className="dictionary-label muted">{label && `${label} · `}{one.type}</span></td>
                    <td className="right"><Filled share={figure && figures!.rows > 0 ? figure.filled / figures!.rows : null} /></td>
                    <td className="right">{figure && figures!.rows > 0 ? formatNumber(figure.distinct, language) : ''}</td>
                    <td className="dictionary-meaning">{meaning(one)}</td>
                    <td className="dictionary-samples muted">
                      <span title={figure?.samples.join('\n')}>{figure?.samples.slice(0, 4).join(' · ')}</span>
                      {figure && figure.sources.length > 0 && <span className="dictionary-sources" title={figure.sources.map(({ header, files }) => t('lookup.sourceColumn', { header, files })).join('\n')}>← {figure.sources.slice(0, 5).map(({ header }) => header).join(' · ')}</span>}
                    </td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        </div>
      )}
    </div>
  )
}

/** A share as a figure over a bar of its length. */
function Filled({ share }: { share: number | null }): ReactElement | null {
  const { language } = useSession()
  return share === null ? null : <span className="filled"><span className="filled-bar" style={{ width: `${100 * share}%` }} />{formatPercent(share, language)}</span>
}

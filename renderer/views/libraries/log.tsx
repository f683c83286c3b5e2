import { Button } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { LibraryChange } from '../../../shared/contract.ts'
import type { LibraryCell, LibraryColumn, LibraryInfo } from '../../../shared/libraries.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { formatNumber, formatTime, unknown } from '../../components/format.ts'
import { Empty, ErrorState, Skeleton } from '../../components/states.tsx'
import { columnName, differing, shownCell } from './words.ts'

const pageSize = 100

/** Every change of the libraries, the latest first: who, when, what it was, what it is, and why. */
export function Log({ libraries }: { libraries: readonly LibraryInfo[] }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const [offset, setOffset] = useState(0)
  const { answer, error, again } = useAnswer('libraryLog', { offset, limit: pageSize }, ['libraries'], { keep: true })
  if (error !== null) return <ErrorState error={error} again={again} />
  if (!answer) return <Skeleton rows={10} />
  if (answer.total === 0) return <Empty title={t('libraries.noLog')} />
  return (
    <section className="section libraries-rows">
      <div className="libraries-tools">
        <span className="muted">{t('libraries.logged', { total: formatNumber(answer.total, language) })}</span><span className="spring" />
        <Button size="small" disabled={offset === 0} onClick={() => setOffset(Math.max(0, offset - pageSize))}>{t('libraries.later')}</Button>
        <Button size="small" disabled={offset + pageSize >= answer.total} onClick={() => setOffset(offset + pageSize)}>{t('libraries.earlier')}</Button>
      </div>
      <div className="libraries-scroll">
        <table className="table">
          <thead><tr><th>{t('libraries.at')}</th><th>{t('libraries.by')}</th><th>{t('libraries.library')}</th><th>{t('libraries.key')}</th><th>{t('libraries.action')}</th><th>{t('libraries.difference')}</th><th>{t('libraries.reason')}</th></tr></thead>
          <tbody>{answer.changes.map((one) => <Line key={one.change} of={one} library={libraries.find((other) => other.kind === one.kind)!} />)}</tbody>
        </table>
      </div>
    </section>
  )
}

function Line({ of, library }: { of: LibraryChange; library: LibraryInfo }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const cell = (of: Record<string, LibraryCell> | null, column: LibraryColumn): string => shownCell(column, of?.[column.name], language)
  const difference = of.before === null
    ? library.columns.filter((column) => !column.key).slice(0, 2).map((column) => cell(of.after, column)).join(' · ')
    : differing(library.columns, of.before, of.after).map((column) => `${columnName(column, language)}: ${cell(of.before, column)} → ${cell(of.after, column)}`).join('; ')
  return (
    <tr>
      <td className="nowrap number">{formatTime(of.at)}</td>
      <td className="nowrap">{of.by || unknown}</td>
      <td className="nowrap">{t(`libraries.kinds.${of.kind}`)}</td>
      <td className="mono nowrap">{of.key}</td>
      <td className="nowrap">{t(`libraries.actions.${of.action}`)}</td>
      <td className="cut" title={difference}>{difference}</td>
      <td className="nowrap">{of.reason}{of.source && <span className="muted"> · {of.source}</span>}</td>
    </tr>
  )
}

import { CloseOutlined } from '@ant-design/icons'
import { Button, Select } from 'antd'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { recordClasses, type RecordClass } from '../../../shared/classes.ts'
import { useSession } from '../../app/session.tsx'
import { formatBytes, formatNumber, formatPercent, unknown } from '../../components/format.ts'
import { useErrorWords } from '../../components/states.tsx'
import { classOf, keyOf, type Pending } from './pending.ts'

/** The files about to come in, each with its proposed class, to be corrected here. */
export function PendingTable({ pending, at, onAt, onClass, onRemove }: { pending: Pending[]; at: number; onAt: (i: number) => void; onClass: (one: Pending, recordClass: RecordClass) => void; onRemove: (one: Pending) => void }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const words = useErrorWords()
  const confidence = (one: Pending): string => {
    if (one.decided.recordClass) return t('data.decided')
    const best = one.preview?.classes[0]
    return best ? formatPercent(best.confidence, language) : unknown
  }
  // What needs a person stands first.
  const needs = (one: Pending): number => (!one.loading && (one.error !== null || !classOf(one)) ? 0 : 1)
  const ordered = pending.map((one, i) => ({ one, i })).sort((a, b) => needs(a.one) - needs(b.one) || a.i - b.i)
  return (
    <div className="files-scroll">
      <table className="table table-rows">
        <thead><tr><th>{t('data.file')}</th><th className="right">{t('data.size')}</th><th>{t('data.format')}</th><th>{t('domain.columns.class')}</th><th className="right">{t('data.confidence')}</th><th className="right">{t('data.mapped')}</th><th>{t('data.state')}</th><td /></tr></thead>
        <tbody>
          {ordered.map(({ one, i }) => (
            <tr key={keyOf(one.picked, one.decided)} aria-selected={i === at} onClick={() => onAt(i)}>
              <td className="cut"><button type="button" className="plain" title={one.picked.name} onClick={() => onAt(i)}>{one.picked.name}</button></td>
              <td className="right">{formatBytes(one.preview?.bytes, language)}</td>
              <td className="nowrap">{one.preview ? `${one.preview.format.toUpperCase()} ${one.preview.encoding}` : unknown}</td>
              <td>
                <Select<RecordClass>
                  size="small" className="class-select" value={classOf(one) ?? null} disabled={one.preview === null} placeholder={t('data.chooseClass')} status={one.preview && !classOf(one) ? 'error' : ''}
                  aria-label={t('domain.columns.class')} onChange={(recordClass) => onClass(one, recordClass)} options={recordClasses.map((value) => ({ value, label: t(`domain.classes.${value}`) }))}
                />
              </td>
              <td className="right">{confidence(one)}</td>
              <td className="right">{one.preview ? `${formatNumber((one.decided.mapping ?? one.preview.columns).filter((column) => column.column !== '').length, language)} / ${formatNumber(one.preview.columns.length, language)}` : unknown}</td>
              <td className={one.error !== null ? 'bad pending-state' : 'muted pending-state'} title={one.error !== null ? words(one.error).title : undefined}>{one.loading ? t('data.reading') : one.error !== null ? words(one.error).title : classOf(one) ? t('data.ready') : t('data.needsClass')}</td>
              <td><Button size="small" type="text" icon={<CloseOutlined />} aria-label={t('data.remove', { file: one.picked.name })} onClick={(event) => { event.stopPropagation(); onRemove(one) }} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

import { App, Button, Drawer, Input, Select } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { toErrorValue } from '../../../shared/errors.ts'
import type { LibraryCell, LibraryColumn, LibraryInfo } from '../../../shared/libraries.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { rowsOf, type Row } from '../../components/arrow.ts'
import { DayInput } from '../../components/dayInput.tsx'
import { formatTime, unknown } from '../../components/format.ts'
import { useErrorWords } from '../../components/states.tsx'
import { useSaving } from '../../components/useSaving.ts'
import { columnName, shownCell, typedCell } from './words.ts'

/** One row: as it is, as it was, who changed it; and the form that begins its next version. */
export function RowDrawer({ library, of, onClose }: { library: LibraryInfo; of: Row | 'new' | null; onClose: () => void }): ReactElement {
  const { t } = useTranslation()
  const key = of === null || of === 'new' ? [] : keyOf(library, of)
  return (
    <Drawer open={of !== null} onClose={onClose} size={480} destroyOnHidden closable={{ 'aria-label': t('shell.drawerClose') }} title={of === 'new' ? t('libraries.add') : `${t(`libraries.kinds.${library.kind}`)} ${key.join(' · ')}`}>
      {of === 'new' && <Form library={library} row={null} onDone={onClose} />}
      {of !== null && of !== 'new' && <Shown key={key.join()} library={library} row={of} onDone={onClose} />}
    </Drawer>
  )
}

const keyOf = (library: LibraryInfo, row: Row): string[] => library.columns.filter((one) => one.key).map((one) => String(row[one.name]))

function Shown({ library, row, onDone }: { library: LibraryInfo; row: Row; onDone: () => void }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const [doing, setDoing] = useState<'change' | 'end' | null>(null)
  const key = keyOf(library, row)
  const versions = useAnswer('libraryPage', { kind: library.kind, key, history: true, limit: 100 }, ['libraries']).answer
  const changes = useAnswer('libraryLog', { kind: library.kind, key, limit: 50 }, ['libraries']).answer
  if (doing === 'change') return <Form library={library} row={row} onDone={onDone} />
  return (
    <div className="libraries-row">
      <dl className="libraries-cells">
        {library.columns.map((column) => <div key={column.name}><dt>{columnName(column, language)}</dt><dd>{shownCell(column, row[column.name], language)}{column.of === 'department' && row.department_name ? ` · ${String(row.department_name)}` : ''}</dd></div>)}
      </dl>
      {doing === 'end' ? <End library={library} keyOfRow={key} onDone={onDone} onCancel={() => setDoing(null)} /> : (
        <div className="libraries-actions"><Button size="small" type="primary" onClick={() => setDoing('change')}>{t('libraries.change')}</Button><Button size="small" danger onClick={() => setDoing('end')}>{t('libraries.end')}</Button></div>
      )}
      {versions && versions.total > 1 && (
        <section>
          <h3>{t('libraries.versions')}</h3>
          <ul className="libraries-list">{rowsOf(versions.arrow).map((one) => <li key={String(one.valid_from)}><span className="number">{String(one.valid_from)} – {one.valid_until === null ? t('libraries.open') : String(one.valid_until)}</span> <span>{library.columns.filter((column) => !column.key && column.type !== 'day').slice(0, 2).map((column) => shownCell(column, one[column.name], language)).join(' · ')}</span></li>)}</ul>
        </section>
      )}
      {changes && changes.total > 0 && (
        <section>
          <h3>{t('libraries.log')}</h3>
          <ul className="libraries-list">{changes.changes.map((one) => <li key={one.change}><span className="number muted">{formatTime(one.at)}</span> {t(`libraries.actions.${one.action}`)} · {one.by || unknown} · {one.reason}{one.source && <span className="muted"> · {one.source}</span>}</li>)}</ul>
        </section>
      )}
    </div>
  )
}

/** From a day on the row is as the fields say; what held before is kept. */
function Form({ library, row, onDone }: { library: LibraryInfo; row: Row | null; onDone: () => void }): ReactElement {
  const { t } = useTranslation()
  const { language, engine } = useSession()
  const { message } = App.useApp()
  const words = useErrorWords()
  const [cells, setCells] = useState<Record<string, string>>(() => Object.fromEntries(library.columns.map((column) => [column.name, column.name === 'valid_from' && row !== null && library.kind !== 'leave' ? '' : typedCell(column, row?.[column.name])])))
  const [reason, setReason] = useState('')
  const [saving, setSaving] = useState(false)
  const [wrong, setWrong] = useState<{ field: string; text: string } | null>(null)
  const save = async (): Promise<void> => {
    setSaving(true)
    setWrong(null)
    try {
      const typed = Object.fromEntries(library.columns.map(({ name }): [string, LibraryCell] => [name, cells[name]!.trim() === '' ? null : cells[name]!]))
      const { action } = await engine.saveLibraryRow({ kind: library.kind, row: typed, reason })
      void message.success(t(`libraries.saved.${action}`))
      onDone()
    } catch (error) {
      const { title, hint } = words(error)
      setWrong({ field: String(toErrorValue(error).params['field'] ?? ''), text: `${title} ${hint}` })
    } finally {
      setSaving(false)
    }
  }
  return (
    <form className="libraries-form" onSubmit={(event) => { event.preventDefault(); void save() }}>
      {library.columns.map((column) => (
        <label key={column.name} title={language === 'en' ? column.meaningEn : column.meaningZh}>
          <span>{columnName(column, language)}{column.required && <b aria-hidden> *</b>}</span>
          <Cell column={column} value={cells[column.name]!} fixed={row !== null && column.key} bad={wrong?.field === column.name} put={(value) => setCells({ ...cells, [column.name]: value })} />
          <small className="muted">{column.name === 'valid_from' && row !== null ? t('libraries.fromText') : language === 'en' ? column.meaningEn : column.meaningZh}</small>
        </label>
      ))}
      <label><span>{t('libraries.reason')}<b aria-hidden> *</b></span><Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} /></label>
      {wrong !== null && <p className="bad" role="alert">{wrong.text}</p>}
      <Button type="primary" htmlType="submit" loading={saving} disabled={reason.trim() === ''}>{t('libraries.save')}</Button>
    </form>
  )
}

function Cell({ column, value, fixed, bad, put }: { column: LibraryColumn; value: string; fixed: boolean; bad: boolean; put: (value: string) => void }): ReactElement {
  const { language } = useSession()
  const status = bad ? 'error' : ''
  if (column.type === 'choice') return <Select aria-label={columnName(column, language)} status={status} value={value === '' ? null : value} allowClear={!column.required} onChange={(chosen) => put(chosen ?? '')} options={column.choices.map((one) => ({ value: one.code, label: language === 'en' ? one.en : one.zh }))} />
  if (column.type === 'day') return <DayInput bad={bad} value={value} disabled={fixed} put={put} />
  return <Input status={status} value={value} disabled={fixed} onChange={(event) => put(event.target.value)} />
}

function End({ library, keyOfRow, onDone, onCancel }: { library: LibraryInfo; keyOfRow: string[]; onDone: () => void; onCancel: () => void }): ReactElement {
  const { t } = useTranslation()
  const { engine } = useSession()
  const [last, setLast] = useState(() => new Date().toLocaleDateString('sv'))
  const [reason, setReason] = useState('')
  const { saving, wrong, save } = useSaving()
  const end = async (): Promise<void> => {
    await engine.endLibraryRow({ kind: library.kind, key: keyOfRow, last, reason })
    onDone()
  }
  return (
    <form className="libraries-form" onSubmit={(event) => { event.preventDefault(); save(end) }}>
      <label><span>{t('libraries.last')}</span><DayInput value={last} put={setLast} /></label>
      <label><span>{t('libraries.reason')}<b aria-hidden> *</b></span><Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} /></label>
      {wrong !== '' && <p className="bad" role="alert">{wrong}</p>}
      <div className="libraries-actions"><Button size="small" danger htmlType="submit" loading={saving} disabled={reason.trim() === '' || last === ''}>{t('libraries.end')}</Button><Button size="small" onClick={onCancel}>{t('shell.cancel')}</Button></div>
    </form>
  )
}

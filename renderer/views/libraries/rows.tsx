import { Button, Checkbox, Input, Select } from 'antd'
import { useMemo, useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Input as VerbInput } from '../../../shared/contract.ts'
import type { LibraryInfo } from '../../../shared/libraries.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { rowsOf, type Row } from '../../components/arrow.ts'
import { DayInput } from '../../components/dayInput.tsx'
import { Grid, type GridColumn } from '../../components/grid.tsx'
import { Empty } from '../../components/states.tsx'
import { RowDrawer } from './rowDrawer.tsx'
import { columnName, shownCell } from './words.ts'

const wide = new Set(['basis', 'content', 'name', 'subject_kind', 'subject', 'reason', 'duty', 'scope', 'qualifications', 'specialities', 'former_employers'])

/** The rows of one library as on a day: searched, narrowed, opened and changed. */
export function Rows({ library, departments, bring }: { library: LibraryInfo; departments: boolean; bring: () => void }): ReactElement {
  const { t } = useTranslation()
  const { language, engine } = useSession()
  const [text, setText] = useState('')
  const [department, setDepartment] = useState<string | null>(null)
  const [on, setOn] = useState('')
  const [available, setAvailable] = useState(false)
  const [opened, setOpened] = useState<Row | 'new' | null>(null)
  const narrowed = departments && library.columns.some((one) => one.name === 'department')
  const named = useAnswer('libraryPage', narrowed ? { kind: 'department', limit: 1000 } : null, ['libraries']).answer
  const options = useMemo(() => (named ? rowsOf(named.arrow).map((row) => ({ value: String(row.code), label: String(row.name) })) : []), [named])

  const columns = useMemo((): GridColumn[] => {
    const own = library.columns.map((column): GridColumn => ({
      field: column.of === 'department' && column.name === 'department' ? 'department_name' : column.name, title: columnName(column, language), sort: column.name,
      kind: column.type === 'number' ? 'number' : column.type === 'share' ? 'percent' : column.key ? 'code' : 'text',
      width: column.type === 'day' ? 104 : column.type === 'number' || column.type === 'share' || column.type === 'choice' ? 96 : wide.has(column.name) && !column.person ? 200 : 128,
      format: (value) => shownCell(column, value, language),
    }))
    const says = (field: string, title: string): GridColumn => ({ field, title, width: 88, format: (value) => (value === true ? t('libraries.yes') : t('libraries.no')) })
    if (library.kind === 'officer') own.splice(3, 0, says('available', t('libraries.available')), says('on_leave', t('libraries.onLeave')), { field: 'recusals', title: t('libraries.recusals'), kind: 'number', width: 80 })
    // What opens a row is seen, not guessed: its number.
    own[0] = { ...own[0]!, kind: 'text', render: (value, row) => <button type="button" className="libraries-link mono" onClick={() => setOpened(row)}>{String(value)}</button> }
    if (library.kind === 'leave' || library.kind === 'recusal') own.splice(1, 0, { field: 'officer_name', title: t('libraries.officerName'), width: 104, format: (value) => shownCell({ ...library.columns[0]!, type: 'text', person: true }, value, language) })
    return own
  }, [library, language, t])

  const asked: VerbInput<'libraryPage'> = { kind: library.kind, ...(text === '' ? {} : { text }), ...(department === null ? {} : { department }), ...(on === '' ? {} : { on }), ...(available ? { available } : {}) }
  return (
    <section className="section libraries-rows">
      <div className="libraries-tools">
        <Input.Search size="small" allowClear placeholder={t('libraries.find')} aria-label={t('libraries.find')} onSearch={(value) => setText(value.trim())} className="libraries-find" />
        {narrowed && <Select size="small" allowClear showSearch={{ optionFilterProp: 'label' }} placeholder={t('libraries.anyDepartment')} aria-label={t('libraries.anyDepartment')} value={department} onChange={(value) => setDepartment(value ?? null)} options={options} className="libraries-department" />}
        {library.kind === 'officer' && <Checkbox checked={available} onChange={(event) => setAvailable(event.target.checked)}>{t('libraries.onlyAvailable')}</Checkbox>}
        <label className="libraries-day"><span className="muted">{t('libraries.asOf')}</span><DayInput small value={on} put={setOn} /></label>
        <span className="spring" />
        <Button size="small" onClick={() => setOpened('new')}>{t('libraries.add')}</Button>
      </div>
      <div className="libraries-grid">
        <Grid
          key={library.kind} of={JSON.stringify([asked, library.changedAt])} columns={columns} inAll={library.rows} label={t(`libraries.kinds.${library.kind}`)} onEnter={(row) => setOpened(row)}
          fetchPage={(offset, limit, sort) => engine.libraryPage({ ...asked, offset, limit, sort })}
          empty={library.rows === 0 && text === '' && on === ''
            ? <Empty title={t('libraries.none')} action={<Button type="primary" onClick={bring}>{t('libraries.import')}</Button>}>{t('libraries.noneText')}</Empty>
            : <Empty title={t('shell.noRows')} />}
        />
      </div>
      <RowDrawer library={library} of={opened} onClose={() => setOpened(null)} />
    </section>
  )
}

import { SaveOutlined } from '@ant-design/icons'
import { App, Button, Input, Segmented, Select } from 'antd'
import { useCallback, useEffect, useMemo, useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { resultStates, type ResultState } from '../../../../shared/contract.ts'
import { useLabels } from '../../../app/labels.ts'
import { useRoute } from '../../../app/route.ts'
import { useSession } from '../../../app/session.tsx'
import { rowsOf, type Row } from '../../../components/arrow.ts'
import { DayInput } from '../../../components/dayInput.tsx'
import { formatNumber, unknown } from '../../../components/format.ts'
import { Grid, type GridColumn } from '../../../components/grid.tsx'
import { Empty, ErrorState, useErrorWords } from '../../../components/states.tsx'
import { codeKeys, codesIn, toggled } from './codeKeys.ts'
import { cellsOf, changed, draftOf, entriesOf, isFree, placeOf, withoutSaved, withSaved, type Draft } from './drafts.ts'
import { EntryPanel } from './entryPanel.tsx'
import { ImportDialog } from './importDialog.tsx'
import { PackageButton } from './packageButton.tsx'
import { PersonField } from './personField.tsx'
import { keyOf, type ResultsProps, type Who } from './props.ts'
import { Refusals, type Refused } from './refusals.tsx'
import { useResultColumns } from './resultColumns.ts'
import { StateMark } from './stateMark.tsx'
import { useCodes } from './useCodes.ts'
import { useDrafts } from './useDrafts.ts'
import { useRound } from './useRound.ts'

/** The columns that are filled in, in the order in which a pasted table has them. */
const filled = ['codes', 'inspected_on', 'remark'] as const

/** A row a visit and item: codes by their keys, day and remark by typing, many by pasting; and packages that were filled elsewhere. Nothing is stored before it is saved. */
export function Entry({ of, name, departments, who }: ResultsProps & Who): ReactElement {
  const person = who.name
  const may = who.may('enterResults')
  const { t } = useTranslation()
  const { engine, language } = useSession()
  const { query, setQuery } = useRoute()
  const labels = useLabels()
  const { message } = App.useApp()
  const words = useErrorWords()
  const codes = useCodes()
  const column = useResultColumns(codes)
  const { drafts, now, put } = useDrafts(keyOf(of))
  const [day, setDay] = useState('')
  const [table, setTable] = useState('')
  const [text, setText] = useState('')
  const [department, setDepartment] = useState<string | null>(null)
  const [counts, setCounts] = useState<Record<ResultState, number> | null>(null)
  const [chosen, setChosen] = useState<Row | null>(null)
  const [refused, setRefused] = useState<(Refused & { place: string })[]>([])
  const [saving, setSaving] = useState(false)
  const [importing, setImporting] = useState(false)
  const [round, again] = useRound()
  const state = resultStates.find((one) => one === query.state) ?? null
  const asked = useMemo(() => ({ of, ...(state === null ? {} : { states: [state] }), ...(department === null ? {} : { department }), ...(text === '' ? {} : { text }) }), [of, state, department, text])
  const { entries, lacking } = entriesOf(drafts)

  // Codes of a row are of the table that its codes were written by, else of the chosen one.
  const tableOf = useCallback((row: Row): string => { const { codes: some, codeSet } = draftOf(now(), row); return some.length > 0 && codeSet !== '' ? codeSet : table || codes.today }, [codes, now, table])
  const write = useCallback((row: Row, some: Partial<Draft>): void => {
    const before = draftOf(now(), row)
    const withDay = some.codes && some.codes.length > 0 && before.inspectedOn === '' && day !== '' ? { inspectedOn: day } : {}
    put((drafts) => changed(drafts, row, { ...(some.codes ? { codeSet: tableOf(row) } : {}), ...withDay, ...some }))
    setRefused((all) => all.filter((one) => one.place !== placeOf(row)))
  }, [day, now, put, tableOf])
  const badIn = useMemo(() => new Map(refused.map((one) => [`${one.place}\t${one.column}`, true])), [refused])
  const columns = useMemo((): GridColumn[] => {
    const mark = (field: string) => (row: Row) => (badIn.has(`${placeOf(row)}\t${field}`) ? 'bad' as const : now().get(placeOf(row))?.saved === undefined && now().has(placeOf(row)) ? 'changed' as const : null)
    return [
      column('visit'), column('name'), ...(departments.length > 1 ? [column('department_name')] : []), ...(departments.length > 0 ? [column('item_name')] : []),
      { field: 'state', title: t('results.state'), width: 116, sort: 'state', render: (value) => <StateMark state={String(value)} /> },
      column('codes', { mark: mark('codes'), format: (_, row) => draftOf(now(), row).codes.map((code) => codes.name(code, tableOf(row))).join(labels.comma) || unknown }),
      column('inspected_on', { mark: mark('inspected_on'), format: (_, row) => draftOf(now(), row).inspectedOn || unknown, value: (row) => draftOf(now(), row).inspectedOn || day, edit: (typed, row) => write(row, { inspectedOn: typed.trim() }) }),
      column('remark', { mark: mark('remark'), format: (_, row) => draftOf(now(), row).remark, value: (row) => draftOf(now(), row).remark, edit: (typed, row) => write(row, { remark: typed }) }),
      column('attachments'),
    ]
  }, [badIn, column, codes, day, departments.length, labels, now, t, tableOf, write])

  const press = useCallback((event: KeyboardEvent, row: Row, field: string): boolean => {
    if (event.ctrlKey || event.metaKey || event.altKey || !isFree(now(), row)) return false
    const draft = draftOf(now(), row)
    if (event.key === 'Delete' || (event.key === 'Backspace' && field === 'codes')) {
      write(row, field === 'codes' ? { codes: [] } : field === 'inspected_on' ? { inspectedOn: '' } : field === 'remark' ? { remark: '' } : {})
      return true
    }
    if (field !== 'codes') return false
    const known = codes.of(tableOf(row))
    const code = [...codeKeys(known)].find(([, key]) => key === event.key.toUpperCase())?.[0]
    if (code === undefined) return false
    write(row, { codes: toggled(draft.codes, code, known) })
    return true
  }, [codes, now, tableOf, write])

  const paste = useCallback((pasted: string, field: string, rowAt: (offset: number) => Row | undefined): void => {
    const from = filled.findIndex((one) => one === field)
    if (from < 0) return void message.info(t('results.pasteWhere'))
    let [taken, left] = [0, 0]
    for (const [i, cells] of cellsOf(pasted).entries()) {
      const row = rowAt(i)
      if (!row || !isFree(now(), row)) { left++; continue }
      const some: Partial<Draft> = {}
      for (const [at, cell] of cells.slice(0, filled.length - from).entries()) {
        const into = filled[from + at]!
        if (into === 'codes') some.codes = codesIn(cell, codes.of(tableOf(row)))
        else some[into === 'inspected_on' ? 'inspectedOn' : 'remark'] = cell.trim()
      }
      write(row, some)
      taken++
    }
    void message.info(t('results.pasted', { rows: formatNumber(taken, language), left: formatNumber(left, language) }))
  }, [codes, language, message, now, t, tableOf, write])

  const discard = (row: Row): void => {
    put((all) => new Map([...all].filter(([place]) => place !== placeOf(row))))
    setRefused((some) => some.filter((one) => one.place !== placeOf(row)))
  }
  // An attachment is a change of its own: what is being written goes on from there.
  const attached = (row: Row, revision: number): void => {
    put((all) => new Map([...all].map(([place, draft]) => [place, place === placeOf(row) ? { ...draft, revision } : draft])))
    again()
  }
  const save = useCallback(async (): Promise<void> => {
    const ready = entriesOf(now())
    if (ready.entries.length === 0 || !may) return
    setSaving(true)
    try {
      const told = await engine.enterResults({ of, by: person, entries: ready.entries })
      const bad = new Set(told.refused.map((one) => `${one.visit}\t${one.item}`))
      const sent = new Set(ready.entries.map((one) => `${one.visit}\t${one.item}`))
      put((all) => withSaved(all, new Set([...sent].filter((place) => !bad.has(place)))))
      setRefused(told.refused.map((one) => ({ ...one, place: `${one.visit}\t${one.item}`, where: t('results.visitItem', { visit: one.visit, item: one.item }) })))
      void message.success(t('results.saved', { taken: formatNumber(told.taken, language), same: formatNumber(told.same, language), refused: formatNumber(told.refused.length, language) }))
      again()
    } catch (error) {
      void message.error(`${words(error).title} ${words(error).hint}`)
    } finally {
      setSaving(false)
    }
    // Words change with the language alone.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [again, engine, language, may, message, now, of, person, put, t])
  const ready = entries.length > 0 && person.trim() !== '' && may && !saving
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 's') return
      event.preventDefault()
      // What is still being typed in a cell belongs to it.
      const typed = document.activeElement?.closest('.ag-cell') ? (document.activeElement as HTMLElement) : null
      if (typed?.matches('input')) typed.blur()
      if (person.trim() !== '') setTimeout(() => void save())
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [person, save])

  if (codes.error !== null) return <ErrorState error={codes.error} again={codes.again} compact />
  const all = counts === null ? null : resultStates.reduce((sum, one) => sum + counts[one], 0)
  return (
    <div className="results">
      <div className="results-tools">
        <Segmented
          size="small" aria-label={t('results.state')} value={state ?? 'all'} onChange={(value) => setQuery({ state: value === 'all' ? null : value })}
          options={[{ value: 'all', label: `${t('results.all')} ${formatNumber(all, language)}` }, ...resultStates.map((value) => ({ value, label: `${t(`results.states.${value}`)} ${formatNumber(counts?.[value], language)}` }))]}
        />
        <span className="spring" />
        <PersonField of={who} />
      </div>
      <div className="results-tools">
        <Input.Search size="small" allowClear className="results-find" placeholder={t('results.find')} aria-label={t('results.find')} onSearch={(value) => setText(value.trim())} />
        {departments.length > 1 && <Select size="small" allowClear className="results-department" placeholder={t('results.anyDepartment')} aria-label={t('results.anyDepartment')} value={department} onChange={(value: string | undefined) => setDepartment(value ?? null)} options={departments.map((one) => ({ value: one.code, label: one.name }))} />}
        {(codes.tables?.filter((one) => one.inForce).length ?? 0) > 1 && <Select size="small" className="results-table" aria-label={t('results.columns.code_set')} value={table || codes.today} onChange={setTable} options={codes.tables!.filter((one) => one.inForce).map((one) => ({ value: one.id, label: language === 'en' ? one.nameEn : one.nameZh }))} />}
        <label className="person-field"><span className="muted">{t('results.day')}</span><DayInput small value={day} put={setDay} label={t('results.day')} /></label>
        <span className="spring" />
        <PackageButton of={of} name={name} department={department} />
        <Button size="small" onClick={() => setImporting(true)}>{t('results.import')}</Button>
        <Button size="small" type="primary" icon={<SaveOutlined />} loading={saving} disabled={!ready} title={person.trim() === '' ? t('results.nameFirst') : 'Ctrl+S'} onClick={() => void save()}>{t('results.save', { rows: formatNumber(entries.length, language) })}</Button>
      </div>
      <p className="muted results-hint">{t('results.hint')}{lacking > 0 && <span className="bad"> {t('results.lacking', { rows: formatNumber(lacking, language) })}</span>}</p>
      <div className="results-body section">
        <Grid
          of={JSON.stringify(asked)} columns={columns} label={t('results.list')} round={round} drawn={drafts} onRow={setChosen} onKey={press} onPaste={paste}
          fetchPage={async (offset, limit, sort) => {
            const page = await engine.listResults({ ...asked, offset, limit, sort: sort as never })
            setCounts(page.states)
            put(withoutSaved)
            const rows = rowsOf(page.arrow)
            setChosen((one) => one && (rows.find((row) => placeOf(row) === placeOf(one)) ?? one)) // the panel shows it as it is now
            return page
          }}
          empty={<Empty title={t(state === null && text === '' && department === null ? 'results.nothing' : 'results.nothingSuch')} />}
        />
        {chosen && <EntryPanel key={placeOf(chosen)} row={chosen} draft={draftOf(drafts, chosen)} person={person} codes={codes.of(tableOf(chosen))} put={(some) => write(chosen, some)} written={drafts.has(placeOf(chosen))} discard={() => discard(chosen)} attached={(revision) => attached(chosen, revision)} />}
      </div>
      {refused.length > 0 && <Refusals of={refused} title={t('results.refused', { rows: formatNumber(new Set(refused.map((one) => one.place)).size, language) })} />}
      {importing && <ImportDialog person={person} close={() => { setImporting(false); again() }} />}
    </div>
  )
}

import { App, Button, Popconfirm, Segmented } from 'antd'
import { useMemo, useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Input, ResultsPage } from '../../../../shared/contract.ts'
import { useRoute } from '../../../app/route.ts'
import { useSession } from '../../../app/session.tsx'
import { useAnswer } from '../../../app/useAnswer.ts'
import { rowsOf, type Row } from '../../../components/arrow.ts'
import { formatNumber } from '../../../components/format.ts'
import { Grid, type GridColumn } from '../../../components/grid.tsx'
import { Empty, useErrorWords } from '../../../components/states.tsx'
import { Due } from './due.tsx'
import { PersonField } from './personField.tsx'
import type { ResultsProps, Who } from './props.ts'
import { PublishedPanel } from './publishedPanel.tsx'
import { Publications } from './publications.tsx'
import { Refusals, type Refused } from './refusals.tsx'
import { useResultColumns } from './resultColumns.ts'
import { StateMark } from './stateMark.tsx'
import { useCodes } from './useCodes.ts'
import { useRound } from './useRound.ts'

/** The shelves of the desk, and what of the results lies on each. */
const shelves = {
  approved: { states: ['approved'] }, overdue: { overdue: true }, pending: { states: ['awaiting_review', 'returned', 'approved'] }, published: { states: ['published'] }, follow: { states: ['published'], followUp: 'open' },
} as const satisfies Record<string, Omit<Input<'listResults'>, 'of' | 'offset' | 'limit' | 'sort' | 'states'> & { states?: readonly string[] }>
type Shelf = keyof typeof shelves
const names = Object.keys(shelves) as Shelf[]
/** Rows that are asked for at once. */
const pageSize = 10_000

/** What may be published and by when, what is late, and what was published: files, corrections, what must follow. */
export function Publication({ of, name, who }: ResultsProps & Who): ReactElement {
  const person = who.name
  const { t } = useTranslation()
  const { engine, language } = useSession()
  const { query, setQuery } = useRoute()
  const { message } = App.useApp()
  const words = useErrorWords()
  const codes = useCodes()
  const column = useResultColumns(codes)
  const shelf = names.find((one) => one === query.shelf) ?? 'approved'
  const [chosen, setChosen] = useState<Row[]>([])
  const [opened, setOpened] = useState<number | null>(null)
  const [refused, setRefused] = useState<Refused[]>([])
  const [busy, setBusy] = useState(false)
  const [round, again] = useRound()
  const sizes = useAnswer('listResults', { of, limit: 1 }, ['results', 'draws'], { keep: true })
  const approved = sizes.answer?.states.approved ?? 0
  const asked = useMemo(() => ({ of, ...shelves[shelf] }) as Input<'listResults'>, [of, shelf])
  const may = who.may('publishResults')
  const ready = may && person.trim() !== ''
  const publishing = shelf === 'approved'
  const done = shelf === 'published' || shelf === 'follow'
  const columns = useMemo((): GridColumn[] => [
    column('visit'), column('name'),
    column('item_name'), ...(done ? [] : [{ field: 'state', title: t('results.state'), width: 116, sort: 'state', render: (value: unknown) => <StateMark state={String(value)} /> } satisfies GridColumn]),
    column('codes'), column('inspected_on'),
    ...(done
      ? [column('published_on'), column('publication'), { field: 'follow_up', title: t('results.followUp'), width: 88, format: (value: unknown) => (value === null ? '' : t(`results.followUps.${String(value)}`)) } satisfies GridColumn]
      : [{ field: 'due_on', title: t('results.due'), width: 200, sort: 'due_on', render: (value: unknown, row: Row) => <Due on={value as string | null} left={row.days_left === null ? null : Number(row.days_left)} /> } satisfies GridColumn]),
  ], [column, done, t])

  const publish = async (choose: () => Promise<Row[]>): Promise<void> => {
    setBusy(true)
    setRefused([])
    try {
      const rows = await choose()
      const told = await engine.publishResults({ by: person, results: rows.map((row) => ({ result: Number(row.result), revision: Number(row.revision) })) })
      setRefused(told.refused.map((one) => ({ ...one, column: '', where: whereOf(rows, one.result) })))
      if (told.publication) void message.success(t('results.publishedNow', { publication: told.publication.publication, entries: formatNumber(told.publication.entries, language) }), 8)
      setChosen([])
    } catch (error) {
      void message.error(`${words(error).title} ${words(error).hint}`)
    } finally {
      setBusy(false)
      again()
    }
  }
  const allApproved = async (): Promise<Row[]> => {
    const rows: Row[] = []
    for (let total = 1; rows.length < total;) {
      const page = await engine.listResults({ of, states: ['approved'], offset: rows.length, limit: pageSize })
      const more = rowsOf(page.arrow)
      rows.push(...more)
      total = more.length === 0 ? 0 : page.total
    }
    return rows
  }
  const ask = (count: number, choose: () => Promise<Row[]>, primary: boolean, label: string): ReactElement => (
    <Popconfirm title={t('results.publishAsk', { results: formatNumber(count, language) })} description={<div className="plan-ask">{t('results.publishAskText')}</div>} okText={t('results.publish')} cancelText={t('shell.cancel')} onConfirm={() => void publish(choose)} disabled={count === 0 || !ready}>
      <Button size="small" type={primary ? 'primary' : 'default'} loading={busy} disabled={count === 0 || !ready} title={ready ? '' : t(may ? 'results.nameFirst' : 'results.mayNotPublish')}>{label}</Button>
    </Popconfirm>
  )
  return (
    <div className="results">
      <div className="results-tools">
        <Segmented size="small" aria-label={t('results.shelf')} value={shelf} onChange={(value) => { setQuery({ shelf: value }); setChosen([]); setOpened(null) }} options={names.map((value) => ({ value, label: `${t(`results.shelves.${value}`)}${countOf(value, sizes.answer, language)}` }))} />
        <span className="spring" />
        <PersonField of={who} />
        {publishing && <>{ask(chosen.length, () => Promise.resolve(chosen), false, t('results.publishChosen', { results: formatNumber(chosen.length, language) }))}{ask(approved, allApproved, true, t('results.publishAll', { results: formatNumber(approved, language) }))}</>}
      </div>
      {sizes.answer !== null && sizes.answer.calendarMissing.length > 0 && <p className="bad" role="alert">{t('results.calendarMissing', { years: sizes.answer.calendarMissing.join(t('shell.comma')) })}</p>}
      <div className="results-body section">
        <Grid
          key={shelf} of={JSON.stringify(asked)} columns={columns} label={t(`results.shelves.${shelf}`)} round={round} {...(done ? {} : { initialSort: dueFirst })}
          {...(publishing ? { onChosen: setChosen } : {})} onRow={(row) => setOpened(Number(row.result))}
          fetchPage={(offset, limit, sort) => engine.listResults({ ...asked, offset, limit, sort: sort as never })}
          empty={<Empty title={t(`results.shelfEmpty.${shelf}`)} />}
        />
        {opened !== null && <PublishedPanel key={opened} result={opened} person={person} close={() => setOpened(null)} />}
      </div>
      {refused.length > 0 && <Refusals of={refused} title={t('results.refusedToPublish', { rows: formatNumber(refused.length, language) })} />}
      <Publications of={of} name={name} />
    </div>
  )
}

const dueFirst = { field: 'due_on', descending: false }
const whereOf = (rows: readonly Row[], result: number): string => { const row = rows.find((one) => Number(one.result) === result); return row ? `${Number(row.visit)} ${String(row.name ?? row.id)}` : String(result) }

/** How many lie on a shelf, where the page of all tells. */
function countOf(shelf: Shelf, page: ResultsPage | null, language: Parameters<typeof formatNumber>[1]): string {
  if (page === null || shelf === 'follow') return ''
  const { states } = page
  const count = { approved: states.approved, overdue: page.overdue, pending: states.awaiting_review + states.returned + states.approved, published: states.published }[shelf]
  return ` ${formatNumber(count, language)}`
}

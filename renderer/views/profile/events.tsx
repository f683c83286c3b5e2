import { useMemo, useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { RecordClass } from '../../../shared/classes.ts'
import type { TimelineLane } from '../../../shared/profile.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import type { Row } from '../../components/arrow.ts'
import { useCodeWords } from '../../components/codeWords.ts'
import { formatValue, unknown } from '../../components/format.ts'
import { Grid, type GridColumn } from '../../components/grid.tsx'
import { LineageDrawer, type RecordCell } from '../../components/lineage.tsx'
import { maskCell } from '../../components/mask.ts'
import { Empty } from '../../components/states.tsx'
import { useLaneWords } from './laneWords.ts'

/** Column of a record class whose codes stand under `kind`. */
const coded: Record<string, string> = { supervision: 'result', inspection: 'result', licence: 'status', opinion: 'sentiment' }

/** The entries of some lanes within some days, newest first. Enter or a double click opens the whole record with its source, or the case, run or inspection. */
export function Events({ subjectId, lanes, from, until, all }: { subjectId: number; lanes: readonly TimelineLane[]; from: string; until: string; all: number }): ReactElement {
  const { t, i18n } = useTranslation()
  const { engine, language } = useSession()
  const { go } = useRoute()
  const word = useLaneWords()
  const code = useCodeWords()
  const [record, setRecord] = useState<RecordCell | null>(null)
  const kind = (row: Row): string => {
    if (row.kind === null || row.kind === undefined) return unknown
    if (row.lane === 'tier') return t('standing.tierWas', { was: row.what ?? unknown, now: row.kind })
    if (row.lane === 'case') return i18n.exists(`lists.eventKinds.${String(row.kind)}`) ? t(`lists.eventKinds.${String(row.kind)}`) : String(row.kind)
    if (row.kind === 'due') return t('standing.dueVisit')
    return code(coded[String(row.lane)] ?? 'kind', String(row.kind))
  }
  const what = (row: Row): string => {
    if (row.lane === 'tier') return row.what === null ? t('standing.tierFirst') : t('standing.lanes.tier')
    return row.lane === 'relation' ? String(maskCell('other_name', row.what, row) ?? unknown) : String(row.what ?? unknown)
  }
  const columns = useMemo((): GridColumn[] => [
    { field: 'lane', title: t('standing.columns.lane'), width: 104, format: (value) => word(String(value)) },
    { field: 'occurred_on', title: t('standing.columns.day'), width: 96, kind: 'date' },
    { field: 'kind', title: t('standing.columns.kind'), width: 132, format: (_value, row) => kind(row) },
    { field: 'what', title: t('standing.columns.what'), width: 240, flex: 3, format: (_value, row) => what(row) },
    { field: 'note', title: t('standing.columns.note'), width: 180, flex: 2 },
    { field: 'amount_yuan', title: t('standing.columns.amount'), width: 112, kind: 'number', format: (value) => (value === null ? unknown : formatValue(Number(value), language)) },
    { field: 'source_file', title: t('standing.columns.origin'), width: 180, flex: 1, format: (value, row) => (row.ref_kind === 'record' ? `${String(value)} : ${String(row.source_row)}` : t(`standing.refs.${String(row.ref_kind)}`, { n: row.ref })) },
    // oxlint-disable-next-line react/exhaustive-deps
  ], [t, language, code])
  const openCase = async (caseNo: number): Promise<void> => {
    const { case: { queue } } = await engine.readCase({ caseNo })
    go('lists', [], [], { queue, subject: String(subjectId), case: String(caseNo) })
  }
  const open = (row: Row): void => {
    if (row.ref_kind === 'record') setRecord({ recordClass: row.class as RecordClass, fileId: Number(row.file_id), sourceRow: Number(row.source_row), field: null })
    else if (row.ref_kind === 'case') void openCase(Number(row.ref))
    else if (row.ref_kind === 'run') go('tiers', [], [], { tab: 'time' })
    else go('sampling', row.ref_kind === 'campaign' ? ['joint', String(row.ref)] : [String(row.ref)])
  }
  const asked = { subjectId, ...(lanes.length === 0 ? {} : { lanes: [...lanes] }), ...(from === '' ? {} : { from }), ...(until === '' ? {} : { until }) }
  return (
    <>
      <div className="profile-box-head"><h3>{t('standing.events')}</h3><span className="muted">{t('standing.eventsHint')}</span></div>
      <Grid
        of={JSON.stringify([asked, all])} columns={columns} main={false} height={Math.min(360, 34 + Math.max(3, all) * 28 + 18)} label={t('standing.events')} onEnter={open}
        fetchPage={(offset, limit) => engine.subjectEvents({ ...asked, offset, limit })}
        empty={all === 0 ? <Empty title={t('standing.nothing')} /> : <Empty title={t('standing.nothingHere')}>{t('standing.nothingText')}</Empty>}
      />
      <LineageDrawer of={record} onClose={() => setRecord(null)} />
    </>
  )
}

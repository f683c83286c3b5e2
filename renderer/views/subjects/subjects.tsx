import { Button } from 'antd'
import { useEffect, useMemo, useRef, useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Sort } from '../../../shared/filter.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { ViewHead } from '../../app/viewHead.tsx'
import type { Row } from '../../components/arrow.ts'
import { Grid } from '../../components/grid.tsx'
import { SavePool } from '../../components/savePool.tsx'
import { Empty } from '../../components/states.tsx'
import { useColumns } from './columns.tsx'
import { FacetPanel } from './facets.tsx'
import { ShortProfile } from './shortProfile.tsx'
import { Toolbar } from './toolbar.tsx'
import './subjects.css'

const highestFirst = { field: 'index', descending: true }

/** The grid is the page: any number of subjects, filtered by the chips that the address holds. */
export default function Subjects(): ReactElement {
  const { t } = useTranslation()
  const { engine, workspace } = useSession()
  const { filter, setFilter, go, query, setQuery } = useRoute()
  const { columns, chooser } = useColumns()
  const [panel, setPanel] = useState(true)
  const chosen = query.row ? Number(query.row) : null
  const scored = workspace?.model !== null
  const of = useMemo(() => JSON.stringify([workspace?.path, workspace?.model, workspace?.asOf, workspace?.subjects, filter]), [workspace, filter])
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined)
  /** Held arrow keys pass many rows: only the one that they stop at is worth a profile. */
  const choose = (row: string): void => {
    clearTimeout(waiting.current)
    waiting.current = setTimeout(() => setQuery({ row }), 80)
  }
  useEffect(() => () => clearTimeout(waiting.current), [])
  const open = (row: Row): void => {
    clearTimeout(waiting.current)
    go('profile', [String(row.subject_id)])
  }

  return (
    <div className="view view-full" onKeyDown={(event) => { if (event.key === 'Escape' && chosen !== null) setQuery({ row: null }) }}>
      <ViewHead title={t('subjects.title')} sentence={t(filter.length > 0 ? 'subjects.sentenceFiltered' : 'subjects.sentence')} filtered
        actions={<><SavePool />{scored && <Button size="small" onClick={() => go('sampling', ['new'])}>{t('subjects.draw')}</Button>}</>}
      />
      <Toolbar panel={panel} setPanel={setPanel} chooser={chooser} />
      <div className="subjects-body">
        {panel && workspace?.subjects !== 0 && <FacetPanel />}
        <div className="subjects-grid">
          <Grid
            columns={columns} of={of} label={t('subjects.grid')} inAll={workspace?.subjects ?? null}
            {...(scored ? { initialSort: highestFirst } : {})} fetchPage={(offset, limit, sort) => engine.subjectPage({ filter, offset, limit, sort: sort as Sort })}
            onRow={(row) => choose(String(row.subject_id))} onEnter={open}
            empty={filter.length > 0
              ? <Empty title={t('subjects.nonePass')} action={<Button onClick={() => setFilter([])}>{t('subjects.clear')}</Button>}>{t('subjects.nonePassText')}</Empty>
              : <Empty title={t('subjects.noneYet')} action={<Button type="primary" onClick={() => go('data')}>{t('subjects.import')}</Button>}>{t('subjects.noneYetText')}</Empty>}
          />
        </div>
        {chosen !== null && <ShortProfile key={chosen} subjectId={chosen} close={() => setQuery({ row: null })} />}
      </div>
    </div>
  )
}

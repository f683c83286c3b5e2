import { Button, Dropdown } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { libraryKinds, type LibraryInfo, type LibraryKind } from '../../../shared/libraries.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { ViewHead } from '../../app/viewHead.tsx'
import { formatNumber } from '../../components/format.ts'
import { ErrorState, Skeleton } from '../../components/states.tsx'
import { ImportDialog } from './importDialog.tsx'
import { Log } from './log.tsx'
import { Pools } from './pools.tsx'
import { Rows } from './rows.tsx'
import './libraries.css'

/** What inspections draw from besides the subjects: each library as on a day, its changes, and the way to fill it. */
export default function Libraries(): ReactElement {
  const { t } = useTranslation()
  const { host, engine } = useSession()
  const { params, go } = useRoute()
  const [importing, setImporting] = useState(false)
  const { answer, error, again } = useAnswer('listLibraries', {}, ['workspace', 'libraries'], { keep: true })
  const place = params[0] ?? 'item'
  const chosen = answer?.find((one) => one.kind === place)
  const save = async (kind: LibraryKind, format: 'xlsx' | 'csv'): Promise<void> => host.saveFile(`${chosen!.nameZh}.${format}`, await engine.libraryTemplate({ kind, format }))
  return (
    <div className="view view-full">
      <ViewHead
        title={t('libraries.title')} sentence={t('libraries.sentence')}
        actions={chosen && <>
          <Dropdown menu={{ items: [{ key: 'xlsx', label: 'XLSX' }, { key: 'csv', label: 'CSV' }], onClick: ({ key }) => void save(chosen.kind, key as 'xlsx' | 'csv') }}><Button size="small">{t('libraries.template')}</Button></Dropdown>
          <Button size="small" type="primary" onClick={() => setImporting(true)}>{t('libraries.import')}</Button>
        </>}
      />
      <div className="libraries-body">
        <nav className="libraries-nav" aria-label={t('libraries.title')}>
          {libraryKinds.map((kind) => <Entry key={kind} of={answer?.find((one) => one.kind === kind) ?? null} kind={kind} chosen={kind === place} open={() => go('libraries', [kind], [])} />)}
          <button type="button" className="libraries-entry" aria-current={place === 'pools' ? 'true' : undefined} onClick={() => go('libraries', ['pools'], [])}><span>{t('libraries.pools')}</span></button>
          <hr />
          <button type="button" className="libraries-entry" aria-current={place === 'log' ? 'true' : undefined} onClick={() => go('libraries', ['log'], [])}><span>{t('libraries.log')}</span></button>
        </nav>
        <div className="libraries-main">
          {error !== null && <ErrorState error={error} again={again} compact />}
          {!answer && error === null && <Skeleton rows={8} />}
          {place === 'log' && answer && <Log libraries={answer} />}
          {place === 'pools' && <Pools />}
          {chosen && <Rows key={chosen.kind} library={chosen} departments={place !== 'department'} bring={() => setImporting(true)} />}
        </div>
      </div>
      {chosen && <ImportDialog key={chosen.kind} library={chosen} open={importing} close={() => setImporting(false)} />}
    </div>
  )
}

function Entry({ of, kind, chosen, open }: { of: LibraryInfo | null; kind: LibraryKind; chosen: boolean; open: () => void }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  return (
    <button type="button" className="libraries-entry" aria-current={chosen ? 'true' : undefined} onClick={open}>
      <span>{t(`libraries.kinds.${kind}`)}</span><span className="muted number">{of === null ? '' : formatNumber(of.rows, language)}</span>
    </button>
  )
}

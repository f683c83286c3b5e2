import { Tabs } from 'antd'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { recordClasses, type RecordClass } from '../../../shared/classes.ts'
import { useLabels } from '../../app/labels.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { formatNumber } from '../../components/format.ts'
import { Empty } from '../../components/states.tsx'
import { TableGrid } from '../../components/tableGrid.tsx'

/** Every row of every class, newest first, each with the file and row it came from. */
export function Records({ subjectId, records }: { subjectId: number; records: Record<RecordClass, number> }): ReactElement {
  const { t } = useTranslation()
  const { language, engine } = useSession()
  const labels = useLabels()
  const { query, setQuery } = useRoute()
  const filled = recordClasses.filter((one) => records[one] > 0)
  const asked = filled.find((one) => one === query.tab)
  const tab = asked ?? filled[0]
  return (
    <section className="profile-box" aria-label={t('profile.records')}>
      <div className="profile-box-head"><h2>{t('profile.records')}</h2><span className="muted">{t('desk.lineageHint')}</span></div>
      {tab === undefined
        ? <Empty title={t('profile.noRecords')} />
        : (
            <>
              <Tabs
                size="small" activeKey={tab} onChange={(key) => setQuery({ tab: key })}
                items={recordClasses.map((one) => ({ key: one, disabled: records[one] === 0, label: <>{labels.recordClass(one)} <span className="muted number">{formatNumber(records[one], language)}</span></> }))}
              />
              <TableGrid
                of={`${subjectId} ${tab} ${records[tab]}`} recordsOf={tab} height={360} label={`${t('profile.records')} · ${labels.recordClass(tab)}`}
                fetchPage={(offset, limit) => engine.subjectRecords({ subjectId, recordClass: tab, offset, limit })}
              />
            </>
          )}
    </section>
  )
}

import { PrinterOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import { useCallback, useMemo, useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { CampaignChange, CampaignInfo } from '../../../../shared/contract.ts'
import { useLabels } from '../../../app/labels.ts'
import { useRoute } from '../../../app/route.ts'
import { useSession } from '../../../app/session.tsx'
import { useAnswer } from '../../../app/useAnswer.ts'
import { rowsOf, type Row } from '../../../components/arrow.ts'
import { formatNumber, unknown } from '../../../components/format.ts'
import { Grid, type GridColumn } from '../../../components/grid.tsx'
import { Empty, useErrorWords } from '../../../components/states.tsx'
import { PrintVisits } from './printVisits.tsx'
import { VisitPanel } from './visitPanel.tsx'
import { companionWords, visitItems, visitOfficers, type VisitNames } from './visitWords.ts'

/** The most visits a printed list has: some 500 pages. */
const mostPrinted = 10_000

/** One line a visit: whom, by which departments with what, and who goes; the chosen one beside them. Enter opens the subject. */
export function Visits({ of, departmentName }: { of: CampaignInfo; departmentName: (code: string) => string }): ReactElement {
  const { t } = useTranslation()
  const { language, engine } = useSession()
  const { go } = useRoute()
  const labels = useLabels()
  const { message } = App.useApp()
  const words = useErrorWords()
  const days = useAnswer('campaignDays', { campaign: of.campaign }, ['draws'], { keep: true }) // when they change, the list is another
  const [printed, setPrinted] = useState<{ rows: Row[]; changes: CampaignChange[] } | null>(null)
  const [chosen, setChosen] = useState<number | null>(null)
  const names = useMemo((): VisitNames => {
    const items = new Map(of.parts.flatMap(({ department, items: own }) => own.map((one) => [`${department}\t${one.code}`, one.name])))
    return { department: departmentName, item: (department, code) => items.get(`${department}\t${code}`) ?? code, colon: labels.colon, comma: labels.comma }
  }, [of.parts, departmentName, labels])
  const columns = useMemo((): GridColumn[] => [
    { field: 'visit', title: t('joint.number'), width: 64, kind: 'number' },
    { field: 'name', title: labels.field('name'), flex: 3, width: 180 },
    { field: 'id', title: labels.field('uscc'), width: 172, kind: 'code' },
    { field: 'departments', title: t('joint.departmentsItems'), flex: 4, width: 240, format: (_, row) => visitItems(row, names, t('joint.semicolon')) },
    { field: 'officers', title: t('joint.officers'), flex: 3, width: 220, format: (_, row) => visitOfficers(row, names, t('joint.semicolon')) || unknown },
    { field: 'day', title: t('joint.day'), width: 100 },
    { field: 'companions', title: t('joint.companions'), flex: 1, width: 110, format: (_, row) => companionWords(row, names.comma) },
    { field: 'address', title: t('sampling.address'), flex: 2, width: 140 },
  ], [labels, names, t])
  const print = async (): Promise<void> => {
    try {
      const [visits, changes] = await Promise.all([engine.campaignVisits({ campaign: of.campaign, limit: mostPrinted }), engine.campaignChanges({ campaign: of.campaign })])
      setPrinted({ rows: rowsOf(visits.arrow), changes })
    } catch (error) {
      void message.error(words(error).title)
    }
  }
  const ended = useCallback(() => setPrinted(null), [])
  return (
    <section className="section sheet">
      <div className="section-head">
        <h2>{t('joint.visitList')}</h2><span className="muted">{t('joint.visitListText')}</span><span className="spring" />
        {of.visits > mostPrinted && <span className="muted">{t('sampling.printCut', { most: formatNumber(mostPrinted, language) })}</span>}
        <Button size="small" icon={<PrinterOutlined />} onClick={() => void print()}>{t('sampling.print')}</Button>
      </div>
      <div className="visit-list">
        <Grid
          of={`${of.campaign} ${of.state} ${of.changes.length} ${(days.answer ?? []).map((one) => `${one.day} ${one.visits}`).join()}`} columns={columns} height={420} label={t('joint.visitList')} onRow={(_, place) => setChosen(place)} onEnter={(row) => go('profile', [String(row.subject_id)])}
          fetchPage={(offset, limit) => engine.campaignVisits({ campaign: of.campaign, offset, limit })} empty={<Empty title={t('sampling.nobody')} />}
        />
        {chosen !== null && <VisitPanel of={of} place={chosen} names={names} close={() => setChosen(null)} />}
      </div>
      {printed && <PrintVisits of={of} names={names} {...printed} ended={ended} />}
    </section>
  )
}

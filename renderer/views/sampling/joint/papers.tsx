import { FileWordOutlined } from '@ant-design/icons'
import { App, Button, Drawer, Input, Segmented, Select } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { CampaignInfo, Input as Asking } from '../../../../shared/contract.ts'
import { paperKinds, paperLists, type PaperKind } from '../../../../shared/papers.ts'
import { useRoute } from '../../../app/route.ts'
import { useSession } from '../../../app/session.tsx'
import { useAnswer } from '../../../app/useAnswer.ts'
import { formatNumber } from '../../../components/format.ts'
import { PaperTemplateCard } from '../../../components/paperTemplate.tsx'
import { ErrorState, Skeleton } from '../../../components/states.tsx'
import { fileName } from '../fileName.ts'
import { visitNumbers } from './visitNumbers.ts'

type Paper = Asking<'exportPapers'>['paper']
const isPaper = (paper: Paper): paper is PaperKind => (paperKinds as readonly string[]).includes(paper)

/** What the officers take along and what the inspected are handed, and the templates that these are made from. */
export function Papers({ of }: { of: CampaignInfo }): ReactElement {
  const { t } = useTranslation()
  const { query, setQuery } = useRoute()
  return (
    <>
      <Button size="small" icon={<FileWordOutlined />} onClick={() => setQuery({ show: 'papers' })}>{t('papers.open')}</Button>
      <Drawer open={query['show'] === 'papers'} onClose={() => setQuery({ show: null })} size={560} destroyOnHidden closable={{ 'aria-label': t('shell.drawerClose') }} title={t('papers.title')}><Body of={of} /></Drawer>
    </>
  )
}

function Body({ of }: { of: CampaignInfo }): ReactElement {
  const { t } = useTranslation()
  const { language, engine, host } = useSession()
  const { message } = App.useApp()
  const templates = useAnswer('listPaperTemplates', {}, ['papers'], { keep: true })
  const [paper, setPaper] = useState<Paper>('notice')
  const [visits, setVisits] = useState('')
  const [format, setFormat] = useState<'docx' | 'zip'>('docx')
  const [size, setSize] = useState<'asIs' | 'A4' | 'A3'>('asIs')
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: null })
  const chosen = visitNumbers(visits)
  const template = isPaper(paper) ? templates.answer?.find((one) => one.paper === paper) : undefined
  const save = async (): Promise<void> => {
    setState({ busy: true, error: null })
    try {
      const made = await engine.exportPapers({ campaign: of.campaign, paper, ...(chosen === null || chosen.length === 0 ? {} : { visits: chosen }), ...(isPaper(paper) ? { format, ...(size === 'asIs' ? {} : { size }) } : {}) })
      await host.saveFile(`${fileName(t(`papers.kinds.${paper}`), of.campaign, of.name)}.${made.format}`, made.bytes)
      setState({ busy: false, error: null })
      void message.success(t(isPaper(paper) ? 'papers.saved' : 'papers.savedRows', { papers: formatNumber(made.papers, language) }))
    } catch (error) {
      setState({ busy: false, error })
    }
  }
  return (
    <div className="papers">
      <p className="muted">{t('papers.text')}</p>
      <label className="field"><span>{t('papers.paper')}</span><Select value={paper} onChange={setPaper} options={[...paperKinds, ...paperLists].map((one) => ({ value: one, label: t(`papers.kinds.${one}`) }))} /></label>
      <label className="field"><span>{t('papers.visits')}</span><Input value={visits} maxLength={1000} status={chosen === null ? 'error' : ''} onChange={(event) => setVisits(event.target.value)} /><small className="muted">{t('papers.visitsText')}</small></label>
      <div className="papers-pair">
        <div className="field"><span>{t('papers.format')}</span>{isPaper(paper) ? <Segmented aria-label={t('papers.format')} value={format} onChange={setFormat} options={(['docx', 'zip'] as const).map((one) => ({ value: one, label: t(`papers.formats.${one}`) }))} /> : <p>{t('papers.formats.xlsx')}</p>}</div>
        {isPaper(paper) && <div className="field"><span>{t('papers.size')}</span><Segmented aria-label={t('papers.size')} value={size} onChange={setSize} options={(['asIs', 'A4', 'A3'] as const).map((one) => ({ value: one, label: t(`papers.sizes.${one}`) }))} /></div>}
      </div>
      {state.error !== null && <ErrorState error={state.error} compact />}
      <div><Button type="primary" loading={state.busy} disabled={chosen === null} onClick={() => void save()}>{t('papers.save')}</Button></div>
      {isPaper(paper) && (templates.error !== null ? <ErrorState error={templates.error} again={templates.again} compact /> : template ? <PaperTemplateCard key={paper} of={template} /> : <Skeleton rows={4} />)}
    </div>
  )
}

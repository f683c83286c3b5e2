import { PaperClipOutlined } from '@ant-design/icons'
import { Button, Input } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { ResultCode } from '../../../../shared/contract.ts'
import { useLabels } from '../../../app/labels.ts'
import { useRoute } from '../../../app/route.ts'
import { useSession } from '../../../app/session.tsx'
import { useAnswer } from '../../../app/useAnswer.ts'
import type { Row } from '../../../components/arrow.ts'
import { DayInput } from '../../../components/dayInput.tsx'
import { useErrorWords } from '../../../components/states.tsx'
import { Attachments } from './attachments.tsx'
import { CodePad } from './codePad.tsx'
import { isOpen, type Draft } from './drafts.ts'
import { officersOf } from './resultColumns.ts'
import { StateMark } from './stateMark.tsx'

export interface EntryPanelProps { row: Row; draft: Draft; person: string; codes: readonly ResultCode[]; put: (some: Partial<Draft>) => void; /** Whether something is written that is not saved. */ written: boolean; discard: () => void; attached: (revision: number) => void }

/** The chosen row: what is to be inspected by whom, and the same cells as in the list, with the keys of the codes. */
export function EntryPanel({ row, draft, person, codes, put, written, discard, attached }: EntryPanelProps): ReactElement {
  const { t } = useTranslation()
  const { href } = useRoute()
  const labels = useLabels()
  const open = isOpen(row)
  return (
    <aside className="entry-panel" aria-label={t('results.chosen')}>
      <h3><a href={href('profile', [String(row.subject_id)], [])}>{String(row.name ?? row.id)}</a></h3>
      <p className="muted">{[row.department_name ?? row.department, row.item_name ?? row.item].filter((one) => Boolean(one)).join(' · ')}<br />{officersOf(row, labels.comma)}</p>
      <p><StateMark state={String(row.state)} />{row.entered_by !== null && <span className="muted"> {t('results.enteredBy', { by: String(row.entered_by) })}</span>}</p>
      {row.returned_for !== null && <p className="bad">{t('results.returnedFor', { reason: String(row.returned_for) })}</p>}
      {!open && <p className="muted">{t(row.state === 'approved' ? 'results.approvedText' : 'results.publishedText')}</p>}
      <CodePad codes={codes} chosen={draft.codes} choose={(next) => put({ codes: next })} disabled={!open} />
      <label className="field"><span>{t('results.columns.inspected_on')}</span><DayInput small value={draft.inspectedOn} disabled={!open} put={(inspectedOn) => put({ inspectedOn })} /></label>
      <label className="field"><span>{t('results.columns.remark')}</span><Input.TextArea rows={3} value={draft.remark} maxLength={4000} disabled={!open} onChange={(event) => put({ remark: event.target.value })} /></label>
      {written && <Button size="small" onClick={discard}>{t('results.discard')}</Button>}
      {row.result !== null && <Photos row={row} person={person} open={open} attached={attached} />}
    </aside>
  )
}

/** Photos and documents of an entered result; more can come until it is approved. */
function Photos({ row, person, open, attached }: { row: Row; person: string; open: boolean; attached: (revision: number) => void }): ReactElement {
  const { t } = useTranslation()
  const { host, engine } = useSession()
  const words = useErrorWords()
  const result = Number(row.result)
  const { answer } = useAnswer('readResult', { result }, ['results'], { keep: true })
  const [wrong, setWrong] = useState('')
  const attach = async (): Promise<void> => {
    setWrong('')
    try {
      let revision = answer!.revision
      for (const file of await host.chooseFiles('attachment')) revision = (await engine.attachToResult({ result, revision, by: person, path: file.path, name: file.name })).revision
      attached(revision)
    } catch (error) {
      setWrong(`${words(error).title} ${words(error).hint}`)
    }
  }
  return (
    <div className="field">
      <span>{t('results.columns.attachments')}</span>
      {answer && <Attachments of={answer} />}
      {open && <Button size="small" icon={<PaperClipOutlined />} disabled={person.trim() === '' || !answer} onClick={() => void attach()}>{t('results.attach')}</Button>}
      {wrong !== '' && <p className="bad" role="alert">{wrong}</p>}
    </div>
  )
}

import { CloseOutlined } from '@ant-design/icons'
import { Button, Input, Modal, Segmented } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { followUps, type FollowUp, type ResultDetail } from '../../../../shared/contract.ts'
import { useSession } from '../../../app/session.tsx'
import { useAnswer } from '../../../app/useAnswer.ts'
import { DayInput } from '../../../components/dayInput.tsx'
import { MingchaError } from '../../../../shared/errors.ts'
import { ErrorState, Skeleton } from '../../../components/states.tsx'
import { useSaving } from '../../../components/useSaving.ts'
import { CodePad } from './codePad.tsx'
import { ResultCard } from './resultCard.tsx'
import { useCodes } from './useCodes.ts'

type Deed = 'correct' | 'keep' | 'followUp'

/** A result at the desk of publication: its evidence, its correction, and what followed. */
export function PublishedPanel({ result, person, close }: { result: number; person: string; close: () => void }): ReactElement {
  const { t } = useTranslation()
  const { answer, error, again } = useAnswer('readResult', { result }, ['results'], { keep: true })
  const [deed, setDeed] = useState<Deed | null>(null)
  const nobody = person.trim() === ''
  return (
    <aside className="result-panel" aria-label={t('results.chosen')}>
      <Button className="result-close" type="text" size="small" icon={<CloseOutlined />} aria-label={t('shell.close')} onClick={close} />
      {error !== null ? <ErrorState error={error} again={again} compact /> : !answer ? <Skeleton rows={6} /> : (
        <ResultCard of={answer}>
          <div className="review-deeds">
            {nobody && <p className="bad">{t('results.nameFirst')}</p>}
            {answer.state === 'published' && <Button size="small" disabled={nobody} onClick={() => setDeed('correct')}>{t('results.correct')}</Button>}
            {answer.correction !== null && <Button size="small" disabled={nobody} onClick={() => setDeed('keep')}>{t('results.keep')}</Button>}
            <Button size="small" disabled={nobody} onClick={() => setDeed('followUp')}>{t('results.setFollowUp')}</Button>
          </div>
        </ResultCard>
      )}
      {deed === 'correct' && answer && <Dialog title={t('results.correctTitle', { subject: answer.subject.name })} close={() => setDeed(null)}><Correct of={answer} person={person} close={() => setDeed(null)} /></Dialog>}
      {deed === 'keep' && answer && <Dialog title={t('results.keepTitle', { subject: answer.subject.name })} close={() => setDeed(null)}><Keep of={answer} person={person} close={() => setDeed(null)} /></Dialog>}
      {deed === 'followUp' && answer && <Dialog title={t('results.followUpTitle', { subject: answer.subject.name })} close={() => setDeed(null)}><Follow of={answer} person={person} close={() => setDeed(null)} /></Dialog>}
    </aside>
  )
}

const Dialog = ({ title, close, children }: { title: string; close: () => void; children: ReactElement }): ReactElement => <Modal open title={title} footer={null} onCancel={close} destroyOnHidden width={640}>{children}</Modal>

interface FormProps { of: ResultDetail; person: string; close: () => void }

/** Another content for what was published, and why: reviewed and published again, while the old stays on record. */
function Correct({ of, person, close }: FormProps): ReactElement {
  const { t } = useTranslation()
  const { engine } = useSession()
  const codes = useCodes()
  const { saving, wrong, save } = useSaving()
  const [chosen, setChosen] = useState(of.codes.map((one) => one.code))
  const [inspectedOn, setInspectedOn] = useState(of.inspectedOn)
  const [remark, setRemark] = useState(of.remark)
  const [reason, setReason] = useState('')
  const [foundOn, setFoundOn] = useState(() => new Date().toLocaleDateString('sv'))
  const correct = async (): Promise<void> => {
    await engine.correctResult({ result: of.result, revision: of.revision, by: person, reason, foundOn, codes: chosen, codeSet: of.codeSet, inspectedOn, remark })
    close()
  }
  return (
    <form className="change-form" onSubmit={(event) => { event.preventDefault(); save(correct) }}>
      <p className="muted">{t('results.correctText')}</p>
      <CodePad codes={codes.of(of.codeSet)} chosen={chosen} choose={setChosen} />
      <div className="results-pair">
        <label className="field"><span>{t('results.columns.inspected_on')}</span><DayInput value={inspectedOn} put={setInspectedOn} /></label>
        <label className="field"><span>{t('results.foundOn')}</span><DayInput value={foundOn} put={setFoundOn} /></label>
      </div>
      <label className="field"><span>{t('results.columns.remark')}</span><Input.TextArea rows={2} value={remark} maxLength={4000} onChange={(event) => setRemark(event.target.value)} /></label>
      <label className="field"><span>{t('changes.reason')}</span><Input.TextArea rows={2} value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} /></label>
      {wrong !== '' && <p className="bad" role="alert">{wrong}</p>}
      <Button type="primary" htmlType="submit" loading={saving} disabled={reason.trim() === '' || chosen.length === 0 || inspectedOn === '' || foundOn === ''}>{t('results.correctNow')}</Button>
    </form>
  )
}

/** Gives a correction up: what was published holds. */
function Keep({ of, person, close }: FormProps): ReactElement {
  const { t } = useTranslation()
  const { engine } = useSession()
  const { saving, wrong, save } = useSaving()
  const [reason, setReason] = useState('')
  const keep = async (): Promise<void> => {
    await engine.keepResult({ result: of.result, revision: of.revision, by: person, reason })
    close()
  }
  return (
    <form className="change-form" onSubmit={(event) => { event.preventDefault(); save(keep) }}>
      <p className="muted">{t('results.keepText')}</p>
      <label className="field"><span>{t('changes.reason')}</span><Input.TextArea autoFocus rows={2} value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} /></label>
      {wrong !== '' && <p className="bad" role="alert">{wrong}</p>}
      <Button type="primary" htmlType="submit" loading={saving} disabled={reason.trim() === ''}>{t('results.keepNow')}</Button>
    </form>
  )
}

/** What followed, or why nothing need. */
function Follow({ of, person, close }: FormProps): ReactElement {
  const { t } = useTranslation()
  const { engine } = useSession()
  const { saving, wrong, save } = useSaving()
  const [followUp, setFollowUp] = useState<FollowUp>(of.followUp === 'open' ? 'done' : of.followUp)
  const [note, setNote] = useState('')
  const set = async (): Promise<void> => {
    const { refused: [no] } = await engine.setFollowUp({ by: person, results: [{ result: of.result, revision: of.revision }], followUp, note })
    if (no) throw new MingchaError(no.code, no.message, no.hint, no.params)
    close()
  }
  return (
    <form className="change-form" onSubmit={(event) => { event.preventDefault(); save(set) }}>
      <div><Segmented value={followUp} onChange={setFollowUp} options={followUps.map((value) => ({ value, label: t(`results.followUps.${value}`) }))} /></div>
      <label className="field"><span>{t('results.followUpNote')}</span><Input.TextArea autoFocus rows={2} value={note} maxLength={500} onChange={(event) => setNote(event.target.value)} /></label>
      {wrong !== '' && <p className="bad" role="alert">{wrong}</p>}
      <Button type="primary" htmlType="submit" loading={saving} disabled={note.trim() === ''}>{t('results.followUpNow')}</Button>
    </form>
  )
}

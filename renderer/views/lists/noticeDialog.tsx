import { App, Button, Input, Modal, Segmented, type InputRef } from 'antd'
import { useRef, useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { NoticeKind } from '../../../shared/papers.ts'
import { keep, keptSetting, useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { DayInput } from '../../components/dayInput.tsx'
import { PaperTemplateCard } from '../../components/paperTemplate.tsx'
import { useSaving } from '../../components/useSaving.ts'

/** Saves the notices of cases as Word files; `kinds` are those that their state allows. */
export function NoticeDialog({ cases, kinds, close }: { cases: readonly number[]; kinds: readonly NoticeKind[]; close: () => void }): ReactElement {
  const { t } = useTranslation()
  const { engine, host } = useSession()
  const { message } = App.useApp()
  const { saving, wrong, save } = useSaving()
  const first = useRef<InputRef>(null)
  const [notice, setNotice] = useState<NoticeKind>(kinds[0]!)
  const [authority, setAuthority] = useState(keptSetting('authority') ?? '')
  const [on, setOn] = useState<string | null>(null)
  const [place, setPlace] = useState('')
  const { answer: templates } = useAnswer('listPaperTemplates', {}, ['papers'], { keep: true })
  const template = templates?.find((one) => one.paper === notice)
  const make = async (): Promise<void> => {
    keep('authority', authority)
    const made = await engine.exportNotices({ notice, cases: [...cases], authority, ...(notice === 'hearing_notice' && on !== null && place.trim() !== '' ? { hearing: { on, place } } : {}) })
    await host.saveFile(`${t(`punishments.notices.${notice}`)} ${cases.length === 1 ? cases[0] : `${cases[0]}…`}.${made.format}`, made.bytes)
    void message.success(t('punishments.noticeSaved', { papers: made.papers }))
    close()
  }
  return (
    <Modal open title={t('punishments.noticeTitle')} footer={null} afterOpenChange={(shown) => { if (shown) first.current?.focus() }} onCancel={close} destroyOnHidden>
      <form className="case-removal" onSubmit={(event) => { event.preventDefault(); save(make) }}>
        {kinds.length > 1 && <Segmented aria-label={t('punishments.noticeTitle')} value={notice} onChange={setNotice} options={kinds.map((value) => ({ value, label: t(`punishments.notices.${value}`) }))} />}
        <label className="case-field"><span>{t('punishments.authority')}</span><Input ref={first} value={authority} maxLength={100} onChange={(event) => setAuthority(event.target.value)} /></label>
        {notice === 'hearing_notice' && <>
          <label className="case-field"><span>{t('punishments.hearingOn')}</span><DayInput small value={on ?? ''} put={(day) => setOn(day === '' ? null : day)} label={t('punishments.hearingOn')} /></label>
          <label className="case-field"><span>{t('punishments.hearingPlace')}</span><Input value={place} maxLength={200} onChange={(event) => setPlace(event.target.value)} /></label>
        </>}
        {wrong !== '' && <p className="bad" role="alert">{wrong}</p>}
        <Button type="primary" htmlType="submit" loading={saving} disabled={authority.trim() === ''}>{t('punishments.noticeSave', { n: cases.length, name: t(`punishments.notices.${notice}`) })}</Button>
        {template && <details><summary>{t('papers.template')}</summary><PaperTemplateCard key={notice} of={template} /></details>}
      </form>
    </Modal>
  )
}

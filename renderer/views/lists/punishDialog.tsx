import { Button, Input, Modal, Select, type InputRef } from 'antd'
import { useRef, useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { ListEntry } from '../../../shared/lists.ts'
import type { JointRefusal, MeasureBook } from '../../../shared/punishments.ts'
import { fromErrorValue } from '../../../shared/errors.ts'
import { keep, keptSetting, useSession } from '../../app/session.tsx'
import { DayInput } from '../../components/dayInput.tsx'
import { useErrorWords } from '../../components/states.tsx'
import { useSaving } from '../../components/useSaving.ts'
import { useDeskPerson } from './useDeskPerson.ts'

const refusalsShown = 6

/** Asks for a measure, or proposes a ban, upon entries of the lists: only what the law ties to their list is offered. */
export function PunishDialog({ what, entries, book, close }: { what: 'measure' | 'ban'; entries: readonly ListEntry[]; book: MeasureBook; close: (done: number) => void }): ReactElement {
  const { t } = useTranslation()
  const { engine, language } = useSession()
  const { saving, wrong, save } = useSaving()
  const first = useRef<InputRef>(null)
  const worded = useErrorWords()
  const person = useDeskPerson()
  const fits = (one: { lists: readonly string[]; inForce: boolean }): boolean => one.inForce && entries.every((entry) => one.lists.includes(entry.list))
  const choices = what === 'measure'
    ? book.measures.filter(fits).map((one) => ({ value: one.code, label: `${language === 'en' ? one.areaEn : one.areaZh} · ${language === 'en' ? one.nameEn : one.nameZh}` }))
    : book.bans.filter(fits).map((one) => ({ value: one.code, label: language === 'en' ? one.officeEn : one.officeZh }))
  const [code, setCode] = useState<string | null>(choices[0]?.value ?? null)
  const [requesting, setRequesting] = useState(keptSetting('authority') ?? '')
  const [executing, setExecuting] = useState('')
  const [until, setUntil] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const [name, setName] = useState('')
  const [number, setNumber] = useState('')
  const [refused, setRefused] = useState<JointRefusal[]>([])
  const measure = book.measures.find((one) => one.code === code)
  const ban = book.bans.find((one) => one.code === code)
  const act = async (): Promise<void> => {
    if (code === null) return
    const grounds = entries.map(({ entry }) => ({ entry }))
    keep('authority', requesting)
    const done = what === 'measure'
      ? await engine.requestMeasures({ grounds, measure: code, by: person.by, reason, requesting, ...(executing.trim() === '' ? {} : { executing }), ...(until === null ? {} : { until }) })
      : await engine.proposeBans({ grounds, ban: code, by: person.by, reason, ...(name.trim() === '' ? {} : { name }), ...(number.trim() === '' ? {} : { idNumber: number }), ...(until === null ? {} : { until }) })
    setRefused(done.refused)
    if (done.refused.length === 0) close(done.done)
  }
  return (
    <Modal open title={t(`punishments.ask.${what}`, { n: entries.length })} footer={null} afterOpenChange={(shown) => { if (shown) first.current?.focus() }} onCancel={() => close(0)} destroyOnHidden>
      {code === null ? <p>{t('punishments.noMeasure')}</p> : (
        <form className="case-removal" onSubmit={(event) => { event.preventDefault(); save(act) }}>
          <p className="muted">{t('punishments.onlyGrounds')}</p>
          <label className="case-field"><span>{t(what === 'measure' ? 'punishments.measure' : 'punishments.office')}</span><Select value={code} onChange={setCode} options={choices} /></label>
          <p className="muted case-basis">{(measure ?? ban)?.basis}</p>
          {measure && <p>{language === 'en' ? measure.contentEn : measure.contentZh}</p>}
          {measure && <>
            <label className="case-field"><span>{t('punishments.requesting')}</span><Input ref={first} value={requesting} maxLength={100} onChange={(event) => setRequesting(event.target.value)} /></label>
            <label className="case-field"><span>{t('punishments.executing')}</span><Input value={executing} maxLength={100} placeholder={measure.executing} onChange={(event) => setExecuting(event.target.value)} /></label>
          </>}
          {ban && <>
            <label className="case-field"><span>{t('punishments.banned')}</span><Input ref={first} value={name} maxLength={60} placeholder={t('punishments.fromRegister')} disabled={entries.length > 1} onChange={(event) => setName(event.target.value)} /></label>
            <label className="case-field"><span>{t('punishments.idNumber')}</span><Input value={number} maxLength={30} disabled={entries.length > 1} onChange={(event) => setNumber(event.target.value)} /></label>
          </>}
          <label className="case-field"><span>{t('punishments.until')}</span><DayInput small value={until ?? ''} put={(day) => setUntil(day === '' ? null : day)} label={t('punishments.until')} /></label>
          <label className="case-field"><span>{t('lists.reason')}</span><Input.TextArea value={reason} maxLength={1000} rows={2} onChange={(event) => setReason(event.target.value)} /></label>
          <label className="case-field"><span>{t('lists.person')}</span><Input value={person.by} maxLength={60} disabled={person.fixed} onChange={(event) => person.write(event.target.value)} /></label>
          {wrong !== '' && <p className="bad" role="alert">{wrong}</p>}
          {refused.slice(0, refusalsShown).map((one) => <p key={one.place} className="bad">{worded(fromErrorValue(one)).title} <span className="muted">{worded(fromErrorValue(one)).hint}</span></p>)}
          <Button type="primary" htmlType="submit" loading={saving} disabled={person.by === '' || reason.trim() === '' || (what === 'measure' && requesting.trim() === '')}>{t(`punishments.do.${what}`)}</Button>
        </form>
      )}
    </Modal>
  )
}

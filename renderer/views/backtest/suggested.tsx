import { App, Button, Checkbox, Input } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { ModelRef, SuggestedWeights } from '../../../shared/contract.ts'
import { useLabels } from '../../app/labels.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { formatChange, formatDate, formatNumber, formatPercent } from '../../components/format.ts'
import { useErrorWords } from '../../components/states.tsx'

/** Weights that an earlier period suggests; a person takes all or some of them into a draft, or none. How they fare later stands below. */
export function Suggested({ found, model }: { found: SuggestedWeights; model: ModelRef | undefined }): ReactElement {
  const { t } = useTranslation()
  const { engine, language } = useSession()
  const { message } = App.useApp()
  const labels = useLabels()
  const words = useErrorWords()
  const { go } = useRoute()
  const moved = found.dimensions.filter((one) => one.dimension in found.changes)
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [name, setName] = useState('')
  const [taking, setTaking] = useState(false)
  const [drafted, setDrafted] = useState<{ draft: number; name: string; weights: number } | null>(null)
  const taken = moved.filter((one) => !left.has(one.dimension))
  const toggle = (id: string): void => setLeft((before) => new Set(before.has(id) ? [...before].filter((one) => one !== id) : [...before, id]))
  const take = async (): Promise<void> => {
    setTaking(true)
    try {
      const { draft, revision } = await engine.createDraft({ name, ...(model === undefined ? {} : { from: model }), note: t('backtest.draftNote', { from: formatDate(found.train.split), until: formatDate(found.train.until) }) })
      await engine.changeDraft({ draft, revision, edits: taken.map((one) => ({ kind: 'dimension', id: one.dimension, set: { weight: one.suggested } })) })
      setDrafted({ draft, name, weights: taken.length })
      setName('')
    } catch (error) {
      const { title, hint } = words(error)
      void message.error(`${title} ${hint}`)
    } finally {
      setTaking(false)
    }
  }
  return (
    <section className="section backtest-box">
      <h2>{moved.length === 0 ? t('backtest.noChange') : t('backtest.suggested', { weights: formatNumber(moved.length, language), all: formatNumber(found.dimensions.length, language) })}</h2>
      <p className="muted">{t('backtest.learnt', { n: formatNumber(found.train.n, language), positives: formatNumber(found.train.positives, language), from: formatDate(found.train.split), until: formatDate(found.train.until), present: formatNumber(found.loss.present, language, 4), suggested: formatNumber(found.loss.suggested, language, 4) })}</p>
      {moved.length > 0 && (
        <>
          <div className="backtest-scroll">
            <table className="table">
              <thead>
                <tr>
                  <th><Checkbox checked={left.size === 0} indeterminate={left.size > 0 && taken.length > 0} aria-label={t('backtest.takeAll')} onChange={() => setLeft(left.size === 0 ? new Set(moved.map((one) => one.dimension)) : new Set())} /></th>
                  <th>{t('profile.dimension')}</th><th>{t('profile.class')}</th><th className="right">{t('backtest.presentWeight')}</th><th className="right">{t('backtest.suggestedWeight')}</th><th className="right">{t('backtest.change')}</th><th className="right">{t('backtest.nonZero')}</th>
                </tr>
              </thead>
              <tbody>
                {moved.map((one) => (
                  <tr key={one.dimension}>
                    <td><Checkbox checked={!left.has(one.dimension)} aria-label={language === 'en' ? one.nameEn : one.nameZh} onChange={() => toggle(one.dimension)} /></td>
                    <td className="grow">{language === 'en' ? one.nameEn : one.nameZh} <span className="muted">{one.direction === 'protective' ? t('backtest.protective') : ''}</span></td>
                    <td className="muted nowrap">{labels.recordClass(one.class)}</td>
                    <td className="right">{formatNumber(one.weight, language, 2)}</td><td className="right"><b>{formatNumber(one.suggested, language, 2)}</b></td><td className="right">{formatChange(one.suggested - one.weight, language, 2)}</td>
                    <td className="right">{formatPercent(one.nonZero, language)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <form className="backtest-take" onSubmit={(event) => { event.preventDefault(); void take() }}>
            {drafted ? <button type="button" className="plain backtest-drafted" onClick={() => go('workshop', [String(drafted.draft)])}>{t('backtest.drafted', { name: drafted.name, weights: formatNumber(drafted.weights, language) })}</button> : <span className="muted">{t('backtest.takeText')}</span>}
            <span className="spring" />
            <Input size="small" value={name} maxLength={100} placeholder={t('backtest.draftName')} aria-label={t('backtest.draftName')} onChange={(event) => setName(event.target.value)} />
            <Button size="small" htmlType="submit" loading={taking} disabled={name.trim() === '' || taken.length === 0}>{t('backtest.take', { weights: formatNumber(taken.length, language) })}</Button>
          </form>
        </>
      )}
    </section>
  )
}

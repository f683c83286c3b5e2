import { Button, Modal, Select } from 'antd'
import { useEffect, useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { tiers } from '../../../shared/classes.ts'
import type { ModelComparison } from '../../../shared/contract.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { formatDate, formatIndex, formatNumber } from '../../components/format.ts'
import { ErrorState, Skeleton } from '../../components/states.tsx'
import { TierBar } from '../../components/tierBar.tsx'
import { ChangeList } from './changeList.tsx'
import type { DraftStore } from './draftStore.ts'
import { MigrationTable } from './migrationTable.tsx'
import { refOf, useModelOptions } from '../../components/modelOptions.ts'

/** The draft beside another model: what differs, how the tiers move, and who moves furthest. */
export function CompareWith({ store, draft }: { store: DraftStore; draft: number }): ReactElement {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const show = (): void => void store.save().then(() => setOpen(true))
  return (
    <>
      <Button size="small" onClick={show}>{t('workshop.compareWith')}</Button>
      <Modal open={open} title={t('workshop.compareTitle', { name: store.state().info.name })} width={960} footer={null} onCancel={() => setOpen(false)} destroyOnHidden>{open && <Compared draft={draft} />}</Modal>
    </>
  )
}

function Compared({ draft }: { draft: number }): ReactElement {
  const { t } = useTranslation()
  const { engine } = useSession()
  const models = useAnswer('listModels', {})
  const [chosen, setChosen] = useState<string | null>(null)
  const other = chosen ?? (models.answer ? `version:${models.answer.current}` : null)
  const [found, setFound] = useState<{ of: string; answer: ModelComparison | null; error: unknown } | null>(null)
  useEffect(() => {
    if (other === null) return undefined
    let wanted = true
    engine.compareModels({ from: refOf(other), to: { draft } }).then(
      (answer) => { if (wanted) setFound({ of: other, answer, error: null }) },
      (error: unknown) => { if (wanted) setFound({ of: other, answer: null, error }) },
    )
    return () => { wanted = false }
  }, [engine, other, draft])
  if (models.error !== null) return <ErrorState error={models.error} again={models.again} compact />
  if (!models.answer || other === null) return <Skeleton rows={8} />
  const current = found?.of === other ? found : null
  return (
    <div className="workshop-compared">
      <Choice models={models.answer} draft={draft} other={other} choose={setChosen} />
      {current === null && <Skeleton rows={8} />}
      {current && current.error !== null && <ErrorState error={current.error} compact />}
      {current?.answer && <Result found={current.answer} />}
      <p className="muted">{t('workshop.compareText')}</p>
    </div>
  )
}

function Choice({ models, draft, other, choose }: { models: NonNullable<ReturnType<typeof useAnswer<'listModels'>>['answer']>; draft: number; other: string; choose: (option: string) => void }): ReactElement {
  const { t } = useTranslation()
  const options = useModelOptions(models, draft)
  return <label className="workshop-choice"><span>{t('workshop.other')}</span><Select value={other} options={options} onChange={choose} aria-label={t('workshop.other')} /></label>
}

function Result({ found }: { found: ModelComparison }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const { href } = useRoute()
  const moves = found.migration.filter((one) => one.from !== one.to).reduce((sum, one) => sum + one.subjects, 0)
  return (
    <>
      <p><b className="number">{formatNumber(moves, language)}</b> {t('workshop.wouldMove', { run: found.run, day: formatDate(found.asOf) })}</p>
      <div className="workshop-bars">
        <span className="muted mono">{found.from.version}</span><TierBar counts={found.from.tiers} language={language} />
        <span className="muted mono">{found.to.version}</span><TierBar counts={found.to.tiers} language={language} />
      </div>
      <div className="workshop-pair">
        <MigrationTable of={(from, to) => found.migration.find((one) => one.from === from && one.to === to)?.subjects ?? 0} />
        <table className="table workshop-tiers">
          <caption>{t('workshop.furthest')}</caption>
          <thead><tr><th>{t('workshop.subject')}</th><th className="right">{t('workshop.before')}</th><th className="right">{t('workshop.after')}</th></tr></thead>
          <tbody>
            {found.moved.slice(0, 8).map((one) => (
              <tr key={one.subjectId}>
                <td className="cut"><a href={href('profile', [String(one.subjectId)], [])}>{one.name}</a></td>
                <td className="right"><span className="tier-chip" data-tier={one.tierBefore}>{one.tierBefore}</span> {formatIndex(one.before, language)}</td>
                <td className="right"><span className="tier-chip" data-tier={one.tierAfter}>{one.tierAfter}</span> {formatIndex(one.after, language)}</td>
              </tr>
            ))}
            {found.moved.length === 0 && <tr><td colSpan={3} className="muted">{t('workshop.nobodyMoves', { tiers: tiers.join(language === 'en' ? ', ' : '、') })}</td></tr>}
          </tbody>
        </table>
      </div>
      <h3>{t('workshop.changes')}</h3>
      <ChangeList changes={found.changes} />
    </>
  )
}

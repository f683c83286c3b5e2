import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Backtest, ModelRef, SuggestedWeights } from '../../../shared/contract.ts'
import { useSession } from '../../app/session.tsx'
import { useJob } from '../../app/runJob.ts'
import { ViewHead } from '../../app/viewHead.tsx'
import { Empty } from '../../components/states.tsx'
import { Form, type Asked } from './form.tsx'
import { Results } from './results.tsx'
import { Suggested } from './suggested.tsx'
import './backtest.css'

interface Found { backtest: Backtest; suggested: SuggestedWeights | null; /** Of which the weights are. */ model: ModelRef | undefined }

/** What was asked last, by workspace: leaving the view does not lose minutes of computing. */
const kept = new Map<string, Found>()

/** Would the index have found what inspections found later? Beside it chance, the last result, another model, and the weights that the outcomes suggest. */
export default function BacktestView(): ReactElement {
  const { t } = useTranslation()
  const { engine, workspace } = useSession()
  const job = useJob()
  const path = workspace?.path ?? ''
  const [found, setFound] = useState<Found | null>(kept.get(path) ?? null)
  const [running, setRunning] = useState<Asked['kind'] | null>(null)
  const ask = async ({ kind, question }: Asked): Promise<void> => {
    setRunning(kind)
    const suggested = kind === 'suggest' ? await job('suggest', () => engine.suggestWeights(question)) : null
    const backtest = kind === 'suggest' ? suggested?.judged : await job('backtest', () => engine.backtest(question))
    if (backtest) {
      const now = { backtest, suggested, model: question.model }
      kept.set(path, now)
      setFound(now)
    }
    setRunning(null)
  }
  return (
    <div className="view">
      <ViewHead title={t('backtest.title')} sentence={t('backtest.sentence')} />
      <Form running={running} ask={(asked) => void ask(asked)} />
      {found
        ? <>{found.suggested && <Suggested found={found.suggested} model={found.model} />}<Results result={found.backtest} /></>
        : <Empty title={t(workspace?.subjects === 0 ? 'tiers.noSubjects' : 'backtest.none')}>{t(running ? 'backtest.running' : 'backtest.noneText')}</Empty>}
    </div>
  )
}

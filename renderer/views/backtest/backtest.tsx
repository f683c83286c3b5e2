import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Backtest } from '../../../shared/contract.ts'
import { useSession } from '../../app/session.tsx'
import { useJob } from '../../app/runJob.ts'
import { ViewHead } from '../../app/viewHead.tsx'
import { Empty } from '../../components/states.tsx'
import { Form, type Question } from './form.tsx'
import { Results } from './results.tsx'
import './backtest.css'

/** What was asked last, by workspace: leaving the view does not lose minutes of computing. */
const kept = new Map<string, Backtest[]>()

/** Would the index have found what inspections found later? Beside it chance, the last result, and another model. */
export default function BacktestView(): ReactElement {
  const { t } = useTranslation()
  const { engine, workspace } = useSession()
  const job = useJob()
  const path = workspace?.path ?? ''
  const [results, setResults] = useState<Backtest[]>(kept.get(path) ?? [])
  const [running, setRunning] = useState(false)
  const ask = async ({ challenger, ...question }: Question): Promise<void> => {
    setRunning(true)
    const found: Backtest[] = []
    for (const model of challenger === null ? [undefined] : [undefined, challenger]) {
      const answer = await job('backtest', () => engine.backtest({ ...question, ...(model === undefined ? {} : { model: { path: model } }) }))
      if (!answer) break
      found.push(answer)
    }
    if (found.length > 0) {
      kept.set(path, found)
      setResults(found)
    }
    setRunning(false)
  }
  return (
    <div className="view">
      <ViewHead title={t('backtest.title')} sentence={t('backtest.sentence')} />
      <Form running={running} ask={(question) => void ask(question)} />
      {results.length > 0 ? <Results results={results} /> : <Empty title={t(workspace?.subjects === 0 ? 'tiers.noSubjects' : 'backtest.none')}>{t(running ? 'backtest.running' : 'backtest.noneText')}</Empty>}
    </div>
  )
}

import { Select } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { ModelList, ModelRef } from '../../../shared/contract.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { formatDate } from '../../components/format.ts'
import { refOf, useModelOptions } from '../../components/modelOptions.ts'

const noModels: ModelList = { current: '', builtIn: { version: '', nameZh: '', nameEn: '', dimensions: 0 }, versions: [], drafts: [] }
/** Latest runs whose models are offered. */
const latest = 12

/** A published version, a draft, the model of a run, or a file. `none`: what stands for no choice. */
export function ModelPicker({ none, onChange }: { none: string; onChange: (ref: ModelRef | null) => void }): ReactElement {
  const { t } = useTranslation()
  const { host } = useSession()
  const [chosen, setChosen] = useState('')
  const [file, setFile] = useState('')
  const { answer: models } = useAnswer('listModels', {}, ['models'], { keep: true })
  const { answer: runs } = useAnswer('listRuns', {}, ['scores'], { keep: true })
  const options = useModelOptions(models ?? noModels)
  const ofRuns = (runs ?? []).slice(0, latest).map((one) => ({ value: `run:${one.run}`, label: t('backtest.runOf', { run: one.run, model: one.model, day: formatDate(one.asOf) }) }))
  const choose = async (option: string): Promise<void> => {
    if (option !== 'file') {
      setChosen(option)
      return onChange(option === '' ? null : refOf(option))
    }
    const [picked] = await host.chooseFiles()
    if (!picked) return undefined
    setFile(picked.name)
    setChosen('file')
    return onChange({ path: picked.path })
  }
  return (
    <Select
      size="small" className="backtest-picker" popupMatchSelectWidth={false} value={chosen} onSelect={(option: string) => void choose(option)}
      options={[{ value: '', label: none }, ...(models ? options : []), ...(ofRuns.length > 0 ? [{ label: t('backtest.runs'), options: ofRuns }] : []), { value: 'file', label: file === '' ? t('backtest.file') : file }]}
    />
  )
}

import { Select } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { ModelRef } from '../../../shared/contract.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { formatDate } from '../../components/format.ts'

/** A published version, a draft, the model of a run, or a file. `none`: what stands for no choice. */
export function ModelPicker({ value, none, onChange }: { value: ModelRef | null; none: string; onChange: (ref: ModelRef | null) => void }): ReactElement {
  const { t } = useTranslation()
  const { host } = useSession()
  const [file, setFile] = useState<{ name: string; path: string } | null>(null)
  const { answer: models } = useAnswer('listModels', {}, ['models'], { keep: true })
  const { answer: runs } = useAnswer('listRuns', {}, ['scores'], { keep: true })
  const entry = (ref: ModelRef, label: string): { value: string; label: string } => ({ value: JSON.stringify(ref), label })
  const groups = [
    { label: t('backtest.versions'), options: [...(models?.versions ?? []).map((one) => entry({ version: one.version }, one.version)), ...(models ? [entry({ version: models.builtIn.version }, models.builtIn.version)] : [])] },
    { label: t('backtest.drafts'), options: (models?.drafts ?? []).map((one) => entry({ draft: one.draft }, one.name)) },
    { label: t('backtest.runs'), options: (runs ?? []).slice(0, 12).map((one) => entry({ run: one.run }, t('backtest.runOf', { run: one.run, model: one.model, day: formatDate(one.asOf) }))) },
  ].filter((group) => group.options.length > 0)
  const choose = async (key: string): Promise<void> => {
    if (key === '') return onChange(null)
    if (key !== 'file') return onChange(JSON.parse(key) as ModelRef)
    const [chosen] = await host.chooseFiles()
    if (!chosen) return undefined
    setFile({ name: chosen.name, path: chosen.path })
    return onChange({ path: chosen.path })
  }
  return (
    <Select
      size="small" className="backtest-picker" popupMatchSelectWidth={false} value={value === null ? '' : JSON.stringify(value)} onChange={(key) => void choose(key)}
      options={[{ value: '', label: none }, ...groups, ...(file ? [entry({ path: file.path }, file.name)] : []), { value: 'file', label: t('backtest.file') }]}
    />
  )
}

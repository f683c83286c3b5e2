import { Button } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { Empty, ErrorState, Skeleton } from '../../components/states.tsx'
import type { PickedFile } from '../../host/host.ts'
import { Drift } from './recipe.tsx'
import { TypedRows } from './typedRows.tsx'

/** Tries what stands in the editor on a file, by the import's own reading: rows, drift, and how many would be refused. */
export function RecipeTrial({ yaml, ready }: { yaml: string; ready: boolean }): ReactElement {
  const { t } = useTranslation()
  const { host } = useSession()
  const [file, setFile] = useState<PickedFile | null>(null)
  const [failed, setFailed] = useState<unknown>(null)
  const { answer, error, loading } = useAnswer('typedPreview', file && ready ? { path: file.path, name: file.name, recipe: yaml } : null)
  const choose = (): Promise<void> => host.chooseFiles().then(([one]) => { if (one) { setFile(one); setFailed(null) } }, setFailed)
  return (
    <div className="recipe-trial">
      <div className="recipe-bar"><Button size="small" onClick={() => void choose()}>{t('lookup.test')}</Button><span className="muted cut-line">{file ? file.name : t('lookup.testText')}</span></div>
      {failed !== null ? <ErrorState error={failed} compact /> : error !== null ? <ErrorState error={error} compact /> : loading ? <Skeleton rows={6} /> : answer ? (
        <>
          {answer.recipe && <Drift recipe={answer.recipe} />}
          <TypedRows preview={answer} />
        </>
      ) : <Empty title={t('lookup.tab.test')}>{t('lookup.testText')}</Empty>}
    </div>
  )
}

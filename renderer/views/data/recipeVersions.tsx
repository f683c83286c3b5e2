import { Button, Select } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Recipe } from '../../../shared/contract.ts'
import { formatTime } from '../../components/format.ts'
import { Empty } from '../../components/states.tsx'
import { diffLines } from './recipeDiff.ts'

const signs = { same: ' ', gone: '−', new: '+' } as const

/** What changed from an earlier version to what stands in the editor. */
export function RecipeVersions({ versions, yaml, changed, onRestore }: { versions: Recipe[]; yaml: string; changed: boolean; onRestore: (yaml: string) => void }): ReactElement {
  const { t } = useTranslation()
  const earlier = changed ? versions : versions.slice(1)
  const [at, setAt] = useState(earlier[0]?.version ?? 0)
  const before = earlier.find((one) => one.version === at) ?? earlier[0]
  if (!before) return <Empty title={t('lookup.onlyVersion')} />
  const lines = diffLines(before.yaml, yaml)
  return (
    <div className="recipe-versions">
      <div className="recipe-bar">
        <label className="header-row"><span className="muted">{t('lookup.compare')}</span>
          <Select size="small" aria-label={t('lookup.compare')} value={before.version} onChange={setAt} options={earlier.map((one) => ({ value: one.version, label: t('lookup.versionOf', { version: one.version, at: formatTime(one.createdAt) }) }))} />
        </label>
        <span className="muted">→ {changed ? t('lookup.draft') : t('lookup.version', { version: versions[0]!.version })}</span><span className="spring" />
        <Button size="small" onClick={() => onRestore(before.yaml)}>{t('lookup.restore')}</Button>
      </div>
      {lines.every((one) => one.kind === 'same') ? <Empty title={t('lookup.same')} /> : (
        <ol className="diff mono" aria-label={t('lookup.tab.diff')}>
          {lines.map((one, i) => <li key={i} data-kind={one.kind}><span className="diff-line" aria-hidden="true">{one.line}</span><span className="diff-sign">{signs[one.kind]}</span><span>{one.text}</span></li>)}
        </ol>
      )}
    </div>
  )
}

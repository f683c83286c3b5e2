import { Input } from 'antd'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorState } from '../../components/states.tsx'

/** The recipe as text, its lines numbered; what is wrong is said under the line that it stands in. */
export function RecipeYaml({ yaml, error, line, onYaml }: { yaml: string; error: unknown; line: number | null; onYaml: (yaml: string) => void }): ReactElement {
  const { t } = useTranslation()
  const lines = yaml.split('\n').length
  return (
    <div className="recipe-yaml">
      {error !== null && <ErrorState error={error} compact />}
      <div className="recipe-text">
        <ol aria-hidden="true">{Array.from({ length: lines }, (_, i) => <li key={i} data-fault={i + 1 === line}>{i + 1}</li>)}</ol>
        <Input.TextArea className="mono" variant="borderless" aria-label={t('lookup.yamlLabel')} aria-invalid={error !== null} spellCheck={false} wrap="off" rows={lines} value={yaml} onChange={(event) => onYaml(event.target.value)} />
      </div>
    </div>
  )
}

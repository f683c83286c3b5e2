import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { ModelList, ModelRef } from '../../shared/contract.ts'

/** Published versions, the built-in model and drafts, for a list to choose from; `but` leaves one draft out. */
export function useModelOptions(models: ModelList, but?: number): { label: string; options: { value: string; label: string }[] }[] {
  const { t } = useTranslation()
  return useMemo(() => [
    { label: t('workshop.versions'), options: [...models.versions.map((one) => one.version), models.builtIn.version].map((version) => ({ value: `version:${version}`, label: version === models.builtIn.version ? `${version} · ${t('workshop.builtIn')}` : version })) },
    { label: t('workshop.drafts'), options: models.drafts.filter((one) => one.draft !== but).map((one) => ({ value: `draft:${one.draft}`, label: `${one.name} #${one.draft}` })) },
  ].filter((group) => group.options.length > 0), [models, but, t])
}

/** The model that an option stands for. */
export function refOf(option: string): ModelRef {
  const at = option.indexOf(':')
  const [kind, name] = [option.slice(0, at), option.slice(at + 1)]
  return kind === 'draft' ? { draft: Number(name) } : kind === 'run' ? { run: Number(name) } : { version: name }
}

import { App, Button, Popconfirm, Segmented } from 'antd'
import { useEffect, useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Recipe, RecipeText } from '../../../shared/contract.ts'
import { toErrorValue } from '../../../shared/errors.ts'
import { useRoute } from '../../app/route.ts'
import { useSession } from '../../app/session.tsx'
import { formatTime } from '../../components/format.ts'
import { ErrorState, Skeleton, useErrorWords } from '../../components/states.tsx'
import { RecipeForm } from './recipeForm.tsx'
import { RecipeTrial } from './recipeTrial.tsx'
import { RecipeVersions } from './recipeVersions.tsx'
import { RecipeYaml } from './recipeYaml.tsx'

/** What is being edited: both forms of the same recipe. The one that was not touched follows when the engine has read the other. */
interface Draft { recipe: RecipeText | null; yaml: string; error: unknown; /** The form to be read next; null: both agree. */ touched: 'recipe' | 'yaml' | null }

const tabs = ['form', 'yaml', 'diff', 'test'] as const

/** One recipe with all its versions. Saving makes the next version; what is unsaved can be compared and tried before. */
export function RecipeEditor({ versions, again }: { versions: Recipe[]; again: () => void }): ReactElement {
  const { t } = useTranslation()
  const { engine } = useSession()
  const { message } = App.useApp()
  const { query, setQuery } = useRoute()
  const words = useErrorWords()
  const newest = versions[0]!
  const [draft, setDraft] = useState<Draft>({ recipe: null, yaml: newest.yaml, error: null, touched: 'yaml' })
  const [busy, setBusy] = useState(false)
  const tab = tabs.find((one) => one === query.tab) ?? 'form'

  useEffect(() => {
    if (draft.touched === null) return undefined
    let wanted = true
    const wait = setTimeout(() => {
      const asked = draft.touched === 'recipe' && draft.recipe ? { recipe: { ...draft.recipe } } : { yaml: draft.yaml }
      engine.composeRecipe(asked).then(
        ({ recipe, yaml }) => { if (wanted) setDraft((now) => ({ recipe, yaml: 'yaml' in asked ? now.yaml : yaml, error: null, touched: null })) },
        (error: unknown) => { if (wanted) setDraft((now) => ({ ...now, error, touched: null })) },
      )
    }, draft.recipe === null ? 0 : 250)
    return () => {
      wanted = false
      clearTimeout(wait)
    }
  }, [engine, draft.touched, draft.recipe, draft.yaml])

  const changed = draft.yaml !== newest.yaml || draft.touched !== null
  const save = async (): Promise<void> => {
    setBusy(true)
    try {
      const saved = await engine.saveRecipe({ yaml: draft.yaml })
      void message.success(t('lookup.saved', { name: saved.name, version: saved.version }))
      setQuery({ recipe: saved.name })
      again()
    } catch (error) {
      setDraft((now) => ({ ...now, error }))
    } finally {
      setBusy(false)
    }
  }
  const remove = (): Promise<void> => engine.deleteRecipe({ name: newest.name }).then(again, (error: unknown) => void message.error(words(error).title))
  const line = draft.error === null ? null : Number(toErrorValue(draft.error).params['line'] ?? 0) || null
  return (
    <div className="recipe-editor">
      <div className="recipe-bar">
        <strong className="cut-line">{newest.name}</strong><span className="muted nowrap">{t('lookup.versionOf', { version: newest.version, at: formatTime(newest.createdAt) })}</span><span className="spring" />
        <Segmented size="small" value={tab} onChange={(value) => setQuery({ tab: value })} options={tabs.map((value) => ({ value, label: t(`lookup.tab.${value}`) }))} />
        {changed && <Button size="small" onClick={() => setDraft({ recipe: null, yaml: newest.yaml, error: null, touched: 'yaml' })}>{t('lookup.revert')}</Button>}
        <Button size="small" type="primary" loading={busy} disabled={!changed || draft.touched !== null || draft.error !== null} title={changed ? undefined : t('lookup.unchanged')} onClick={() => void save()}>{t('lookup.save')}</Button>
        <Popconfirm title={t('lookup.removeAsk', { name: newest.name, versions: versions.length })} description={t('lookup.removeAskText')} okText={t('lookup.remove')} cancelText={t('shell.cancel')} okButtonProps={{ danger: true }} onConfirm={() => void remove()}>
          <Button size="small" danger>{t('lookup.remove')}</Button>
        </Popconfirm>
      </div>
      {draft.error !== null && tab !== 'yaml' && <ErrorState error={draft.error} compact />}
      {tab === 'yaml' ? <RecipeYaml yaml={draft.yaml} error={draft.error} line={line} onYaml={(yaml) => setDraft((now) => ({ ...now, yaml, touched: 'yaml' }))} />
        : tab === 'diff' ? <RecipeVersions versions={versions} yaml={draft.yaml} changed={changed} onRestore={(yaml) => setDraft((now) => ({ ...now, yaml, touched: 'yaml' }))} />
          : draft.recipe === null ? (draft.error === null ? <Skeleton rows={8} /> : null)
            : tab === 'test' ? <RecipeTrial yaml={draft.yaml} ready={draft.touched === null && draft.error === null} />
              : <RecipeForm recipe={draft.recipe} onRecipe={(recipe) => setDraft((now) => ({ ...now, recipe, touched: 'recipe' }))} />}
    </div>
  )
}

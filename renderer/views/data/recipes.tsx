import { useMemo, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useRoute } from '../../app/route.ts'
import { useAnswer } from '../../app/useAnswer.ts'
import { Empty, ErrorState, Skeleton } from '../../components/states.tsx'
import { RecipeEditor } from './recipeEditor.tsx'

/** The recipes by name, and the chosen one to read, edit, compare and try. */
export function Recipes(): ReactElement {
  const { t } = useTranslation()
  const { query, setQuery } = useRoute()
  const { answer, error, again } = useAnswer('listRecipes', {}, ['workspace'])
  const names = useMemo(() => [...Map.groupBy(answer ?? [], (one) => one.name)], [answer])
  const [name, versions] = names.find(([one]) => one === query.recipe) ?? names[0] ?? ['', []]
  return (
    <section className="section recipes" aria-label={t('lookup.recipes')}>
      <div className="section-head"><h2>{t('lookup.recipes')}</h2><span className="muted cut-line">{t('lookup.recipesText')}</span></div>
      {error !== null ? <ErrorState error={error} again={again} /> : answer === null ? <Skeleton rows={6} /> : versions.length === 0 ? <Empty title={t('lookup.recipesNone')}>{t('lookup.recipesNoneText')}</Empty> : (
        <div className="dictionary-columns">
          <nav className="dictionary-tables" aria-label={t('lookup.recipes')}>
            {names.map(([one, all]) => (
              <button key={one} type="button" className="source" aria-current={one === name} title={one} onClick={() => setQuery({ recipe: one, version: null })}>
                <span>{one}</span><span className="number muted">{t('lookup.version', { version: all[0]!.version })}</span>
              </button>
            ))}
          </nav>
          <RecipeEditor key={`${name} ${versions[0]!.version}`} versions={versions} again={again} />
        </div>
      )}
    </section>
  )
}

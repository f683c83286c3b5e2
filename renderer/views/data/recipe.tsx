import { Alert, App, Button, Input, Modal, Select } from 'antd'
import { useState, type ReactElement, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { AppliedRecipe } from '../../../shared/contract.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { useErrorWords } from '../../components/states.tsx'
import { classOf, type Pending } from './pending.ts'

/** By which recipe a file is read, and where its layout has drifted from it. */
export function Drift({ recipe: { name, version, missing, added, renamed }, action }: { recipe: AppliedRecipe; action?: ReactNode }): ReactElement {
  const { t } = useTranslation()
  const list = (columns: string[]): string => columns.join(' · ')
  const drifted = [
    ...(renamed.length > 0 ? [t('data.recipeRenamed', { columns: list(renamed.map(({ from, to }) => `${from} → ${to}`)) })] : []),
    ...(missing.length > 0 ? [t('data.recipeMissing', { columns: list(missing) })] : []),
    ...(added.length > 0 ? [t('data.recipeAdded', { columns: list(added) })] : []),
  ]
  return (
    <Alert
      type={drifted.length > 0 ? 'warning' : 'info'} showIcon title={version === 0 ? t(drifted.length > 0 ? 'lookup.draftDrift' : 'lookup.draftApplied', { name }) : t(drifted.length > 0 ? 'data.recipeDrift' : 'data.recipeApplied', { name, version })}
      description={drifted.length > 0 ? drifted.map((line) => <div key={line}>{line}</div>) : undefined} action={action}
    />
  )
}

export function RecipeNotice({ recipe, onIgnore }: { recipe: AppliedRecipe; onIgnore: () => void }): ReactElement {
  const { t } = useTranslation()
  return <Drift recipe={recipe} action={<Button size="small" onClick={onIgnore}>{t('data.recipeIgnore')}</Button>} />
}

/** By which recipe the file is to be read: the one that fits, none, or one of the list. */
export function ChooseRecipe({ value, onRecipe }: { value: string | undefined; onRecipe: (recipe: string | undefined) => void }): ReactElement | null {
  const { t } = useTranslation()
  const { answer } = useAnswer('listRecipes', {}, ['workspace'])
  const newest = [...Map.groupBy(answer ?? [], (one) => one.name).values()].map(([one]) => one!)
  if (newest.length === 0) return null
  return (
    <Select
      size="small" className="recipe-select" aria-label={t('lookup.recipe')} value={value ?? 'auto'} onChange={(recipe) => onRecipe(recipe === 'auto' ? undefined : recipe)}
      options={[{ value: 'auto', label: t('lookup.recipeAuto') }, { value: '', label: t('data.recipeIgnore') }, ...newest.map((one) => ({ value: one.yaml, label: one.name }))]}
    />
  )
}

/** Saves how this file is read, for the next one of its source. */
export function SaveRecipe({ pending: { picked, decided, preview }, pending }: { pending: Pending }): ReactElement {
  const { t } = useTranslation()
  const { engine } = useSession()
  const { message } = App.useApp()
  const words = useErrorWords()
  const last = picked.name.slice(picked.name.lastIndexOf('/') + 1)
  const [open, setOpen] = useState(false)
  const [name, setName] = useState(preview?.recipe?.name ?? last.replace(/\.[a-z]+$/i, ''))
  const [pattern, setPattern] = useState('')
  const [busy, setBusy] = useState(false)
  const save = async (): Promise<void> => {
    setBusy(true)
    try {
      const saved = await engine.saveRecipe({
        name: name.trim(), ...(pattern.trim() === '' ? {} : { pattern: pattern.trim() }),
        choice: { ...decided, path: picked.path, name: picked.name, ...(classOf(pending) ? { recordClass: classOf(pending) } : {}) },
      })
      setOpen(false)
      void message.success(t('data.recipeSaved', { name: saved.name, version: saved.version }))
    } catch (error) {
      void message.error(words(error).title)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>{t('data.recipeSave')}</Button>
      <Modal open={open} title={t('data.recipeSave')} onCancel={() => setOpen(false)} onOk={() => void save()} confirmLoading={busy} okButtonProps={{ disabled: name.trim() === '' }}>
        <p className="muted">{t('data.recipeSaveText')}</p>
        <label>{t('data.recipeName')}<Input value={name} maxLength={200} onChange={(event) => setName(event.target.value)} /></label>
        <label>{t('data.recipePattern')}<Input value={pattern} maxLength={300} placeholder={last.replace(/\d+/g, '*')} onChange={(event) => setPattern(event.target.value)} /></label>
      </Modal>
    </>
  )
}

import { Segmented } from 'antd'
import { memo, useCallback, useMemo, useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { recordClasses } from '../../../shared/classes.ts'
import type { DraftClass, DraftDimension, DraftModel, ModelChange } from '../../../shared/modelDraft.ts'
import { useLabels } from '../../app/labels.ts'
import { useSession } from '../../app/session.tsx'
import { formatValue } from '../../components/format.ts'
import { Tree, type Branch } from '../../components/tree.tsx'

/** Lines of the tree that are no dimension. */
export const ceilingsPath = 'ceilings'
export const vetoesPath = 'vetoes'

/** Classes and their dimensions with their weights, the changed ones marked; ceilings and vetoes on top. */
export const Catalogue = memo(function Catalogue({ model, changes, chosen, choose }: { model: DraftModel; changes: readonly ModelChange[]; chosen: string; choose: (path: string) => void }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const labels = useLabels()
  const [only, setOnly] = useState<'all' | 'changed'>('all')
  const changed = useMemo(() => new Set(changes.map((one) => (one.kind === 'dimension' ? one.of : one.kind === 'ceiling' ? ceilingsPath : one.kind === 'veto' ? vetoesPath : 'thresholds'))), [changes])
  const english = language === 'en'
  const branches = useCallback((text: string): Branch[] => {
    const needle = text.trim().toLowerCase()
    const wanted = (id: string, words: readonly string[]): boolean => (only === 'all' || changed.has(id)) && (needle === '' || [id, ...words].some((one) => one.toLowerCase().includes(needle)))
    const mark = (id: string): ReactElement | null => (changed.has(id) ? <span className="workshop-mark" title={t('workshop.changed')}><i>{t('workshop.changed')}</i></span> : null)
    const leaf = (one: DraftDimension): Branch => ({
      path: one.id, level: 2, text: one.name[english ? 1 : 0], leaf: true, children: [],
      tail: <>{mark(one.id)}<span className="number workshop-weight" data-none={one.weight === 0}>{formatValue(one.weight, language)}</span></>,
    })
    const whole = ([ceilingsPath, vetoesPath] as const).filter((path) => wanted(path, [t(`workshop.${path}`)])).map((path): Branch => ({
      path, level: 1, text: t(`workshop.${path}`), leaf: true, children: [], tail: <>{mark(path)}<span className="muted number">{path === vetoesPath ? model.vetoes.length : 100}</span></>,
    }))
    const root = (group: DraftClass): Branch => ({
      path: group.class, level: 1, text: labels.recordClass(group.class), leaf: false, tail: <span className="muted number">{formatValue(model.ceilings[group.class] ?? 0, language)}</span>,
      children: group.dimensions.filter((one) => wanted(one.id, [...one.name, ...one.meaning, ...one.level2])).map(leaf),
    })
    return [...whole, ...recordClasses.flatMap((name) => model.classes.filter((group) => group.class === name)).map(root).filter((one) => one.children.length > 0)]
  }, [model, changed, only, english, language, labels, t])
  return (
    <Tree branchesOf={branches} chosen={chosen} choose={choose} label={t('workshop.catalogue')} placeholder={t('dimensions.search')} wide={only === 'changed'}>
      <Segmented size="small" block value={only} onChange={setOnly} options={[{ value: 'all', label: t('workshop.all') }, { value: 'changed', label: t('workshop.onlyChanged', { n: changed.size - (changed.has('thresholds') ? 1 : 0) }) }]} />
    </Tree>
  )
})

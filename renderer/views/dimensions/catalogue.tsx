import { useCallback, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Dimension } from '../../../shared/contract.ts'
import { useLabels } from '../../app/labels.ts'
import { useSession } from '../../app/session.tsx'
import { Tree, type Branch } from '../../components/tree.tsx'
import { branchesOf, leavesOf } from './branches.ts'

/** The dimensions as a tree, each line with how many it holds. */
export function Catalogue({ dimensions, chosen, choose }: { dimensions: Dimension[]; chosen: string; choose: (id: string) => void }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const labels = useLabels()
  const branches = useCallback((text: string): Branch[] => {
    const counted = (one: Branch): Branch => (one.leaf ? one : { ...one, tail: <span className="muted number">{leavesOf(one)}</span>, children: one.children.map(counted) })
    return branchesOf(dimensions, text, language === 'en', labels.recordClass).map(counted)
  }, [dimensions, language, labels])
  return <Tree branchesOf={branches} chosen={chosen} choose={choose} label={t('dimensions.catalogue')} placeholder={t('dimensions.search')} />
}

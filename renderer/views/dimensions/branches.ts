import type { Dimension } from '../../../shared/contract.ts'
import type { Branch } from '../../components/tree.tsx'

/** Class by its level-1 indicator, level-2 indicator, dimension; only what has the text in its names, meaning or id, all of it where the text is empty. */
export function branchesOf(dimensions: readonly Dimension[], text: string, english: boolean, classWord: (name: string) => string): Branch[] {
  const needle = text.trim().toLowerCase()
  const roots: Branch[] = []
  for (const one of dimensions) {
    const [level1, level2] = english ? [one.level1En, one.level2En] : [one.level1, one.level2]
    if (needle !== '' && ![one.id, one.nameZh, one.nameEn, one.meaningZh, one.meaningEn, level1, level2].some((words) => words.toLowerCase().includes(needle))) continue
    const root = under(roots, one.class, 1, level1 === classWord(one.class) ? level1 : `${classWord(one.class)} · ${level1}`)
    const middle = under(root.children, `${one.class}/${level2}`, 2, level2)
    middle.children.push({ path: one.id, level: 3, text: english ? one.nameEn : one.nameZh, leaf: true, children: [] })
  }
  return roots
}

function under(branches: Branch[], path: string, level: number, text: string): Branch {
  const found = branches.find((one) => one.path === path) ?? { path, level, text, leaf: false, children: [] }
  if (!branches.includes(found)) branches.push(found)
  return found
}

/** Leaves below a line. */
export const leavesOf = (branch: Branch): number => (branch.leaf ? 1 : branch.children.reduce((sum, one) => sum + leavesOf(one), 0))

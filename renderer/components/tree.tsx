import { SearchOutlined } from '@ant-design/icons'
import { Input } from 'antd'
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactElement, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

/** A line of the tree: one that opens, or a leaf that is chosen. `path` names it among all. */
export interface Branch { path: string; level: number; text: string; /** Beside the text. */ tail?: ReactNode; leaf: boolean; children: Branch[] }

/** The lines to be seen, from above to below. */
export const shownOf = (branches: readonly Branch[], open: (path: string) => boolean): Branch[] =>
  branches.flatMap((one) => [one, ...(!one.leaf && open(one.path) ? shownOf(one.children, open) : [])])

/** Paths of the lines that hold a leaf. */
function above(branches: readonly Branch[], path: string): string[] {
  for (const one of branches) {
    if (one.children.some((child) => child.leaf && child.path === path)) return [one.path]
    const below = above(one.children, path)
    if (below.length > 0) return [one.path, ...below]
  }
  return []
}

export interface TreeProps {
  /** The lines that hold the text, all where it is empty. */
  branchesOf: (text: string) => Branch[]
  chosen: string
  choose: (path: string) => void
  label: string
  placeholder: string
  /** Between the search field and the lines. */
  children?: ReactNode
  /** Every line stands open unless it was closed. */
  wide?: boolean
}

/** Arrow keys walk the lines and open or close them; Enter and a click choose. */
export function Tree({ branchesOf, chosen, choose, label, placeholder, children, wide = false }: TreeProps): ReactElement {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const [turned, setTurned] = useState<ReadonlyMap<string, boolean>>(new Map())
  const [at, setAt] = useState(chosen)
  const list = useRef<HTMLDivElement>(null)
  const branches = useMemo(() => branchesOf(text), [branchesOf, text])
  const own = useMemo(() => new Set(above(branches, chosen)), [branches, chosen])
  const open = (path: string): boolean => turned.get(path) ?? (wide || text.trim() !== '' || own.has(path))
  const shown = shownOf(branches, open)
  const turn = (path: string, to: boolean): void => setTurned(new Map(turned).set(path, to))
  const place = Math.max(0, shown.findIndex((one) => one.path === at))
  useEffect(() => { list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' }) }, [chosen])

  const move = (to: number): void => {
    const next = shown[Math.max(0, Math.min(shown.length - 1, to))]
    if (!next) return
    setAt(next.path)
    list.current?.querySelector<HTMLElement>(`[data-path="${CSS.escape(next.path)}"]`)?.focus()
  }
  const act = (one: Branch): void => {
    setAt(one.path)
    if (one.leaf) choose(one.path)
    else turn(one.path, !open(one.path))
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const one = shown[place]
    if (!one) return
    if (event.key === 'ArrowDown') move(place + 1)
    else if (event.key === 'ArrowUp') move(place - 1)
    else if (event.key === 'Home') move(0)
    else if (event.key === 'End') move(shown.length - 1)
    else if (event.key === 'ArrowRight' && !one.leaf && !open(one.path)) turn(one.path, true)
    else if (event.key === 'ArrowRight' && !one.leaf) move(place + 1)
    else if (event.key === 'ArrowLeft' && !one.leaf && open(one.path)) turn(one.path, false)
    else if (event.key === 'ArrowLeft') move(shown.findLastIndex((other, i) => i < place && other.level < one.level))
    else if (event.key === 'Enter' || event.key === ' ') act(one)
    else return
    event.preventDefault()
  }
  return (
    <aside className="section tree">
      <Input size="small" prefix={<SearchOutlined />} allowClear value={text} maxLength={100} placeholder={placeholder} aria-label={placeholder} onChange={(event) => { setText(event.target.value); setTurned(new Map()) }} />
      {children}
      <div ref={list} className="tree-lines" role="tree" aria-label={label} onKeyDown={onKeyDown}>
        {shown.map((one, i) => (
          <div
            key={one.path} role="treeitem" data-path={one.path} data-level={one.level} className="tree-line" tabIndex={i === place ? 0 : -1} aria-level={one.level} title={one.text}
            aria-selected={one.path === chosen} {...(one.leaf ? {} : { 'aria-expanded': open(one.path) })} onClick={() => act(one)} onFocus={() => setAt(one.path)}
          >
            {!one.leaf && <span aria-hidden="true">{open(one.path) ? '▾' : '▸'}</span>}
            <span className="tree-text">{one.text}</span>
            {one.tail}
          </div>
        ))}
        {shown.length === 0 && <p className="muted tree-none">{t('dimensions.noneFound')}</p>}
      </div>
    </aside>
  )
}

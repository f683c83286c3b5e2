import { SearchOutlined } from '@ant-design/icons'
import { Input } from 'antd'
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Dimension } from '../../../shared/contract.ts'
import { useLabels } from '../../app/labels.ts'
import { useSession } from '../../app/session.tsx'
import { branchesOf, shownOf, type Branch } from './branches.ts'

/** Arrow keys walk the lines and open or close them; Enter and a click choose. */
export function Tree({ dimensions, chosen, choose }: { dimensions: Dimension[]; chosen: string; choose: (id: string) => void }): ReactElement {
  const { t } = useTranslation()
  const { language } = useSession()
  const labels = useLabels()
  const [text, setText] = useState('')
  const [turned, setTurned] = useState<ReadonlyMap<string, boolean>>(new Map())
  const [at, setAt] = useState(chosen)
  const list = useRef<HTMLDivElement>(null)
  const branches = useMemo(() => branchesOf(dimensions, text, language === 'en', labels.recordClass), [dimensions, text, language, labels])
  const own = useMemo(() => new Set(branches.flatMap((root) => root.children.flatMap((middle) => (middle.children.some((leaf) => leaf.path === chosen) ? [root.path, middle.path] : [])))), [branches, chosen])
  const open = (path: string): boolean => turned.get(path) ?? (text.trim() !== '' || own.has(path))
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
    if (one.dimension) choose(one.path)
    else turn(one.path, !open(one.path))
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const one = shown[place]
    if (!one) return
    if (event.key === 'ArrowDown') move(place + 1)
    else if (event.key === 'ArrowUp') move(place - 1)
    else if (event.key === 'Home') move(0)
    else if (event.key === 'End') move(shown.length - 1)
    else if (event.key === 'ArrowRight' && !one.dimension && !open(one.path)) turn(one.path, true)
    else if (event.key === 'ArrowRight' && !one.dimension) move(place + 1)
    else if (event.key === 'ArrowLeft' && !one.dimension && open(one.path)) turn(one.path, false)
    else if (event.key === 'ArrowLeft') move(shown.findLastIndex((other, i) => i < place && other.level < one.level))
    else if (event.key === 'Enter' || event.key === ' ') act(one)
    else return
    event.preventDefault()
  }
  return (
    <aside className="section dimensions-tree">
      <Input size="small" prefix={<SearchOutlined />} allowClear value={text} maxLength={100} placeholder={t('dimensions.search')} aria-label={t('dimensions.search')} onChange={(event) => { setText(event.target.value); setTurned(new Map()) }} />
      <div ref={list} className="dimensions-lines" role="tree" aria-label={t('dimensions.catalogue')} onKeyDown={onKeyDown}>
        {shown.map((one, i) => (
          <div
            key={one.path} role="treeitem" data-path={one.path} data-level={one.level} className="dimensions-line" tabIndex={i === place ? 0 : -1} aria-level={one.level} title={one.text}
            aria-selected={one.path === chosen} {...(one.dimension ? {} : { 'aria-expanded': open(one.path) })} onClick={() => act(one)} onFocus={() => setAt(one.path)}
          >
            {!one.dimension && <span aria-hidden="true">{open(one.path) ? '▾' : '▸'}</span>}
            <span className="dimensions-text">{one.text}</span>
            {!one.dimension && <span className="muted number">{one.count}</span>}
          </div>
        ))}
        {shown.length === 0 && <p className="muted dimensions-none">{t('dimensions.noneFound')}</p>}
      </div>
    </aside>
  )
}

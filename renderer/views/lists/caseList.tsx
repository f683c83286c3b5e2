import { useEffect, useRef, useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Tier } from '../../../shared/classes.ts'
import type { DeskCase } from '../../../shared/lists.ts'
import { TierChip } from '../../components/tier.tsx'
import type { CaseWords } from './useCaseWords.ts'
import type { Queue } from './useQueue.ts'

/** Of a line in the queue, in pixels: as in lists.css. */
const height = 48
const beyond = 6

/** The queue: only the lines in sight are made, however many there are. */
export function CaseList({ queue, words, today }: { queue: Queue; words: CaseWords; today: string }): ReactElement {
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  const [seen, setSeen] = useState({ top: 0, rows: 20 })
  const { cases, at, current, marked } = queue
  useEffect(() => {
    const element = box.current!
    const look = (): void => setSeen({ top: Math.floor(element.scrollTop / height), rows: Math.ceil(element.clientHeight / height) })
    const watch = new ResizeObserver(look)
    watch.observe(element)
    element.addEventListener('scroll', look, { passive: true })
    return () => { watch.disconnect(); element.removeEventListener('scroll', look) }
  }, [])
  useEffect(() => {
    const element = box.current!
    if (at * height < element.scrollTop) element.scrollTop = at * height
    else if ((at + 1) * height > element.scrollTop + element.clientHeight) element.scrollTop = (at + 1) * height - element.clientHeight
  }, [at])
  const first = Math.max(0, seen.top - beyond)
  const rows = cases.slice(first, seen.top + seen.rows + beyond)
  return (
    <div ref={box} className="case-list" role="listbox" tabIndex={0} aria-label={t('lists.queue')} aria-multiselectable="true" aria-activedescendant={current ? `case-${current.caseNo}` : undefined}>
      <div style={{ height: cases.length * height, position: 'relative' }} role="presentation">
        {rows.map((one, i) => <Line key={one.caseNo} one={one} top={(first + i) * height} current={one === current} marked={marked.has(one.caseNo)} words={words} today={today} go={() => queue.go(first + i)} mark={() => queue.mark(one.caseNo)} />)}
      </div>
    </div>
  )
}

function Line({ one, top, current, marked, words, today, go, mark }: { one: DeskCase; top: number; current: boolean; marked: boolean; words: CaseWords; today: string; go: () => void; mark: () => void }): ReactElement {
  const { t } = useTranslation()
  const late = one.state !== 'closed' && one.dueOn < today
  return (
    <div id={`case-${one.caseNo}`} className="case-line" role="option" aria-selected={current || marked} data-current={current} data-marked={marked} style={{ top }} onClick={(event) => (event.ctrlKey || event.metaKey ? mark() : go())}>
      <span className="case-line-head">
        <span className="case-line-name" title={one.name}>{one.name}</span>
        {one.escalated > 0 && <span className="case-flag" title={t('lists.escalated')}>↑</span>}
        {one.tier !== null && <TierChip tier={one.tier as Tier} />}
      </span>
      <span className="case-line-foot">
        <span className="case-line-rule">{words.rule(one.rule)}{one.assignee !== '' && ` · ${one.assignee}`}</span>
        <span className={late ? 'bad' : 'muted'}>{one.state === 'closed' ? words.outcome(one.outcome) : one.dueOn}</span>
      </span>
    </div>
  )
}

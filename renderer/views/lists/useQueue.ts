import { useMemo, useRef, useState } from 'react'
import type { Input } from '../../../shared/contract.ts'
import type { CaseCounts, CaseCursor, CasePage, CasesDone, DeskCase } from '../../../shared/lists.ts'
import { useAnswer } from '../../app/useAnswer.ts'
import { placeOf, standAt, type Standing } from './standing.ts'

/** Cases that are held at once: beyond them, or before them, lies another page of the queue. */
export const most = 1000
const page = 200

export interface Queue {
  answer: CasePage | null
  /** null until they are known: they come after the page. */
  counts: CaseCounts | null
  error: unknown
  again(): void
  /** In order, without those that a deed has just taken out of it. */
  cases: DeskCase[]
  current: DeskCase | null
  at: number
  /** Beyond the last case that is held the page after it is turned to, before the first the one before. */
  go(to: number): void
  /** Cases on earlier pages. */
  before: number
  /** Turns to the next or the earlier page; null: there is none. */
  later: (() => void) | null
  earlier: (() => void) | null
  marked: ReadonlySet<number>
  mark(caseNo: number): void
  /** All of the current one's rule, which can be decided for one reason; or none any more. */
  markAll(): void
  /** The marked, else the current one. */
  chosen: DeskCase[]
  /** Whether a deed is under way: the next one waits. */
  busy: boolean
  /** What the last deed did. */
  last: { what: string; done: CasesDone; undo: ((cases: CasesDone['cases']) => Promise<CasesDone>) | null } | null
  failed: unknown
  /**
   * Does something to the chosen cases. `leaves`: they leave this queue at once, before the engine is asked for it again, so that the next
   * case stands ready. `undo`: how it is taken back.
   */
  act(what: string, deed: (cases: DeskCase[]) => Promise<CasesDone>, options?: { leaves?: boolean; undo?: (cases: CasesDone['cases']) => Promise<CasesDone> }): Promise<void>
  undo(): Promise<void>
}

/** Where the reader is in a queue: after which cases its pages begin (the first after none), how many cases are held, which is current, which are marked, which a deed took out, and which revision deeds gave to cases. */
interface Place extends Standing { key: string; pages: readonly CaseCursor[]; limit: number; marked: ReadonlySet<number>; gone: ReadonlySet<number>; revised: ReadonlyMap<number, number> }
const numberOf = (one: DeskCase): number => one.caseNo

/** A queue of cases, the place of the reader in it, and what they do. `begin`: the case at which the reader begins, where the first page has it. */
export function useQueue(filter: Input<'countCases'>, begin?: number): Queue {
  const key = JSON.stringify([filter, begin])
  const start = (): Place => ({ key, pages: [], limit: page, at: 0, on: begin ?? null, marked: new Set(), gone: new Set(), revised: new Map() })
  const [state, setState] = useState<Place>(start)
  const { pages, limit, at, on, marked, gone, revised } = state.key === key ? state : start()
  /** Another filter begins anew. */
  const put = (change: (before: Place) => Partial<Place>): void => setState((before) => { const held = before.key === key ? before : start(); return { ...held, ...change(held) } })
  const [busy, setBusy] = useState(false)
  const [last, setLast] = useState<Queue['last']>(null)
  const [failed, setFailed] = useState<unknown>(null)
  const working = useRef(false)
  const { answer, error, again, loading } = useAnswer('listCases', { ...filter, limit, ...(pages.length > 0 ? { after: pages.at(-1)! } : {}) }, ['workspace', 'records', 'scores', 'cases'], { keep: true })
  const { answer: counts } = useAnswer('countCases', filter, ['workspace', 'records', 'scores', 'cases'], { keep: true })
  const cases = useMemo(() => (answer?.cases ?? []).filter((one) => !gone.has(one.caseNo)).map((one) => ({ ...one, revision: Math.max(one.revision, revised.get(one.caseNo) ?? 0) })), [answer, gone, revised])
  const place = placeOf(cases, numberOf, { at, on })
  const current = cases[place] ?? null
  const next = answer !== null && !loading && limit >= most ? answer.next : null
  const later = next === null ? null : (): void => put(() => ({ pages: [...pages, next], limit: page, at: 0, on: null, marked: new Set(), gone: new Set() }))
  const earlier = pages.length === 0 ? null : (): void => put(() => ({ pages: pages.slice(0, -1), limit: most, at: most - 1, on: null, marked: new Set(), gone: new Set() }))
  const among = cases.filter((one) => marked.has(one.caseNo))
  const chosen = among.length > 0 ? among : current ? [current] : []
  const without = (all: CasesDone['cases'], from: ReadonlySet<number>): Set<number> => { const left = new Set(from); for (const one of all) left.delete(one.caseNo); return left }
  const newer = (all: CasesDone['cases'], from: ReadonlyMap<number, number>): Map<number, number> => new Map([...from, ...all.map((one) => [one.caseNo, one.revision] as const)])

  const work = async (what: string, deed: () => Promise<CasesDone>, after: (done: CasesDone) => void, undo: NonNullable<Queue['last']>['undo']): Promise<void> => {
    if (working.current) return
    working.current = true
    setBusy(true)
    setFailed(null)
    try {
      const done = await deed()
      setLast({ what, done, undo: done.done > 0 ? undo : null })
      after(done)
    } catch (reason) {
      setFailed(reason)
    } finally {
      working.current = false
      setBusy(false)
    }
  }
  return {
    answer, counts, error, again, cases, current, at: place, marked, chosen, busy, last, failed,
    before: pages.length * most, later, earlier,
    go: (to) => (to >= cases.length && later ? later() : to < 0 && earlier ? earlier() : put(() => ({
      ...standAt(cases, numberOf, to),
      limit: answer && to > cases.length - page / 4 && answer.next !== null ? Math.min(most, limit * 2) : limit,
    }))),
    mark: (caseNo) => put(({ marked: before }) => { const next = new Set(before); if (!next.delete(caseNo)) next.add(caseNo); return { marked: next } }),
    markAll: () => put(({ marked: before }) => ({ marked: before.size > 0 ? new Set() : new Set(cases.filter((one) => one.rule === current?.rule).map((one) => one.caseNo)) })),
    act: (what, deed, { leaves = true, undo } = {}) => (chosen.length === 0 ? Promise.resolve() : work(what, () => deed(chosen), (done) => {
      put((before) => ({ ...(before.on === on ? standAt(cases, numberOf, place) : {}), marked: without(done.cases, before.marked), revised: newer(done.cases, before.revised), gone: leaves ? new Set([...before.gone, ...done.cases.map((one) => one.caseNo)]) : before.gone }))
    }, undo ?? null)),
    undo: () => { const before = last; return before?.undo ? work(before.what, () => before.undo!(before.done.cases), (done) => { put((held) => ({ gone: without(done.cases, held.gone), revised: newer(done.cases, held.revised) })); setLast(null) }, null) : Promise.resolve() },
  }
}

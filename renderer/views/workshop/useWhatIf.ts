import { useEffect, useRef, useState } from 'react'
import type { Engine, WhatIf } from '../../../shared/contract.ts'
import type { DraftModel } from '../../../shared/modelDraft.ts'
import { useSession } from '../../app/session.tsx'
import { dimensionIn, sameColumns } from './edits.ts'
import type { DraftStore } from './draftStore.ts'
import type { Asked, Told } from './whatIf.worker.ts'

export interface Live {
  /** Sixteen counts, present tier by tier under the draft; null until the first. */
  moved: Int32Array | null
  /** Subjects by index under the draft, in bins of equal width. */
  spread: Int32Array | null
  /** Subjects by band of the chosen dimension, the unknown last; null while they are not those of its bands. */
  bands: Int32Array | null
  milliseconds: number | null
  /** The figures are of a draft that was changed since in more than a weight. */
  stale: boolean
  error: unknown
  /** No subject was scored. */
  unscored: boolean
  again(): void
}

const bins = 100
const settle = 200

/**
 * What would become of the tiers under a draft. Three columns of the chosen dimension lie in a worker, which follows its weight, cap, points, the
 * ceiling of its class and the thresholds at once; any other change fetches them again, once the draft is saved.
 */
export function useWhatIf(store: DraftStore, model: DraftModel, id: string): Live {
  const { host, engine } = useSession()
  const [told, setTold] = useState<Pick<Live, 'moved' | 'spread' | 'bands' | 'milliseconds'>>({ moved: null, spread: null, bands: null, milliseconds: null })
  const [held, setHeld] = useState<{ of: DraftModel; id: string; run: number; round: number } | null>(null)
  const [fault, setFault] = useState<{ error: unknown; unscored: boolean }>({ error: null, unscored: false })
  const [round, setRound] = useState(0)
  const worker = useRef<Worker | null>(null)
  const busy = useRef(false)
  const next = useRef<Asked | null>(null)

  useEffect(() => {
    const made = new Worker(new URL('./whatIf.worker.ts', import.meta.url), { type: 'module' })
    worker.current = made
    busy.current = false
    made.addEventListener('message', ({ data }: MessageEvent<Told>) => {
      if (data.kind === 'bands') setTold((before) => ({ ...before, bands: data.counts }))
      else if (data.kind === 'tiers') setTold((before) => ({ ...before, moved: data.moved, milliseconds: data.milliseconds }))
      else {
        setTold((before) => ({ ...before, spread: data.spread }))
        busy.current = false
        // Only the latest position of a slider counts.
        const waiting = next.current
        next.current = null
        if (waiting) {
          busy.current = true
          made.postMessage(waiting)
        }
      }
    })
    return () => { made.terminate(); worker.current = null }
  }, [])

  useEffect(() => host.engine.listen({ changed: (topic) => { if (topic === 'scores') setRound((n) => n + 1) } }), [host])

  const fits = held !== null && held.id === id && held.round === round && sameColumns(held.of, model, id)
  useEffect(() => {
    if (fits) return undefined
    let wanted = true
    const load = async (): Promise<void> => {
      if (held) await new Promise((done) => setTimeout(done, settle)) // of figures typed one after the other only the last counts
      if (!wanted) return
      const { found, of } = await columnsNow(store, engine, id, () => wanted)
      if (!wanted) return
      if (!found) return setFault({ error: null, unscored: true })
      next.current = null
      hold(worker.current, found)
      setTold((before) => ({ ...before, bands: null }))
      setFault({ error: null, unscored: false })
      setHeld({ of, id, run: found.run, round })
    }
    load().catch((error: unknown) => { if (wanted) setFault({ error, unscored: false }) })
    return () => { wanted = false }
    // oxlint-disable-next-line react/exhaustive-deps
  }, [fits, engine, store, id, model, round])

  const one = dimensionIn(model, id)
  const group = model.classes.find((entry) => entry.dimensions.some((dimension) => dimension.id === id))
  const points = one ? JSON.stringify([...one.bands.map(([, at]) => at), one.missing]) : '[]'
  const ceiling = group ? (model.ceilings[group.class] ?? 0) : 0
  const { B, C, D } = model.thresholds
  useEffect(() => {
    if (!fits || !one || !worker.current) return
    const asked: Asked = { kind: 'draft', points: JSON.parse(points) as number[], ceiling, draft: { weight: one.weight, cap: one.cap, thresholds: { B, C, D } }, bins }
    if (busy.current) next.current = asked
    else {
      busy.current = true
      worker.current.postMessage(asked)
    }
    // oxlint-disable-next-line react/exhaustive-deps
  }, [held, fits, points, ceiling, one?.weight, one?.cap, B, C, D])

  return { ...told, bands: fits ? told.bands : null, stale: !fits, ...fault, again: () => setRound((n) => n + 1) }
}

/** The columns, and the state of the draft that they are of: one that the engine had, whatever was changed while they were fetched. */
async function columnsNow(store: DraftStore, engine: Pick<Engine, 'whatIf'>, id: string, wanted: () => boolean): Promise<{ found: WhatIf | null; of: DraftModel }> {
  for (;;) {
    await store.save()
    const { info, model, unsaved } = store.state()
    if (unsaved && wanted()) continue
    const found = await engine.whatIf({ dimension: id, model: { draft: info.draft } })
    if (!found || !wanted() || found.model === `draft-${info.draft}.${info.revision}`) return { found, of: model }
    await store.follow()
  }
}

function hold(worker: Worker | null, { columns, points }: WhatIf): void {
  const own = columns.slice() // what came over the wire may be a part of a larger buffer, which cannot be handed over
  worker?.postMessage({ kind: 'columns', columns: own, bands: points.length } satisfies Asked, [own.buffer])
}

import { useEffect, useMemo, useState } from 'react'
import { recordClasses } from '../../../shared/classes.ts'
import type { Input, RejectFacets } from '../../../shared/contract.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'

export interface RejectKey { fileId: number; sourceRow: number }
export type RejectFilter = Input<'rejectFacets'>
/** Rejects that a filter lets pass, or of them these. */
export type RejectScope = RejectFilter & { rows?: RejectKey[] }

/** The rejects that the address asks for. `round` grows whenever records change. */
export function useRejects(query: Record<string, string>): { filter: RejectFilter; facets: RejectFacets | null; round: number; error: unknown; again: () => void } {
  const { host } = useSession()
  const [round, setRound] = useState(0)
  const { file, reason, state, class: named } = query
  const filter = useMemo<RejectFilter>(() => {
    const recordClass = recordClasses.find((one) => one === named)
    return {
      ...(/^\d{1,9}$/.test(file ?? '') ? { fileId: Number(file) } : {}), ...(reason ? { reason } : {}), ...(recordClass ? { recordClass } : {}),
      ...(state === 'all' ? {} : { discarded: state === 'discarded' }),
    }
  }, [file, reason, state, named])
  const { answer, error, again } = useAnswer('rejectFacets', filter, ['workspace', 'records'], { keep: true })
  useEffect(() => host.engine.listen({ changed: (topic) => { if (topic === 'records') setRound((n) => n + 1) } }), [host])
  return { filter, facets: answer, round, error, again }
}

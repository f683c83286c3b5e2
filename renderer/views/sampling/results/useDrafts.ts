import { useCallback, useRef, useState } from 'react'
import { useSession } from '../../../app/session.tsx'
import type { Drafts } from './drafts.ts'

/** Drafts by workspace and inspection: one looks at another part, and comes back to what was written. */
const kept = new Map<string, Drafts>()

/** `now()` is what stands at this moment, for what is drawn outside of React. */
export function useDrafts(key: string): { drafts: Drafts; now: () => Drafts; put: (next: (drafts: Drafts) => Drafts) => void } {
  const place = `${useSession().workspace?.path ?? ''}\t${key}`
  const [drafts, setDrafts] = useState<Drafts>(() => kept.get(place) ?? new Map())
  const latest = useRef(drafts)
  const put = useCallback((next: (drafts: Drafts) => Drafts) => {
    latest.current = next(latest.current)
    kept.set(place, latest.current)
    setDrafts(latest.current)
  }, [place])
  const now = useCallback(() => latest.current, [])
  return { drafts, now, put }
}

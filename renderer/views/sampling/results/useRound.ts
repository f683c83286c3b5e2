import { useCallback, useEffect, useState } from 'react'
import { useSession } from '../../../app/session.tsx'

/** A number that rises when results change, here or elsewhere: a grid then asks for its rows again, in their place. */
export function useRound(): [round: number, again: () => void] {
  const { host } = useSession()
  const [round, setRound] = useState(0)
  const again = useCallback(() => setRound((n) => n + 1), [])
  useEffect(() => host.engine.listen({ changed: (topic) => { if (topic === 'results' || topic === 'draws') again() } }), [host, again])
  return [round, again]
}

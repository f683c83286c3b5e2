import { useCallback, useState } from 'react'
import { mayAsk } from '../../shared/access.ts'
import type { Verb } from '../../shared/contract.ts'
import { keep, keptSetting, useSession } from './session.tsx'

export interface Person {
  name: string
  /** An operator signed in: the engine takes that name, whatever is written. */
  signedIn: boolean
  setName: (name: string) => void
  /** Whether the roles of who signed in let them ask for it; everybody may while there are no operators. */
  may: (verb: Verb) => boolean
}

/** The person at this window: who signed in, else as they write themselves, kept for the next time. */
export function usePerson(): Person {
  const { identity } = useSession()
  const operator = identity?.name ?? null
  const [written, put] = useState(() => keptSetting('person') ?? '')
  const setName = useCallback((next: string) => {
    keep('person', next)
    put(next)
  }, [])
  return { name: operator ?? written, signedIn: operator !== null, setName, may: (verb) => mayAsk(verb, identity?.roles ?? null) }
}

/** Whether two names are one person's, as the engine compares them: without blanks, case and width. */
export const samePerson = (a: string, b: string): boolean => plain(a) === plain(b)
const plain = (name: string): string => name.normalize('NFKC').replace(/\s+/g, '').toLowerCase()

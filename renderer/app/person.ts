import { useCallback, useState } from 'react'
import { keep, keptSetting } from './session.tsx'
import { useAnswer } from './useAnswer.ts'

export interface Person {
  name: string
  /** An operator signed in: the engine takes that name, whatever is written. */
  signedIn: boolean
  setName: (name: string) => void
}

/** The person at this window: who signed in, else as they write themselves, kept for the next time. */
export function usePerson(): Person {
  const { answer } = useAnswer('whoAmI', {}, ['operators', 'workspace'], { keep: true })
  const [written, put] = useState(() => keptSetting('person') ?? '')
  const setName = useCallback((next: string) => {
    keep('person', next)
    put(next)
  }, [])
  const operator = answer?.name ?? null
  return { name: operator ?? written, signedIn: operator !== null, setName }
}

/** Whether two names are one person's, as the engine compares them: without blanks, case and width. */
export const samePerson = (a: string, b: string): boolean => plain(a) === plain(b)
const plain = (name: string): string => name.normalize('NFKC').replace(/\s+/g, '').toLowerCase()

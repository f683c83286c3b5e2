import { useCallback, useState } from 'react'
import { keep, keptSetting } from './session.tsx'

/** The person at this window, as they write themselves: kept for the next time. The engine knows no operators yet; who enters and who reviews are told apart by this name. */
export function usePerson(): [name: string, setName: (name: string) => void] {
  const [name, put] = useState(() => keptSetting('person') ?? '')
  const setName = useCallback((next: string) => {
    keep('person', next)
    put(next)
  }, [])
  return [name, setName]
}

/** Whether two names are one person's, as the engine compares them: without blanks, case and width. */
export const samePerson = (a: string, b: string): boolean => plain(a) === plain(b)
const plain = (name: string): string => name.normalize('NFKC').replace(/\s+/g, '').toLowerCase()

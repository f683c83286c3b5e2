import { useState } from 'react'
import { keep, keptSetting } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'

/** Who acts: the operator who signed in, else the name that was typed, kept for the next time. */
export function useDeskPerson(): { by: string; fixed: boolean; write: (name: string) => void } {
  const { answer } = useAnswer('whoAmI', {}, ['workspace', 'operators'])
  const [typed, setTyped] = useState(keptSetting('author') ?? '')
  const operator = answer?.name ?? null
  return { by: operator ?? (typed.trim() === '' ? '' : typed), fixed: operator !== null, write: (name) => { keep('author', name); setTyped(name) } }
}

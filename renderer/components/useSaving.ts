import { useState } from 'react'
import { useErrorWords } from './states.tsx'

/** A deed of a form: whether it runs, and in words why the last one was refused ('' while none was). */
export interface Saving { saving: boolean; wrong: string; save(deed: () => Promise<unknown>): void }

export function useSaving(): Saving {
  const words = useErrorWords()
  const [saving, setSaving] = useState(false)
  const [wrong, setWrong] = useState('')
  const run = async (deed: () => Promise<unknown>): Promise<void> => {
    setSaving(true)
    try {
      await deed()
      setWrong('')
    } catch (error) {
      const { title, hint } = words(error)
      setWrong(`${title} ${hint}`)
    } finally {
      setSaving(false)
    }
  }
  return { saving, wrong, save: (deed) => void run(deed) }
}

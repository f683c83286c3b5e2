import { useMemo } from 'react'
import { useAnswer } from '../../app/useAnswer.ts'
import { rowsOf } from '../../components/arrow.ts'

/** The departments of the library: their names by code, and as choices. */
export function useDepartments(): { name: (code: string) => string; options: { value: string; label: string }[] } {
  const { answer } = useAnswer('libraryPage', { kind: 'department', limit: 1000 }, ['libraries'], { keep: true })
  return useMemo(() => {
    const options = answer ? rowsOf(answer.arrow).map((row) => ({ value: String(row.code), label: String(row.name) })) : []
    const names = new Map(options.map((one) => [one.value, one.label]))
    return { name: (code) => names.get(code) ?? code, options }
  }, [answer])
}

import { useMemo } from 'react'
import type { ResultCode, ResultCodes } from '../../../../shared/contract.ts'
import { useSession } from '../../../app/session.tsx'
import { useAnswer } from '../../../app/useAnswer.ts'

export interface Codes {
  /** null until they are known. */
  tables: ResultCodes[] | null
  error: unknown
  again: () => void
  /** Id of the table that holds today; '' while none is known. */
  today: string
  /** The codes of a table; of the one that holds today where none is named. */
  of: (table: string | null) => ResultCode[]
  /** A code's name in the person's language; the code itself while it is unknown. */
  name: (code: string, table: string | null) => string
}

/** Tables of result codes. */
export function useCodes(): Codes {
  const { language } = useSession()
  const { answer, error, again } = useAnswer('listResultCodes', {})
  return useMemo(() => {
    const of = (table: string | null): ResultCode[] => (answer?.find((one) => one.id === table) ?? answer?.[0])?.codes ?? []
    return {
      tables: answer, error, again, of, today: answer?.[0]?.id ?? '',
      name: (code, table) => { const found = of(table).find((one) => one.code === code); return found ? (language === 'en' ? found.en : found.zh) : code },
    }
  }, [answer, error, again, language])
}

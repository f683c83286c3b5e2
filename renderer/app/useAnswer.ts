import { useCallback, useEffect, useState } from 'react'
import type { Input, Output, Topic, Verb } from '../../shared/contract.ts'
import { useSession } from './session.tsx'

export interface Answer<T> {
  /** null until the first answer. */
  answer: T | null
  error: unknown
  loading: boolean
  again(): void
}

/**
 * Asks the engine and asks again when the input changes or the engine tells one of `topics`. Answers to an earlier
 * question are dropped. A changed input empties the answer unless `keep`; a told topic never does, so that figures
 * do not flicker. Input null: nothing is asked.
 */
export function useAnswer<V extends Verb>(verb: V, input: Input<V> | null, topics: readonly Topic[] = [], { keep = false } = {}): Answer<Output[V]> {
  const { host } = useSession()
  const question = input === null ? null : JSON.stringify([verb, input])
  const [round, setRound] = useState(0)
  const [held, setHeld] = useState<{ question: string | null; answer: Output[V] | null; error: unknown; round: number }>({ question: null, answer: null, error: null, round: -1 })
  const again = useCallback(() => setRound((n) => n + 1), [])
  const listened = topics.join()

  useEffect(() => {
    if (listened === '') return undefined
    const wanted = new Set(listened.split(','))
    return host.engine.listen({ changed: (topic) => { if (wanted.has(topic)) again() } })
  }, [host, listened, again])

  useEffect(() => {
    if (question === null) return undefined
    let wanted = true
    const [, asked] = JSON.parse(question) as [V, Input<V>]
    host.engine.verbs[verb](asked).then(
      (answer) => { if (wanted) setHeld({ question, answer, error: null, round }) },
      (error: unknown) => { if (wanted) setHeld({ question, answer: null, error, round }) },
    )
    return () => { wanted = false }
  }, [host, verb, question, round])

  const current = held.question === question
  return {
    answer: question !== null && (current || keep) ? held.answer : null,
    error: current ? held.error : null,
    loading: question !== null && (!current || held.round !== round),
    again,
  }
}

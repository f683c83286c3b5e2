import { useCallback } from 'react'
import type { JobKind, JobRef, JobResults } from '../../shared/contract.ts'
import { toErrorValue } from '../../shared/errors.ts'
import { App } from 'antd'
import { useErrorWords } from '../components/states.tsx'
import { useSession } from './session.tsx'

/**
 * Starts long work and waits for its end: its result, or null where it failed or was cancelled — the failure is then
 * already told, unless `quiet`. It goes on when the view that began it is left.
 */
export function useJob(): <K extends JobKind>(kind: K, start: () => Promise<JobRef>) => Promise<JobResults[K] | null> {
  const { engine } = useSession()
  const { notification } = App.useApp()
  const words = useErrorWords()
  return useCallback(async <K extends JobKind>(_kind: K, start: () => Promise<JobRef>) => {
    try {
      const { job } = await start()
      return (await engine.awaitJob({ job })) as JobResults[K]
    } catch (error) {
      const { title, hint } = words(error)
      if (toErrorValue(error).code !== 'cancelled') notification.error({ title, description: hint, placement: 'bottomRight', duration: 10 })
      return null
    }
    // oxlint-disable-next-line react/exhaustive-deps
  }, [engine, notification])
}

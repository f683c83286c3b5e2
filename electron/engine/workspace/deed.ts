import { AsyncLocalStorage } from 'node:async_hooks'
import type { Role } from '../../../shared/access.ts'
import type { Verb } from '../../../shared/contract.ts'

/** One connection to the engine, and who signed in on it. */
export interface Session {
  operator: { name: string; roles: readonly Role[] } | null
  /** The open workspace in which the operator signed in: nowhere else is it one. */
  of: object | null
}

/** What one asks for: whatever it writes, in how many transactions, is put down to it. */
export interface Deed {
  id: string
  verb: Verb
  input: unknown
  session: Session
  /** Transactions of it that were kept so far. */
  steps: number
  /** What its asker sees of persons: full; masked; true: it works on what is true, and only what it answers is masked. */
  sight: 'full' | 'masked' | 'true'
}

const deeds = new AsyncLocalStorage<Deed>()

/** Runs work, and the jobs that it starts, as that deed. */
export const asDeed = <T>(deed: Deed, work: () => Promise<T>): Promise<T> => deeds.run(deed, work)

/** The deed under way, if any. */
export const deedNow = (): Deed | undefined => deeds.getStore()

/** Whether what is read now must be masked. */
export const veiled = (): boolean => deedNow()?.sight === 'masked'

/** Whether who asks may see no person in full, whatever the deed itself works on. */
export const unsighted = (): boolean => { const sight = deedNow()?.sight; return sight === 'masked' || sight === 'true' }

/** Reads what a deed answers after it changed something: as its asker may see it. */
export function asSeen<T>(read: () => Promise<T>): Promise<T> {
  const deed = deeds.getStore()
  return deed?.sight === 'true' ? deeds.run({ ...deed, sight: 'masked' }, read) : read()
}

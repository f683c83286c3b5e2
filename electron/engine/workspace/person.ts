import { userInfo } from 'node:os'
import { deedNow } from './deed.ts'

/** The account that runs this program; '' where the system does not tell. */
export function account(): string {
  try {
    return userInfo().username
  } catch {
    return ''
  }
}

/** Who acts, for what the workspace keeps of who did what: the operator who signed in, else the account that runs this program. */
export const person = (): string => deedNow()?.session.operator?.name ?? account()

/** What tells two persons apart: their names without blanks, case and width. */
export const personKey = (name: string): string => name.normalize('NFKC').replace(/\s+/g, '').toLowerCase()

/** Whether two names are one person's: where two persons are wanted, nobody is both. */
export const samePerson = (one: string, other: string): boolean => personKey(one) === personKey(other)

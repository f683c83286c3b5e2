import { userInfo } from 'node:os'

/** The account that runs this program, for what the workspace keeps of who did what; '' where the system does not tell. */
export function person(): string {
  try {
    return userInfo().username
  } catch {
    return ''
  }
}

/** What tells two persons apart while the engine knows no operators: the name without blanks, case and width. */
export const personKey = (name: string): string => name.normalize('NFKC').replace(/\s+/g, '').toLowerCase()

/** Whether two names are one person's: where two persons are wanted, nobody is both. */
export const samePerson = (one: string, other: string): boolean => personKey(one) === personKey(other)

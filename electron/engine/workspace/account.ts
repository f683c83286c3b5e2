import { userInfo } from 'node:os'

/** Account of the machine that runs this program; '' unknown. */
export function account(): string {
  try {
    return userInfo().username
  } catch {
    return ''
  }
}

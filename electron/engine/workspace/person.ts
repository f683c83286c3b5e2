import { userInfo } from 'node:os'

/** The account that runs this program, for what the workspace keeps of who did what; '' where the system does not tell. */
export function person(): string {
  try {
    return userInfo().username
  } catch {
    return ''
  }
}

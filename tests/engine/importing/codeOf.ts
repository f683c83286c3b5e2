import { usccCheck } from '../../../electron/engine/identity/uscc.ts'

/** The n-th valid code of a registrar that does not exist: both check characters right, no real firm's. */
export function codeOf(n: number, kind = '91', registrar = '999999'): string {
  const organisation = String(n).padStart(8, '0')
  const sum = [...organisation].reduce((all, sign, i) => all + [3, 7, 9, 10, 5, 8, 4, 2][i]! * Number(sign), 0)
  const first = `${kind}${registrar}${organisation}${'0123456789X0'[11 - (sum % 11)]!}`
  return first + usccCheck(first)!
}

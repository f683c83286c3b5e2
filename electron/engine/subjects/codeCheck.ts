import type { CodeCheck } from '../../../shared/profile.ts'
import { checksOf, isWrittenAsUscc, normaliseCode } from '../identity/uscc.ts'
import type { RegionNames } from '../workspace/regions.ts'

/** A code by its parts (GB 32100-2015, 4): who registered it, as what, where, the organisation code (GB 11714), the check character. */
export function codeCheck(written: string | null, names: RegionNames): CodeCheck | null {
  if (written === null || written.trim() === '') return null
  const code = normaliseCode(written)
  if (!isWrittenAsUscc(code)) return { code: written, kind: 'other', wrong: [], parts: [] }
  const wrong = checksOf(code).filter(({ is, ought }) => is !== ought)
  const registrar = code.slice(2, 8)
  return {
    code, kind: wrong.length === 0 ? 'uscc' : 'broken', wrong,
    parts: [
      { part: 'authority', text: code[0]!, name: null }, { part: 'type', text: code[1]!, name: null }, { part: 'registrar', text: registrar, name: names(registrar) },
      { part: 'organisation', text: code.slice(8, 17), name: null }, { part: 'check', text: code[17]!, name: null },
    ],
  }
}

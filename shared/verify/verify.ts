import type { Verification } from '../contract.ts'
import { checkBytes, readJson } from './checkBytes.ts'
import type { Means } from './means.ts'
import { verifyCampaign } from './verifyCampaign.ts'
import { verifyDraw } from './verifyDraw.ts'

/**
 * Checks a bundle, of one draw or of a joint inspection, from its bytes alone. Nothing here is shared with the code that draws: the canonical
 * JSON, the ticket arithmetic, the counts, the selection and the staffing are written a second time and in another way, so that one
 * mistake cannot hide in both.
 *
 * What it cannot know: that the commitment was published before the seed existed (compare it with the publication), that
 * the seed is the public one, and that names belong to their identifiers.
 */
export async function verify(means: Means, bytes: Uint8Array): Promise<Verification> {
  const checks: Verification['checks'] = []
  const check = (name: string, faults: string[], good: string): boolean => {
    const shown = faults.length > 3 ? [...faults.slice(0, 3), `and ${faults.length - 3} more`] : faults
    checks.push({ name, ok: faults.length === 0, detail: faults.length === 0 ? good : shown.join('; ') })
    return faults.length === 0
  }
  const verdict = (): Verification => ({ ok: checks.every((one) => one.ok), checks })
  try {
    const value = readJson(means, bytes)
    if (value instanceof Error) return check('readable', [value.message], ''), verdict()
    check('readable', [], `${bytes.length} bytes of JSON`)
    await checkBytes(means, bytes, value, check)
    if ((value as { format?: unknown } | null)?.format === 'mingcha-campaign-bundle-1') await verifyCampaign(means, value, check)
    else await verifyDraw(means, value, check)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    check('readable', [`too large or too deeply nested: ${error.message}`], '')
  }
  return verdict()
}

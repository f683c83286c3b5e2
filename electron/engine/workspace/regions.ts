import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The name of a GB/T 2260 code or of a registrar's six digits; null where the reference does not know it. */
export type RegionNames = (code: string) => string | null

/** Reads resources/reference/regions.csv (`code,name,…`) once, at the first question. */
export function regionNames(resources: string): RegionNames {
  let known: Map<string, string> | null = null
  return (code) => {
    known ??= read(join(resources, 'reference', 'regions.csv'))
    return known.get(code) ?? null
  }
}

function read(path: string): Map<string, string> {
  if (!existsSync(path)) return new Map()
  const lines = readFileSync(path, 'utf8').split(/\r?\n/)
  return new Map(lines.flatMap((line) => {
    const [code, name] = line.split(',')
    return code && name && /^\d{6}$/.test(code) ? [[code, name] as const] : []
  }))
}

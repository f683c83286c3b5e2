import { existsSync, mkdirSync, mkdtempSync, renameSync, rmdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const variable = 'MINGCHA_PREPARED'

/** Before all tests: a folder for what several test files begin with, so that it is made once a run and not once a file. */
export default function setup(): (() => void) | undefined {
  if (process.env[variable] !== undefined) return undefined // the other project's
  const folder = mkdtempSync(join(tmpdir(), 'mingcha-prepared-'))
  process.env[variable] = folder
  return () => rmSync(folder, { recursive: true, force: true })
}

/**
 * The path of a file that `make` writes where it is asked to; whoever needs it first makes it, others wait. Copy it, do not open it.
 * @param name names the content: the same name is the same file for the whole run.
 */
export async function prepared(name: string, make: (path: string) => Promise<void>): Promise<string> {
  const path = join(process.env[variable]!, name)
  while (!existsSync(path)) {
    if (!claimed(`${path}.claim`)) {
      await new Promise((done) => setTimeout(done, 50))
      continue
    }
    try {
      if (existsSync(path)) break // by whoever held the claim before
      await make(`${path}.part`)
      renameSync(`${path}.part`, path)
    } finally {
      rmdirSync(`${path}.claim`) // failed: the next one tries, and fails in its own name
    }
  }
  return path
}

function claimed(folder: string): boolean {
  try {
    mkdirSync(folder)
    return true
  } catch {
    return false
  }
}

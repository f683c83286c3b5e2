import { readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Folders that a program killed in the middle of its work leaves behind: each bears its maker's process id. */
const ours = /^mingcha-(?:[a-z]+)-(\d+)-/

/** A private folder for work outside the workspace; whoever makes it removes it. */
export const temporaryFolder = (kind: 'demo' | 'import' | 'look' | 'mend' | 'results' | 'typed'): Promise<string> => mkdtemp(join(tmpdir(), `mingcha-${kind}-${process.pid}-`))

/** Removes what processes that are no more have left behind. */
export async function clearTemporary(): Promise<void> {
  const stale = readdirSync(tmpdir()).filter((name) => {
    const maker = ours.exec(name)?.[1]
    return maker !== undefined && !runs(Number(maker))
  })
  for (const name of stale) await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => undefined) // another user's, or in use: not ours to force
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

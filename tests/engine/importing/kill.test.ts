import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { resources } from '../../room.ts'
import { killRuns } from '../../kill/killRuns.ts'

/** As built; `npm run kill` does the same fifty times over larger files. */
const child = fileURLToPath(new URL('../../../dist/node/kill.js', import.meta.url))

test('an import that is killed at any moment leaves all of its batch or none, and nothing behind', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mingcha-kill-'))
  try {
    const { runs } = await killRuns({ folder, child, resources, runs: 8, rows: 4000, seed: 7 })
    expect(runs.filter((run) => run.faults.length > 0)).toEqual([])
    expect(runs).toHaveLength(8)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}, 240_000)

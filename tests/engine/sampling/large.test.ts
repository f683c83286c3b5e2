import { expect, test } from 'vitest'
import type { DrawInfo } from '../../../shared/contract.ts'
import { sampling } from '../../../electron/engine/sampling/sampling.ts'
import { openRoom } from '../../room.ts'
import { addScored, plan, seed } from './scored.ts'

test('a frame of 200,000 is committed, drawn, bundled and verified while the engine keeps answering', async () => {
  const room = await openRoom()
  const { commitDraw, drawSample, exportBundle, verifyBundle } = sampling(room)
  await addScored(room, 210_000)
  let turns = 0
  const clock = setInterval(() => turns++, 5)
  const committed = (await room.jobs.result((await commitDraw(plan)).job)) as DrawInfo
  expect(committed.frame).toBeGreaterThan(200_000)
  const drawn = (await room.jobs.result((await drawSample({ draw: committed.draw, seed, witnesses: [], rehearsal: false })).job)) as DrawInfo
  expect(drawn.drawn).toBe(committed.strata.reduce((sum, one) => sum + one.drawn, 0))
  const bundle = await exportBundle({ draw: committed.draw })
  const before = turns
  const { ok, checks } = await verifyBundle({ bundle })
  clearInterval(clock)
  expect(checks.filter((one) => !one.ok)).toEqual([])
  expect(ok).toBe(true)
  expect(before).toBeGreaterThan(10)
  expect(turns - before).toBeGreaterThan(10)
  // Progress was told on the way, not at the end only.
  const told = room.told.jobs.filter((job) => job.kind === 'draw' && job.phase === 'tickets' && job.done < job.total)
  expect(told.length).toBeGreaterThan(1)
  await room.close()
})

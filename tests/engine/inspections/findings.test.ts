import { afterAll, beforeAll, expect, test } from 'vitest'
import { sampling } from '../../../electron/engine/sampling/sampling.ts'
import { openDrawn, rowsOf, type Drawn } from './drawn.ts'

let drawn: Drawn
beforeAll(async () => { drawn = await openDrawn() })
afterAll(() => drawn.room.close())
const of = { campaign: 1 }

/** Enters, reviews and publishes some results. */
async function publish(rows: Awaited<ReturnType<typeof rowsOf>>, code: string): Promise<void> {
  await drawn.ask.enterResults({ of, by: '甲', entries: rows.map(({ visit, item, revision }) => ({ visit, item, revision, codes: [code], inspectedOn: '2026-11-23' })) })
  const seen = async (state: 'awaiting_review' | 'approved') => (await rowsOf(drawn.ask, { of, states: [state] })).map(({ result, revision }) => ({ result: result!, revision }))
  await drawn.ask.reviewResults({ by: '乙', results: await seen('awaiting_review'), decision: 'approve' })
  await drawn.ask.publishResults({ by: '丙', results: await seen('approved') })
}

test('what a department found on a joint visit speaks for its own draw alone', async () => {
  const found = async (draw: number) => (await sampling(drawn.room).drawFindings({ draw })).strata.reduce((sum, one) => ({ inspected: sum.inspected + one.inspected, problems: sum.problems + one.problems }), { inspected: 0, problems: 0 })
  const rows = await rowsOf(drawn.ask, { of })
  const fire = rows.filter((row) => row.item === 'F-1').slice(0, 3)
  await publish(fire, 'X')
  expect([await found(1), await found(2), await found(3)]).toEqual([{ inspected: 0, problems: 0 }, { inspected: 3, problems: 3 }, { inspected: 0, problems: 0 }])
  const market = rows.filter((row) => row.item === 'M-1' && fire.some(({ visit }) => visit === row.visit))
  await publish(market, '1')
  expect([await found(1), await found(2)]).toEqual([{ inspected: market.length, problems: 0 }, { inspected: 3, problems: 3 }])
})

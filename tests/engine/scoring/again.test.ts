import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { recordClasses, tiers } from '../../../shared/classes.ts'
import { raw, sql } from '../../../electron/engine/duckdb/sql.ts'
import { score } from '../../../electron/engine/scoring/score.ts'
import { scoring } from '../../../electron/engine/scoring/scoring.ts'
import type { Model } from '../../../electron/engine/scoring/model.ts'
import { builtInModel, readModel } from '../../../electron/engine/scoring/read.ts'
import { markTouched } from '../../../electron/engine/workspace/touched.ts'
import { openRoom, resources, type TestRoom } from '../../room.ts'
import { fill, type City } from './records.ts'

const model = readModel(builtInModel(resources), resources)
const asOf = '2026-11-22'
let room: TestRoom
beforeEach(async () => {
  room = await openRoom(asOf)
})
afterEach(() => room.close())

const run = (by: Model = model, day = asOf) => score(room.database(), by, day, false, { signal: new AbortController().signal, progress: () => undefined })
const one = (text: string): Promise<unknown[]> => room.database().read((ask) => ask.rows(raw(text)))
const state = async (): Promise<unknown> => ({
  score: await one('SELECT * FROM score ORDER BY subject_id'),
  ...Object.fromEntries(await Promise.all(recordClasses.map(async (name) => [name, await one(`SELECT * FROM measure_${name} ORDER BY subject_id`)] as const))),
})
/** The same run with nothing kept from those before. */
async function afresh(by: Model = model): Promise<unknown> {
  await room.database().write((ask) => ask.run(raw("DELETE FROM measured; DELETE FROM fact_taken; DELETE FROM meta WHERE key = 'score_tiering'")))
  await run(by)
  return state()
}

const day = fc.integer({ min: 0, max: 1500 }).map((days) => new Date(Date.UTC(2026, 10, 22) - days * 86_400_000).toISOString().slice(0, 10))
const subjectId = fc.integer({ min: 1, max: 12 })
const record = fc.oneof(
  fc.record({ class: fc.constant('penalty' as const), subject_id: subjectId, occurred_on: day, kind: fc.constantFrom('fine', 'warning', 'revocation'), fine_yuan: fc.constantFrom(0, 80_000), violation: fc.constantFrom('甲', '乙') }),
  fc.record({ class: fc.constant('listing' as const), subject_id: subjectId, occurred_on: day, kind: fc.constantFrom('abnormal', 'serious') }),
  fc.record({ class: fc.constant('relation' as const), subject_id: subjectId, occurred_on: day, kind: fc.constantFrom('shareholder', 'branch'), other_subject_id: subjectId, other_name: fc.constantFrom('甲', '乙', '丙') }),
  fc.record({ class: fc.constant('registration' as const), subject_id: subjectId, occurred_on: day, scope: fc.constantFrom('食品销售；餐饮服务', '投资、理财', null), legal_rep: fc.constantFrom('张三', '李四') }),
  fc.record({ class: fc.constant('product' as const), subject_id: subjectId, occurred_on: day, kind: fc.constantFrom('sampling', 'equipment'), product: fc.constantFrom('甲', '乙'), failed: fc.boolean() }),
  fc.record({ class: fc.constant('licence' as const), subject_id: subjectId, occurred_on: day, licence_name: fc.constantFrom('甲证', '乙证'), valid_until: fc.constantFrom('2025-01-01', '2027-01-01') }),
)
const change = fc.oneof(
  { weight: 4, arbitrary: fc.record({ deed: fc.constant('batch' as const), records: fc.array(record, { minLength: 1, maxLength: 6 }) }) },
  { weight: 2, arbitrary: fc.record({ deed: fc.constant('undo' as const) }) },
  { weight: 2, arbitrary: fc.record({ deed: fc.constant('override' as const), subjectId, tier: fc.constantFrom(...tiers), overVeto: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ deed: fc.constant('withdraw' as const) }) },
  { weight: 1, arbitrary: fc.record({ deed: fc.constant('move' as const), from: subjectId, to: subjectId, address: fc.constantFrom('高新路一号', '锦业路二号') }) },
)
const shared: City['subjects'] = Array.from({ length: 60 }, (_, i) => ({
  subject_id: i + 1, address: `路${i % 7}号院甲座`, phone: `0298000${i % 9}`, legal_rep: `代表${i % 5}`, registrar: '610131', ...(i === 3 ? { status: 'revoked' } : {}),
}))

test('after any batches, undoings, moves and overrides, scoring what they touched gives what scoring everything does', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.array(change, { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 3 }), async (rounds) => {
    await room.close()
    room = await openRoom(asOf)
    const database = room.database()
    await fill(room, { subjects: shared, records: [] })
    await run()
    const verbs = scoring(room)
    let batch = 1
    for (const round of rounds) {
      for (const one of round) {
        if (one.deed === 'batch') {
          batch += 1
          await fill(room, { subjects: [], records: one.records.map((row) => ({ ...row, batch, file_id: batch })) })
          const ids = [...new Set(one.records.map((row) => row.subject_id))]
          await database.write((ask) => markTouched(ask, raw(`SELECT unnest([${ids.join(', ')}])`)))
        } else if (one.deed === 'undo') {
          await database.write(async (ask) => {
            for (const name of recordClasses) {
              await markTouched(ask, raw(`SELECT subject_id FROM ${name} WHERE batch = ${batch}`))
              await ask.run(raw(`DELETE FROM ${name} WHERE batch = ${batch}`))
            }
          })
        } else if (one.deed === 'override') {
          const { override } = await verbs.proposeOverride({ subjectId: one.subjectId, tier: one.tier, overVeto: one.overVeto, reason: '走访', ground: '会议纪要', author: '甲', expiresOn: asOf })
          await verbs.confirmOverride({ override, by: '乙' })
        } else if (one.deed === 'withdraw') {
          const [last] = (await verbs.listOverrides({ ended: false, offset: 0, limit: 1 })).overrides
          if (last) await verbs.withdrawOverride({ override: last.override, by: '丙', note: '情况已变' })
        } else {
          await database.write(async (ask) => {
            await ask.run(sql`UPDATE subject SET address = ${one.address} WHERE subject_id = ${one.from}`)
            for (const name of recordClasses) await ask.run(raw(`UPDATE ${name} SET subject_id = ${one.to} WHERE subject_id = ${one.from}`))
            await markTouched(ask, raw(`SELECT unnest([${one.from}, ${one.to}])`))
          })
        }
      }
      await run()
      const some = await state()
      expect(some).toEqual(await afresh())
    }
  }), { numRuns: 4 })
}, 300_000)

test('a batch is scored without measuring what it did not touch', async () => {
  await fill(room, { subjects: shared, records: [{ class: 'penalty', subject_id: 1, kind: 'fine' }, { class: 'complaint', subject_id: 2 }] })
  await run()
  // Marks that only a measuring of the whole would wipe out.
  await room.database().write((ask) => ask.run(raw('UPDATE measure_complaint SET count_1y = 77 WHERE subject_id = 2; UPDATE measure_penalty SET count_2y = 77 WHERE subject_id = 1')))
  await fill(room, { subjects: [], records: [{ class: 'penalty', subject_id: 5, kind: 'fine', batch: 2, file_id: 2 }] })
  await room.database().write((ask) => markTouched(ask, raw('SELECT 5')))
  await run()
  expect(await one('SELECT count_1y AS n FROM measure_complaint WHERE subject_id = 2')).toEqual([{ n: 77 }])
  expect(await one('SELECT subject_id, count_2y AS n FROM measure_penalty WHERE subject_id > 0 ORDER BY 1')).toEqual([{ subject_id: 1, n: 77 }, { subject_id: 5, n: 1 }])
  await run(model, '2026-11-23')
  expect(await one('SELECT count_2y AS n FROM measure_penalty WHERE subject_id = 1')).toEqual([{ n: 1 }])
})

test('other weights, bands, thresholds or vetoes give what a run from nothing gives, and measure nothing', async () => {
  await fill(room, { subjects: shared, records: [{ class: 'penalty', subject_id: 1, kind: 'fine', fine_yuan: 90_000 }, { class: 'listing', subject_id: 2, kind: 'serious' }] })
  await run()
  await room.database().write((ask) => ask.run(raw('UPDATE measure_penalty SET count_2y = 5 WHERE subject_id = 1')))
  const other = structuredClone(model)
  const count = other.classes.flatMap((group) => group.dimensions).find((dimension) => dimension.id === 'penalty.count_2y')!
  count.weight = 9
  other.thresholds = { B: 1, C: 2, D: 3 }
  other.vetoes = []
  await run(other)
  expect(await one('SELECT count_2y AS n FROM measure_penalty WHERE subject_id = 1')).not.toEqual([{ n: 5 }]) // the veto of the class went: measured again
  expect(await state()).toEqual(await afresh(other))
  count.weight = 2
  count.bands = [[null, 0], [1, 30]]
  await room.database().write((ask) => ask.run(raw('UPDATE measure_penalty SET count_2y = 5 WHERE subject_id = 1')))
  await run(other)
  expect(await one('SELECT count_2y AS n FROM measure_penalty WHERE subject_id = 1')).toEqual([{ n: 5 }])
})

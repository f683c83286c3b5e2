import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { raw, sql } from '../../electron/engine/duckdb/sql.ts'
import { builtInModel, readModel } from '../../electron/engine/scoring/read.ts'
import { score } from '../../electron/engine/scoring/score.ts'
import { columnOf } from '../../electron/engine/workspace/measures.ts'
import { openDemoRoom } from '../demoRoom.ts'
import { resources, type TestRoom } from '../room.ts'
import { compareValues, told } from './peers/compare.ts'
import type { Peer } from './peers/peer.ts'
import { openPolars } from './peers/polars.ts'
import { findPostgres, openPostgres } from './peers/postgres.ts'

// Peers in the bench are only worth comparing with while they work out the same: a change of the catalogue that they do not follow fails here.
const asOf = '2026-11-22'
const model = readModel(builtInModel(resources), resources)
let room: TestRoom

beforeAll(async () => {
  room = await openDemoRoom(300, 'peers', asOf)
  await score(room.database(), model, asOf, false, { signal: new AbortController().signal, progress: () => undefined })
}, 180_000)
afterAll(() => room.close())

/** Differences in words, of a peer that has measured. */
const differences = async (peer: Peer): Promise<string[]> => (await compareValues(room.database(), model, peer, room.folder)).map((one) => told(one, peer.name))

async function sameAsOurs(open: () => Promise<Peer>): Promise<void> {
  const peer = await open()
  try {
    await peer.measure()
    expect(await differences(peer)).toEqual([])
  } finally {
    peer.close()
  }
}

describe('the values of the catalogue, written by hand for a peer, are ours', () => {
  it('nodejs-polars', () => sameAsOurs(() => openPolars(room.database(), asOf, room.folder)), 180_000)

  const bin = findPostgres()
  it.skipIf(bin === null)(`PostgreSQL${bin === null ? ' (not installed here)' : ''}`, () => sameAsOurs(() => openPostgres(bin!, room.database(), asOf)), 180_000)
})

it('a value of a peer that is not ours is told with its dimension and subject', async () => {
  const peer: Peer = {
    name: 'a peer',
    measure: async () => ({ wall: 0, cpu: 0 }),
    write: (group, folder) => join(folder, `wrong_${group}.parquet`),
    close: () => undefined,
  }
  // Ours, but for another value; an unknown one, and one left out; a subject left out.
  const first = (group: string): string => `(SELECT min(subject_id) FROM measure_${group} WHERE subject_id > 0)`
  const changed: Record<string, (dimensions: string) => string> = {
    penalty: (dimensions) => `SELECT * REPLACE (count_2y + CASE WHEN subject_id = ${first('penalty')} THEN 0.00001 ELSE 0 END AS count_2y) FROM (${dimensions})`,
    licence: (dimensions) => `SELECT * EXCLUDE (untold) REPLACE (NULL::DOUBLE AS lapsed_days) FROM (${dimensions})`,
    opinion: (dimensions) => `SELECT * FROM (${dimensions}) WHERE subject_id > ${first('opinion')}`,
  }
  for (const { class: group, dimensions } of model.classes) {
    const right = `SELECT subject_id, ${dimensions.map((one) => columnOf(one.id)).join(', ')} FROM measure_${group} WHERE subject_id > 0`
    await room.database().read((ask) => ask.run(sql`COPY (${raw(changed[group]?.(right) ?? right)}) TO ${peer.write(group, room.folder)} (FORMAT parquet)`))
  }
  const told = await differences(peer)
  expect(told.filter((line) => line.startsWith('penalty.'))).toEqual([expect.stringMatching(/^penalty\.count_2y: a peer differs for 1 subjects; subject \d+: ours \d+, theirs \d+\.00001$/)])
  expect(told.filter((line) => line.startsWith('licence.'))).toEqual(['licence.untold: only one of the catalogue and a peer knows it', expect.stringMatching(/^licence\.lapsed_days: a peer differs for \d+ subjects; subject \d+: ours \d+, theirs unknown$/)])
  expect(told.filter((line) => line.startsWith('opinion.'))).toHaveLength(model.classes.find((one) => one.class === 'opinion')!.dimensions.length)
  expect(told.filter((line) => !/^(penalty|licence|opinion)\./.test(line))).toEqual([])
})

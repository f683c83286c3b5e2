import type { Database } from '../../../electron/engine/duckdb/database.ts'
import { raw, sql } from '../../../electron/engine/duckdb/sql.ts'
import { measureAll } from '../../../electron/engine/scoring/measure.ts'
import { builtInModel, readModel } from '../../../electron/engine/scoring/read.ts'
import { compileOnce } from '../../../electron/engine/scoring/score.ts'
import { compareValues, told } from './compare.ts'
import type { Peer, Spent } from './peer.ts'
import { openPolars } from './polars.ts'
import { findPostgres, openPostgres } from './postgres.ts'

export type Note = (measure: string, time: number, against: string, baseline: number) => void

/** Each once more, one after the other, and of each the least: what else the machine does falls on all alike. */
const rounds = 3

/**
 * The measuring of all dimensions of the built-in model beside peers that work out the same, written by hand for each: from tables that are loaded
 * already to one value a subject and dimension, kept; and ours once more from what it keeps of the records' facts, which the peers do not. PostgreSQL is left out, with a message, where it is not installed.
 * @param database a scored workspace; it is left with the same values
 * @param folder for files that pass between them
 * @throws where a value of a peer is not ours
 */
export async function benchPeers(database: Database, resources: string, folder: string, note: Note): Promise<void> {
  const model = readModel(builtInModel(resources), resources)
  const { asOf } = await database.read((ask) => ask.one<{ asOf: string }>(sql`SELECT max(as_of)::VARCHAR AS "asOf" FROM score_run`))
  const classes = await database.read((ask) => compileOnce(database, ask, model, asOf))
  // Emptied, these tables no longer tell a run what it may keep of those before: all is worked out anew, as the peers do.
  const ours = (forgotten: string) => async (): Promise<Spent> => {
    await database.write((ask) => ask.run(raw(forgotten)))
    const [start, before] = [performance.now(), process.cpuUsage()]
    await database.write((ask) => measureAll(ask, model, classes, asOf, { signal: new AbortController().signal, progress: () => undefined }))
    const { user, system } = process.cpuUsage(before)
    return { wall: (performance.now() - start) / 1000, cpu: (user + system) / 1e6 }
  }
  const peers: Peer[] = []
  try {
    peers.push(await openPolars(database, asOf, folder))
    const bin = findPostgres()
    if (bin === null) process.stderr.write('no PostgreSQL here (initdb, pg_ctl, psql in PATH or /usr/lib/postgresql): not compared\n')
    else peers.push(await openPostgres(bin, database, asOf))

    const own = [
      { what: 'from the records', measure: ours('DELETE FROM measured; DELETE FROM fact_taken') },
      { what: 'from kept facts', measure: ours('DELETE FROM measured') },
    ]
    const runs: { measure: () => Promise<Spent>; spent: Spent[] }[] = [...own, ...peers].map(({ measure }) => ({ measure, spent: [] }))
    for (let round = 0; round < rounds; round++) for (const run of runs) run.spent.push(await run.measure())
    const wrong: string[] = []
    for (const peer of peers) wrong.push(...(await compareValues(database, model, peer, folder)).map((difference) => told(difference, peer.name)))
    if (wrong.length > 0) throw new Error(`the peers are not measuring the same:\n${wrong.join('\n')}`)

    const times = runs.map(({ spent }) => least(spent))
    own.forEach(({ what }, i) => {
      const [measure, time] = [`measure ${model.classes.reduce((sum, group) => sum + group.dimensions.length, 0)} dimensions ${what}`, times[i]!]
      peers.forEach((peer, j) => {
        const other = times[own.length + j]!
        note(`${measure}, clock`, time.wall, peer.name, other.wall)
        if (time.cpu !== null && other.cpu !== null) note(`${measure}, processor`, time.cpu, peer.name, other.cpu)
      })
    })
  } finally {
    for (const peer of peers) peer.close()
  }
}

const least = (spent: readonly Spent[]): Spent => ({
  wall: Math.min(...spent.map((one) => one.wall)),
  cpu: spent.some((one) => one.cpu === null) ? null : Math.min(...spent.map((one) => one.cpu!)),
})

import type { Connection } from '../duckdb/database.ts'
import { sql } from '../duckdb/sql.ts'
import { repairCodes } from '../identity/repair.ts'
import type { Room } from '../room.ts'
import { clusterMoved } from './cluster.ts'
import { noteImport } from './listBatches.ts'
import { broughtSince, resolveSubjects } from './subjectPairs.ts'

/** What a batch does once its rows are in: it is noted, damaged codes are repaired, subjects that are one become one. Answers how many subjects it created after all. */
export async function settle(ask: Connection, room: Room, batch: number): Promise<number> {
  await noteImport(ask, batch)
  for (const [one, rows] of await repairCodes(ask, batch)) await clusterMoved(ask, one, rows)
  const { merged } = await resolveSubjects(ask, room, broughtSince(batch))
  // Whom the batch created and found to be another at once was not created.
  if (merged > 0) await ask.run(sql`UPDATE batch SET subjects_created = (SELECT count(*) FROM subject WHERE first_batch = ${batch}) WHERE batch = ${batch}`)
  return (await ask.one<{ created: number }>(sql`SELECT subjects_created AS created FROM batch WHERE batch = ${batch}`)).created
}

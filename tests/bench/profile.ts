import { recordClasses } from '../../shared/classes.ts'
import type { Engine } from '../../shared/contract.ts'
import { createEngine } from '../../electron/engine/engine.ts'
import { Database } from '../../electron/engine/duckdb/database.ts'
import { ident, raw, sql, type Sql } from '../../electron/engine/duckdb/sql.ts'
import { keepStanding } from '../../electron/engine/scoring/standing.ts'
import { spent, type Spent } from './spent.ts'

/** Openings of which the middle one is told. */
const openings = 31

/** Work of one kind over several subjects: the middle of the clock, and of the processor. */
async function middle(ids: readonly number[], work: (id: number) => Promise<unknown>): Promise<Spent> {
  const all: Spent[] = []
  for (const id of ids) all.push(await spent(() => work(id)))
  const of = (pick: (one: Spent) => number): number => all.map(pick).sort((a, b) => a - b)[Math.floor(all.length / 2)]!
  return { wall: of((one) => one.wall), cpu: of((one) => one.cpu) }
}

/**
 * Opening a profile: all that the view asks when it opens, at once as the view asks it, for subjects spread over the workspace; beside it the bare
 * look-ups that it cannot do without, one after the other on one connection: the rows of the subject in each table that the profile shows.
 * @param ours the workspace may be given operators, so that opening it masked is told too
 */
export async function benchProfile(path: string, resources: string, home: string, both: (measure: string, time: Spent, against: string, baseline: Spent) => void, { ours } = { ours: false }): Promise<void> {
  const database = await Database.open(path)
  const tables = ['subject', 'subject_name', 'score', 'score_past', 'score_override', 'desk_case', 'inspection_result', 'campaign_visit', ...recordClasses, ...recordClasses.map((name) => `measure_${name}`)]
  const { ids, most } = await database.read(async (ask) => ({
    ids: (await ask.rows<{ id: number }>(sql`SELECT subject_id AS id FROM score ORDER BY hash(subject_id) LIMIT ${openings + 3}`)).map((row) => row.id),
    most: (await ask.one<{ id: number }>(raw('SELECT subject_id AS id FROM subject ORDER BY records DESC, subject_id LIMIT 1'))).id,
  }))
  const bare = (id: number): Promise<void> => database.read(async (ask) => {
    for (const table of tables) await ask.arrow(lookup(table, id))
  })
  const counted = ids.slice(3)
  await middle(ids.slice(0, 3), bare)
  const baseline = await middle(counted, bare)
  const busiest = await middle([most, most, most], bare)
  // What each run pays for it; taken back.
  const takenBack = new Error('taken back')
  const copying = await spent(() => database.write(async (ask) => { await ask.run(raw('INSERT INTO score_past SELECT 0, subject_id, index, tier FROM score')); throw takenBack }).catch(same(takenBack)))
  const keeping = await spent(() => database.write(async (ask) => { await keepStanding(ask, 0); throw takenBack }).catch(same(takenBack)))
  both('medians and spread kept with a run', keeping, 'its copy into score_past', copying)
  await database.close()

  const { verbs, connect, close } = createEngine({ resources, home, today: () => '2026-11-22' })
  await verbs.openWorkspace({ path })
  const opener = (verbs: Engine) => (subjectId: number): Promise<unknown> => Promise.all([
    verbs.subjectProfile({ subjectId }), verbs.subjectStanding({ subjectId }), verbs.tierMoves({ subjectId }), verbs.subjectTimeline({ subjectId }).then(({ lanes }) => verbs.subjectEvents({ subjectId, lanes: lanes.filter((one) => one.total > 0).map((one) => one.lane), limit: 200 })),
    verbs.nextInspections({ subjectId }), ...(['open', 'snoozed', 'proposed'] as const).map((queue) => verbs.listCases({ subjectId, queue })), verbs.listOverrides({ subjectId, ended: true }), verbs.listDimensions({}), verbs.listBook({}),
  ])
  const open = opener(verbs)
  const against = `bare look-ups of one subject in ${tables.length} tables`
  await middle(ids.slice(0, 3), open)
  both('profile opened', await middle(counted, open), against, baseline)
  both('profile opened, the subject with most records', await middle([most, most, most], open), against, busiest)
  if (process.env['MINGCHA_BENCH_PARTS']) {
    const parts: Record<string, (subjectId: number) => Promise<unknown>> = {
      subjectProfile: (subjectId) => verbs.subjectProfile({ subjectId }), subjectStanding: (subjectId) => verbs.subjectStanding({ subjectId }), tierMoves: (subjectId) => verbs.tierMoves({ subjectId }),
      subjectTimeline: (subjectId) => verbs.subjectTimeline({ subjectId }), subjectEvents: (subjectId) => verbs.subjectEvents({ subjectId, limit: 200 }), nextInspections: (subjectId) => verbs.nextInspections({ subjectId }),
      listCases: (subjectId) => verbs.listCases({ subjectId }), listOverrides: (subjectId) => verbs.listOverrides({ subjectId, ended: true }), listDimensions: () => verbs.listDimensions({}), listBook: () => verbs.listBook({}),
    }
    for (const [name, work] of Object.entries(parts)) both(`profile: ${name}`, await middle(counted, work), against, baseline)
  }
  both('look ahead three years', await middle(counted.slice(0, 3), (subjectId) => verbs.tierOutlook({ subjectId })), against, baseline)
  if (ours) {
    const passphrase = 'bench bench bench'
    await verbs.saveOperator({ name: 'Administrator', roles: ['administrator'], passphrase })
    await verbs.signIn({ name: 'Administrator', passphrase })
    await verbs.saveOperator({ name: 'Analyst', roles: ['analyst'], passphrase })
    const analyst = connect().verbs
    await analyst.signIn({ name: 'Analyst', passphrase })
    const masked = opener(analyst)
    await middle(ids.slice(0, 3), masked)
    both('profile opened by an analyst, who sees persons masked', await middle(counted, masked), against, baseline)
  }
  await close()
}

const same = (expected: Error) => (error: unknown): void => { if (error !== expected) throw error }
const lookup = (table: string, id: number): Sql => sql`SELECT * FROM ${ident(table)} WHERE subject_id = ${raw(String(id))}`

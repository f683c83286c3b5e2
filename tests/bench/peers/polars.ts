import { createRequire } from 'node:module'
import { join } from 'node:path'
import pl, { type LazyDataFrame } from 'nodejs-polars'
import { recordClasses, type RecordClass } from '../../../shared/classes.ts'
import type { Database } from '../../../electron/engine/duckdb/database.ts'
import type { Peer } from './peer.ts'
import { complaint } from './polars/complaint.ts'
import { all, any, c, int, type Known } from './polars/expressions.ts'
import { judicial } from './polars/judicial.ts'
import { licence } from './polars/licence.ts'
import { listing } from './polars/listing.ts'
import { operation } from './polars/operation.ts'
import { opinion } from './polars/opinion.ts'
import { penalty } from './polars/penalty.ts'
import { product } from './polars/product.ts'
import { registration } from './polars/registration.ts'
import { relation } from './polars/relation.ts'
import { supervision } from './polars/supervision.ts'
import { tableNames, typesOf, writeTables, type TableName } from './tables.ts'

const measures: Record<RecordClass, (known: Known) => LazyDataFrame> = { registration, supervision, penalty, complaint, operation, opinion, judicial, licence, product, listing, relation }
const { version } = createRequire(import.meta.url)('nodejs-polars/package.json') as { version: string }

/**
 * nodejs-polars with the tables of the workspace in memory, in order of subject; its values end in Parquet files.
 * @param asOf the day as of which all is measured, YYYY-MM-DD
 * @param folder for the tables and the values, as files
 */
export async function openPolars(database: Database, asOf: string, folder: string): Promise<Peer> {
  await writeTables(database, folder, 'parquet')
  const day = Date.parse(asOf) / 86_400_000
  const frames = {} as Record<TableName, LazyDataFrame>
  for (const table of tableNames) {
    const dates = (await typesOf(database, table)).filter(({ type }) => type === 'DATE').map(({ name }) => name)
    // Sorting what lies in order already costs nothing, and tells polars that it does: grouping then needs no hashing.
    const stored = pl.readParquet(join(folder, `${table}.parquet`)).sort('subject_id').lazy().withColumns(...dates.map((name) => c(name).cast(pl.Int32)))
    frames[table] = table === 'subject' ? stored : stored
      .filter(all(c('subject_id').isNotNull(), c('known_on').ltEq(int(day)), any(c('occurred_on').isNull(), c('occurred_on').ltEq(int(day)))))
      .withColumns(int(day).sub(c('occurred_on').fillNull(c('known_on'))).alias('age_days'))
  }
  // An expression costs the binding far more to write down than polars to plan: that is done once, as a program would.
  const plans = recordClasses.map((name) => [name, measures[name]({ frames, day })] as const)
  const fileOf = (group: RecordClass): string => join(folder, `polars_${group}.parquet`)
  return {
    name: `nodejs-polars ${version}`,
    measure: async () => {
      const [start, before] = [performance.now(), process.cpuUsage()]
      for (const [name, plan] of plans) plan.collectSync({ engine: 'streaming' }).writeParquet(fileOf(name), { compression: 'lz4' })
      const { user, system } = process.cpuUsage(before)
      return { wall: (performance.now() - start) / 1000, cpu: (user + system) / 1e6 }
    },
    write: fileOf,
    close: () => undefined,
  }
}

import type { Connection } from '../duckdb/database.ts'
import { raw, sql, type Sql } from '../duckdb/sql.ts'
import { rebuildTable } from './rebuildTable.ts'

/** Links out of order may be this share of all before the whole is put in order again. */
const share = 1 / 8
/** A table of fewer links is always in order. */
const small = 50_000
const tail = 'unclustered_subject_link'

/**
 * Brings `subject_initials` and `subject_link` in line with what is now known of these subjects, and of those whose relation records name them.
 * `markTouched` does it for whoever changes anything; call it directly only for subjects that are not to be marked. Costs what changed.
 * @param subjects a SELECT of one column of subject ids, of those that came, changed or went; NULLs and repetitions do no harm
 */
export async function keepLookups(ask: Connection, subjects: Sql): Promise<void> {
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE looked_up AS
    WITH asked AS (SELECT DISTINCT subject_id FROM (${subjects}) AS changed(subject_id) WHERE subject_id IS NOT NULL)
    FROM asked UNION SELECT subject_id FROM relation WHERE subject_id IS NOT NULL AND other_subject_id IN (FROM asked) UNION SELECT subject_id FROM subject_link WHERE other_subject_id IN (FROM asked)`)
  await keepInitials(ask)
  await keepLinks(ask)
  await ask.run(raw('DROP TABLE looked_up'))
}

async function keepInitials(ask: Connection): Promise<void> {
  await ask.run(raw(`CREATE OR REPLACE TEMP TABLE spelled AS
    SELECT subject_id, n.initials FROM (SELECT * FROM initials_now SEMI JOIN looked_up USING (subject_id)) n FULL JOIN (SELECT * FROM subject_initials SEMI JOIN looked_up USING (subject_id)) o USING (subject_id)
    WHERE n.initials IS DISTINCT FROM o.initials`))
  await ask.run(raw('DELETE FROM subject_initials WHERE subject_id IN (SELECT subject_id FROM spelled)'))
  await ask.run(raw('INSERT INTO subject_initials SELECT * FROM spelled WHERE initials IS NOT NULL ORDER BY subject_id; DROP TABLE spelled'))
}

/** A subject's links are written anew where any of them differs. */
async function keepLinks(ask: Connection): Promise<void> {
  await ask.run(raw('CREATE OR REPLACE TEMP TABLE linked AS SELECT * EXCLUDE (label) FROM link_now SEMI JOIN looked_up USING (subject_id)'))
  const sums = (table: string): string => `SELECT subject_id, count(*) AS n, sum(hash(key, shared, kind, other_subject_id, until_on)::HUGEINT) AS digest FROM ${table} GROUP BY subject_id`
  await ask.run(raw(`CREATE OR REPLACE TEMP TABLE relinked AS
    SELECT subject_id FROM (${sums('linked')}) n FULL JOIN (${sums('(SELECT * FROM subject_link SEMI JOIN looked_up USING (subject_id))')}) o USING (subject_id) WHERE (n.n, n.digest) IS DISTINCT FROM (o.n, o.digest)`))
  const { changed } = await ask.one<{ changed: number }>(raw('SELECT count(*) AS changed FROM relinked'))
  if (changed > 0) {
    await ask.run(raw('DELETE FROM subject_link WHERE subject_id IN (FROM relinked)'))
    await ask.run(raw('DELETE FROM linked WHERE subject_id NOT IN (FROM relinked)'))
    const { before, coming, loose } = await ask.one<{ before: number; coming: number; loose: number }>(sql`SELECT (SELECT count(*) FROM subject_link) AS before, (SELECT count(*) FROM linked) AS coming, (SELECT coalesce(max(value::BIGINT), 0) FROM meta WHERE key = ${tail}) AS loose`)
    if (before + coming < small || loose + coming > (before + coming) * share) {
      await rebuildTable(ask, 'subject_link', raw('SELECT * FROM (SELECT * FROM subject_link UNION ALL SELECT * FROM linked) ORDER BY key, subject_id'))
      await ask.run(sql`DELETE FROM meta WHERE key = ${tail}`)
    } else {
      await ask.run(raw('INSERT INTO subject_link SELECT * FROM linked ORDER BY key, subject_id'))
      await ask.run(sql`INSERT INTO meta VALUES (${tail}, ${String(loose + coming)}) ON CONFLICT (key) DO UPDATE SET value = excluded.value`)
    }
  }
  await ask.run(raw('DROP TABLE linked; DROP TABLE relinked'))
}

import type { Connection } from '../duckdb/database.ts'
import { raw, sql, type Sql } from '../duckdb/sql.ts'
import { rebuildTable } from './rebuildTable.ts'

/** Links out of order may be this share of all before the whole is put in order again. */
const share = 1 / 8
/** A table of fewer links is always in order. */
const small = 50_000
const tail = 'unclustered_subject_link'

/**
 * What `subject_initials` says of `subjects` (rows of `subject`): pinyin initials of the present name, and the name itself where it has Latin signs. Latin letters and figures stand as they are,
 * what is neither they nor Han is left out. One reading a character, so a name with a polyphone may be spelt otherwise than it is said.
 */
export const initialsOf = (subjects: Sql): Sql => sql`
  WITH letter AS (SELECT list(coalesce(initial, '') ORDER BY code) AS letters FROM range(19968, 40960) t(code) LEFT JOIN han_initial ON sign = chr(code::INTEGER))
  SELECT subject_id, array_to_string(list_transform(string_split(name_key, ''), sign -> CASE
    WHEN unicode(sign) BETWEEN 19968 AND 40959 THEN letters[unicode(sign) - 19967] WHEN sign BETWEEN '0' AND '9' OR sign BETWEEN 'a' AND 'z' THEN sign ELSE '' END), '') AS initials,
    CASE WHEN regexp_matches(name_key, '[0-9a-z]') THEN name_key END AS latin
  FROM ${subjects} named, letter`

/**
 * What `subjects` (rows of `subject`) have that others may have too, by themselves and by their `records` (rows of `relation`), as `subject_link` holds it, and as it was written: (key, shared, kind, subject_id,
 * other_subject_id, until_on, label). Addresses, telephones and representatives are compared as the dimensions of relations compare them;
 * another person of a record is a name within the subject's registrar, any other party its code, else its name.
 */
export const linksOf = (subjects: Sql, records: Sql): Sql => sql`
  SELECT md5_number_upper('address|' || address) AS key, 'address' AS shared, 'address' AS kind, subject_id, NULL::INTEGER AS other_subject_id, NULL::DATE AS until_on, address AS label
    FROM ${subjects} housed WHERE length(address) >= 6
  UNION ALL SELECT md5_number_upper('phone|' || phone), 'phone', 'phone', subject_id, NULL, NULL, phone FROM ${subjects} called WHERE length(phone) >= 7 AND NOT contains(phone, '*')
  UNION ALL SELECT md5_number_upper(concat('person|', registrar, '|', legal_rep)), 'person', 'legal_rep', subject_id, NULL, NULL, legal_rep FROM ${subjects} led WHERE length(legal_rep) >= 2 AND NOT contains(legal_rep, '*')
  UNION ALL SELECT CASE shared WHEN 'subject' THEN md5_number_upper('subject|' || other_subject_id) WHEN 'person' THEN md5_number_upper(concat('person|', registrar, '|', said)) ELSE md5_number_upper(shared || '|' || said) END,
      shared, kind, subject_id, CASE WHEN shared = 'subject' THEN other_subject_id END, until_on, label
    FROM (
      SELECT r.subject_id, coalesce(r.kind, 'other') AS kind, r.other_subject_id, r.until_on, s.registrar, coalesce(r.other_name, r.other_code) AS label,
        CASE WHEN r.kind IN ('address', 'phone') OR r.other_code IS NULL THEN r.other_name ELSE r.other_code END AS said,
        CASE WHEN r.other_subject_id IS NOT NULL THEN 'subject' WHEN r.kind IN ('address', 'phone') THEN r.kind WHEN r.other_code IS NULL AND (r.kind IN ('legal_rep', 'officer')
          OR (r.kind = 'shareholder' AND NOT regexp_matches(r.other_name, '公司|中心|企业|合伙|商行|工厂|[厂店社局院校部所]$'))) THEN 'person' ELSE 'party' END AS shared
      FROM ${records} r JOIN ${subjects} s ON s.subject_id = r.subject_id)
    WHERE shared = 'subject' OR (NOT contains(said, '*') AND length(said) >= CASE shared WHEN 'address' THEN 6 WHEN 'phone' THEN 7 ELSE 2 END)`

/**
 * Brings `subject_initials`, `subject_former_name` and `subject_link` in line with what is now known of these subjects, and of those whose links named them:
 * a record may have got another other end. Where one finds its first, its owner is to be told.
 * `markTouched` does it for whoever changes anything; call it directly only for subjects that are not to be marked. Costs what changed.
 * @param subjects a SELECT of one column of subject ids, of those that came, changed or went; NULLs and repetitions do no harm
 */
export async function keepLookups(ask: Connection, subjects: Sql): Promise<void> {
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE looked_up AS
    WITH asked AS (SELECT DISTINCT subject_id FROM (${subjects}) AS changed(subject_id) WHERE subject_id IS NOT NULL)
    FROM asked UNION SELECT subject_id FROM subject_link WHERE other_subject_id IN (FROM asked)`)
  const { nobody } = await ask.one<{ nobody: boolean }>(raw('SELECT NOT EXISTS (FROM looked_up) AS nobody'))
  if (nobody) return
  await ask.run(raw('CREATE OR REPLACE TEMP TABLE described AS SELECT subject_id, name_key, address, phone, legal_rep, registrar FROM subject SEMI JOIN looked_up USING (subject_id)'))
  await ask.run(raw('CREATE OR REPLACE TEMP TABLE recorded AS SELECT subject_id, kind, other_name, other_code, other_subject_id, until_on FROM relation SEMI JOIN looked_up USING (subject_id)'))
  await keepInitials(ask)
  await keepFormerNames(ask)
  await keepLinks(ask)
  await ask.run(raw('DROP TABLE looked_up; DROP TABLE described; DROP TABLE recorded'))
}

/** Fills a workspace that has subjects and was made before lookups were kept. */
export async function fillLookups(ask: Connection): Promise<void> {
  const { missing } = await ask.one<{ missing: boolean }>(raw('SELECT EXISTS (FROM subject) AND NOT EXISTS (FROM subject_initials) AS missing'))
  if (missing) await keepLookups(ask, raw('SELECT subject_id FROM subject'))
}

async function keepInitials(ask: Connection): Promise<void> {
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE spelled AS
    SELECT subject_id, n.initials, n.latin FROM (${initialsOf(raw('described'))}) n FULL JOIN (SELECT * FROM subject_initials SEMI JOIN looked_up USING (subject_id)) o USING (subject_id)
    WHERE (n.initials, n.latin) IS DISTINCT FROM (o.initials, o.latin)`)
  await ask.run(raw('DELETE FROM subject_initials WHERE subject_id IN (SELECT subject_id FROM spelled)'))
  await ask.run(raw('INSERT INTO subject_initials SELECT * FROM spelled WHERE initials IS NOT NULL ORDER BY subject_id; DROP TABLE spelled'))
}

/** Former names of these rows of `subject`: (subject_id, name_key). */
export const formerNamesOf = (subjects: Sql): Sql => sql`SELECT DISTINCT subject_id, n.name_key FROM subject_name n JOIN ${subjects} s USING (subject_id) WHERE n.name_key <> s.name_key`

async function keepFormerNames(ask: Connection): Promise<void> {
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE formerly AS ${formerNamesOf(raw('described'))}`)
  await ask.run(raw('DELETE FROM subject_former_name WHERE subject_id IN (FROM looked_up) AND (subject_id, name_key) NOT IN (SELECT (subject_id, name_key) FROM formerly)'))
  await ask.run(raw(`INSERT INTO subject_former_name SELECT * FROM formerly WHERE (subject_id, name_key) NOT IN (SELECT (subject_id, name_key) FROM subject_former_name) ORDER BY subject_id, name_key; DROP TABLE formerly`))
}

/** A subject's links are written anew where any of them differs. */
async function keepLinks(ask: Connection): Promise<void> {
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE linked AS SELECT * EXCLUDE (label) FROM (${linksOf(raw('described'), raw('recorded'))})`)
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

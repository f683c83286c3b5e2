import { join as joinPath } from 'node:path'
import type { Connection } from '../duckdb/database.ts'
import { ident, join, literal, raw, sql, type Sql } from '../duckdb/sql.ts'
import { markTouched } from '../workspace/touched.ts'
import type { Reference } from './reference.ts'
import { overClasses } from '../workspace/overClasses.ts'

/**
 * Brings `subject` up to date after a batch: those that it created or that it has register entries of get what the newest entries say
 * (each fact from the newest entry that tells it, what none tells stays), with region, industry and type; all whom it touched get the count of their records.
 */
export async function describeSubjects(ask: Connection, batch: number, reference: Reference, resources: string): Promise<void> {
  for (const macro of subjectMacros(reference)) await ask.run(macro)
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE region_code AS SELECT code, name FROM read_csv(${joinPath(resources, 'reference', 'regions.csv')}, columns = {'code': 'VARCHAR', 'name': 'VARCHAR'}, header = true, auto_detect = false)`)
  const facts = ['subject_name', 'legal_rep', 'industry_text', 'type_text', 'scope', 'status_text', 'occurred_on', 'capital_yuan', 'address', 'phone']
  const newest = (column: string): Sql => raw(`arg_max(${column}, (known_on, file_id, source_row)) FILTER (${column} IS NOT NULL) AS ${column}`)
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE told AS
    WITH touched AS (SELECT subject_id FROM subject WHERE first_batch = ${batch} UNION SELECT subject_id FROM incoming WHERE class = 'registration' AND subject_id IS NOT NULL),
    entry AS (SELECT subject_id, ${join(facts.map(newest), ', ')} FROM registration WHERE subject_id IN (FROM touched) GROUP BY subject_id)
    SELECT s.subject_id, s.uscc, substr(s.uscc, 3, 6) AS registrar, coalesce(e.subject_name, s.name) AS name, e.* EXCLUDE (subject_id, subject_name)
    FROM subject s JOIN touched USING (subject_id) LEFT JOIN entry e USING (subject_id)`)
  await ask.run(sql`UPDATE subject AS s SET name = t.name, name_key = name_key(t.name), legal_rep = coalesce(t.legal_rep, s.legal_rep), registrar = coalesce(t.registrar, s.registrar),
      region = coalesce(t.region, s.region), industry = coalesce(t.industry, s.industry), type = coalesce(t.type, s.type), status = coalesce(t.status, s.status, 'unknown'),
      established = coalesce(t.occurred_on, s.established), capital_yuan = coalesce(t.capital_yuan, s.capital_yuan), address = coalesce(t.address, s.address), phone = coalesce(t.phone, s.phone)
    FROM (SELECT told.*, industry_of(industry_text, said, scope) AS industry, type_of(type_text, told.name, uscc) AS type,
        CASE WHEN status_text IS NOT NULL THEN coalesce(code_subject_status(status_text), 'unknown') END AS status, coalesce(county.code, city.code, province.code) AS region
      FROM (SELECT *, until_last_word(name) AS said FROM told) told LEFT JOIN region_code county ON county.code = registrar LEFT JOIN region_code city ON city.code = substr(registrar, 1, 4) || '00'
      LEFT JOIN region_code province ON province.code = substr(registrar, 1, 2) || '0000') t
    WHERE s.subject_id = t.subject_id`)
  // Rows of this batch, or rows that waited for a name or code of it: nobody else's count can have changed.
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE counted AS SELECT subject_id FROM incoming WHERE subject_id IS NOT NULL UNION SELECT subject_id FROM subject_name WHERE batch = ${batch}
    UNION SELECT subject_id FROM subject WHERE first_batch = ${batch}`)
  const counts = overClasses((one) => sql`SELECT subject_id, count(*) AS n FROM ${ident(one)} WHERE subject_id IN (FROM counted) GROUP BY subject_id`)
  await ask.run(sql`UPDATE subject AS s SET records = c.records FROM (SELECT subject_id, sum(n)::INTEGER AS records FROM (${counts}) GROUP BY subject_id) c
    WHERE s.subject_id = c.subject_id AND s.records <> c.records`)
  await markTouched(ask, sql`SELECT subject_id FROM counted`)
  await ask.run(sql`DROP TABLE told; DROP TABLE counted; DROP TABLE region_code`)
}

function subjectMacros(reference: Reference): Sql[] {
  const macro = (signature: string, body: string): Sql => raw(`CREATE OR REPLACE TEMP MACRO ${signature} AS ${body}`)
  const words = reference.industries.flatMap(({ code, words: all }) => all.map((word) => ({ word: word.toLowerCase(), code }))).sort((a, b) => b.word.length - a.word.length)
  const any = words.map(({ word }) => word).join('|')
  const section = `map([${words.map(({ word }) => literal(word)).join(', ')}], [${words.map(({ code }) => literal(code)).join(', ')}])`
  const divisions = reference.industries.flatMap(({ code, divisions: all }) => Object.keys(all).map((division) => ({ division, code })))
  const byDivision = `map([${divisions.map(({ division }) => literal(division)).join(', ')}], [${divisions.map(({ code }) => literal(code)).join(', ')}])`
  const cased = (name: string, column: string): string => `CASE ${reference.codes[name]!.map(([code, pattern]) => `WHEN regexp_matches(${column}, ${literal(`(?i)${pattern}`)}) THEN ${literal(code)}`).join(' ')} END`
  const lengths = [...new Set(words.map(({ word }) => [...word].length))].sort((a, b) => a - b)
  return [
    macro('last_section(p)', `coalesce(${lengths.map((length) => `${section}[right(p, ${length})]`).join(', ')})`),
    macro('first_section(t)', `${section}[regexp_extract(lower(t), ${literal(any)})]`),
    // The last word of a Chinese firm's name tells its trade: 农业科技发展 is not 农业. The text up to the word that begins last ends
    // with it, and with no shorter word, so trying the shortest ends first finds it; a group in the pattern takes five times as long.
    macro('until_last_word(t)', `regexp_extract(lower(t), ${literal(`^.*(?:${any})`)})`),
    macro('listed_section(t)', `CASE WHEN regexp_matches(t, '^[A-Ta-t]($|[^A-Za-z])') THEN upper(substr(t, 1, 1)) WHEN regexp_matches(t, '^\\d{2,4}($|\\D)') THEN ${byDivision}[substr(t, 1, 2)] END`),
    macro('industry_of(industry_text, p, scope)', String.raw`coalesce(listed_section(industry_text), first_section(industry_text), last_section(p), first_section(regexp_replace(scope, '^[^：:]{0,12}[：:]', '')))`),
    macro('code_subject_status(t)', cased('subject_status', 't')),
    macro('type_of(type_text, name, uscc)', `CASE WHEN regexp_matches(name, '(分公司|分店|分行|支行|分厂|分社|分院|营业部|办事处)$') THEN 'branch'
      ELSE coalesce(${cased('subject_type', 'type_text')}, CASE substr(uscc, 1, 2) WHEN '91' THEN 'company' WHEN '92' THEN 'individual' WHEN '93' THEN 'cooperative' WHEN '12' THEN 'institution' WHEN '11' THEN 'institution'
        WHEN '51' THEN 'organisation' WHEN '52' THEN 'organisation' WHEN '53' THEN 'organisation' END, CASE WHEN uscc IS NOT NULL THEN 'other' END) END`),
  ]
}

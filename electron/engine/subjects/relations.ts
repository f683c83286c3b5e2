import { byTier, type Tier } from '../../../shared/classes.ts'
import type { Connector, Output, Parsed, RelatedSubject, Relations } from '../../../shared/contract.ts'
import type { Connection, Database } from '../duckdb/database.ts'
import { raw, sql, type Sql } from '../duckdb/sql.ts'
import { linksOf } from '../workspace/lookups.ts'
import { beneath, maskedShare } from '../workspace/personal.ts'
import { keyList, neighbourhood, numbers, sharing, type Tie } from './neighbourhood.ts'

/** What a picture can show: things shared of each step, and neighbours of each. */
const shownTies = { 1: 24, 2: 24 }
const shownSubjects = { 1: 80, 2: 60 }

/** Whom a subject shares what with, in figures and as the parts of a picture. What shares most, and who is riskiest, comes first. */
export async function subjectRelations(database: Database, today: string, asked: Parsed<'subjectRelations'>): Promise<Relations> {
  return database.read(async (ask) => {
    const found = await neighbourhood(ask, { ...asked, today })
    const subjects = [...await briefs(ask, [asked.subjectId], 0), ...await briefs(ask, found.first, 1), ...await briefs(ask, found.second ?? [], 2)]
    const drawn = new Set(subjects.map((one) => one.subjectId))
    const ties = ([1, 2] as const).flatMap((step) => found.ties.filter((tie) => tie.step === step && (step === 1 || tie.joins.some((id) => drawn.has(id)))).slice(0, shownTies[step]))
    const reportYear = await dueReport(ask, today)
    const { counts } = (await ask.rows<{ counts: string }>(sql`SELECT tier_counts::VARCHAR AS counts FROM score_run ORDER BY run DESC LIMIT 1`))[0] ?? { counts: '{}' }
    const all = JSON.parse(counts) as Partial<Record<Tier, number>>
    return {
      subjectId: asked.subjectId, first: found.first.length, second: found.second?.length ?? null, connectorCount: found.ties.length, connectors: ties.length === 0 ? [] : await described(ask, ties, today, reportYear),
      subjects, links: ties.flatMap((tie) => tie.joins.filter((id) => drawn.has(id)).map((subjectId) => ({ key: tie.key, subjectId }))), reportYear, all: byTier((tier) => all[tier] ?? 0),
    }
  })
}

/** Subjects of the highest index among these. */
async function briefs(ask: Connection, ids: number[], step: RelatedSubject['step']): Promise<RelatedSubject[]> {
  if (ids.length === 0) return []
  const rows = await ask.rows<{ subject_id: number; name: string; code: string | null; tier: Tier | null; index: number | null }>(sql`
    SELECT s.subject_id, s.name, coalesce(s.uscc, s.local_code) AS code, c.tier, c.index
    FROM (SELECT * FROM subject WHERE subject_id IN (${numbers(ids)})) s LEFT JOIN (SELECT * FROM score WHERE subject_id IN (${numbers(ids)})) c USING (subject_id)
    ORDER BY c.index DESC NULLS LAST, s.subject_id LIMIT ${step === 0 ? 1 : shownSubjects[step]}`)
  return rows.map((row) => ({ subjectId: row.subject_id, name: row.name, code: row.code, tier: row.tier, index: row.index, step }))
}

/** Year of the annual report that is due by the day (30 June of the year after: 《企业信息公示暂行条例》 art. 8), if any such report is known. */
async function dueReport(ask: Connection, today: string): Promise<number | null> {
  const year = Number(today.slice(0, 4)) - (today.slice(5) > '06-30' ? 1 : 2)
  const known = await ask.rows(sql`SELECT 1 FROM operation WHERE kind = 'annual_report' AND year >= ${year} LIMIT 1`)
  return known.length > 0 ? year : null
}

/** Now on the list of abnormal operation. */
const abnormalNow = (today: string, among: Sql): Sql => sql`SELECT DISTINCT subject_id FROM listing
  WHERE kind = 'abnormal' AND (removed_on IS NULL OR removed_on > ${today}::DATE) AND (valid_until IS NULL OR valid_until >= ${today}::DATE) AND subject_id IN (${among})`

/** Who owes a report of the year and has sent none. */
const unreported = (year: number | null, among: Sql): Sql => year === null ? raw('SELECT NULL::INTEGER AS subject_id WHERE false') : sql`SELECT subject_id FROM subject
  WHERE subject_id IN (${among}) AND established < make_date(${year + 1}, 1, 1) AND status NOT IN ('cancelled', 'closed', 'revoked')
    AND subject_id NOT IN (SELECT subject_id FROM operation WHERE kind = 'annual_report' AND year >= ${year} AND subject_id IN (${among}))`

interface Described { key: string; label: string; kinds: string; abnormal: number; no_report: number; A: number; B: number; C: number; D: number }

async function described(ask: Connection, ties: Tie[], today: string, reportYear: number | null): Promise<Connector[]> {
  const keys = ties.map((tie) => tie.key)
  const rows = await ask.rows<Described>(sql`
    WITH tie AS MATERIALIZED (${sharing(keys, today)}), member AS (SELECT DISTINCT subject_id FROM tie),
    kind AS (SELECT key, to_json(list(kind ORDER BY n DESC, kind)) AS kinds FROM (SELECT key, kind, count(*) AS n FROM subject_link WHERE key IN (${keyList(keys)}) GROUP BY ALL) GROUP BY key)
    SELECT t.key::VARCHAR AS key, any_value(k.kinds)::VARCHAR AS kinds, count(a.subject_id) AS abnormal, count(u.subject_id) AS no_report,
      ${raw((['A', 'B', 'C', 'D'] as const).map((tier) => `count(*) FILTER (c.tier = '${tier}') AS ${tier}`).join(', '))}
    FROM tie t JOIN kind k USING (key) LEFT JOIN (SELECT subject_id, tier FROM score WHERE subject_id IN (FROM member)) c USING (subject_id)
      LEFT JOIN (${abnormalNow(today, raw('FROM member'))}) a USING (subject_id) LEFT JOIN (${unreported(reportYear, raw('FROM member'))}) u USING (subject_id)
    GROUP BY t.key`)
  const labels = await labelsOf(ask, ties)
  const byKey = new Map(rows.map((row) => [row.key, row]))
  return ties.map((tie) => {
    const row = byKey.get(tie.key)!
    return {
      key: tie.key, shared: tie.shared, label: labels.get(tie.key) ?? '', subjectId: tie.other, step: tie.step, kinds: JSON.parse(row.kinds) as string[], members: tie.members,
      hub: tie.hub, tiers: byTier((tier) => row[tier]), abnormal: row.abnormal, noReport: reportYear === null ? null : row.no_report,
    }
  })
}

/** The text of each tie as one of its members has it; of a subject its name. Keys are of what is true, so what they are told of is masked here. */
async function labelsOf(ask: Connection, ties: Tie[]): Promise<Map<string, string>> {
  const keys = keyList(ties.map((tie) => tie.key))
  const owners = (await ask.rows<{ subject_id: number }>(sql`SELECT DISTINCT min(subject_id) AS subject_id FROM subject_link WHERE key IN (${keys}) GROUP BY key`)).map((row) => row.subject_id)
  const rows = await ask.rows<{ key: string; label: string }>(sql`
    WITH owner AS MATERIALIZED (SELECT * FROM ${beneath(ask, 'subject')} WHERE subject_id IN (${numbers(owners)})), owned AS MATERIALIZED (SELECT * FROM ${beneath(ask, 'relation')} WHERE subject_id IN (${numbers(owners)}))
    SELECT key::VARCHAR AS key, ${maskedShare('any_value(shared)', 'min(label)')} AS label FROM (${linksOf(raw('owner'), raw('owned'))}) WHERE key IN (${keys}) GROUP BY key`)
  const named = await ask.rows<{ subject_id: number; name: string }>(sql`SELECT subject_id, name FROM subject WHERE subject_id IN (${numbers(ties.flatMap((tie) => tie.other ?? []))})`)
  const names = new Map(named.map((row) => [row.subject_id, row.name]))
  return new Map([...rows.map((row) => [row.key, row.label] as const), ...ties.flatMap((tie) => (tie.other !== null && names.has(tie.other) ? [[tie.key, names.get(tie.other)!] as const] : []))])
}

/** Neighbours, or all who share one thing, nearest and riskiest first; `ties` names by what they are joined. */
export async function relatedSubjects(database: Database, today: string, { offset, limit, key, ...asked }: Parsed<'relatedSubjects'>): Promise<Output['relatedSubjects']> {
  return database.read(async (ask) => {
    const found = await neighbourhood(ask, { ...asked, today })
    const member = key === undefined
      ? sql`SELECT unnest([${numbers(found.first)}]::INTEGER[]) AS subject_id, 1 AS step UNION ALL SELECT unnest([${numbers(found.second ?? [])}]::INTEGER[]), 2`
      : sql`SELECT DISTINCT subject_id, CASE WHEN subject_id = ${asked.subjectId} THEN 0 WHEN subject_id IN (${numbers(found.first)}) THEN 1 WHEN subject_id IN (${numbers(found.second ?? [])}) THEN 2 END AS step FROM (${sharing([key], today)})`
    const known = sql`(SELECT * FROM (${member}) WHERE subject_id IS NOT NULL) m JOIN subject s USING (subject_id) LEFT JOIN score c USING (subject_id)`
    const { total } = await ask.one<{ total: number }>(sql`SELECT count(*) AS total FROM (${member}) SEMI JOIN subject USING (subject_id)`)
    const arrow = await ask.arrow(sql`
      WITH page AS MATERIALIZED (SELECT subject_id, m.step, s.name, coalesce(s.uscc, s.local_code) AS uscc, c.tier, c.index, s.status, s.established FROM ${known} ORDER BY m.step NULLS LAST, c.index DESC NULLS LAST, subject_id LIMIT ${limit} OFFSET ${offset})
      SELECT p.*, a.subject_id IS NOT NULL AS abnormal, u.subject_id IS NOT NULL AS no_report FROM page p
        LEFT JOIN (${abnormalNow(today, raw('SELECT subject_id FROM page'))}) a USING (subject_id) LEFT JOIN (${unreported(await dueReport(ask, today), raw('SELECT subject_id FROM page'))}) u USING (subject_id)
      ORDER BY p.step NULLS LAST, p.index DESC NULLS LAST, p.subject_id`)
    return { total, arrow }
  })
}

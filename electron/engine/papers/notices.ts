import type { Output, Parsed } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { ListBook } from '../../../shared/lists.ts'
import type { NoticeKind } from '../../../shared/papers.ts'
import type { Connection } from '../duckdb/database.ts'
import { sql, type Sql } from '../duckdb/sql.ts'
import type { Room } from '../room.ts'
import { readCatalog } from './catalog.ts'
import { archive, fill, plain, safeName, type Fields } from './fill.ts'
import { dayInWords } from './fields.ts'
import { findTemplate } from './templates.ts'

/** The lists with their grounds and ways out. Handed in by the room of the lists, whose they are. */
export type ReadLists = (resources: string, today: string) => ListBook

const mostEvidence = 50
/** A text as a sentence of its own, or within another: with one full stop, or without. */
const clause = (text: string): string => text.trim().replace(/[。.；;]+$/u, '')
const sentence = (text: string): string => (clause(text) === '' ? '' : `${clause(text)}。`)

interface Facts {
  case_no: number
  number: number
  list: string
  ground: string
  period: string
  marked: boolean
  name: string
  code: string
  address: string
  legal_rep: string
  reason: string
  basis: string
  decided_on: string | null
  listed_on: string | null
  until_on: string | null
  removed_on: string | null
  removal_reason: string
  removal_basis: string
  hearing_until: string | null
  evidence: string
}

/** Which cases a notice is made of: over c, with the decision d that stands and the entry e that came of it or that it ended. */
const wants: Record<NoticeKind, { when: Sql; why: string }> = {
  listing_notice: { when: sql`c.kind = 'listing' AND c.hearing_until IS NOT NULL`, why: 'the party was not notified of a listing' },
  hearing_notice: { when: sql`c.kind = 'listing' AND c.hearing_until IS NOT NULL`, why: 'the party was not notified of a listing' },
  listing_decision: { when: sql`c.state = 'closed' AND c.outcome IN ('list', 'mark')`, why: 'no listing was confirmed' },
  removal_decision: { when: sql`c.state = 'closed' AND c.outcome = 'remove'`, why: 'no removal was confirmed' },
}

/**
 * Notices of cases from their templates: what two persons decided, or that a party may still speak before they do.
 * @throws MingchaError no_such_case; notice_not_due with the first case that there is nothing to tell of
 */
export async function exportNotices(room: Room, readLists: ReadLists, { notice, cases, authority, format, hearing }: Parsed<'exportNotices'>): Promise<Output['exportNotices']> {
  const today = room.today()
  const { facts, template } = await room.database().read(async (ask) => ({ facts: await factsOf(ask, notice, cases), template: (await findTemplate(ask, room.resources, notice)).content }))
  const lists = new Map(readLists(room.resources, today).lists.map((one) => [one.list as string, one]))
  const papers = facts.map((one): Fields => {
    const list = lists.get(one.list)
    const ground = list?.grounds.find((other) => other.ground === one.ground)
    const day = (value: string | null): string => (value === null ? '' : dayInWords(value))
    return {
      文书编号: String(one.number), 当事人: plain(one.name), 主体代码: plain(one.code), 地址: plain(one.address), 法定代表人: plain(one.legal_rep),
      名录: (one.marked ? list?.marks?.nameZh : list?.nameZh) ?? one.list, 事由: ground?.nameZh ?? one.ground, 期间: plain(one.period), 事实: plain(sentence(one.reason)), 法律依据: plain(one.basis || (ground?.basis ?? '')),
      决定日期: day(one.decided_on), 列入日期: day(one.listed_on), 期满日期: day(one.until_on), 移出途径: ground?.removalZh ?? '', 移出依据: plain(one.removal_basis || (ground?.removalBasis ?? '')), 移出理由: plain(clause(one.removal_reason)), 移出日期: day(one.removed_on),
      申辩截止日: day(one.hearing_until), 听证日期: hearing ? dayInWords(hearing.on) : '', 听证地点: plain(hearing?.place ?? ''), 标记: one.marked,
      证据: (JSON.parse(one.evidence) as { on: string | null; file: string | null; row: number }[]).map((row, i) => ({ 序号: String(i + 1), 日期: row.on ?? '', 来源: plain(row.file ?? ''), 行号: String(row.row) })),
    }
  })
  const filled = await fill(template, { 机关: plain(authority), 年份: today.slice(0, 4), 制作日期: dayInWords(today) }, papers)
  if (format === 'docx') return { bytes: filled.together(), papers: papers.length, format }
  const { zh } = readCatalog(room.resources, notice).name
  const files: { name: string; bytes: Uint8Array }[] = []
  for await (const bytes of filled.apart()) files.push({ bytes, name: `${safeName(`${zh} ${facts[files.length]!.number} ${facts[files.length]!.name}`)}.docx` })
  return { bytes: archive(files), papers: papers.length, format }
}

async function factsOf(ask: Connection, notice: NoticeKind, cases: readonly number[]): Promise<Facts[]> {
  const { when, why } = wants[notice]
  const entry = notice === 'removal_decision' ? sql`e.removal_case = c.case_no` : sql`e.case_no = c.case_no`
  const rows = await ask.rows<Facts & { due: boolean }>(sql`
    WITH named AS (SELECT place, case_no FROM (SELECT unnest(from_json(${JSON.stringify(cases.map((one, place) => ({ place, c: one })))}, '[{"place":"INTEGER","c":"INTEGER"}]'), recursive := true)) k(place, case_no)),
    behind AS (SELECT case_no, to_json(list({'on': occurred_on, 'file': name, 'row': source_row} ORDER BY n))::VARCHAR AS evidence FROM (
      SELECT v.case_no, v.occurred_on, f.name, v.source_row, row_number() OVER (PARTITION BY v.case_no ORDER BY v.occurred_on DESC NULLS LAST, v.file_id, v.source_row) AS n FROM case_evidence v SEMI JOIN named USING (case_no) LEFT JOIN source_file f USING (file_id)) WHERE n <= ${mostEvidence} GROUP BY case_no)
    SELECT k.case_no, coalesce(e.entry, k.case_no) AS number, coalesce(e.list, c.list) AS list, coalesce(e.ground, d.ground, c.ground) AS ground, CASE WHEN c.kind = 'removal' THEN coalesce(e.period, '') ELSE coalesce(c.period, '') END AS period, coalesce(e.marked, false) AS marked,
      coalesce(s.name, c.name) AS name, coalesce(s.uscc, s.local_code, '') AS code, coalesce(s.address, '') AS address, coalesce(s.legal_rep, '') AS legal_rep, coalesce(o.reason, d.reason, n.reason, '') AS reason, coalesce(o.basis, d.basis, n.basis, '') AS basis,
      c.closed_on AS decided_on, e.listed_on, e.until_on, e.removed_on, coalesce(r.reason, '') AS removal_reason, coalesce(r.basis, '') AS removal_basis, c.hearing_until, coalesce(b.evidence, '[]') AS evidence, coalesce(${when}, false) AS due
    FROM named k LEFT JOIN desk_case c USING (case_no) LEFT JOIN case_decision d ON d.decision = c.decision LEFT JOIN list_entry e ON ${entry} LEFT JOIN case_decision o ON o.decision = e.decision LEFT JOIN case_decision r ON r.decision = e.removal_decision
      LEFT JOIN (SELECT case_no, arg_max(reason, decision) AS reason, arg_max(basis, decision) AS basis FROM case_decision WHERE outcome = 'notify' AND state = 'final' GROUP BY case_no) n ON n.case_no = c.case_no
      LEFT JOIN subject s ON s.subject_id = c.subject_id LEFT JOIN behind b ON b.case_no = k.case_no
    ORDER BY k.place`)
  const known = new Set((await ask.rows<{ case_no: number }>(sql`SELECT case_no FROM desk_case WHERE list_contains(from_json(${JSON.stringify(cases)}, '["INTEGER"]'), case_no)`)).map((one) => one.case_no))
  const missing = cases.find((one) => !known.has(one))
  if (missing !== undefined) throw new MingchaError('no_such_case', `there is no case ${missing}`, 'List the cases to see their numbers.', { case: missing })
  const undue = rows.find((one) => !one.due)
  if (undue) throw new MingchaError('notice_not_due', `case ${undue.case_no}: ${why}`, 'A notice tells of what was decided: choose cases whose decision stands.', { case: undue.case_no })
  return rows
}

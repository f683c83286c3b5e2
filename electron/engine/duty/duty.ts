import type { Parsed, Verbs } from '../../../shared/contract.ts'
import type { DutyCheck, DutyEvidence, DutyLine, dutyVerbs, DutySituation, DutyVerdict } from '../../../shared/duty.ts'
import { MingchaError } from '../../../shared/errors.ts'
import { inert } from '../../../shared/inert.ts'
import type { Connection } from '../duckdb/database.ts'
import { raw, sql, type Sql } from '../duckdb/sql.ts'
import type { Room } from '../room.ts'
import { personKey } from '../workspace/person.ts'
import { workingDayCounts } from '../workspace/workingDays.ts'
import { checklistsOf, type Checklists } from './checklists.ts'

/** Writes a table as a workbook. Handed in by the reporting room, which knows how. */
export type WriteWorkbook = (table: Parsed<'tableWorkbook'>) => Uint8Array
type Situation = Checklists['situations'][number]

const mostEvidence = 200
const verdicts = { met: '符合', not_met: '不符合', unknown: '不明' }
const kinds = { exemption: '免责情形', accountability: '追责情形' }

/** Duty: the checklists of exemption and accountability, filled from the tables and the audit trail. */
export function duty(room: Room, workbook: WriteWorkbook): Verbs<keyof typeof dutyVerbs> {
  const check = (input: Parsed<'checkDuty'>): Promise<DutyCheck> => room.database().read((ask) => checkDuty(ask, room, input))
  return {
    checkDuty: check,
    exportDuty: async ({ format, ...scope }) => {
      const checked = await check(scope)
      const name = `履职核查 ${scope.person ?? '全部人员'} ${checked.from}—${checked.until}`
      if (format === 'json') return { name: `${name}.json`, bytes: new TextEncoder().encode(`${JSON.stringify(checked, null, 1)}\n`) }
      return { name: `${name}.xlsx`, bytes: workbook({ title: '履职核查', columns: ['类别', '情形', '情形结论', '核查项', '结论', '依据行数', '日期', '事实', '出处', '该行'], rows: checked.situations.flatMap((one) => one.lines.flatMap((line) => rowsOf(one, line))) }) }
    },
    dutyOfficers: () => room.database().read((ask) => ask.rows<{ name: string; visits: number }>(raw('SELECT name, count(*) AS visits FROM campaign_team JOIN campaign_officer USING (campaign, officer) GROUP BY name ORDER BY visits DESC, name LIMIT 5000'))),
  }
}

function rowsOf(one: DutySituation, line: DutyLine): (string | number)[][] {
  const lead = [kinds[one.kind], one.nameZh, verdicts[one.verdict], line.saysZh, verdicts[line.verdict], line.rows]
  const evidence = line.evidence.map((row) => [...lead, row.on ?? '', inert(row.about), row.ref, row.ok === null ? '不明' : row.ok ? '是' : '否'])
  return evidence.length > 0 ? evidence : [[...lead, '', '', '', '']]
}

/** @throws MingchaError no_such_campaign; measure_days where the days are the wrong way round */
async function checkDuty(ask: Connection, room: Room, { person = '', campaign, from, until }: Parsed<'checkDuty'>): Promise<DutyCheck> {
  const today = room.today()
  const days = { from: from ?? `${(until ?? today).slice(0, 4)}-01-01`, until: until ?? today }
  if (days.until < days.from) throw new MingchaError('measure_days', `${days.until} lies before ${days.from}`, 'Name a last day after the first.', days)
  if (campaign !== undefined && (await ask.rows(sql`SELECT 1 FROM campaign WHERE campaign = ${campaign}`)).length === 0) throw new MingchaError('no_such_campaign', `there is no joint inspection ${campaign}`, 'List them to see their numbers.', { campaign })
  const { given, situations } = checklistsOf(room.resources)
  const { first, counts } = workingDayCounts(room.resources)
  const values: Record<string, Sql> = { person: sql`${personKey(person)}`, task: sql`${campaign ?? null}::INTEGER`, from: sql`${days.from}::DATE`, until: sql`${days.until}::DATE`, today: sql`${today}::DATE` }
  const tables = sql`WITH working_day AS (SELECT ${first}::DATE + (i - 1)::INTEGER AS day, (${raw(`[${counts.join(',')}]`)})[i] AS n FROM range(1, ${counts.length + 1}) r(i)), ${filled(given, values)}`
  const { visits } = await ask.one<{ visits: number }>(sql`${tables} SELECT count(DISTINCT (campaign, visit)) AS visits FROM officer_visit`)
  const answered: DutySituation[] = []
  for (const one of situations.filter(({ since, until: last }) => since <= today && (last === undefined || today <= last))) {
    const lines: DutyLine[] = []
    for (const line of one.lines) lines.push(await answer(ask, one, line, sql`${tables} ${filled(line.select, values)}`))
    answered.push({ id: one.id, kind: one.kind, nameZh: one.name[0], nameEn: one.name[1], basis: one.basis, since: one.since, verdict: ofLines(one.kind, lines), lines })
  }
  return { campaign: campaign ?? null, ...days, today, visits, situations: answered }
}

/** SQL of a checklist with its values written in as parameters. */
function filled(text: string, values: Record<string, Sql>): Sql {
  const parts = text.split(/\$(person|task|from|until|today)\b/)
  return parts.reduce<Sql>((all, part, i) => sql`${all}${i % 2 === 1 ? values[part]! : raw(part)}`, raw(''))
}

async function answer(ask: Connection, { kind }: Situation, { id, says, none, select }: Situation['lines'][number], rows: Sql): Promise<DutyLine> {
  const found = await ask.rows<DutyEvidence & { rows: number; passed: number; failed: number; unknown: number }>(sql`
    SELECT "on", coalesce(about, '') AS about, coalesce(ref, '') AS ref, ok, count(*) OVER () AS rows, count(*) FILTER (ok) OVER () AS passed, count(*) FILTER (NOT ok) OVER () AS failed, count(*) FILTER (ok IS NULL) OVER () AS unknown
    FROM (${rows}) ORDER BY ${kind === 'exemption' ? raw("CASE WHEN ok THEN 2 WHEN ok IS NULL THEN 1 ELSE 0 END") : raw("CASE WHEN ok THEN 0 WHEN ok IS NULL THEN 1 ELSE 2 END")}, "on" DESC NULLS LAST, ref LIMIT ${mostEvidence}`)
  const { rows: n, passed, failed, unknown } = found[0] ?? { rows: 0, passed: 0, failed: 0, unknown: 0 }
  const verdict: DutyVerdict = n === 0 ? none : kind === 'exemption' ? (failed > 0 ? 'not_met' : unknown > 0 ? 'unknown' : 'met') : passed > 0 ? 'met' : unknown > 0 ? 'unknown' : 'not_met'
  return { id, saysZh: says[0], saysEn: says[1], verdict, rows: n, ok: passed, failed, unknown, evidence: found.map(({ on, about, ref, ok }) => ({ on, about, ref, ok })), select: select.trim() }
}

/** Exempt where every line is met; accountable where one is. */
function ofLines(kind: Situation['kind'], lines: readonly DutyLine[]): DutyVerdict {
  const [decides, otherwise] = kind === 'exemption' ? (['not_met', 'met'] as const) : (['met', 'not_met'] as const)
  if (lines.some((one) => one.verdict === decides)) return decides
  return lines.some((one) => one.verdict === 'unknown') ? 'unknown' : otherwise
}

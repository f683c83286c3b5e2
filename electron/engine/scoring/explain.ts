import { recordClasses, type RecordClass, type Tier } from '../../../shared/classes.ts'
import type { Contribution, Explanation, Table } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { Connection } from '../duckdb/database.ts'
import { ident, join, raw, sql } from '../duckdb/sql.ts'
import { columnOf, evidenceCounts, evidenceRows, measureTable, readableColumns, type CompiledClass, type Moment } from './compile.ts'
import { contributionOf, pointsOf, type Model, type ModelDimension } from './model.ts'
import { overrideOf } from './overrides.ts'
import { seen } from '../workspace/personal.ts'

/** The latest run as it was: its model, ready to run, and what it could see. */
export interface PastRun extends Required<Pick<Moment, 'asOf' | 'lastBatch'>> { run: number; model: Model; classes: CompiledClass[] }

type ScoreRow = { index: number; tier: Tier; tier_reason: Explanation['tierReason']; veto: string | null } & Record<RecordClass, number>

/**
 * Why a subject stands where it stands, from the stored measures and the stored model of the latest run.
 * With R the sum of a class's contributions and `ceiling` its largest partial, each contribution is shown times
 * clamp(R, 0, ceiling) / R, so that all of them sum to the index. Null for a subject that the run did not score.
 * @param counts of which contributions the rows are counted: of all, or only where the subject's own records are enough to tell
 */
export async function explain(ask: Connection, past: PastRun, subjectId: number, today: string, counts: 'all' | 'own' = 'all'): Promise<Explanation | null> {
  const [scored] = await ask.rows<ScoreRow>(sql`SELECT * FROM score WHERE subject_id = ${raw(String(subjectId))}`)
  if (!scored) return null
  const { model } = past
  const contributions: Contribution[] = []
  const measured = await measuredOf(ask, past.classes, subjectId)
  for (const compiled of past.classes) contributions.push(...(await explainClass(ask, past, compiled, subjectId, measured.get(compiled.group.class), counts)))
  const veto = model.vetoes.find((one) => one.id === scored.veto)
  return {
    subjectId,
    index: scored.index,
    tier: scored.tier,
    tierReason: scored.tier_reason,
    veto: veto ? { id: veto.id, nameZh: veto.name[0], nameEn: veto.name[1], legalBasis: veto.legal_basis } : null,
    override: scored.tier_reason === 'override' ? await overrideOf(ask, today, past.run, subjectId) : null,
    asOf: past.asOf,
    model: model.version,
    partials: Object.fromEntries(recordClasses.map((name) => [name, scored[name]])) as Record<RecordClass, number>,
    ceilings: Object.fromEntries(recordClasses.map((name) => [name, model.ceilings[name] ?? 0])) as Record<RecordClass, number>,
    contributions: contributions.sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution) || Math.abs(b.points) - Math.abs(a.points)),
  }
}

type Measured = Record<string, number | null>

/**
 * The measured values of a subject by class; a class of which it has no rows is not there. As a constant the number reaches the scans, which then
 * skip what lies elsewhere; one statement of a line a class costs a third of one each with their columns, and a row as text, which is JSON but for
 * its quotation marks and NULL, three quarters of one as JSON.
 */
export async function measuredOf(ask: Connection, classes: readonly CompiledClass[], subjectId: number): Promise<ReadonlyMap<RecordClass, Measured>> {
  const rows = await ask.rows<{ class: RecordClass; measured: string }>(join(classes.map(({ group }) => sql`SELECT ${group.class} AS class, m::VARCHAR AS measured FROM ${measureTable(group.class)} m WHERE subject_id = ${raw(String(subjectId))}`), ' UNION ALL '))
  return new Map(rows.map((row) => [row.class, JSON.parse(row.measured.replaceAll("'", '"').replaceAll('NULL', 'null')) as Measured]))
}

/** Whether a dimension's value is the number of the rows behind it, which need not be counted again. */
const countsRows = ({ value, evidence }: ModelDimension): boolean => bare(value) === bare(`count(*) FILTER (WHERE ${evidence.trim()})`)
const bare = (text: string): string => text.trim().replace(/\s+/g, ' ')

/** What moved the partial index of one class, or would have but for its ceiling. */
async function explainClass(ask: Connection, past: PastRun, compiled: CompiledClass, subjectId: number, own: Measured | undefined, which: 'all' | 'own'): Promise<Contribution[]> {
  const { group } = compiled
  const values = own ?? (compiled.nothing as Measured)
  const all = group.dimensions.map((one) => {
    const value = values[columnOf(one.id)] ?? null
    const points = pointsOf(one, value)
    return { one, value, points, uncut: contributionOf(one, points) }
  })
  const sum = all.reduce((total, { uncut }) => total + uncut, 0)
  const factor = sum <= 0 ? 0 : Math.min(sum, past.model.ceilings[group.class] ?? 0) / sum
  const told = all.filter(({ points }) => points !== 0)
  const counted = which === 'all' || (group.neighbours !== undefined && compiled.neighbours === null)
  const unknown = told.filter(({ one }) => !countsRows(one))
  const [counts] = counted && unknown.length > 0 && own
    ? await ask.rows<Record<string, number>>(evidenceCounts(compiled, unknown.map(({ one }) => one), { ...past, seen: (table, named) => seen(ask, table, named) }, subjectId))
    : []
  return told.map(({ one, value, points, uncut }) => ({
    dimension: one.id, class: group.class, nameZh: one.name[0], nameEn: one.name[1], value, points, weight: one.weight,
    contribution: factor === 0 ? 0 : uncut * factor, evidence: !own ? 0 : countsRows(one) ? value ?? 0 : counted ? counts?.[columnOf(one.id)] ?? 0 : null,
  }))
}

/**
 * The rows behind one dimension (or, as `veto.<id>`, behind a veto) of one subject, as the latest run saw them; newest first.
 * @throws MingchaError no_such_dimension
 */
export async function evidence(ask: Connection, past: PastRun, input: { subjectId: number; dimension: string; offset: number; limit: number }): Promise<Table> {
  const { compiled, condition } = conditionOf(past, input.dimension)
  const rows = (select: Parameters<typeof evidenceRows>[4]) => evidenceRows(compiled, condition, past, input.subjectId, select)
  const { total } = await ask.one<{ total: number }>(rows(raw('count(*) AS total')))
  const order = [...('age_days' in compiled.group.columns ? [raw('age_days')] : []), raw('source_file'), raw('source_row'), ...compiled.group.readable.map(ident)]
  const arrow = await ask.arrow(sql`${rows(readableColumns(compiled.group))} ORDER BY ${join(order, ', ')} LIMIT ${input.limit} OFFSET ${input.offset}`)
  return { total, arrow }
}

function conditionOf(past: PastRun, id: string): { compiled: CompiledClass; condition: string } {
  for (const compiled of past.classes) {
    const dimension = compiled.group.dimensions.find((one) => one.id === id)
    const veto = compiled.vetoes.find((one) => `veto.${one.id}` === id)
    const found = dimension ?? veto
    if (found) return { compiled, condition: found.evidence }
  }
  throw noSuchDimension(id)
}

export const noSuchDimension = (id: string): MingchaError =>
  new MingchaError('no_such_dimension', `there is no dimension ${id}`, 'List the dimensions to see their ids.', { dimension: id })

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { ResultCode, ResultCodes } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import { z } from '../../../shared/schema.ts'
import { sql, type Sql } from '../duckdb/sql.ts'
import { readOnce } from '../workspace/readOnce.ts'

/** The gravest first: what a result says that bears several codes. */
const outcomes = ['uncooperative', 'problem', 'unreachable', 'corrected', 'closed', 'unknown', 'not_inspected', 'passed'] as const
/** What the risk index counts as problems (workspace/inspected.ts): codes must agree with it. */
const problems: readonly string[] = ['uncooperative', 'problem', 'unreachable']

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const flag = z.enum(['true', 'false']).transform((text) => text === 'true')
const nullable = <T extends z.ZodType>(inner: T) => z.preprocess((value) => (value === 'null' || value === '' ? null : value), inner.nullable())
const schema = z.strictObject({
  id: z.string().regex(/^[\w-]{1,60}$/), nameZh: z.string().min(1), nameEn: z.string().min(1), source: z.string().min(1), validFrom: day, validUntil: nullable(day),
  codes: z.array(z.strictObject({
    code: z.string().regex(/^\w{1,10}$/), zh: z.string().min(1), en: z.string().min(1), outcome: z.enum(outcomes), problem: flag, exclusive: flag, followUp: flag, explain: flag, opens: nullable(z.enum(['falsehood', 'unreachable'])),
  }).refine((one) => one.problem === problems.includes(one.outcome), 'problem goes with the outcome')).min(2),
})
export type CodeTable = Omit<ResultCodes, 'inForce'>

/** resources/results/codes-*.yaml, the one that began last first. */
export const readCodes = readOnce((resources): CodeTable[] => {
  const folder = join(resources, 'results')
  const files = readdirSync(folder).filter((name) => /^codes-.+\.yaml$/.test(name))
  return files.map((name): CodeTable => schema.parse(parse(readFileSync(join(folder, name), 'utf8'), { schema: 'failsafe' }))).sort((a, b) => (a.validFrom < b.validFrom ? 1 : -1))
})

const holds = (table: CodeTable, on: string): boolean => table.validFrom <= on && (table.validUntil === null || table.validUntil >= on)

/** Those that hold on the day first. */
export function codesOn(resources: string, on: string): ResultCodes[] {
  return readCodes(resources).map((table) => ({ ...table, inForce: holds(table, on) })).sort((a, b) => Number(b.inForce) - Number(a.inForce))
}

/**
 * The table that codes of an inspection on a day are of: the one named, else the one in force that began last.
 * @throws MingchaError result_code_table where none is in force on the day, or the one named is not
 */
export function tableOn(resources: string, on: string, id?: string): CodeTable {
  const found = readCodes(resources).find((table) => holds(table, on) && (id === undefined || table.id === id))
  if (!found) {
    const known = readCodes(resources).filter((table) => holds(table, on)).map((table) => table.id).join(', ')
    throw new MingchaError('result_code_table', `there is no table ${id ?? ''} of result codes that holds on ${on}`, `Take one that does: ${known || 'none does'}.`, { table: id ?? '', day: on, known })
  }
  return found
}

const plain = (text: string): string => text.normalize('NFKC').replace(/\s+/g, '').replace(/^'/, '').replace(/\.0$/, '').toLowerCase()

const named = new WeakMap<CodeTable, Map<string, ResultCode>>()

/** The codes of a table by whatever a person may write for them; made once a table, since files have many rows. */
function namesOf(table: CodeTable): Map<string, ResultCode> {
  const names = named.get(table) ?? new Map(table.codes.flatMap((one) => [[plain(one.code), one], [plain(one.zh), one], [plain(one.en), one]] as const))
  named.set(table, names)
  return names
}

/** What a result says as a whole. `needs`: something must follow. */
export interface Said { codes: ResultCode[]; outcome: ResultCode['outcome']; problem: boolean; needs: boolean }

/**
 * The codes that were written, as codes or by their names, in the order of the table.
 * @throws MingchaError result_code_none, result_code_unknown, result_code_exclusive, result_remark_missing
 */
export function saidBy(table: CodeTable, written: readonly string[], remark: string): Said {
  const names = namesOf(table)
  const found = new Set(written.filter((text) => plain(text) !== '').map((text) => {
    const code = names.get(plain(text))
    if (!code) throw new MingchaError('result_code_unknown', `«${text}» is no result code of ${table.nameEn}`, `Its codes: ${table.codes.map((one) => `${one.code} ${one.zh}`).join(', ')}.`, { code: text, table: table.id, known: table.codes.map((one) => `${one.code} ${one.zh}`).join('、') })
    return code
  }))
  const codes = table.codes.filter((one) => found.has(one))
  if (codes.length === 0) throw new MingchaError('result_code_none', 'no result is told', 'Write one or more result codes.', {})
  const alone = codes.find((one) => one.exclusive)
  if (alone && codes.length > 1) throw new MingchaError('result_code_exclusive', `${alone.code} ${alone.zh} excludes every other code, and stands with ${codes.filter((one) => one !== alone).map((one) => one.code).join(', ')}`, 'Keep the one or the others.', { code: alone.code, name: alone.zh, others: codes.filter((one) => one !== alone).map((one) => one.code).join('、') })
  const silent = codes.find((one) => one.explain)
  if (silent && remark.trim() === '') throw new MingchaError('result_remark_missing', `${silent.code} ${silent.zh} needs a remark that says what it was`, 'Write the remark.', { code: silent.code, name: silent.zh })
  return { codes, outcome: outcomes.find((one) => codes.some((code) => code.outcome === one)) ?? 'unknown', problem: codes.some((one) => one.problem), needs: codes.some((one) => one.followUp) }
}

/** All codes as a relation (code_set, code, zh, opens, place). */
export const codeRows = (resources: string): Sql => sql`(SELECT unnest(${JSON.stringify(readCodes(resources).flatMap((table) => table.codes.map(({ code, zh, opens }, place) => ({ code_set: table.id, code, zh, opens, place }))))}::JSON::STRUCT(code_set VARCHAR, code VARCHAR, zh VARCHAR, opens VARCHAR, place INTEGER)[], recursive := true))`

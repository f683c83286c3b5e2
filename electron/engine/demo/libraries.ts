import { createHash } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { tiers, type Tier } from '../../../shared/classes.ts'
import type { Engine, Input, LibraryImport } from '../../../shared/contract.ts'
import type { LibraryKind } from '../../../shared/libraries.ts'
import type { Database } from '../duckdb/database.ts'
import { sql } from '../duckdb/sql.ts'
import type { Room } from '../room.ts'
import { temporaryFolder } from '../workspace/temporary.ts'
import { Dice } from './dice.ts'
import { fillPools } from './pools.ts'
import { readCity, type City } from './words.ts'

interface Field { name: string; law: string; of: string; how: string; key?: boolean; most?: string; holds?: string; times?: number; months?: number; matters: string[] }
interface Department { code: string; name: string; duty: string; officers: number; holds: string[]; knows: string[]; fields: Field[] }
interface Words {
  departments: Department[]
  experts: { organisation: string; title: string; specialities: string[] }[]
  bodies: Record<string, { names: string[]; end: string; scope: string; number: number }>
  leave: string[]
  recusals: { kind: string; reason: string }[]
}
interface Task { name: string; fields: string[]; also?: string[]; mode: 'directed' | 'undirected'; industry?: string; tiers?: Tier[]; ratios: Partial<Record<Tier, number>>; frequency?: number; months: [number, number]; lead: string; joining?: string[] }

/** What fills the libraries: the ordinary verbs. */
export type Bringer = Pick<Engine, 'importLibrary' | 'savePlan' | 'savePlanTask'>

/**
 * Fills the libraries of the invented city from resources/demo, by the ordinary import of their templates: 18 departments, 331 items, 940 officers
 * with leave and recusals, experts, third parties; 97 pools; the plan of the year. The same seed, city and day give the same rows.
 */
export async function fillLibraries(room: Room, { seed, today }: { seed: string; today: string }, bring: Bringer): Promise<void> {
  const words = parse(readFileSync(join(room.resources, 'demo', 'libraries.yaml'), 'utf8')) as Words
  const city = readCity(room.resources)
  const firms = await someFirms(room.database(), 120)
  const dice = (what: string): Dice => new Dice(createHash('sha256').update(`${seed}/${what}`).digest().readBigUInt64BE(0).toString())
  const begin = `${Number(today.slice(0, 4)) - 1}-01-01`
  const officers = words.departments.flatMap((one) => officersOf(one, city, dice, today, firms))
  const folder = await temporaryFolder('demo')
  const put = async (kind: LibraryKind, name: string, header: string[], rows: (string | number)[][]): Promise<void> => {
    const path = join(folder, `${name}.csv`)
    writeFileSync(path, [header, ...rows].map((row) => row.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(',')).join('\r\n'))
    refuseBad(await bring.importLibrary({ kind, path, reason: '示例数据建库' }))
  }
  try {
    await put('department', '部门库', ['部门代码', '部门名称', '监管职责', '生效日期'], words.departments.map(({ code, name, duty }) => [code, name, duty, begin]))
    await put('item', '检查事项清单', ['事项编码', '抽查事项', '责任部门', '检查依据', '检查对象', '检查内容', '检查方式', '事项类别', '人员资质', '比例上限', '对象频次上限', '频次周期（月）', '生效日期'], words.departments.flatMap((one) => itemsOf(one).map((item) => [...item.row, begin])))
    await put('officer', '执法检查人员名录库', ['人员编号', '姓名', '所属部门', '执法证号', '发证日期', '证件有效期至', '专业资质', '专长', '曾任职单位', '年检查上限', '生效日期'], officers.map((row) => [...row, begin]))
    const chosen = (what: string, n: number): { number: string; dice: Dice }[] => Array.from({ length: n }, (_, i) => dice(`${what}${i}`)).map((one) => ({ number: String(one.of(officers)[0]), dice: one }))
    await put('leave', '人员休假', ['人员编号', '事由', '开始日期', '结束日期'], unique(chosen('leave', 48)).map(({ number, dice: one }) => { const from = one.roll(120) - 60; return [number, one.of(words.leave), dayFrom(today, from), dayFrom(today, from + 2 + one.roll(25))] }))
    await put('recusal', '回避申报', ['人员编号', '回避对象', '回避类型', '回避事由', '申报日期'], unique(chosen('recusal', 64)).map(({ number, dice: one }) => { const { kind, reason } = one.of(words.recusals); return [number, one.of(firms), kind, reason, dayFrom(today, -one.roll(300))] }))
    await put('expert', '专家库', ['专家编号', '姓名', '工作单位', '职称', '专业领域', '生效日期'], words.experts.map((one, i) => [`ZJ${String(i + 1).padStart(3, '0')}`, nameOf(city, dice(`expert${i}`)), one.organisation, one.title, one.specialities.join('、'), begin]))
    await put('body', '第三方机构库', ['机构编号', '机构名称', '机构类型', '资质证书号', '业务范围', '生效日期'], Object.entries(words.bodies).flatMap(([kind, { names, end, scope, number }]) => names.map((name, i) => [`${kind.slice(0, 2).toUpperCase()}${i + 1}`, name + end, kind, `${number}${String(i + 1).padStart(3, '0')}`, scope, begin])))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  await fillPools(room, city)
  await fillPlan(room, words, today, bring)
}

/** An error of the program's own data. */
function refuseBad({ name, refused }: LibraryImport): void {
  if (refused[0]) throw new Error(`demo: ${name} row ${refused[0].row}: ${refused[0].message}`)
}

/** Names of companies of the city, the first by number. */
const someFirms = async (database: Database, n: number): Promise<string[]> =>
  (await database.read((ask) => ask.rows<{ name: string }>(sql`SELECT name FROM subject WHERE type = 'company' ORDER BY subject_id LIMIT ${n}`))).map((one) => one.name)

/** One item a matter: number, text, and the field that gives its law. */
function itemsOf({ code, fields }: Department): { field: string; code: string; row: (string | number)[] }[] {
  const all = fields.flatMap((field) => field.matters.map((matter) => ({ field, matter })))
  return all.map(({ field, matter }, i) => {
    const number = `${code}-${String(i + 1).padStart(3, '0')}`
    return { field: field.name, code: number, row: [number, `${field.name}：${matter}`, code, field.law, field.of, `${matter}是否符合规定`, field.how, field.key ? '重点' : '一般', field.holds ?? '', field.most ?? '', field.times ?? '', field.months ?? ''] }
  })
}

const nameOf = (city: City, dice: Dice): string => dice.of([...city.surnames]) + dice.of([...city.given]) + (dice.roll(10) < 7 ? dice.of([...city.given]) : '')

function officersOf(department: Department, city: City, dice: (what: string) => Dice, today: string, firms: readonly string[]): (string | number)[][] {
  return Array.from({ length: department.officers }, (_, i) => {
    const one = dice(`${department.code}${i}`)
    // A certificate holds five years; now and then one has run out or is about to.
    const left = one.roll(30) === 0 ? -one.roll(60) : 20 + one.roll(1700)
    const holds = department.holds.filter(() => one.roll(100) < 45)
    return [
      `${department.code}${String(i + 1).padStart(4, '0')}`, nameOf(city, one), department.code, `陕A${department.code}${String(10_000 + i * 7 + one.roll(7))}`, dayFrom(today, left - 1826), dayFrom(today, left),
      holds.join('、'), department.knows.filter(() => one.roll(100) < 30).join('、'), firms.length > 0 && one.roll(25) === 0 ? one.of(firms) : '', one.of([40, 50, 60, 80, '']),
    ]
  })
}

/** Each officer once. */
const unique = (rows: { number: string; dice: Dice }[]): typeof rows => rows.filter((one, i) => rows.findIndex((other) => other.number === one.number) === i)

function dayFrom(today: string, days: number): string {
  const date = new Date(`${today}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}

async function fillPlan(room: Room, words: Words, today: string, bring: Bringer): Promise<void> {
  const { tasks } = parse(readFileSync(join(room.resources, 'demo', 'plan.yaml'), 'utf8')) as { tasks: Task[] }
  // In autumn the next year is planned.
  const year = Number(today.slice(0, 4)) + (Number(today.slice(5, 7)) >= 9 ? 1 : 0)
  const items = words.departments.flatMap(itemsOf)
  await bring.savePlan({ year, name: `${year} 年度联合双随机抽查计划`, mostPerSubject: 4 })
  for (const task of tasks) {
    const { name, mode, ratios, lead, joining = [], frequency = 1, months: [first, last] } = task
    const input: Input<'savePlanTask'> = {
      year, name, mode, ratios, lead, joining, frequency, tiers: task.tiers ?? [...tiers], items: items.filter((one) => [...task.fields, ...(task.also ?? [])].includes(one.field)).map((one) => one.code),
      scope: task.industry === undefined ? [] : [{ field: 'industry', op: 'in', values: [task.industry] }],
      periodFrom: `${year}-${String(first).padStart(2, '0')}-01`, periodUntil: new Date(Date.UTC(year, last, 0)).toISOString().slice(0, 10),
    }
    await bring.savePlanTask(input)
  }
}


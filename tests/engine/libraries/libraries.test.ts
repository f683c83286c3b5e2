import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tableFromIPC } from 'apache-arrow'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { verbs, type Engine, type Table } from '../../../shared/contract.ts'
import { libraryKinds } from '../../../shared/libraries.ts'
import { createEngine, type RunningEngine } from '../../../electron/engine/engine.ts'
import { toGb18030 } from '../../gb18030.ts'
import { resources } from '../../room.ts'

let folder: string
let engine: RunningEngine
let ask: Engine
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mingcha-libraries-'))
  engine = createEngine({ resources, home: folder, database: { memoryMb: 512, threads: 2 }, today: () => '2026-11-22' })
  ask = engine.verbs
  await ask.createWorkspace({ path: join(folder, 'one') })
})
afterEach(async () => {
  await engine.close()
  rmSync(folder, { recursive: true, force: true })
})

const rows = ({ arrow }: Table): Record<string, unknown>[] => tableFromIPC(arrow).toArray().map((row) => (row as { toJSON(): Record<string, unknown> }).toJSON())
const file = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}
const reason = '年初建库'
const departments = '部门代码,部门名称,监管职责\nSJJ,市场监督管理局,登记与质量\nZJJ,住房和城乡建设局,\n'
const items = `2026 年度检查事项清单,,,,,,,,,,
事项编码,事项名称,责任部门,检查依据,检查对象,检查内容,检查方式,类别,资质要求,比例上限,频次上限
SJJ-001,登记事项检查,市场监督管理局,《中华人民共和国市场主体登记管理条例》第三十八条,企业,住所,现场检查,一般,,5%,1
ZJJ-001,房地产开发企业检查,ZJJ,《城市房地产开发经营管理条例》第三十四条,房地产开发企业,资质,现场检查,重点事项,房地产执法,,2
`
const officers = '人员编号,姓名,所属部门,执法证号,发证日期,证件有效期至,专业资质,曾任职单位,生效日期\nS1,甲某,SJJ,A1,2023/5/1,2028年4月30日,特种设备安全监察员、食品安全检查员,某甲公司；某乙公司,2026-01-01\nS2,乙某,SJJ,A2,20230501,2026.6.30,,,2026-01-01\n'
const bring = (kind: (typeof libraryKinds)[number], path: string, more = {}) => ask.importLibrary({ kind, path, reason, ...more })

test('libraries come in from CSV, GB18030 and XLSX alike, and are unchanged the second time', async () => {
  expect(await bring('department', file('部门.csv', departments))).toMatchObject({ read: 2, added: 2, refused: [], applied: true })
  const gb = file('事项.csv', toGb18030(items))
  expect(await bring('item', gb)).toMatchObject({ headerRow: 2, read: 2, added: 2, refused: [], ignored: [] })
  expect(await bring('item', gb)).toMatchObject({ read: 2, added: 0, changed: 0, unchanged: 2 })
  const sheet = await ask.tableWorkbook({ title: '人员', columns: officers.split('\n')[0]!.split(','), rows: officers.trim().split('\n').slice(1).map((line) => line.split(',')) })
  expect(await bring('officer', file('人员.xlsx', sheet))).toMatchObject({ read: 2, added: 2, refused: [] })
  expect(await bring('officer', file('人员.csv', officers))).toMatchObject({ unchanged: 2 })

  expect(rows(await ask.libraryPage({ kind: 'item' }))).toMatchObject([
    { item: 'SJJ-001', department: 'SJJ', department_name: '市场监督管理局', kind: 'general', ceiling_ratio: 0.05, most_per_subject: 1 },
    { item: 'ZJJ-001', department: 'ZJJ', kind: 'key', qualification: '房地产执法', ceiling_ratio: null },
  ])
  expect(rows(await ask.libraryPage({ kind: 'officer' }))).toMatchObject([
    { officer: 'S1', qualifications: '["特种设备安全监察员","食品安全检查员"]', former_employers: '["某甲公司","某乙公司"]', certified: true, available: true },
    { officer: 'S2', certified: false, available: false },
  ])
  expect((await ask.libraryPage({ kind: 'officer', qualification: '食品安全检查员' })).total).toBe(1)
  expect((await ask.libraryPage({ kind: 'officer', available: true, on: '2026-03-01' })).total).toBe(2)
  expect((await ask.libraryPage({ kind: 'officer', on: '2025-12-31' })).total).toBe(0)
  expect((await ask.listLibraries({})).map(({ kind, rows: n }) => [kind, n]).slice(0, 3)).toEqual([['department', 2], ['item', 2], ['officer', 2]])
})

test('a file with a bad row is applied not at all, and each bad cell is told with its row', async () => {
  await bring('department', file('部门.csv', departments))
  const bad = officers + 'S3,丙某,不存在局,A3,2023-02-30,,,,\nS4,,SJJ,A4,,,,,\nS1,甲某,SJJ,A1,,,,,2026-01-01\n610113199001011234,丁某,SJJ,A5,,,,,\nS6,戊某,SJJ,A6,2026-05-01,2025-05-01,,,\n'
  const report = await bring('officer', file('人员.csv', bad))
  expect(report).toMatchObject({ read: 7, added: 0, refusedRows: 5, applied: false })
  expect(report.refused.map(({ row, code, params }) => [row, code, params['column']])).toEqual([
    [4, 'library_unknown', '所属部门'], [4, 'library_day', '发证日期'], [5, 'library_missing', '姓名'], [6, 'library_twice', '人员编号'], [7, 'library_citizen_id', '人员编号'], [8, 'library_until', '证件有效期至'],
  ])
  expect((await ask.libraryPage({ kind: 'officer' })).total).toBe(0)
  expect(await bring('officer', file('人员.csv', bad), { skipRefused: true })).toMatchObject({ added: 2, refusedRows: 5, applied: true })
  await expect(bring('item', file('错.csv', departments))).rejects.toMatchObject({ code: 'library_header' })
  await expect(bring('item', file('错.json', '[{"a":1}]'))).rejects.toMatchObject({ code: 'library_not_table' })
})

test('an item of the list has its bounds in order', async () => {
  await bring('department', file('部门.csv', departments))
  const row = { item: 'X', name: '甲', department: 'SJJ', basis: '《某法》第一条', subject_kind: '企业', content: '乙', method: '丙', kind: 'general', floor_ratio: '6%', ceiling_ratio: '5％' }
  await expect(ask.saveLibraryRow({ kind: 'item', row, reason })).rejects.toMatchObject({ code: 'library_bounds' })
  await expect(ask.saveLibraryRow({ kind: 'item', row: { ...row, floor_ratio: '5' }, reason })).rejects.toMatchObject({ code: 'library_share' })
  await expect(ask.saveLibraryRow({ kind: 'item', row: { ...row, floor_ratio: null, kind: '大' }, reason })).rejects.toMatchObject({ code: 'library_choice' })
  expect(await ask.saveLibraryRow({ kind: 'item', row: { ...row, floor_ratio: 0.01 }, reason })).toEqual({ action: 'added' })
})

test('a change begins a new version, the old one stays for its days, and the log tells both', async () => {
  await ask.saveLibraryRow({ kind: 'department', row: { code: 'A', name: '旧名', valid_from: '2026-01-01' }, reason })
  expect(await ask.saveLibraryRow({ kind: 'department', row: { code: 'A', name: '新名', valid_from: '2026-07-01' }, reason: '更名' })).toEqual({ action: 'changed' })
  const nameOn = async (on: string) => rows(await ask.libraryPage({ kind: 'department', on })).map((one) => one['name'])
  expect(await Promise.all(['2025-12-31', '2026-06-30', '2026-07-01', '2030-01-01'].map(nameOn))).toEqual([[], ['旧名'], ['新名'], ['新名']])
  await ask.endLibraryRow({ kind: 'department', key: ['A'], last: '2026-12-31', reason: '撤销' })
  expect(await Promise.all(['2026-12-31', '2027-01-01'].map(nameOn))).toEqual([['新名'], []])
  await expect(ask.endLibraryRow({ kind: 'department', key: ['A'], last: '2027-12-31', reason })).rejects.toMatchObject({ code: 'no_such_library_row' })
  const { total, changes } = await ask.libraryLog({ kind: 'department', key: ['A'] })
  expect(total).toBe(3)
  expect(changes.map(({ action, reason: why, before, after }) => [action, why, before?.['name'] ?? null, after?.['valid_until'] ?? null])).toEqual([['ended', '撤销', '新名', '2026-12-31'], ['changed', '更名', '旧名', null], ['added', reason, null, null]])
  expect((await ask.libraryPage({ kind: 'department', history: true })).total).toBe(2)
})

test('a complete file ends what it lacks', async () => {
  await bring('department', file('部门.csv', departments))
  await ask.saveLibraryRow({ kind: 'department', row: { code: 'OLD', name: '老局', valid_from: '2020-01-01' }, reason })
  expect(await bring('department', file('全.csv', departments), { complete: true })).toMatchObject({ unchanged: 2, ended: 1 })
  expect(rows(await ask.libraryPage({ kind: 'department', history: true })).find((one) => one['code'] === 'OLD')!['valid_until']).toEqual(new Date('2026-11-21').getTime())
})

test('officers on leave cannot be drawn on those days', async () => {
  await bring('department', file('部门.csv', departments))
  await bring('officer', file('人员.csv', officers))
  await ask.saveLibraryRow({ kind: 'leave', row: { officer: 'S1', reason: '培训', valid_from: '2026-11-20', valid_until: '2026-11-30' }, reason })
  await ask.saveLibraryRow({ kind: 'recusal', row: { officer: 'S1', subject: '某某公司', kind: '亲属关系', reason: '近亲属任职' }, reason })
  expect(rows(await ask.libraryPage({ kind: 'officer' }))[0]).toMatchObject({ on_leave: true, available: false, recusals: 1 })
  expect(rows(await ask.libraryPage({ kind: 'officer', on: '2026-12-01' }))[0]).toMatchObject({ on_leave: false, available: true })
  expect(rows(await ask.libraryPage({ kind: 'recusal' }))[0]).toMatchObject({ officer_name: '甲某', kind: 'kin' })
})

test('each template can be imported as it is: explanation and example are no rows', async () => {
  for (const kind of libraryKinds) {
    for (const format of ['xlsx', 'csv'] as const) {
      const path = file(`${kind}.${format}`, await ask.libraryTemplate({ kind, format }))
      expect(await bring(kind, path)).toMatchObject({ read: 0, refused: [], ignored: [], applied: true })
    }
  }
})

test('the contract names every library', () => expect(verbs.libraryPage.shape.kind.options).toEqual([...libraryKinds]))

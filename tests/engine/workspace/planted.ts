import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import PizZip from 'pizzip'
import type { CampaignInfo, Engine, ImportReport } from '../../../shared/contract.ts'
import { fillLibraries } from '../../libraries.ts'
import { codeOf } from '../importing/codeOf.ts'

/** What must never be seen by those who may not: as it was written, whole. No file of the demo has it. */
export const planted = ['张曌曌', '李甡甡', '王淼鑫', '赵焱焱', '欧阳垚磊', '13900001111', '029-86001234', '610131198811223344', '秘园路77号'] as const
/** Looks like a citizen's number, and is that of a building permit: it is seen by all. */
export const permit = '610131201901011234'

export interface Planted { subjectId: number; code: string; fileId: number; reject: { fileId: number; sourceRow: number }; campaign: number; department: string; result: number; note: number; sha256: string; home: string; batch: number }

const table = (rows: (string | number)[][]): string => `${rows.map((row) => row.join(',')).join('\n')}\n`

/** Fills an open workspace with an invented city in which persons are planted wherever the workspace keeps any. */
export async function plant(verbs: Engine, home: string): Promise<Planted> {
  const load = async (name: string, rows: (string | number)[][]): Promise<ImportReport> => {
    writeFileSync(join(home, name), table(rows))
    return (await verbs.awaitJob(await verbs.importFiles({ files: [{ path: join(home, name) }] }))) as ImportReport
  }
  const code = codeOf(7)
  const [name, address] = ['镜湖杂货铺', '陕西省西安市雁塔区秘园路77号3单元501']
  const register = await load('企业登记.csv', [
    ['企业名称', '统一社会信用代码', '成立日期', '企业类型', '法定代表人', '注册资本', '经营范围', '住所', '联系电话', '联络员姓名', '投诉人身份证号'],
    [name, code, '2020-01-01', '个体工商户', '张曌曌', '10万元', '食品销售', address, '13900001111', '李甡甡', '610131198811223344'],
    ['镜湖食品店', codeOf(8), '2021-01-01', '个体工商户', '李甡甡', '5万元', '食品销售', address, '029-86001234', '王淼鑫', ''],
    ['镜湖分号', codeOf(9), '2021-01-01', '有限责任公司', '张曌曌', '5万元', '食品销售', address, '', '', ''], ['镜湖分号', codeOf(10), '2021-01-01', '有限责任公司', '王淼鑫', '5万元', '食品销售', address, '', '', ''],
    ['', '', '2020-01-01', '个体工商户', '张曌曌', '10万元', '食品销售', address, '13900001111', '李甡甡', '610131198811223344'],
  ])
  await load('行政处罚.csv', [['当事人名称', '统一社会信用代码', '处罚日期', '处罚类别', '违法事实', '处罚内容', '法定代表人'],
    [name, code, '2026/3/1', '罚款', '经营者张曌曌（身份证610131198811223344）销售过期食品；联系人：李甡甡，电话13900001111', '对张曌曌罚款500元', '张曌曌'], ['镜湖分号', '', '2026/4/1', '罚款', '见笔录', '罚款', '王淼鑫'], [name, code, '2026/3/2', '吊销许可证', '见笔录', '吊销许可证', '张曌曌']])
  await load('投诉举报.csv', [['被投诉人名称', '统一社会信用代码', '投诉时间', '投诉内容', '处理结果', '投诉人', '投诉人电话'], [name, code, '2026/5/1', '投诉人：王淼鑫，手机13900001111，反映商品过期', '已告知王淼鑫先生', '王淼鑫', '13900001111']])
  await load('许可信息.csv', [['企业名称', '统一社会信用代码', '许可证编号', '许可文件名称', '有效期自', '有效期至', '法定代表人', '地址'], [name, code, permit, '建筑工程施工许可证', '2025-01-01', '2027-01-01', '张曌曌', address]])
  const relations = join(home, '关联.csv')
  writeFileSync(relations, table([['企业名称', '统一社会信用代码', '关联类型', '关联方名称', '关联方代码'], [name, code, '股东', '李甡甡', '610131198811223344'], [name, code, '高管', '欧阳垚磊', '']]))
  await verbs.awaitJob(await verbs.importFiles({ files: [{ path: relations, recordClass: 'relation' }] }))
  await load('抽查结果.csv', [['任务名称', '主体名称', '统一社会信用代码', '抽查机关', '检查人员', '抽查时间', '抽查结果'], ['专项检查', name, code, '示例局', '王淼鑫、李甡甡', '2026-05-10', '发现问题待后续处理']])
  await verbs.awaitJob(await verbs.matchNames({ scope: 'all' }))
  await verbs.awaitJob(await verbs.scoreSubjects({}))

  await fillLibraries(verbs)
  const day = '2026-01-01'
  for (const [n, who] of ['王淼鑫', '李甡甡', '欧阳垚磊', '欧阳垚磊'].entries()) await verbs.saveLibraryRow({ kind: 'officer', reason: '建库', row: { officer: `JH${n}`, name: who, department: 'SJ', certificate_no: `610131198811223344`, certificate_until: '2035-12-31', qualifications: [], valid_from: day } })
  for (const n of [1, 2, 3, 4, 5, 6]) await verbs.endLibraryRow({ kind: 'officer', key: [`SJ${n}`], last: '2026-01-02', reason: '调离' })
  await verbs.saveLibraryRow({ kind: 'expert', reason: '建库', row: { expert: 'Z1', name: '赵焱焱', organisation: '示例大学', title: '教授', specialities: ['食品'], valid_from: day } })
  await verbs.saveLibraryRow({ kind: 'recusal', reason: '建库', row: { officer: 'XF1', subject: code, kind: 'kin', reason: '经营者：张曌曌，为其配偶', valid_from: day } })
  const { campaign } = (await verbs.awaitJob(await verbs.commitCampaign({ name: '联合', tasks: [{ department: 'SJ', items: ['SJ-001'], filter: [{ field: 'text', op: 'contains', value: '镜湖' }], ratios: { A: 1, B: 1, C: 1, D: 1 } }], on: '2026-11-22' }))) as CampaignInfo
  await verbs.awaitJob(await verbs.drawCampaign({ campaign, seed: '31415926535897932384' }))
  const visits = (await verbs.listResults({ of: { campaign } })).total
  const entered = await verbs.enterResults({ of: { campaign }, by: '甲', entries: Array.from({ length: visits - 1 }, (_, i) => ({ visit: i + 1, item: 'SJ-001', revision: 0, codes: ['X'], inspectedOn: '2026-11-23', remark: '负责人：张曌曌，电话13900001111，未到场' })) })
  if (visits < 3 || entered.refused.length > 0) throw new Error(`${visits} visits, refused: ${JSON.stringify(entered.refused)}`)
  writeFileSync(join(home, '照片.png'), Buffer.concat([Buffer.from('89504e470d0a1a0a00', 'hex'), Buffer.from(planted.join())]))
  await verbs.attachToResult({ result: 1, revision: 1, by: '甲', path: join(home, '照片.png') })
  await verbs.awaitJob(await verbs.findCases({}))
  const { subject: { subjectId } } = await verbs.subjectProfile({ code })
  const { note, files } = await verbs.addNote({ subjectId, text: '电话核实：联系人：欧阳垚磊，13900001111', files: [{ path: join(home, '照片.png'), name: '现场.png' }] })
  await verbs.watchSubjects({ subjects: [subjectId], watch: true })
  const banned = await verbs.proposeBans({ grounds: [{ penalty: { fileId: register.files[0]!.fileId! + 1, sourceRow: 4 } }], ban: 'licence_revoked', by: '甲', reason: '负责人：张曌曌，多次违法' })
  if (banned.done !== 1) throw new Error(JSON.stringify(banned.refused))
  await verbs.savePool({ name: '按法人', filter: [{ field: 'legal_rep', op: 'contains', value: '张曌曌' }] })
  const { override } = await verbs.proposeOverride({ subjectId, tier: 'C', reason: '投诉人：王淼鑫，多次反映', ground: '纪要', author: '甲', expiresOn: '2027-01-01' })
  await verbs.confirmOverride({ override, by: '乙' })
  const file = register.files[0]!
  return { subjectId, code, fileId: file.fileId!, reject: { fileId: file.fileId!, sourceRow: 6 }, campaign, department: 'SJ', result: 1, note, sha256: files[0]!.sha256, home, batch: file.batch! }
}

/** Everything that an answer says, whatever it is made of: texts, tables, archives and documents. */
export function said(value: unknown): string {
  if (value instanceof Uint8Array) {
    const bytes = Buffer.from(value)
    if (bytes.subarray(0, 2).toString('latin1') !== 'PK') return bytes.toString('utf8')
    return Object.values(new PizZip(bytes).files).map((part) => said(part.asUint8Array())).join('\n').replace(/<[^>]*>/g, '')
  }
  if (Array.isArray(value)) return value.map(said).join('\n')
  if (value instanceof Error) return `${value.message}\n${said({ ...value })}`
  if (typeof value === 'object' && value !== null) return Object.entries(value).map(([key, member]) => `${key} ${said(member)}`).join('\n')
  return String(value)
}

export const seen = (value: unknown): string[] => { const text = said(value); return planted.filter((one) => text.includes(one)) }

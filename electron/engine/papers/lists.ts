import type { Parsed } from '../../../shared/contract.ts'
import { inert } from '../../../shared/inert.ts'
import type { CampaignFacts, OfficerFacts, VisitFacts } from './visits.ts'

/** Writes a table as a workbook. Handed in by the reporting room, which knows how. */
export type WriteWorkbook = (table: Parsed<'tableWorkbook'>) => Uint8Array
type List = Parsed<'tableWorkbook'>

const several = (texts: readonly string[]): string => inert(texts.join('、'))

/** One row a visit. Texts that a spreadsheet would take for a formula are inert. */
export const visitRows = ({ campaign, name, visits }: CampaignFacts): List => ({
  title: `检查对象清单 ${campaign} ${name}`,
  columns: ['户次', '文书编号', '检查日期', '被检查单位', '主体代码', '住所', '法定代表人', '检查部门', '检查事项', '检查人员', '随同人员'],
  rows: visits.map((one) => [
    one.visit, `${campaign}-${one.visit}`, one.day, inert(one.name), inert(one.id), inert(one.address), inert(one.legalRep), several(one.departments),
    several(one.items.map((item) => item.name)), several(one.officers.map((officer) => `${officer.name}（${officer.department}）`)), several(one.companions.map((companion) => companion.name)),
  ]),
})

/** One row an officer's visit, by day, department and officer: what each has to do. */
export function dutyRows({ campaign, name, visits }: CampaignFacts): List {
  const duties = visits.flatMap((one) => one.officers.map((officer) => ({ officer, one })))
  const order = ({ officer: { department, officer }, one }: { officer: OfficerFacts; one: VisitFacts }): string => `${one.day}\t${department}\t${officer}`
  const total = new Map<string, number>()
  for (const { officer } of duties) total.set(officer.officer, (total.get(officer.officer) ?? 0) + 1)
  duties.sort((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : a.one.visit - b.one.visit))
  return {
    title: `执法人员派单表 ${campaign} ${name}`,
    columns: ['检查日期', '部门', '人员编号', '姓名', '执法证号', '共几户', '户次', '被检查单位', '住所', '本部门事项', '同行人员', '随同人员'],
    rows: duties.map(({ officer, one }) => [
      one.day, inert(officer.department), inert(officer.officer), inert(officer.name), inert(officer.certificate), total.get(officer.officer)!, one.visit, inert(one.name), inert(one.address),
      several(one.items.flatMap((item) => (item.department === officer.department ? [item.name] : []))), several(one.officers.flatMap((other) => (other.officer === officer.officer ? [] : [other.name]))), several(one.companions.map((companion) => companion.name)),
    ]),
  }
}

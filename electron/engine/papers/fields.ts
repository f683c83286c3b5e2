import { plain, type Fields } from './fill.ts'
import type { VisitResult } from './results.ts'
import type { CampaignFacts, VisitFacts } from './visits.ts'

/** What is the same on all papers; names as in resources/templates/papers.yaml. */
export const commonFields = ({ campaign, name, lead, on, commitment, seed }: CampaignFacts): Fields => ({
  牵头部门: plain(lead), 抽查名称: plain(name), 抽查编号: String(campaign), 年份: on.slice(0, 4), 承诺值: commitment, 种子: seed,
})

/** What the papers of one visit say; results are blank, to be filled in by hand, where none is given. */
export function visitFields({ campaign }: CampaignFacts, one: VisitFacts, result: VisitResult | null): Fields {
  const found = new Map(result?.items.map(({ code, result: text }) => [code, text]))
  const numbered = <T>(all: readonly T[], of: (one: T) => Fields): Fields[] => all.map((each, i) => ({ 序号: String(i + 1), ...of(each) }))
  return {
    文书编号: `${campaign}-${one.visit}`, 户次: String(one.visit), 被检查单位: plain(one.name), 主体代码: plain(one.id), 地址: plain(one.address), 法定代表人: plain(one.legalRep),
    检查日期: dayInWords(result?.inspectedOn ?? one.day), 检查部门: plain(one.departments.join('、')),
    检查结果: plain(result?.result ?? ''), 处理意见: plain(result?.handling ?? ''), 整改期限: result?.deadline ? dayInWords(result.deadline) : '',
    有随同人员: one.companions.length > 0,
    事项: numbered(one.items, (item) => ({ 部门: plain(item.department), 事项编码: plain(item.code), 事项名称: plain(item.name), 检查依据: plain(item.basis), 检查内容: plain(item.content), 检查方式: plain(item.method), 事项结果: plain(found.get(item.code) ?? '') })),
    人员: numbered(one.officers, (officer) => ({ 部门: plain(officer.department), 姓名: plain(officer.name), 执法证号: plain(officer.certificate) })),
    随同人员: numbered(one.companions, (companion) => ({ 姓名: plain(companion.name), 单位: plain(companion.organisation), 身份: companion.library === 'expert' ? '专家' : '第三方机构' })),
  }
}

/** 2026-03-05 as 2026年3月5日. */
export function dayInWords(day: string): string {
  const [year, month, date] = day.split('-').map(Number)
  return `${year}年${month}月${date}日`
}

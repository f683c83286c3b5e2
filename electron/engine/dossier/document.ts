import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DossierFacts } from './facts.ts'
import { caseSentence, figure, groundWords, minute, reasonOf } from './page.ts'
import type { Words } from './words.ts'

/** What a template's place holds. */
export type Fields = { [name: string]: string | boolean | Fields[] }
/** Fills a template: the papers room knows how. */
export type FillTemplate = (template: Uint8Array, common: Fields, papers: readonly Fields[]) => Promise<{ together(): Uint8Array }>
/** Text as it may stand in a template's place. */
export type PlainText = (text: string) => string

/** The dossier as a Word document in Chinese: resources/templates/dossier/dossier.docx, whose places are named in Chinese. */
export async function dossierDocument(resources: string, facts: DossierFacts, words: Words, industry: (letter: string) => string, { fill, plain }: { fill: FillTemplate; plain: PlainText }): Promise<Uint8Array> {
  const { say, code } = words
  const { subject, explanation } = facts.profile
  const text = (value: string | null): string => plain(value === null || value === '' ? '—' : value)
  const more = (shown: number, total: number): string => (total === 0 ? say('none') : shown < total ? say('more', { shown, total }) : '')
  const source = (one: { file: string; row: number; batch: number }): Fields => ({ 文件: plain(one.file), 行: String(one.row), 批次: String(one.batch) })
  const fields: Fields = {
    名称: plain(subject.name), 代码: text(subject.uscc ?? subject.localCode), 曾用名: text(subject.formerNames.join('、')), 法定代表人: text(subject.legalRep), 电话: text(subject.phone), 类型: code('type', subject.type),
    状态: code('status', subject.status), 行业: subject.industry === null ? '—' : industry(subject.industry), 地区: text(subject.regionName ?? subject.region), 成立日期: text(subject.established), 注册资本: subject.capitalYuan === null ? '—' : `${figure(subject.capitalYuan)} 元`, 住所: text(subject.address),
    遮蔽说明: say(facts.masked ? 'masked' : 'full'),
    指数: explanation === null ? say('notScored') : figure(explanation.index), 分级: code('tier', explanation?.tier ?? null), 截至日期: text(explanation?.asOf ?? null), 模型: text(explanation?.model ?? null), 定级依据: plain(reasonOf(facts, words, 'zh-CN')),
    构成: (explanation?.contributions ?? []).filter((one) => one.contribution !== 0).map((one, i) => ({ 序号: String(i + 1), 类别: code('class', one.class), 维度: plain(one.nameZh), 取值: figure(one.value), 分值: figure(one.points), 权重: figure(one.weight), 贡献: figure(one.contribution) })),
    证据说明: more(facts.evidence.length, facts.evidenceRows), 证据: facts.evidence.map((one) => ({ 维度: plain(one.nameZh), 日期: text(one.day), 内容: plain(one.summary), ...source(one) })),
    时间线说明: more(facts.timeline.length, facts.records), 时间线: facts.timeline.map((one) => ({ 日期: text(one.day), 类别: code('class', one.recordClass), 内容: plain(one.summary), ...source(one) })),
    关联说明: more(facts.relations.length, facts.relationRows), 关联: facts.relations.map((one) => ({ 关系: code('relation', one.kind), 对方: text(one.name), 比例: one.share === null ? '—' : `${figure(one.share * 100)} %`, ...source(one) })),
    案件说明: facts.cases.length + facts.entries.length === 0 ? say('none') : '',
    案件: facts.cases.map((one) => ({ 案件号: String(one.caseNo), 事由: plain(groundWords(facts, one.list, one.ground, 'zh-CN').ground), 说明: plain(caseSentence(facts, one.rule, one.facts, 'zh-CN')), 发现: one.foundOn, 期限: one.dueOn })),
    名录: facts.entries.map((one) => ({ 名录: plain(groundWords(facts, one.list, one.ground, 'zh-CN').list), 事由: plain(groundWords(facts, one.list, one.ground, 'zh-CN').ground), 依据: plain(one.basis), 列入: one.listedOn, 期满: text(one.untilOn) })),
    备注说明: facts.notes.length === 0 ? say('none') : '', 备注: facts.notes.map((one) => ({ 时间: minute(one.at), 记录人: text(one.by), 内容: plain(one.text), 附件: text(one.files.map((file) => file.name).join('、')) })),
    来源: facts.sources.map((one) => ({ 文件: plain(one.file), 批次: String(one.batch), 导入时间: minute(one.importedAt), 记录数: String(one.rows), 指纹: one.sha256 })),
  }
  const filled = await fill(readFileSync(join(resources, 'templates', 'dossier', 'dossier.docx')), { 制作人: text(facts.by), 制作时间: minute(facts.madeAt) }, [fields])
  return filled.together()
}

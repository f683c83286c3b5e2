import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { recordClasses } from '../../../shared/classes.ts'
import { caseKinds, listNames, type CaseRule, type ListBook } from '../../../shared/lists.ts'
import { z } from '../../../shared/schema.ts'
import { readOnce } from '../workspace/readOnce.ts'

const code = z.string().regex(/^[a-z_]+$/)
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const words = z.tuple([z.string().min(1), z.string().min(1)])
const days = z.number().int().positive()
const list = z.enum(listNames)

const removal = z.strictObject({ name: words, basis: z.string().min(1), within: days })
const listSchema = z.strictObject({
  name: words, second: z.boolean(), notice: days.nullable(), term: z.strictObject({ years: days, alert_days: days }),
  marks: z.strictObject({ types: z.array(z.string()).min(1), name: words, basis: z.string().min(1) }).nullable(),
  grounds: z.record(code, z.strictObject({ name: words, basis: z.string().min(1), removal })),
})
const listsSchema = z.strictObject({ version: z.string(), lists: z.record(list, listSchema) })

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()])
const row = z.record(z.string(), cell)
const inlineCase = z.strictObject({ given: z.record(z.string(), z.union([z.array(row), row])), found: z.array(z.string()) })
const common = {
  id: code, version: z.number().int().positive(), kind: z.enum(caseKinds), list: z.union([list, z.literal('')]),
  ground: z.union([code, z.string().startsWith('sql: ')]), name: words, says: words,
  within: days, lapses: z.boolean().default(true), quiet: z.number().int().min(0).default(0), adopts: z.boolean().default(false),
  urgency: z.union([z.number().int().min(0).max(100), z.string().min(1)]), basis: z.string().min(1).optional(), since: day, until: day.optional(), cases: z.array(inlineCase).min(2),
}
const recordRule = z.strictObject({ ...common, from: z.enum(recordClasses), where: z.string(), period: z.string(), having: z.string().optional(), facts: z.record(code, z.string()), named: z.boolean().default(false) })
const selectRule = z.strictObject({ ...common, select: z.string(), facts: z.array(code).min(1), parties: z.boolean().default(false), evidence: z.strictObject({ class: z.enum(recordClasses), where: z.string() }).optional(), urgency: z.number().int().min(0).max(100) })
const ruleSchema = z.union([recordRule, selectRule])
export type Rule = z.infer<typeof ruleSchema>
export type RecordRule = z.infer<typeof recordRule>
export type SelectRule = z.infer<typeof selectRule>
export type Lists = z.infer<typeof listsSchema>['lists']

const read = (resources: string, name: string): unknown => parse(readFileSync(join(resources, 'lists', name), 'utf8'))

/** resources/lists/lists.yaml. */
export const listsOf = readOnce((resources): Lists => listsSchema.parse(read(resources, 'lists.yaml')).lists)

/** resources/lists/rules.yaml, whichever are in force. */
export const rulesOf = readOnce((resources): Rule[] => z.array(ruleSchema).parse(read(resources, 'rules.yaml')))

/** What a list is called, with the ground for which a party stands on it. */
export const groundWords = (resources: string) => (list: string, ground: string): string => {
  const one = listsOf(resources)[list as keyof Lists]
  return one ? `${one.name[0]}：${one.grounds[ground]?.name[0] ?? ground}` : ''
}

/** The rules in force on a day. */
export const rulesOn = (resources: string, today: string): Rule[] => rulesOf(resources).filter((rule) => rule.since <= today && (rule.until === undefined || rule.until >= today))

/** The legal basis that a rule offers: its own, else that of its ground on its list. */
function basisOf(rule: Rule, lists: Lists): string {
  if (rule.basis !== undefined || rule.list === '') return rule.basis ?? ''
  const ground = lists[rule.list].grounds[rule.ground]
  return (rule.kind === 'removal' ? ground?.removal.basis : ground?.basis) ?? ''
}

/** What a page or a command shows of the rules and the lists. */
export function listBook(resources: string, today: string): ListBook {
  const lists = listsOf(resources)
  const inForce = new Set(rulesOn(resources, today))
  const told = (rule: Rule): CaseRule => ({
    id: rule.id, version: rule.version, kind: rule.kind, list: rule.list, nameZh: rule.name[0], nameEn: rule.name[1], saysZh: rule.says[0], saysEn: rule.says[1],
    basis: basisOf(rule, lists), within: rule.within, since: rule.since, until: rule.until ?? null, inForce: inForce.has(rule),
    condition: 'select' in rule ? rule.select : rule.where,
  })
  return {
    rules: rulesOf(resources).map(told),
    lists: listNames.map((name) => {
      const one = lists[name]
      return {
        list: name, nameZh: one.name[0], nameEn: one.name[1], second: one.second, notice: one.notice, years: one.term.years, alertDays: one.term.alert_days,
        marks: one.marks === null ? null : { types: one.marks.types, nameZh: one.marks.name[0], nameEn: one.marks.name[1], basis: one.marks.basis },
        grounds: Object.entries(one.grounds).map(([ground, of]) => ({ ground, nameZh: of.name[0], nameEn: of.name[1], basis: of.basis, removalZh: of.removal.name[0], removalEn: of.removal.name[1], removalBasis: of.removal.basis, removalWithin: of.removal.within })),
      }
    }),
  }
}

import { maskPerson } from '../../../components/mask.ts'
import type { Row } from '../../../components/arrow.ts'

/** Words for codes: departments by code, items by department and code. */
export interface VisitNames { department: (code: string) => string; item: (department: string, code: string) => string; colon: string; comma: string }
interface Officer { department: string; officer: string; name: string }

const parsed = <T>(cell: unknown): T[] => (typeof cell === 'string' ? (JSON.parse(cell) as T[] | null) ?? [] : [])

/** Departments of a visit, each with its items: 市场监管：登记检查；消防：用电检查. */
export const visitItems = (row: Row, { department, item, colon, comma }: VisitNames, between: string): string =>
  parsed<{ department: string; items: string[] }>(row.departments).map((one) => `${department(one.department)}${colon}${one.items.map((code) => item(one.department, code)).join(comma)}`).join(between)

/** Experts and third parties beside the officers. */
export const visitCompanions = (row: Row): { library: 'expert' | 'body'; companion: string; name: string }[] => parsed(row.companions)

/** The same in words, experts masked; '' none. */
export const companionWords = (row: Row, comma: string): string => visitCompanions(row).map((one) => `${one.library === 'expert' ? maskPerson(one.name) : one.name} ${one.companion}`).join(comma)

/** Officers of a visit by department, names masked, each with the number that tells namesakes apart; '' where nobody goes yet. */
export function visitOfficers(row: Row, { department, colon, comma }: VisitNames, between: string): string {
  const officers = parsed<Officer>(row.officers)
  return [...new Set(officers.map((one) => one.department))]
    .map((code) => `${department(code)}${colon}${officers.filter((one) => one.department === code).map((one) => `${maskPerson(one.name)} ${one.officer}`).join(comma)}`).join(between)
}

/** Departments of a visit in order, each with its items and officers. */
export function visitParts(row: Row): { department: string; items: string[]; officers: Officer[] }[] {
  const [departments, officers] = [parsed<{ department: string; items: string[] }>(row.departments), parsed<Officer>(row.officers)]
  return [...new Set(departments.map((one) => one.department))].map((department) => ({
    department, items: departments.flatMap((one) => (one.department === department ? one.items : [])), officers: officers.filter((one) => one.department === department),
  }))
}

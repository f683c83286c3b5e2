import { useMemo } from 'react'
import type { Input } from '../../../../shared/contract.ts'
import { useAnswer } from '../../../app/useAnswer.ts'
import { rowsOf } from '../../../components/arrow.ts'

const most = 10_000

export interface ItemRow { item: string; name: string; kind: 'general' | 'key'; qualification: string | null }
export interface DepartmentRow { code: string; name: string }
export interface CompanionRow { id: string; name: string; about: string }
export interface OfficerRow { officer: string; qualifications: string[] }

function useRows<T>(input: Omit<Input<'libraryPage'>, 'limit'> | null, read: (row: Record<string, unknown>) => T): { rows: T[] | null; error: unknown; again: () => void } {
  const { answer, error, again } = useAnswer('libraryPage', input && { ...input, limit: most }, ['libraries'])
  // `read` is one of the constants below.
  // oxlint-disable-next-line react/exhaustive-deps
  return { rows: useMemo(() => answer && rowsOf(answer.arrow).map(read), [answer]), error, again }
}
const departmentOf = (row: Record<string, unknown>): DepartmentRow => ({ code: String(row.code), name: String(row.name) })
const itemOf = (row: Record<string, unknown>): ItemRow => ({ item: String(row.item), name: String(row.name), kind: row.kind as ItemRow['kind'], qualification: row.qualification as string | null })
const ownedOf = (row: Record<string, unknown>): { item: string; department: string; name: string } => ({ item: String(row.item), department: String(row.department), name: String(row.name) })
const officerOf = (row: Record<string, unknown>): OfficerRow => ({ officer: String(row.officer), qualifications: JSON.parse((row.qualifications as string | null) ?? '[]') as string[] })

const companionOf = (row: Record<string, unknown>): CompanionRow => ({ id: String(row.expert ?? row.body), name: String(row.name), about: [row.organisation ?? row.kind, ...(JSON.parse((row.specialities as string | null) ?? '[]') as string[])].filter((one) => one !== null && one !== undefined).join(' ') })

/** Experts or third parties in force on a day. */
export const useCompanions = (library: 'expert' | 'body', on: string) => useRows({ kind: library, ...day(on) }, companionOf)
/** Departments in force on a day; '' today. */
export const useDepartments = (on: string) => useRows({ kind: 'department', ...day(on) }, departmentOf)
/** Items of a department in force on a day. */
export const useItems = (department: string | null, on: string) => useRows(department === null ? null : { kind: 'item', department, ...day(on) }, itemOf)
/** Officers of a department who could inspect on a day: in force, certified, not on leave. */
export const useFit = (department: string | null, on: string) => useRows(department === null ? null : { kind: 'officer', department, available: true, ...day(on) }, officerOf)

/** Items in force on a day by code: whose each is, and its name; null while they are not known. */
export function useItemDepartments(on: string): Map<string, { department: string; name: string }> | null {
  const { rows } = useRows({ kind: 'item', ...day(on) }, ownedOf)
  return useMemo(() => rows && new Map(rows.map((one) => [one.item, one])), [rows])
}

/** A department's latest name by its code, also of one that is no more; the code while it is unknown. */
export function useDepartmentName(): (code: string) => string {
  const { rows } = useRows({ kind: 'department', history: true }, departmentOf)
  return useMemo(() => {
    const names = new Map<string, string>()
    for (const { code, name } of rows ?? []) if (!names.has(code)) names.set(code, name) // versions come latest first
    return (code) => names.get(code) ?? code
  }, [rows])
}

const day = (on: string): { on?: string } => (on === '' ? {} : { on })

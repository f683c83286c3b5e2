import type { Verification } from '../../../shared/contract.ts'

type Check = Verification['checks'][number]
/** Checks of one draw of a joint inspection, named without it; `draw` null: of the file as a whole. */
export interface CheckGroup { draw: number | null; checks: Check[] }

/** Sorts `draw 2: sample` under draw 2, in the order in which the groups come. */
export function checkGroups(checks: readonly Check[]): CheckGroup[] {
  const groups = new Map<number | null, Check[]>()
  for (const one of checks) {
    const [, number, name] = /^draw (\d+): (.*)$/.exec(one.name) ?? []
    const draw = number === undefined ? null : Number(number)
    groups.set(draw, [...(groups.get(draw) ?? []), { ...one, name: name ?? one.name }])
  }
  return [...groups].map(([draw, own]) => ({ draw, checks: own }))
}

/** Departments of the draws, as the bundle of a joint inspection states them; none where the file is no such bundle. */
export function departmentsOf(bundle: Uint8Array, checks: readonly Check[]): string[] {
  if (!checks.some((one) => one.name.startsWith('draw '))) return []
  const { rules } = JSON.parse(new TextDecoder().decode(bundle)) as { rules: { parts: { department: string }[] } } // its format was checked before its draws
  return rules.parts.map((one) => one.department)
}

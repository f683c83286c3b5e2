import { z } from '../schema.ts'
import { hexOf, type Means } from './means.ts'
import { staffAgain, type Person, type Stop } from './staffAgain.ts'
import { ticketDigits } from './ticketDigits.ts'

export const personShape = z.strictObject({ department: z.string(), id: z.string(), most: z.number().int().min(0).nullable(), name: z.string(), qualifications: z.array(z.string()), seal: z.string() })
const at = z.iso.datetime()
export const changeShape = z.discriminatedUnion('kind', [
  z.strictObject({ at, kind: z.literal('relaxed'), reason: z.string(), detail: z.strictObject({ department: z.string(), most: z.number().int().positive().nullable(), officers: z.array(personShape), recusals: z.array(z.tuple([z.string(), z.string(), z.string()])) }) }),
  z.strictObject({ at, kind: z.literal('officer'), reason: z.string(), detail: z.strictObject({ department: z.string(), next: z.string(), officer: z.string(), visit: z.string() }) }),
  z.strictObject({ at, kind: z.literal('companion'), reason: z.string(), detail: z.strictObject({ companion: z.string(), item: z.string().nullable(), leaves: z.boolean(), library: z.enum(['expert', 'body']), name: z.string(), recused: z.array(z.string()), seal: z.string(), visits: z.array(z.string()) }) }),
  z.strictObject({ at, kind: z.literal('subject'), reason: z.string(), detail: z.strictObject({ replaced: z.array(z.strictObject({ department: z.string(), draw: z.number(), id: z.string() })), visit: z.string() }) }),
])
export type Change = z.infer<typeof changeShape>
export interface Part { department: string; draw: number; items: string[] }
export interface Standing { id: string; departments: Part[] }

/** What the verifier knows before the changes. */
export interface Start {
  visits: Standing[]
  people: Person[]
  /** `officer TAB visit` of who must not meet. */
  barred: Set<string>
  /** Parts of the joint inspection in order; spares of each draw in order of rank, with their strata; strata of the drawn. */
  order: number[]
  spares: Map<number, { id: string; stratum: string }[]>
  stratumOf: (draw: number, id: string) => string | undefined
  qualifications: (visit: Standing, department: string) => string[]
  staffing: { per_department: number; least: number }
  seed: string
}

export interface After { visits: Standing[]; /** Department and officer by visit, seat after seat; null: not staffed. */ teams: Map<string, { department: string; officer: string; first: boolean }[]> | null; /** Experts and third parties by visit: library, number, name as shown. */ companions: Map<string, { library: string; companion: string; name: string }[]>; faults: string[] }

/** The joint inspection after its changes, each by its rule; what the file states otherwise is a fault. */
export function replay(means: Means, start: Start, changes: readonly Change[]): After {
  const prefix = hexOf(means.sha256(start.seed))
  const people = start.people.map((one) => ({ ...one }))
  const barred = new Set(start.barred)
  let visits = start.visits.map((one) => ({ ...one }))
  const used = new Set<string>()
  const faults: string[] = []
  const companions: After['companions'] = new Map()
  let teams = staffAll()

  function staffAll(): After['teams'] {
    const stops = visits.map((visit): Stop => {
      const names = [...new Set(visit.departments.map((one) => one.department))]
      return { id: visit.id, needs: names.map((department, i) => ({ department, officers: seatsOf(i === 0, names.length), qualifications: start.qualifications(visit, department) })) }
    })
    const staffed = staffAgain(means, stops, people, (officer, visit) => barred.has(`${officer}\t${visit}`), start.seed)
    if (staffed === null) return null
    const answer: NonNullable<After['teams']> = new Map(visits.map((one) => [one.id, []]))
    for (const { visit, department, officers } of staffed) officers.forEach((officer, i) => answer.get(visit)!.push({ department, officer, first: i === 0 }))
    return answer
  }
  function seatsOf(leads: boolean, departments: number): number {
    const { per_department: each, least } = start.staffing
    return leads ? Math.max(each, least - each * (departments - 1)) : each
  }
  /** Fewest visits, then smallest ticket, among those who may. */
  function pick(visit: string, department: string, qualifications: readonly string[]): string | null {
    const load = new Map<string, number>()
    for (const seats of teams!.values()) for (const { officer } of seats) load.set(officer, (load.get(officer) ?? 0) + 1)
    const here = new Set(teams!.get(visit)!.map((one) => one.officer))
    let best: { id: string; visits: number; ticket: string } | null = null
    for (const one of people) {
      if (one.department !== department || here.has(one.id) || barred.has(`${one.id}\t${visit}`) || qualifications.some((name) => !one.qualifications.includes(name))) continue
      const visitsNow = load.get(one.id) ?? 0
      if (one.most !== null && visitsNow >= one.most) continue
      if (best !== null && visitsNow > best.visits) continue
      const ticket = ticketDigits(means.sha256(`${prefix}${one.id}\t${visit}`))
      if (best === null || visitsNow < best.visits || ticket < best.ticket) best = { id: one.id, visits: visitsNow, ticket }
    }
    return best?.id ?? null
  }
  function seat(visit: string, department: string, first: boolean, qualifications: readonly string[], where: string): void {
    const officer = pick(visit, department, first ? qualifications : [])
    if (officer === null) faults.push(`${where}: nobody of ${department} could take the seat on ${visit}`)
    else teams!.get(visit)!.push({ department, officer, first })
  }

  /** Beside the officers, never in a seat: who comes is no officer, and an item's visits are taken all but those who are bound. */
  function accompany({ library, companion, name, leaves, item, visits: named, recused }: Extract<Change, { kind: 'companion' }>['detail'], where: string): void {
    const goes = (id: string): boolean => companions.get(id)?.some((one) => one.library === library && one.companion === companion) ?? false
    if (named.length === 0) faults.push(`${where}: ${companion} is named for no visit`)
    if (people.some((one) => one.id === companion && one.name === name)) faults.push(`${where}: ${companion} is an officer of the joint inspection`)
    for (const id of [...named, ...recused]) if (!visits.some((one) => one.id === id)) faults.push(`${where}: there is no visit of ${id}`)
    for (const id of named) if (goes(id) !== leaves || named.indexOf(id) !== named.lastIndexOf(id)) faults.push(`${where}: ${companion} ${leaves ? 'does not go' : 'goes already'} along with the visit of ${id}`)
    if (item === null ? recused.length > 0 : leaves && recused.length > 0) faults.push(`${where}: visits are left out though nobody asked for all`)
    if (item !== null) {
      const due = visits.filter((one) => goes(one.id) === leaves && one.departments.some((part) => part.items.includes(item))).map((one) => one.id)
      const told = new Set([...named, ...recused])
      if (due.length !== told.size || due.some((id) => !told.has(id))) faults.push(`${where}: ${item} has the visits ${due.join(', ')}, the change names ${[...told].join(', ')}`)
    }
    for (const id of named) {
      const others = (companions.get(id) ?? []).filter((one) => one.library !== library || one.companion !== companion)
      companions.set(id, leaves ? others : [...others, { library, companion, name }])
    }
  }

  changes.forEach((change, i) => {
    const where = `change ${i + 1}`
    if (change.reason.trim() === '') faults.push(`${where}: no reason is given`)
    if (change.kind === 'relaxed') {
      if (teams !== null) faults.push(`${where}: all visits had their officers already`)
      const { department, most, officers, recusals } = change.detail
      for (const one of officers) {
        if (one.department !== department || people.some((other) => other.id === one.id)) faults.push(`${where}: ${one.id} is no further officer of ${department}`)
        people.push({ ...one })
      }
      for (const [officer, visit] of recusals) barred.add(`${officer}\t${visit}`)
      people.sort((a, b) => (a.id < b.id ? -1 : 1))
      if (most !== null) for (const one of people) if (one.department === department && one.most !== null) one.most = Math.max(one.most, most)
      teams = staffAll()
      return
    }
    if (teams === null) {
      faults.push(`${where}: the visits had no officers yet`)
      return
    }
    if (change.kind === 'companion') {
      accompany(change.detail, where)
      return
    }
    const { visit: id } = change.detail
    const visit = visits.find((one) => one.id === id)
    if (!visit) {
      faults.push(`${where}: there is no visit of ${id}`)
      return
    }
    if (change.kind === 'officer') {
      const seats = teams.get(id)!
      const place = seats.findIndex((one) => one.officer === change.detail.officer)
      if (place < 0) {
        faults.push(`${where}: ${change.detail.officer} was not on the visit of ${id}`)
        return
      }
      const { department, first } = seats[place]!
      const next = pick(id, department, first ? start.qualifications(visit, department) : [])
      if (next !== change.detail.next || department !== change.detail.department) faults.push(`${where}: expected ${next ?? 'nobody'} of ${department}, found ${change.detail.next} of ${change.detail.department}`)
      barred.add(`${change.detail.officer}\t${id}`)
      seats[place] = { department, first, officer: change.detail.next }
      return
    }
    const due = visit.departments.map(({ department, draw }) => ({ department, draw, id: start.spares.get(draw)?.find((one) => one.stratum === start.stratumOf(draw, id) && !used.has(`${draw} ${one.id}`))?.id ?? '' }))
    if (JSON.stringify(due.map((one) => [one.department, one.draw, one.id])) !== JSON.stringify(change.detail.replaced.map((one) => [one.department, one.draw, one.id]))) {
      faults.push(`${where}: expected ${due.map((one) => `${one.department} ${one.id || 'no spare'}`).join(', ')}, found ${change.detail.replaced.map((one) => `${one.department} ${one.id}`).join(', ')}`)
    }
    for (const one of due) used.add(`${one.draw} ${one.id}`)
    visits = visits.filter((one) => one !== visit)
    teams.delete(id)
    companions.delete(id)
    for (const coming of new Set(due.map((one) => one.id))) {
      const parts = visit.departments.filter((part) => due.some((one) => one.id === coming && one.draw === part.draw))
      const there = visits.find((one) => one.id === coming)
      const before = new Set(there?.departments.map((one) => one.department))
      const merged = { id: coming, departments: start.order.flatMap((draw) => [...(there?.departments ?? []), ...parts].filter((one) => one.draw === draw)) }
      if (there) visits = visits.map((one) => (one === there ? merged : one))
      else {
        visits.push(merged)
        teams.set(coming, [])
      }
      const names = [...new Set(merged.departments.map((one) => one.department))]
      for (const department of [...new Set(parts.map((one) => one.department))].filter((one) => !before.has(one)).sort()) {
        const seats = !there && department === names[0] ? seatsOf(true, names.length) : start.staffing.per_department
        for (let place = 0; place < seats; place++) seat(coming, department, place === 0, start.qualifications(merged, department), where)
      }
    }
  })
  return { visits, teams, companions, faults }
}

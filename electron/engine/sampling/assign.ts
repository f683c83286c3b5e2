import type { Shortage } from '../../../shared/contract.ts'
import { firstWhere } from '../../../shared/firstWhere.ts'
import { firstNine, seedHash, ticketOf } from './ticket.ts'

/** A certified officer as the commitment has them. `most`: visits that they can make in this draw; null: any number. */
export interface Officer { id: string; department: string; qualifications: readonly string[]; most: number | null }
/** What a department owes a visit: so many officers, the first of whom holds all these qualifications. */
export interface Need { department: string; officers: number; qualifications: readonly string[] }
export interface Visit { id: string; needs: readonly Need[] }
/** An officer who must not make a visit: interest, kin, former employer, … */
export interface Recusal { officer: string; visit: string; reason: string }
export interface Team { visit: string; department: string; /** The first holds the qualifications. */ officers: string[] }

export interface Assignment { teams: Team[]; shortages: Shortage[] }

/**
 * Officers for visits, from the seed: the same input and seed give the same teams on any machine.
 *
 * Departments are staffed one by one, visits in the order given, seat by seat. A way to fill a seat gives it an officer who is not on the
 * visit and who then either makes one visit more, or gives up another seat, for which the same is sought; an officer who holds another
 * seat of the same visit may change over. Of all ways the one is taken whose last officer has the fewest visits, then the one with the
 * fewest changes, then the first when officers are tried in the order of their tickets (`officer TAB visit`, Rivest's sampler) and the
 * seats that they hold in the order in which they came to them.
 *
 * That is the successive-shortest-path method for a flow whose cost is Σ n(n+1)/2 over the officers' numbers of visits n: after each seat
 * no exchange lowers it (Harvey, Ladner, Lovász, Tamir: Semi-matchings, 2006), so at the end the most loaded officer has as few visits
 * as can be, and the next, and so on. Where no way exists, the seats so far and this one can be filled by no assignment at all (Berge).
 */
export function assign(visits: readonly Visit[], officers: readonly Officer[], recusals: readonly Recusal[], seed: string): Assignment {
  const hash = seedHash(seed)
  const recused = new Map<string, Set<string>>()
  for (const { visit, officer } of recusals) recused.set(visit, (recused.get(visit) ?? new Set()).add(officer))
  const departments = [...new Set(visits.flatMap(({ needs }) => needs.map((one) => one.department)))].sort()
  const answer: Assignment = { teams: [], shortages: [] }
  for (const department of departments) {
    const own = officers.filter((one) => one.department === department)
    const wanted = visits.flatMap(({ id, needs }) => needs.filter((one) => one.department === department).map((need): Wanted => ({ visit: id, need, recused: recused.get(id) ?? none })))
    const filled = fill(wanted, own, hash)
    if (filled.unfilled === 0) answer.teams.push(...wanted.map(({ visit }, i) => ({ visit, department, officers: filled.teams[i]! })))
    else answer.shortages.push(shortageOf(department, wanted, own, filled.unfilled, hash))
  }
  return answer
}

interface Wanted { visit: string; need: Need; recused: ReadonlySet<string> }
interface Seat { wanted: number; first: boolean; holder: number }
const none: ReadonlySet<string> = new Set()

/** The teams of one department, in the order of `wanted`; seats that nobody can take stay empty. */
function fill(wanted: readonly Wanted[], officers: readonly Officer[], hash: string): { teams: string[][]; unfilled: number } {
  const load = new Int32Array(officers.length)
  const held: Seat[][] = officers.map(() => [])
  const seats = wanted.map(({ need }, i) => Array.from({ length: need.officers }, (_, place): Seat => ({ wanted: i, first: place === 0, holder: -1 })))
  const holds = (one: Officer, qualifications: readonly string[]): boolean => qualifications.every((name) => one.qualifications.includes(name))
  const suits = (i: number, seat: Seat): boolean => {
    const { need, recused } = wanted[seat.wanted]!
    return !recused.has(officers[i]!.id) && (!seat.first || holds(officers[i]!, need.qualifications))
  }
  const suited = (seat: Seat): number[] => officers.flatMap((_, i) => (suits(i, seat) ? [i] : []))
  const free = (i: number): boolean => officers[i]!.most === null || load[i]! < officers[i]!.most!
  /** Who can sit here at all: where every seat asks what they do not hold, their empty days are no way to end. */
  const usable = officers.map((one) => wanted.some(({ need }) => need.officers > 1 || holds(one, need.qualifications)))
  /** The fewest visits that an officer has who could make one more: no way ends better. */
  const least = (): number => officers.reduce((low, _, i) => (usable[i] && free(i) ? Math.min(low, load[i]!) : low), Infinity)
  const byTicket = (seat: Seat, some: readonly number[]): number[] => {
    if (some.length < 2) return [...some]
    const { visit } = wanted[seat.wanted]!
    const tickets = new Map(some.map((i) => [i, ticketOf(`${officers[i]!.id}\t${visit}`, hash)]))
    return some.toSorted((a, b) => (tickets.get(a)! < tickets.get(b)! ? -1 : 1))
  }
  /** Which of these officers the order of tickets puts first, or -1: the nine digits that a ticket begins with nearly always tell. */
  const firstOf = (seat: Seat, among: (i: number) => boolean): number => {
    const { visit } = wanted[seat.wanted]!
    let [first, lowest] = [-1, Infinity]
    for (let i = 0; i < officers.length; i++) {
      if (!among(i)) continue
      const text = `${officers[i]!.id}\t${visit}`
      const digits = firstNine(text, hash)
      if (digits > lowest || (digits === lowest && ticketOf(text, hash) > ticketOf(`${officers[first]!.id}\t${visit}`, hash))) continue
      first = i
      lowest = digits
    }
    return first
  }
  const take = (seat: Seat, officer: number): void => {
    if (seat.holder >= 0) {
      held[seat.holder]!.splice(held[seat.holder]!.indexOf(seat), 1)
      load[seat.holder]!--
    }
    seat.holder = officer
    held[officer]!.push(seat)
    load[officer]!++
  }

  /** Breadth first over seats: `via` is the officer whom the seat before takes from this one. */
  const place = (start: Seat): boolean => {
    const best = least()
    if (best === Infinity) return false
    // Nearly always an officer who has the fewest visits of all can go at once; that needs the tickets of such officers only.
    const direct = firstOf(start, (i) => load[i] === best && free(i) && suits(i, start) && !onVisit(start, i))
    if (direct >= 0) {
      take(start, direct)
      return true
    }
    const from = new Map<Seat, { before: Seat; via: number } | null>([[start, null]])
    let next: Seat[] = []
    const reach = (seat: Seat, before: Seat, via: number): void => {
      if (from.has(seat)) return
      from.set(seat, { before, via })
      next.push(seat)
    }
    const seen = new Set<number>()
    let end: { seat: Seat; officer: number } | null = null
    for (let row = [start]; row.length > 0 && (end === null || load[end.officer]! > best);) {
      next = []
      for (const seat of row) {
        // Only who was not looked at yet, or sits beside, leads anywhere: the order of all others is nobody's business.
        for (const i of byTicket(seat, suited(seat).filter((one) => !(seen.has(one) || seat.holder === one) || onVisit(seat, one)))) {
          const same = seats[seat.wanted]!.find((one) => one !== seat && one.holder === i)
          if (same) { // changes over within the visit: only that seat is left to fill
            reach(same, seat, i)
            continue
          }
          if (seat.holder === i || seen.has(i)) continue
          seen.add(i)
          if (free(i) && (end === null || load[i]! < load[end.officer]!)) end = { seat, officer: i }
          for (const other of held[i]!) reach(other, seat, i)
        }
      }
      row = next
    }
    if (end === null) return false
    let { seat, officer } = end
    for (;;) {
      const step = from.get(seat)!
      take(seat, officer)
      if (step === null) return true
      officer = step.via
      seat = step.before
    }
  }
  const onVisit = (seat: Seat, i: number): boolean => seats[seat.wanted]!.some((one) => one.holder === i)

  let unfilled = 0
  for (const row of seats) for (const seat of row) if (!place(seat)) unfilled++
  return { teams: seats.map((row) => row.flatMap(({ holder }) => (holder < 0 ? [] : [officers[holder]!.id]))), unfilled }
}

/** What is missing, and the least of each kind that would do: found by trying, since the numbers only grow easier. */
function shortageOf(department: string, wanted: readonly Wanted[], officers: readonly Officer[], unfilled: number, hash: string): Shortage {
  const qualifications = [...new Set(wanted.flatMap(({ need }) => need.qualifications))].sort()
  const seats = wanted.reduce((sum, { need }) => sum + need.officers, 0)
  const enough = (more: readonly Officer[]): boolean => fill(wanted, more, hash).unfilled === 0
  const limits = officers.flatMap(({ most }) => (most === null ? [] : [most]))
  const most = limits.length === 0 ? null : Math.max(...limits)
  const guests = (n: number): Officer[] => Array.from({ length: n }, (_, i) => ({ id: `guest ${i + 1}`, department, qualifications, most }))
  const raised = (to: number): Officer[] => officers.map((one) => (one.most === null ? one : { ...one, most: Math.max(one.most, to) }))
  return {
    department, seats, unfilled,
    visits: wanted.flatMap(({ visit, need, recused }) => {
      const eligible = officers.filter((one) => !recused.has(one.id))
      const qualified = eligible.filter((one) => need.qualifications.every((name) => one.qualifications.includes(name))).length
      return eligible.length >= need.officers && qualified > 0 ? []
        : [{ visit, officers: need.officers, eligible: eligible.length, qualifications: [...need.qualifications], qualified, recused: officers.length - eligible.length }]
    }),
    relaxations: [
      ...(most === 0 ? [] : [{ kind: 'officers' as const, add: firstWhere(1, seats, (n) => enough([...officers, ...guests(n)])), qualifications }]),
      ...(most !== null && enough(raised(wanted.length)) ? [{ kind: 'most' as const, to: firstWhere(1, wanted.length, (n) => enough(raised(n))) }] : []),
    ],
  }
}

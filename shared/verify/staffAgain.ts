import { hexOf, type Means } from './means.ts'
import { firstDigits, ticketDigits } from './ticketDigits.ts'

export interface Person { id: string; /** Masked. */ name?: string; department: string; qualifications: string[]; most: number | null }
export interface Stop { id: string; needs: { department: string; officers: number; qualifications: string[] }[] }
export interface StaffedTeam { visit: string; department: string; officers: string[] }

/**
 * The teams that the published method gives, or null where it finds none for all visits. Written plainly from the method's description: departments in order of
 * their codes; visits as they come, seat by seat; the first seat of a department by one who holds the qualifications. A seat is filled by a chain of
 * moves, each giving a seat somebody who is not on its visit, or who changes over from another seat of the visit; the chain ends at somebody with one visit more. Taken
 * is the chain whose end has the fewest visits so far, then the shortest, then the first in the order of `officer TAB visit` tickets, seats in the order in which they were come by.
 */
export function staffAgain(means: Means, stops: readonly Stop[], people: readonly Person[], barred: (officer: string, visit: string) => boolean, seed: string): StaffedTeam[] | null {
  const prefix = hexOf(means.sha256(seed))
  const answer: StaffedTeam[] = []
  for (const department of [...new Set(stops.flatMap((stop) => stop.needs.map((need) => need.department)))].sort()) {
    const mine = people.filter((one) => one.department === department)
    /** Seats by officer, in the order in which the officer came to them; who sits where. */
    const seatsOf = new Map<string, string[]>(mine.map((one) => [one.id, []]))
    const sitting = new Map<string, string>()
    const wanted = stops.flatMap((stop) => stop.needs.filter((need) => need.department === department).map((need) => ({ visit: stop.id, need })))
    const inOrder = (visit: string, some: string[]): string[] => {
      if (some.length < 2) return some
      return some.map((id) => ({ id, ticket: ticketDigits(means.sha256(`${prefix}${id}\t${visit}`)) })).sort((a, b) => (a.ticket < b.ticket ? -1 : 1)).map((one) => one.id)
    }
    const holding = new Map(wanted.map(({ visit, need }) => [visit, new Set(mine.filter((one) => need.qualifications.every((name) => one.qualifications.includes(name))).map((one) => one.id))]))
    /** Whom some seat takes: others never end a chain. */
    const sitters = mine.filter((one) => wanted.some(({ visit, need }) => need.officers > 1 || holding.get(visit)!.has(one.id)))
    const most = new Map(mine.map((one) => [one.id, one.most ?? Infinity]))
    const visitOf = (seat: string): string => seat.slice(seat.indexOf(' ') + 1)
    const suits = (officer: string, seat: string): boolean => !seat.startsWith('0 ') || holding.get(visitOf(seat))!.has(officer)
    const seatHeldOn = (visit: string, officer: string): string | undefined => seatsOf.get(officer)!.find((seat) => visitOf(seat) === visit)
    const sit = (officer: string, seat: string): void => {
      const before = sitting.get(seat)
      if (before !== undefined) seatsOf.set(before, seatsOf.get(before)!.filter((one) => one !== seat))
      seatsOf.get(officer)!.push(seat)
      sitting.set(seat, officer)
    }
    for (const { visit, need } of wanted) {
      for (let place = 0; place < need.officers; place++) {
        const chain = atOnce(`${place} ${visit}`) ?? shortest(`${place} ${visit}`)
        if (chain === null) return null
        for (const [officer, seat] of chain) sit(officer, seat)
      }
    }
    answer.push(...wanted.map(({ visit, need }) => ({ visit, department, officers: Array.from({ length: need.officers }, (_, place) => sitting.get(`${place} ${visit}`)!) })))

    /** Where somebody with the fewest visits of all can sit down, no chain ends better and none is shorter: the first of these in the order, without putting all others in order. */
    function atOnce(seat: string): [string, string][] | null {
      const visit = visitOf(seat)
      const goal = fewest()
      let first: { id: string; digits: number; ticket: string } | null = null
      for (const { id } of mine) {
        if (seatsOf.get(id)!.length !== goal || goal >= most.get(id)! || barred(id, visit) || !suits(id, seat) || seatHeldOn(visit, id) !== undefined) continue
        const hash = means.sha256(`${prefix}${id}\t${visit}`)
        const digits = firstDigits(hash)
        if (first !== null && digits > first.digits) continue
        const ticket = ticketDigits(hash)
        if (first === null || ticket < first.ticket) first = { id, digits, ticket }
      }
      return first && [[first.id, seat]]
    }

    /** The visits of the least burdened who may make one more. */
    function fewest(): number {
      return sitters.reduce((low, one) => { const n = seatsOf.get(one.id)!.length; return n < most.get(one.id)! && n < low ? n : low }, Infinity)
    }

    /** The moves of the best chain, the last first: [who, to which seat]. */
    function shortest(start: string): [string, string][] | null {
      const goal = fewest()
      const cameFrom = new Map<string, [seat: string, officer: string] | null>([[start, null]])
      const tried = new Set<string>()
      let best: { seat: string; officer: string; visits: number } | null = null
      for (let level = [start]; level.length > 0 && (best === null || best.visits > goal);) {
        const next: string[] = []
        for (const seat of level) {
          const visit = visitOf(seat)
          const open = mine.flatMap(({ id }) => (!barred(id, visit) && suits(id, seat) && sitting.get(seat) !== id && (!tried.has(id) || seatHeldOn(visit, id) !== undefined) ? [id] : []))
          for (const officer of inOrder(visit, open)) {
            const elsewhere = seatHeldOn(visit, officer)
            const given = elsewhere === undefined ? seatsOf.get(officer)! : [elsewhere]
            if (elsewhere === undefined) {
              tried.add(officer)
              const visits = seatsOf.get(officer)!.length
              if (visits < most.get(officer)! && (best === null || visits < best.visits)) best = { seat, officer, visits }
            }
            for (const other of given) {
              if (cameFrom.has(other)) continue
              cameFrom.set(other, [seat, officer])
              next.push(other)
            }
          }
        }
        level = next
      }
      if (best === null) return null
      const moves: [string, string][] = []
      for (let move: [string, string] | null = [best.seat, best.officer]; move !== null; move = cameFrom.get(move[0])!) moves.push([move[1], move[0]])
      return moves
    }
  }
  return answer
}

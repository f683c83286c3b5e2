import { z } from '../schema.ts'
import { checkInner, retell, type Check } from './checkBytes.ts'
import { hexOf, type Means } from './means.ts'
import { changeShape, personShape, replay, type Standing } from './replay.ts'
import type { Person } from './staffAgain.ts'
import { ticketDigits } from './ticketDigits.ts'
import { hex, seedFaults, seedShape, verifyDraw, count, type Bundle } from './verifyDraw.ts'

const digest = z.strictObject({ sha256: hex, size: count })
const shape = z.strictObject({
  changes: z.array(changeShape),
  commitment: hex,
  digests: z.record(z.string(), hex),
  draws: z.array(z.unknown()).min(1),
  format: z.literal('mingcha-campaign-bundle-1'),
  log: z.array(z.strictObject({ at: z.iso.datetime(), event: z.string() })).min(2),
  officers: z.array(personShape),
  recusals: z.array(z.tuple([z.string(), z.string(), z.string()])),
  rules: z.looseObject({
    format: z.literal('mingcha-campaign-1'), committed_at: z.iso.datetime(),
    parts: z.array(z.looseObject({ department: z.string(), draw: count, commitment: hex, items: z.array(z.looseObject({ code: z.string(), qualification: z.string().nullable() })) })),
    staffing: z.looseObject({ per_department: count, least: z.number().int().min(2) }),
    officers: digest, recusals: digest,
  }),
  seed: seedShape,
  visits: z.array(z.strictObject({
    departments: z.array(z.strictObject({ department: z.string(), draw: count, items: z.array(z.string()) })), id: z.string(),
    teams: z.array(z.strictObject({ department: z.string(), officers: z.array(z.string()) })),
  })),
  witnesses: z.array(z.string()),
})
type Campaign = z.infer<typeof shape>

/** Checks a joint inspection: each department's draw by itself, one seed for all, and that visits and teams follow from draws, officers and seed. */
export async function verifyCampaign(means: Means, value: unknown, check: Check): Promise<void> {
  const read = shape.safeParse(value)
  if (!check('format', read.success ? [] : [`${read.error.issues[0]!.path.join('.') || 'the file'}: ${read.error.issues[0]!.message}`], 'mingcha-campaign-bundle-1') || !read.success) return
  const bundle = read.data
  const { rules } = bundle
  const commitment = hexOf(means.sha256(retell(rules)))
  check('commitment', commitment === bundle.commitment ? [] : [`the rules hash to ${commitment}, the file states ${bundle.commitment}`], commitment)
  check('seed', seedFaults(bundle.seed), bundle.seed.rehearsal ? `${bundle.seed.canonical}: a REHEARSAL, for a draw that counts takes at least 20 digits thrown in public` : bundle.seed.canonical)

  const draws: Bundle[] = []
  for (const [i, one] of bundle.draws.entries()) {
    const within: Check = (name, faults, good) => check(`draw ${i + 1}: ${name}`, faults, good)
    await checkInner(means, one, within)
    const draw = await verifyDraw(means, one, within)
    if (draw) draws.push(draw)
  }
  check('parts', partFaults(bundle, draws), `${rules.parts.map((one) => one.department).join(', ')}: the draws that the rules name, all by one seed`)
  for (const [name, list, stated] of [['officers', bundle.officers, rules.officers], ['recusals', bundle.recusals, rules.recusals]] as const) {
    const found = hexOf(means.sha256(retell(list)))
    check(name, [
      ...(found === stated.sha256 ? [] : [`they hash to ${found}, the rules state ${stated.sha256}`]),
      ...(list.length === stated.size ? [] : [`there are ${list.length}, the rules state ${stated.size}`]),
    ], `${list.length} as committed`)
  }
  if (draws.length !== rules.parts.length) return
  checkVisits(means, bundle, draws, check)
  const [committed, drawn] = bundle.log
  check('log', [
    ...(committed!.at === rules.committed_at ? [] : [`the log has the commitment at ${committed!.at}, the rules at ${rules.committed_at}`]),
    ...bundle.log.flatMap((one, i) => (i > 0 && Date.parse(one.at) < Date.parse(bundle.log[i - 1]!.at) ? [`${one.event} at ${one.at} stands behind a later event`] : [])),
  ], `committed ${committed!.at}, drawn ${drawn!.at}`)
}

function partFaults({ rules, seed }: Campaign, draws: readonly Bundle[]): string[] {
  return [
    ...(draws.length === rules.parts.length ? [] : [`the rules name ${rules.parts.length} draws, the file holds ${draws.length}`]),
    ...draws.flatMap((draw, i) => [
      ...(draw.commitment === rules.parts[i]?.commitment ? [] : [`draw ${i + 1} has the commitment ${draw.commitment}, the rules name ${rules.parts[i]?.commitment ?? 'none'}`]),
      ...(draw.seed.canonical === seed.canonical ? [] : [`draw ${i + 1} was drawn with ${draw.seed.canonical}, the joint inspection with ${seed.canonical}`]),
    ]),
  ]
}

/** What the draws make of visits: one a subject, by ticket, then by identifier. */
function visitsDue(means: Means, { rules, seed }: Campaign, draws: readonly Bundle[]): { departments: { department: string; draw: number; items: string[] }[]; id: string }[] {
  const prefix = hexOf(means.sha256(seed.canonical))
  const byId = new Map<string, { department: string; draw: number; items: string[] }[]>()
  rules.parts.forEach(({ department, draw, items }, i) => {
    for (const { id } of draws[i]!.drawn) byId.set(id, [...(byId.get(id) ?? []), { department, draw, items: items.map((one) => one.code) }])
  })
  return [...byId].map(([id, departments]) => ({ ticket: ticketDigits(means.sha256(prefix + id)), departments, id }))
    .sort((a, b) => (a.ticket === b.ticket ? (a.id < b.id ? -1 : 1) : a.ticket < b.ticket ? -1 : 1)).map(({ departments, id }) => ({ departments, id }))
}

/** Visits and teams as they follow from draws, officers and seed, and from the changes in their order. */
function checkVisits(means: Means, bundle: Campaign, draws: readonly Bundle[], check: Check): void {
  const { rules, officers, recusals, visits, seed, changes } = bundle
  const places = new Map(rules.parts.map((part, i) => [part.draw, draws[i]!]))
  const strata = new Map([...places].map(([draw, { drawn, spares }]) => [draw, new Map([...drawn, ...spares].map((one) => [one.id, one.stratum]))]))
  const { visits: due, teams, companions, faults } = replay(means, {
    visits: visitsDue(means, bundle, draws), people: officers as Person[], barred: new Set(recusals.map(([officer, visit]) => `${officer}\t${visit}`)),
    order: rules.parts.map((one) => one.draw), spares: new Map([...places].map(([draw, { spares }]) => [draw, spares])), stratumOf: (draw, id) => strata.get(draw)?.get(id),
    qualifications: (visit: Standing, department) => [...new Set(rules.parts.filter((part) => visit.departments.some((one) => one.draw === part.draw && one.department === department)).flatMap((part) => part.items.flatMap((one) => one.qualification ?? [])))],
    staffing: rules.staffing, seed: seed.canonical,
  }, changes)
  check('changes', faults, changes.length === 0 ? 'nothing was changed after the draw' : `${changes.length} after the draw, each by its rule and with its reason`)
  check('visits', listFaults(due.map(({ departments, id }) => retell({ departments, id })), visits.map(({ departments, id }) => retell({ departments, id }))), `${due.length} visits for ${draws.reduce((sum, one) => sum + one.drawn.length, 0)} subjects drawn`)
  if (changes.some((one) => one.kind === 'companion')) {
    const seated = visits.flatMap(({ id, teams: all }) => (companions.get(id) ?? []).flatMap((one) => (all.some((team) => team.officers.includes(one.companion) && (officers as Person[]).some((person) => person.id === one.companion && person.name === one.name)) ? [`${id}: ${one.companion} sits among the officers`] : [])))
    const accompanied = [...companions].filter(([, all]) => all.length > 0)
    check('companions', seated, `${new Set(accompanied.flatMap(([, all]) => all.map((one) => `${one.library} ${one.companion}`))).size} experts and third parties on ${accompanied.length} visits, beside the officers and counted as none`)
  }
  const stated = visits.flatMap(({ id, teams: all }) => all.map((one) => `${id} ${one.department}: ${one.officers.join(', ')}`))
  if (teams === null) {
    check('teams', stated.length > 0 ? ['there is no way to staff all visits, yet the file states one'] : [], 'no way to staff all visits exists: none is')
    return
  }
  const wanted = due.flatMap(({ id }) => {
    const seats = teams.get(id)!
    return [...new Set(seats.map((one) => one.department))].sort().map((department) => `${id} ${department}: ${seats.filter((one) => one.department === department).map((one) => one.officer).join(', ')}`)
  })
  const few = visits.filter((one) => new Set(one.teams.flatMap((team) => team.officers)).size < 2).map((one) => `${one.id}: fewer than two officers`)
  check('teams', [...few, ...listFaults(wanted, stated)], `${stated.length} teams recomputed`)
}

function listFaults(due: readonly string[], found: readonly string[]): string[] {
  const faults: string[] = []
  for (let i = 0; i < Math.max(due.length, found.length); i++) if (due[i] !== found[i]) faults.push(`at ${i + 1}: expected ${due[i] ?? 'nothing'}, found ${found[i] ?? 'nothing'}`)
  return faults
}

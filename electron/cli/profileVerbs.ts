import { resolve } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { timelineLanes, type TierMove, type TierMoves, type TierOutlook, type TimelineLane } from '../../shared/profile.ts'
import { csvHeader, csvLines } from './csv.ts'
import { objectsOf, rowsOf } from './rows.ts'
import { profileOf } from './scoreVerbs.ts'
import { figure, table } from './text.ts'
import { dayOf, UsageError, wholeNumber, type Asked, type CliVerb } from './verb.ts'

/** Rows of a page when all are written. */
const page = 5000

/** One enterprise beside its profile: what would move its tier, and all that happened to it. */
export const profileVerbs: Readonly<Record<string, CliVerb>> = {
  moves: {
    usage: 'moves WS CODE|NAME [--ahead YEARS]', about: 'the smallest single changes that would bring one enterprise into the tier below or above, and what holds it; --ahead: index and tier to come if nothing new becomes known',
    options: { ahead: { type: 'string' } }, takes: [2, 2],
    run: async (asked) => {
      const years = wholeNumber(asked, 'ahead')
      if (years !== undefined && (years < 1 || years > 10)) throw new UsageError('--ahead takes 1 to 10 years')
      const subjectId = await subjectOf(asked)
      const moves = await asked.engine.verbs.tierMoves({ subjectId })
      const ahead = years === undefined ? null : await asked.engine.verbs.tierOutlook({ subjectId, years })
      return { json: moves && { ...moves, ...(ahead ? { ahead } : {}) }, text: moves ? [movesText(moves), ...(ahead ? [aheadText(ahead)] : [])].join('\n\n') : 'not scored' }
    },
  },
  timeline: {
    usage: 'timeline WS CODE|NAME [--lanes L,…] [--from D] [--until D] [--limit N] [--out F]', about: `all that happened to one enterprise, newest first; L is ${timelineLanes.join(', ')}; --out writes every entry as CSV`,
    options: { lanes: { type: 'string' }, from: { type: 'string' }, until: { type: 'string' }, limit: { type: 'string' }, out: { type: 'string' } }, takes: [2, 2],
    run: async (asked) => {
      const lanes = asked.text('lanes')?.split(',') as TimelineLane[] | undefined
      const wrong = lanes?.find((one) => !timelineLanes.includes(one))
      if (wrong !== undefined) throw new UsageError(`--lanes takes ${timelineLanes.join(', ')}, not «${wrong}»`)
      const [from, until, out] = [asked.text('from'), asked.text('until'), asked.text('out')]
      const limit = wholeNumber(asked, 'limit') ?? 50
      const subjectId = await subjectOf(asked)
      const question = { subjectId, ...(lanes ? { lanes } : {}), ...(from === undefined ? {} : { from: dayOf('from', from) }), ...(until === undefined ? {} : { until: dayOf('until', until) }) }
      const events = rowsOf(await asked.engine.verbs.subjectEvents({ ...question, limit: out === undefined ? limit : page }))
      if (out !== undefined) {
        const parts = [csvHeader(events.columns) + csvLines(events.rows)]
        for (let offset = page; offset < events.total; offset += page) parts.push(csvLines(rowsOf(await asked.engine.verbs.subjectEvents({ ...question, offset, limit: page })).rows))
        await writeFileAtomic(resolve(out), parts.join(''))
        return { json: { entries: events.total, out: resolve(out) }, text: `${figure(events.total)} entries written to ${resolve(out)}` }
      }
      const { lanes: counts } = await asked.engine.verbs.subjectTimeline({ subjectId })
      const shown = objectsOf(events)
      return {
        json: { total: events.total, lanes: counts.map(({ lane, total, undated }) => ({ lane, total, undated })), events: shown },
        text: `${figure(events.total)} entries${events.total > shown.length ? `, the first ${figure(shown.length)}` : ''}\n${table(['lane', 'day', 'kind', 'what', 'remark', 'yuan', 'source'], shown.map((one) => [one['lane'], one['occurred_on'], one['kind'], one['what'], one['note'], one['amount_yuan'], one['source_file'] === null ? `${String(one['ref_kind'])} ${String(one['ref'])}` : `${String(one['source_file'])}:${String(one['source_row'])}`] as (string | number | null)[]), 36)}`,
      }
    },
  },
}

async function subjectOf(asked: Asked): Promise<number> {
  await asked.engine.verbs.openWorkspace({ path: asked.positionals[0]! })
  return (await profileOf(asked.positionals[1]!, (input) => asked.engine.verbs.subjectProfile(input))).subject.subjectId
}

const movesTable = (moves: readonly TierMove[]): string =>
  table(['dimension', 'name', 'value', 'band from', 'below', 'points', 'to', 'index', 'tier'], moves.map((one) => [one.dimension, one.nameEn, one.value, one.from, one.below, one.points, one.toPoints, one.index, one.tier]))

function movesText({ index, tier, tierByIndex, held, lower, raise }: TierMoves): string {
  return [
    `tier ${tier}; by its index of ${index.toFixed(2)} alone ${tierByIndex}`,
    ...(held.veto ? [`the veto ${held.veto.id} (${held.veto.nameEn}; ${held.veto.legalBasis}) holds`] : []),
    ...(held.override ? [`override ${held.override.override} holds until ${held.override.expiresOn}`] : []),
    ...(lower ? [`down to ${lower.tier}: below ${lower.under}\n${lower.single.length > 0 ? movesTable(lower.single) : lower.together ? `no single change is enough; at least ${lower.together.moves.length} are, such as\n${movesTable(lower.together.moves)}` : 'no changes are enough'}`] : ['in the lowest tier by its index']),
    ...(raise ? [`up to ${raise.tier}: from ${raise.from}\n${raise.single.length > 0 ? movesTable(raise.single) : 'no single change is enough'}`] : ['in the highest tier by its index']),
  ].join('\n\n')
}

function aheadText({ days, change }: TierOutlook): string {
  const told = change ? `tier ${change.before.tier} until ${change.before.day}, ${change.after.tier} from ${change.after.day}` : `the tier stays until ${days.at(-1)!.day}`
  return `if nothing new becomes known: ${told}\n${table(['day', 'index', 'tier', 'by index', 'veto'], days.map((one) => [one.day, one.index, one.tier, one.tierByIndex, one.veto]))}`
}

import { tiers } from '../../shared/classes.ts'
import type { DimensionExploration } from '../../shared/contract.ts'
import { MingchaError } from '../../shared/errors.ts'
import { isDimension } from '../../shared/filter.ts'
import { filterOf } from './scoreVerbs.ts'
import { figure, share, table } from './text.ts'
import { UsageError, wholeNumber, type CliVerb } from './verb.ts'

/** Looking into dimensions, moves between runs, and pools of subjects. */
export const exploreVerbs: Readonly<Record<string, CliVerb>> = {
  explore: {
    usage: 'explore WS DIMENSION [--where F]', about: 'how one dimension is spread, where it is high, what it goes with, and what inspections found by its bands',
    options: { where: { type: 'string' } }, takes: [2, 2],
    run: async (asked) => {
      const [workspace, dimension] = asked.positionals
      if (!isDimension(dimension!)) throw new UsageError(`a dimension is written class.name, as \`dimensions\` lists them, not «${dimension!}»`)
      const filter = filterOf(asked)
      await asked.engine.verbs.openWorkspace({ path: workspace! })
      const found = await asked.engine.verbs.exploreDimension({ dimension, filter })
      if (!found) throw new MingchaError('not_scored', 'the subjects of this workspace have not been scored', 'Run `mingcha score` on it first.')
      const related = await asked.engine.verbs.correlateDimension({ dimension })
      return { json: { ...found, ...related }, text: explored(found, related?.correlations ?? []) }
    },
  },
  migration: {
    usage: 'migration WS --from RUN --to RUN [--where F]', about: 'who moved from which tier to which between two score runs',
    options: { from: { type: 'string' }, to: { type: 'string' }, where: { type: 'string' } }, takes: [1, 1],
    run: async (asked) => {
      const [from, to] = [wholeNumber(asked, 'from'), wholeNumber(asked, 'to')]
      if (from === undefined || to === undefined) throw new UsageError('--from and --to name the numbers of two runs')
      const filter = filterOf(asked)
      await asked.engine.verbs.openWorkspace({ path: asked.positionals[0]! })
      const found = await asked.engine.verbs.tierMigration({ from, to, filter })
      const of = (a: string, b: string): number => found.moves.find((move) => move.from === a && move.to === b)?.subjects ?? 0
      return { json: found, text: `run ${from} as of ${found.from.asOf} (rows) to run ${to} as of ${found.to.asOf}\n${table(['', ...tiers], tiers.map((a) => [a, ...tiers.map((b) => of(a, b))]))}` }
    },
  },
  pools: {
    usage: 'pools WS [--save NAME --where F [--list] [--note T]] [--delete N]', about: 'subject pools; --save keeps the subjects that pass F by their conditions, or with --list as a fixed list',
    options: { save: { type: 'string' }, where: { type: 'string' }, list: { type: 'boolean' }, note: { type: 'string' }, delete: { type: 'string' } }, takes: [1, 1],
    run: async (asked) => {
      const [name, gone] = [asked.text('save'), wholeNumber(asked, 'delete')]
      const filter = filterOf(asked)
      if (name !== undefined && filter.length === 0) throw new UsageError('--save needs conditions: --where')
      const { verbs } = asked.engine
      await verbs.openWorkspace({ path: asked.positionals[0]! })
      if (gone !== undefined) await verbs.deletePool({ pool: gone })
      if (name !== undefined) await verbs.savePool({ name, filter, kind: asked.flag('list') ? 'list' : 'predicate', note: asked.text('note') ?? '' })
      const pools = await verbs.listPools({})
      return { json: pools, text: `${figure(pools.length)} pools\n${table(['pool', 'name', 'kind', 'subjects', 'author', 'note'], pools.map((one) => [one.pool, one.name, one.kind, one.subjects, one.author, one.note]))}` }
    },
  },
}

function explored(found: DimensionExploration, related: { dimension: string; rho: number }[]): string {
  const { outcomes, subjects } = found
  const part = (n: number): string => share(n, subjects)
  return [
    `${found.dimension} as of ${found.asOf}, model ${found.model}: ${figure(subjects)} subjects, known ${part(found.known)}, zero ${part(found.zero)}, with points ${part(found.pointed)}`,
    table(['from', 'to', 'points', 'subjects'], [...found.bins.map((bin) => [bin.from, bin.single ? bin.from : bin.to, bin.points, bin.subjects]), ['unknown', '', found.unknown.points, found.unknown.subjects]]),
    ...(outcomes ? [
      `${outcomes.leak ? 'NOT A FORECAST: inspections of the year before' : 'inspections after'} the as-of day, ${outcomes.from} to ${outcomes.until}: ${figure(outcomes.n)} subjects, ${figure(outcomes.problems)} with problems; information value ${outcomes.informationValue?.toFixed(3) ?? '-'}, AUC ${outcomes.auc?.toFixed(3) ?? '-'}`,
      table(['from', 'points', 'inspected', 'problems', 'lift'], outcomes.bands.map((band) => [band.unknown ? 'unknown' : (band.from ?? 'least'), band.points, band.n, band.problems, band.lift === null ? null : Number(band.lift.toFixed(2))])),
    ] : ['no inspections to compare with']),
    table(['goes with', 'rho'], related.map((one) => [one.dimension, Number(one.rho.toFixed(3))])),
  ].join('\n')
}

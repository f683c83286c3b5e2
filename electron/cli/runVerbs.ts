import { tiers, type Tier } from '../../shared/classes.ts'
import type { RunComparison } from '../../shared/contract.ts'
import { modelOf, modelOptions, modelUsage } from './modelOption.ts'
import { figure, table } from './text.ts'
import { ended, required, UsageError, type CliVerb } from './verb.ts'

/** Runs are kept: what they were, and how one became another. */
export const runVerbs: Readonly<Record<string, CliVerb>> = {
  runs: {
    usage: 'runs WS [--compare A,B]', about: 'the runs of the workspace; --compare tells who moved tier between two of them, and which contributions changed most',
    options: { compare: { type: 'string' } }, takes: [1, 1],
    run: async (asked) => {
      const text = asked.text('compare')
      const pair = text === undefined ? null : /^\s*([1-9]\d{0,8})\s*,\s*([1-9]\d{0,8})\s*$/.exec(text)
      if (text !== undefined && !pair) throw new UsageError('--compare takes the numbers of two runs, A,B')
      await asked.engine.verbs.openWorkspace({ path: asked.positionals[0]! })
      if (pair) {
        const compared = await asked.engine.verbs.compareRuns({ from: Number(pair[1]), to: Number(pair[2]) })
        return { json: compared, text: comparisonText(compared) }
      }
      const runs = await asked.engine.verbs.listRuns({})
      return { json: runs, text: table(['run', 'as of', 'model', 'subjects', ...tiers], runs.map((one) => [one.run, one.asOf, one.model, one.subjects, ...tiers.map((tier) => one.tiers[tier])])) }
    },
  },
  reclassify: {
    usage: `reclassify WS --as-of D ${modelUsage}`, about: 'the monthly re-classification: score as of a day, and tell who moved tier since the run before',
    options: { 'as-of': { type: 'string' }, ...modelOptions }, takes: [1, 1],
    run: async (asked) => {
      const asOf = required(asked, 'as-of')
      if (!/^\d{4}-\d{2}-\d{2}$/.test(asOf)) throw new UsageError(`--as-of takes a day, YYYY-MM-DD, not «${asOf}»`)
      const model = modelOf(asked)
      await asked.engine.verbs.openWorkspace({ path: asked.positionals[0]! })
      const [before] = await asked.engine.verbs.listRuns({})
      const run = await ended<'score'>(asked.engine, asked.engine.verbs.scoreSubjects({ asOf, ...model }))
      const compared = before ? await asked.engine.verbs.compareRuns({ from: before.run, to: run.run }) : null
      return { json: { run, compared }, text: compared ? comparisonText(compared) : `run ${run.run}: ${figure(run.subjects)} subjects, the first run of this workspace` }
    },
  },
}

function comparisonText({ from, to, migration, moved }: RunComparison): string {
  const count = (one: Tier | null, other: Tier | null): number => migration.find((row) => row.from === one && row.to === other)?.subjects ?? 0
  const rows = [...tiers, null] as const
  return [
    `run ${from.run} (${from.asOf}, ${from.model}) → run ${to.run} (${to.asOf}, ${to.model})`,
    table(['from \\ to', ...tiers, 'gone'], rows.map((one) => [one ?? 'new', ...rows.map((other) => count(one, other))])),
    ...(moved.length === 0 ? [] : [table(['subject', 'before', 'after', 'because'], moved.map((one) => [
      one.name, `${one.tierBefore} ${one.before.toFixed(1)}`, `${one.tierAfter} ${one.after.toFixed(1)}`,
      one.because.map((change) => `${change.dimension} ${change.before.toFixed(2)} → ${change.after.toFixed(2)}`).join(', '),
    ]))]),
  ].join('\n\n')
}

import { tiers } from '../../shared/classes.ts'
import { columnsOf, retier, tiersAfter, tiersBefore } from '../../shared/whatIf.ts'
import { MingchaError } from '../../shared/errors.ts'
import { modelOf, modelOptions, modelUsage } from './modelOption.ts'
import { figure, table } from './text.ts'
import { UsageError, type CliVerb } from './verb.ts'

const settings = ['weight', 'cap', 'missing'] as const

/** `penalty.count_2y.weight=3,…` by dimension. @throws UsageError */
export function settingsOf(text: string): Map<string, Partial<Record<(typeof settings)[number], number>>> {
  const changes = new Map<string, Partial<Record<(typeof settings)[number], number>>>()
  for (const part of text.split(',')) {
    const found = /^\s*([a-z]+\.[a-z0-9_]+)\.(\w+)=(-?\d+(?:\.\d+)?)\s*$/.exec(part)
    const setting = settings.find((one) => one === found?.[2])
    if (!found || !setting) throw new UsageError(`--set takes ID.weight=N, ID.cap=N or ID.missing=N, several with commas, not «${part.trim()}»`)
    changes.set(found[1]!, { ...changes.get(found[1]!), [setting]: Number(found[3]) })
  }
  return changes
}

export const whatIfVerb: CliVerb = {
  usage: `whatif WS --set ID.weight=N[,…] ${modelUsage}`, about: 'how many subjects would change tier under other weights, caps or points for the unknown, of the model of the latest run or the one named; nothing is changed',
  options: { set: { type: 'string' }, ...modelOptions }, takes: [1, 1],
  run: async (asked) => {
    const text = asked.text('set')
    if (text === undefined) throw new UsageError('whatif needs --set')
    const changes = settingsOf(text)
    const model = modelOf(asked)
    const dimension = [...changes.keys()].at(-1)!
    await asked.engine.verbs.openWorkspace({ path: asked.positionals[0]! })
    const found = await asked.engine.verbs.whatIf({ dimension, changes: Object.fromEntries(changes), ...model })
    if (!found) throw new MingchaError('not_scored', 'the subjects of this workspace have not been scored', 'Run `mingcha score` on it first.')
    const moved = retier(columnsOf(found), found, { weight: found.weight, cap: found.cap ?? undefined, thresholds: found.thresholds })
    const before = tiersBefore(moved)
    const migration = tiers.flatMap((from, i) => tiers.flatMap((to, j) => (i === j || moved[i * 4 + j] === 0 ? [] : [{ from, to, subjects: moved[i * 4 + j]! }])))
    return {
      json: { run: found.run, before, after: tiersAfter(moved), migration },
      text: `${figure(migration.reduce((sum, one) => sum + one.subjects, 0))} subjects would change tier\n${table(['from \\ to', ...tiers], tiers.map((from, i) => [from, ...tiers.map((_, j) => moved[i * 4 + j]!)]))}`,
    }
  },
}

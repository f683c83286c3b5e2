import { mkdir, readFile } from 'node:fs/promises'
import { basename, dirname, extname, resolve } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { parse } from 'yaml'
import type { Input } from '../../shared/contract.ts'
import { MingchaError } from '../../shared/errors.ts'
import { parseFilter } from '../../shared/filter.ts'
import { estimateSize, sampleSize } from '../../shared/sampleSize.ts'
import { canonicalSeed, isPublicSeed, leastDigits, plainSeed } from '../../shared/seed.ts'
import { figure, share, table } from './text.ts'
import { dayOf, ended, required, UsageError, wholeNumber, type Asked, type CliVerb } from './verb.ts'

type PlanInput = Input<'commitDraw'>

/** Drawing a sample, and checking one from its bundle alone. */
export const drawVerbs: Readonly<Record<string, CliVerb>> = {
  draw: {
    usage: 'draw WS [--plan F | --task N] --seed S --out BUNDLE [--name N]', about: 'commit to frame and rules, draw the sample with a public seed, and write the bundle that proves it; --task draws a task of the annual plan; without either the default policy over all scored subjects',
    options: { plan: { type: 'string' }, task: { type: 'string' }, seed: { type: 'string' }, out: { type: 'string' }, name: { type: 'string' } }, takes: [1, 1],
    run: async (asked) => {
      const seed = required(asked, 'seed')
      const out = resolve(required(asked, 'out'))
      const rehearsal = !isPublicSeed(seed)
      if (plainSeed(seed) === '') canonicalSeed(seed) // refused now: the commitment could not be taken back
      if (rehearsal) process.stderr.write(`mingcha: «${seed}» is no public seed (at least ${leastDigits} digits from dice or a lottery): this draw is marked a rehearsal\n`)
      const task = wholeNumber(asked, 'task')
      const plan = { ...(await planOf(asked.text('plan'), asked.text('name'))), ...(task === undefined ? {} : { task }) }
      await mkdir(dirname(out), { recursive: true })
      const { verbs } = asked.engine
      await verbs.openWorkspace({ path: asked.positionals[0]! })
      const { draw } = await ended<'commit'>(asked.engine, verbs.commitDraw(plan))
      const drawn = await ended<'draw'>(asked.engine, verbs.drawSample({ draw, seed, rehearsal }))
      await writeFileAtomic(out, Buffer.from(await verbs.exportBundle({ draw })))
      return {
        json: { draw, name: drawn.name, policy: drawn.policy, commitment: drawn.commitment, committedAt: drawn.committedAt, seed: drawn.seed, rehearsal: drawn.rehearsal, strata: drawn.strata, frame: drawn.frame, drawn: drawn.drawn, bundle: out },
        text: [
          `${figure(drawn.drawn)} of ${figure(drawn.frame)} subjects drawn with seed ${drawn.seed}${drawn.rehearsal ? ' (rehearsal)' : ''}`,
          `commitment ${drawn.commitment}`,
          table(['stratum', 'frame', 'ratio', 'drawn'], drawn.strata.map((one) => [one.stratum, one.frame, share(one.ratio, 1), one.drawn])),
          `bundle ${out}`,
        ].join('\n'),
      }
    },
  },
  campaign: {
    usage: 'campaign WS [--plan F] [--tasks N,N] --seed S --out BUNDLE [--name N] [--on DAY]', about: 'a joint inspection, of the departments\' tasks in F, of tasks of the annual plan, or both: commit to the frames of all departments and to their officers, draw with one public seed, merge into visits, staff them, and write the bundle that proves it',
    options: { plan: { type: 'string' }, tasks: { type: 'string' }, seed: { type: 'string' }, out: { type: 'string' }, name: { type: 'string' }, on: { type: 'string' } }, takes: [1, 1],
    run: async (asked) => {
      const seed = required(asked, 'seed')
      const out = resolve(required(asked, 'out'))
      const rehearsal = !isPublicSeed(seed)
      if (plainSeed(seed) === '') canonicalSeed(seed)
      const plan = await campaignOf(asked)
      const tasks = plan.tasks.map((task) => ({ ...task, ...(typeof task.filter === 'string' ? { filter: filterOf(asked.text('plan')!, task.filter) } : {}) }))
      await mkdir(dirname(out), { recursive: true })
      const { verbs } = asked.engine
      await verbs.openWorkspace({ path: asked.positionals[0]! })
      const { campaign } = await ended<'campaign'>(asked.engine, verbs.commitCampaign({ ...plan, tasks }))
      const drawn = await ended<'campaignDraw'>(asked.engine, verbs.drawCampaign({ campaign, seed, rehearsal }))
      await writeFileAtomic(out, Buffer.from(await verbs.exportCampaign({ campaign })))
      return {
        json: { ...drawn, bundle: out },
        text: [
          `${figure(drawn.visits)} visits for ${figure(drawn.drawn)} subjects drawn by ${drawn.parts.length} departments: ${figure(drawn.drawn - drawn.visits)} visits saved`,
          `commitment ${drawn.commitment}`,
          ...drawn.shortages.map(({ department, unfilled, seats, relaxations }) => `${department} cannot staff ${unfilled} of ${seats} seats; enough would be: ${relaxations.map((one) => (one.kind === 'most' ? `${one.to} visits for each officer` : `${one.add} more officers${one.qualifications.length > 0 ? ` with ${one.qualifications.join(', ')}` : ''}`)).join(', or ')}`),
          `bundle ${out}`,
        ].join('\n'),
        failed: drawn.state === 'unstaffed',
      }
    },
  },
  findings: {
    usage: 'findings WS --draw N', about: 'what inspections found of the drawn since the draw, and what that says of the whole frame, with intervals of 95 %',
    options: { draw: { type: 'string' } }, takes: [1, 1],
    run: async (asked) => {
      const draw = wholeNumber(asked, 'draw')
      if (draw === undefined) throw new UsageError('--draw names the number of a draw')
      await asked.engine.verbs.openWorkspace({ path: asked.positionals[0]! })
      const found = await asked.engine.verbs.drawFindings({ draw })
      const rate = (one: { rate: number | null; interval: [number, number] | null }): string => (one.rate === null ? '–' : `${share(one.rate, 1)} (${share(one.interval![0], 1)}–${share(one.interval![1], 1)})`)
      return {
        json: found,
        text: `${table(['stratum', 'frame', 'drawn', 'inspected', 'problems', 'rate'], found.strata.map((one) => [one.stratum, one.frame, one.drawn, one.inspected, one.problems, rate(one)]))}\n${found.overall ? `of the whole frame ${rate(found.overall)}, about ${figure(Math.round(found.problems!))} subjects` : 'a stratum without inspections leaves the whole unknown'}`,
      }
    },
  },
  'sample-size': {
    usage: 'sample-size --expected P (--tolerable P | --margin P --population N) [--confidence P] [--population N]', about: 'how many to draw so that a problem rate above the tolerable one does not go unnoticed, or so that the rate is told to ± margin; shares as 0.05; without --population it is large',
    options: { tolerable: { type: 'string' }, margin: { type: 'string' }, expected: { type: 'string' }, confidence: { type: 'string' }, population: { type: 'string' } }, takes: [0, 0],
    run: async (asked) => {
      const part = (name: string, otherwise?: number): number => {
        const value = asked.text(name) === undefined ? otherwise : Number(asked.text(name))
        if (value === undefined || !(value >= 0 && value < 1)) throw new UsageError(`--${name} is a share between 0 and 1, like 0.05`)
        return value
      }
      if ((asked.text('margin') === undefined) === (asked.text('tolerable') === undefined)) throw new UsageError('either --tolerable or --margin says what for')
      if (asked.text('margin') !== undefined) {
        const population = wholeNumber(asked, 'population')
        if (population === undefined || population < 1) throw new UsageError('--population says of how many the rate is told')
        const question = { population, expected: part('expected'), margin: part('margin'), confidence: part('confidence', 0.95) }
        if (question.margin === 0) throw new UsageError('--margin is a share above 0, like 0.05')
        const size = estimateSize(question)
        return { json: { ...question, sampleSize: size }, text: figure(size) }
      }
      const question = { population: wholeNumber(asked, 'population') ?? null, expected: part('expected'), tolerable: part('tolerable'), confidence: part('confidence', 0.95) }
      const size = sampleSize(question)
      return { json: { ...question, sampleSize: size }, text: size === null ? 'no sample is enough: the expected rate lies too near the tolerable one' : figure(size), failed: size === null }
    },
  },
  verify: {
    usage: 'verify BUNDLE', about: 'recompute a draw from its bundle alone; exit 1 where anything differs', options: {}, takes: [1, 1],
    run: async ({ engine, positionals: [path] }) => {
      const verification = await engine.verbs.verifyBundle({ bundle: new Uint8Array(await readFile(path!)) })
      return {
        json: verification,
        text: `${verification.checks.map((check) => `${check.ok ? '✓' : '✗'} ${check.name}: ${check.detail}`).join('\n')}\n${verification.ok ? 'the draw is as committed' : 'THE DRAW IS NOT AS COMMITTED'}`,
        failed: !verification.ok,
      }
    },
  },
}

/** A joint inspection as its file has it, with tasks of the annual plan; of these alone without a file: two officers a department, as the plan's check reckons. */
async function campaignOf(asked: Asked): Promise<Input<'commitCampaign'>> {
  const [file, numbers, on] = [asked.text('plan'), asked.text('tasks'), asked.text('on')]
  if (file === undefined && numbers === undefined) throw new UsageError('--plan or --tasks says what is inspected')
  if (numbers !== undefined && !/^\d{1,9}(,\d{1,9})*$/.test(numbers)) throw new UsageError(`--tasks takes numbers of tasks, like 3,4, not «${numbers}»`)
  const plan = file === undefined ? { name: asked.text('name') ?? `tasks ${numbers!}`, tasks: [], perDepartment: 2 } : await readPlan<Input<'commitCampaign'>>(file, asked.text('name'), campaignKeys)
  return { ...plan, tasks: plan.tasks ?? [], ...(numbers === undefined ? {} : { planTasks: numbers.split(',').map(Number) }), ...(on === undefined ? {} : { on: dayOf('on', on) }) }
}

const planKeys = ['name', 'policy', 'filter', 'ratios', 'spares']
const campaignKeys = ['name', 'policy', 'tasks', 'planTasks', 'spares', 'perDepartment', 'least', 'on']

/** The plan of one draw; its filter may be written as on the command line. */
async function planOf(path: string | undefined, name: string | undefined): Promise<PlanInput> {
  if (path === undefined) return { name: name ?? 'default policy' }
  const plan = await readPlan<PlanInput>(path, name, planKeys)
  return { ...plan, ...(typeof plan.filter === 'string' ? { filter: filterOf(path, plan.filter) } : {}) }
}

function filterOf(path: string, text: string): NonNullable<PlanInput['filter']> {
  try {
    return parseFilter(text)
  } catch (error) {
    throw unreadable(path, `filter: ${(error as Error).message}`, planKeys)
  }
}

const unreadable = (path: string, detail: string, keys: readonly string[]): MingchaError => new MingchaError('plan_unreadable', `${path}: ${detail}`, `A plan has the keys ${keys.join(', ')}.`, { path, detail })

/** A plan in YAML or JSON, named after its file unless it says otherwise; the engine checks its values. An unknown key is refused: a misspelt rule must not be left out in silence. */
async function readPlan<T extends { name: string }>(path: string, name: string | undefined, keys: readonly string[]): Promise<T> {
  const text = await readFile(path, 'utf8')
  let plan: unknown
  try {
    plan = parse(text)
  } catch (error) {
    throw unreadable(path, (error as Error).message.split('\n')[0]!, keys)
  }
  if (typeof plan !== 'object' || plan === null || Array.isArray(plan)) throw unreadable(path, 'is no plan', keys)
  const unknown = Object.keys(plan).find((key) => !keys.includes(key))
  if (unknown !== undefined) throw unreadable(path, `there is no key «${unknown}»`, keys)
  return { name: basename(path, extname(path)), ...plan, ...(name === undefined ? {} : { name }) } as T
}

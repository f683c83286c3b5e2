import { mkdir, readFile } from 'node:fs/promises'
import { basename, dirname, extname, resolve } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { parse } from 'yaml'
import type { Input } from '../../shared/contract.ts'
import { MingchaError } from '../../shared/errors.ts'
import { parseFilter } from '../../shared/filter.ts'
import { canonicalSeed, isPublicSeed, leastDigits, plainSeed } from '../../shared/seed.ts'
import { figure, share, table } from './text.ts'
import { ended, required, wholeNumber, type CliVerb } from './verb.ts'

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

const planKeys = ['name', 'policy', 'filter', 'ratios', 'spares']

/** A plan in YAML or JSON; the engine checks its values. An unknown key is refused: a misspelt rule must not be left out in silence. */
async function planOf(path: string | undefined, name: string | undefined): Promise<PlanInput> {
  const named = { name: name ?? (path === undefined ? 'default policy' : basename(path, extname(path))) }
  if (path === undefined) return named
  const refuse = (detail: string): never => {
    throw new MingchaError('plan_unreadable', `${path}: ${detail}`, `A plan has the keys ${planKeys.join(', ')}.`, { path, detail })
  }
  const text = await readFile(path, 'utf8')
  let plan: unknown
  try {
    plan = parse(text)
  } catch (error) {
    return refuse((error as Error).message.split('\n')[0]!)
  }
  if (typeof plan !== 'object' || plan === null || Array.isArray(plan)) return refuse('is no plan')
  const unknown = Object.keys(plan).find((key) => !planKeys.includes(key))
  if (unknown !== undefined) return refuse(`there is no key «${unknown}»`)
  const { filter } = plan as { filter?: unknown }
  try {
    return { ...named, ...(plan as object), ...(name === undefined ? {} : { name }), ...(typeof filter === 'string' ? { filter: parseFilter(filter) } : {}) }
  } catch (error) {
    return refuse(`filter: ${(error as Error).message}`)
  }
}

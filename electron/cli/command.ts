import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { MingchaError, toErrorValue } from '../../shared/errors.ts'
import { createEngine } from '../engine/engine.ts'
import { drawVerbs } from './drawVerbs.ts'
import { host } from './host.ts'
import { snakeKeys } from './json.ts'
import { auditVerbs } from './auditVerbs.ts'
import { deskVerbs } from './deskVerbs.ts'
import { dossierVerbs } from './dossierVerbs.ts'
import { exploreVerbs } from './exploreVerbs.ts'
import { libraryVerbs } from './libraryVerbs.ts'
import { lookupVerbs } from './lookupVerbs.ts'
import { mendVerbs } from './mendVerbs.ts'
import { modelVerbs } from './modelVerbs.ts'
import { caseVerbs } from './caseVerbs.ts'
import { overrideVerbs } from './overrideVerbs.ts'
import { paperVerbs } from './paperVerbs.ts'
import { homeFolder, programRoot, resourcesFolder } from './places.ts'
import { showProgress } from './progress.ts'
import { punishVerbs } from './punishVerbs.ts'
import { resultVerbs } from './resultVerbs.ts'
import { profileVerbs } from './profileVerbs.ts'
import { scoreVerbs } from './scoreVerbs.ts'
import { subjectVerbs } from './subjectVerbs.ts'
import { UsageError, type Answer, type CliVerb, type Io } from './verb.ts'
import { workspaceVerbs } from './workspaceVerbs.ts'

const verbs: Readonly<Record<string, CliVerb>> = { ...workspaceVerbs, ...deskVerbs, ...mendVerbs, ...lookupVerbs, ...scoreVerbs, ...subjectVerbs, ...profileVerbs, ...overrideVerbs, ...exploreVerbs, ...modelVerbs, ...libraryVerbs, ...drawVerbs, ...resultVerbs, ...auditVerbs, ...paperVerbs, ...caseVerbs, ...punishVerbs, ...dossierVerbs }
const general = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const

/**
 * Runs one command. With `--json` exactly one JSON value goes to `out`; logs and progress always go to `err`.
 * @returns the exit code: 0 done; 1 refused or failed; 2 wrongly asked
 */
export async function command(args: string[], io: Io): Promise<number> {
  const json = args.includes('--json')
  const at = args.findIndex((arg) => !arg.startsWith('-'))
  const name = at === -1 ? (args.some((arg) => arg === '--version' || arg === '-v') ? 'version' : 'help') : args[at]!
  const rest = args.filter((_, i) => i !== at)
  try {
    if (name === 'version') return (io.out.write(json ? `${JSON.stringify({ version: version() })}\n` : `${version()}\n`), 0)
    if (name === 'help') return help(args, at, io)
    if (name === 'serve') return await serveCommand(rest, json, io)
    const verb = Object.hasOwn(verbs, name) ? verbs[name]! : null
    if (!verb) throw new UsageError(`there is no verb «${name}»: mingcha help lists them`)
    if (rest.includes('--help') || rest.includes('-h')) return (io.out.write(`mingcha ${verb.usage}\n${verb.about}\n`), 0)
    const answer = await ask(verb, rest, json, io)
    io.out.write(json ? `${JSON.stringify(snakeKeys(answer.json))}\n` : `${answer.text}\n`)
    return answer.failed ? 1 : 0
  } catch (error) {
    return fail(error, name, json, io)
  }
}

async function ask(verb: CliVerb, args: string[], json: boolean, io: Io): Promise<Answer> {
  const { values, positionals } = parsed(args, verb)
  const { MINGCHA_OPERATOR: name, MINGCHA_PASSPHRASE: passphrase } = process.env
  const engine = createEngine({ resources: resourcesFolder, home: homeFolder(), ...(name === undefined || passphrase === undefined ? {} : { operator: { name, passphrase } }) })
  const stop = (): void => void engine.verbs.listJobs({}).then((jobs) => jobs.forEach(({ id }) => void engine.verbs.cancelJob({ job: id })))
  const wipe = showProgress(engine, io.err)
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  try {
    return await verb.run({
      positionals, engine, io, json,
      text: (option) => values[option] as string | undefined,
      flag: (option) => values[option] === true,
    })
  } finally {
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
    wipe()
    await engine.close()
  }
}

function parsed(args: string[], { options, takes: [least, most] }: Pick<CliVerb, 'options' | 'takes'>) {
  const { values, positionals } = parseArgs({ args: joined(args, options), options: { ...general, ...options }, allowPositionals: true, strict: true })
  if (positionals.length < least) throw new UsageError('something is missing')
  if (positionals.length > most) throw new UsageError(`«${positionals[most]}» is too much`)
  return { values: values as Record<string, unknown>, positionals }
}

/** `--sort -index` as `--sort=-index`: parseArgs takes a value that begins with a dash only so. */
function joined(args: string[], options: CliVerb['options']): string[] {
  const out: string[] = []
  for (let i = 0; i < args.length; i++) {
    const [arg, next] = [args[i]!, args[i + 1]]
    const takesValue = arg.startsWith('--') && Object.hasOwn(options, arg.slice(2)) && options[arg.slice(2)]!.type === 'string'
    if (takesValue && next !== undefined && /^-[^-]/.test(next)) {
      out.push(`${arg}=${next}`)
      i++
    } else out.push(arg)
  }
  return out
}

const serveUsage: Pick<CliVerb, 'usage' | 'about' | 'options' | 'takes'> = {
  usage: 'serve [WS] [--port P] [--no-open]',
  about: 'serve the workstation to a browser on this machine',
  options: { port: { type: 'string' }, 'no-open': { type: 'boolean' } },
  takes: [0, 1],
}

async function serveCommand(args: string[], json: boolean, io: Io): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) return (io.out.write(`mingcha ${serveUsage.usage}\n${serveUsage.about}\n`), 0)
  const { values, positionals: [workspace] } = parsed(args, serveUsage)
  const port = values['port'] as string | undefined
  if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) < 65_536)) throw new UsageError(`--port takes a port number, not «${port}»`)
  await host({
    ...(workspace === undefined ? {} : { workspace }),
    ...(port === undefined ? {} : { port: Number(port) }),
    open: values['no-open'] !== true && !json && process.env['CI'] === undefined,
    say: (line) => void (json ? io.err : io.out).write(`${line}\n`),
    ready: (link) => { if (json) io.out.write(`${JSON.stringify({ link })}\n`) },
  })
  return 0
}

function help(args: string[], at: number, io: Io): number {
  const about = at === -1 ? undefined : args.slice(at + 1).find((arg) => !arg.startsWith('-'))
  const all: Record<string, Pick<CliVerb, 'usage' | 'about'>> = { ...verbs, serve: serveUsage }
  const one = about !== undefined && Object.hasOwn(all, about) ? all[about] : undefined
  if (one) return (io.out.write(`mingcha ${one.usage}\n${one.about}\n`), 0)
  const lines = Object.values(all).map(({ usage, about: what }) => `  ${usage}\n      ${what}`)
  io.out.write(`mingcha ${version()} — risk-tiered market supervision and verifiable double-random inspections\n\n${lines.join('\n')}\n
  help [VERB], version
\nWS is a workspace file, NAME.mingcha. --json answers exactly one JSON value. Exit: 0 done, 1 refused or failed, 2 wrongly asked.\n`)
  return 0
}

function fail(error: unknown, name: string, json: boolean, io: Io): number {
  const wronglyAsked = error instanceof UsageError || String((error as NodeJS.ErrnoException)?.code).startsWith('ERR_PARSE_ARGS')
  const { code, message, hint } = wronglyAsked
    ? { code: 'usage', message: (error as Error).message, hint: Object.hasOwn(verbs, name) ? `mingcha ${verbs[name]!.usage}` : 'mingcha help' }
    : toErrorValue(fromSystem(error))
  if (json) io.out.write(`${JSON.stringify({ error: { code, message, hint } })}\n`)
  else io.err.write(`mingcha: ${message}\n${hint ? `  ${hint}\n` : ''}`)
  if (code === 'internal' && process.env['MINGCHA_DEBUG'] && error instanceof Error) io.err.write(`${error.stack}\n`)
  return wronglyAsked ? 2 : 1
}

/** File system errors of files that the command itself reads or writes. */
function fromSystem(error: unknown): unknown {
  const { code, path, message } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return new MingchaError('no_such_file', `there is no ${path}`, 'Check the path.', { path: path ?? '' })
  if (code !== undefined && path !== undefined && /^E[A-Z]+$/.test(code)) return new MingchaError('file_failed', message, 'Check the path, its permissions and the free space.', { path, detail: message })
  return error
}

const version = (): string => (JSON.parse(readFileSync(join(programRoot, 'package.json'), 'utf8')) as { version: string }).version

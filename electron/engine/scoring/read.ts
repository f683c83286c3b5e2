import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { MingchaError } from '../../../shared/errors.ts'
import { modelSchema, pointsOf, type Model } from './model.ts'

/** Changes to single dimensions, by id: `set: { penalty.count_2y: { weight: 3 } }`. Their values stand in the model's own schema. */
const changes = z.record(z.string(), z.strictObject({
  weight: z.unknown().optional(), cap: z.unknown().optional(), missing: z.unknown().optional(), bands: z.unknown().optional(), cases: z.unknown().optional(),
}))
type Changes = z.output<typeof changes>

export const builtInModel = (resources: string): string => join(resources, 'model')

/**
 * A model from a folder (model.yaml and one file a class), or from one YAML or JSON file. Such a file may leave out its
 * `classes`: then it takes the built-in ones, with the changes named under `set`.
 * @throws MingchaError model_unreadable where there is no such file or it is no YAML; model_invalid where the model is unsound.
 */
export function readModel(path: string, resources: string): Model {
  if (!existsSync(path)) throw new MingchaError('model_unreadable', `there is no model at ${path}`, 'Name a model folder or a YAML file.', { path, detail: 'not found' })
  const folder = statSync(path).isDirectory()
  const head = yamlOf(folder ? join(path, 'model.yaml') : path)
  if (typeof head !== 'object' || head === null || Array.isArray(head)) throw invalid(path, 'the file', 'is no mapping of names to values')
  const { set: given, ...rest } = head as Record<string, unknown>
  const parsedSet = changes.safeParse(given ?? {})
  if (!parsedSet.success) throw invalid(path, `set.${parsedSet.error.issues[0]!.path.join('.')}`, parsedSet.error.issues[0]!.message)
  const set = parsedSet.data
  const classes = folder ? classesOf(path) : 'classes' in rest ? rest.classes : builtInClasses(resources)
  const parsed = modelSchema.safeParse({ ...rest, classes: Array.isArray(classes) ? changed(classes, set) : classes })
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!
    throw invalid(path, placeOf(issue.path, classes), issue.message)
  }
  const all = parsed.data.classes.flatMap((group) => group.dimensions)
  const unknown = Object.keys(set).find((id) => !all.some((one) => one.id === id))
  if (unknown) throw invalid(path, `set.${unknown}`, 'there is no such dimension')
  // Other bands give other points to the same values: cases of the value stay, unless new ones came with the bands.
  for (const one of all) {
    if (set[one.id] && !set[one.id]!.cases) one.cases = one.cases.map((entry) => ({ ...entry, points: pointsOf(one, entry.value) }))
  }
  return parsed.data
}

/** @param where dimension id, or the place in the file */
export const invalid = (model: string, where: string, reason: string): MingchaError =>
  new MingchaError('model_invalid', `the model ${model} cannot be used: ${where}: ${reason}`, 'Correct the model at the place named.', { model, where, reason })

function yamlOf(file: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8'), { maxAliasCount: 100 })
  } catch (error) {
    const detail = (error instanceof Error ? error.message : String(error)).split('\n')[0]!
    throw new MingchaError('model_unreadable', `${file} cannot be read: ${detail}`, 'Name a model folder or a YAML file.', { path: file, detail })
  }
}

const classesOf = (folder: string): unknown[] =>
  readdirSync(folder).filter((name) => extname(name) === '.yaml' && basename(name) !== 'model.yaml').sort().map((name) => yamlOf(join(folder, name)))

/** The built-in files do not change while the program runs, and take a while to parse. */
const builtIns = new Map<string, unknown[]>()
function builtInClasses(resources: string): unknown[] {
  const known = builtIns.get(resources) ?? classesOf(builtInModel(resources))
  builtIns.set(resources, known)
  return known
}

const changed = (classes: readonly unknown[], set: Changes): unknown[] => classes.map((group) => {
  const { dimensions } = group as { dimensions?: { id: string }[] }
  return Array.isArray(dimensions) ? { ...(group as object), dimensions: dimensions.map((one) => ({ ...one, ...set[one.id] })) } : group
})

/** A path into the parsed file in words: the dimension's id rather than its number. */
function placeOf(path: readonly PropertyKey[], classes: unknown): string {
  if (path[0] !== 'classes') return path.join('.') || 'the file'
  const group = (classes as Record<number, { class?: string; dimensions?: { id?: string }[] }> | undefined)?.[Number(path[1])]
  const dimension = path[2] === 'dimensions' ? group?.dimensions?.[Number(path[3])] : undefined
  return [dimension?.id ?? group?.class ?? `classes.${String(path[1])}`, ...path.slice(dimension ? 4 : 2)].map(String).join('.')
}

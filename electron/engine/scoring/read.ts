import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { z } from 'zod'
import { recordClasses, type RecordClass } from '../../../shared/classes.ts'
import { MingchaError } from '../../../shared/errors.ts'
import { modelSchema, pointsOf, type Model } from './model.ts'
import { Source, type Path, type Place } from './source.ts'

/** Changes to single dimensions, by id: `set: { penalty.count_2y: { weight: 3 } }`. Their values stand in the model's own schema. */
const changes = z.record(z.string(), z.strictObject({
  weight: z.unknown().optional(), cap: z.unknown().optional(), missing: z.unknown().optional(), bands: z.unknown().optional(), cases: z.unknown().optional(),
}))
type Changes = z.output<typeof changes>

export const builtInModel = (resources: string): string => join(resources, 'model')

/** Of each model that was read from files: where a part of it stands. A model out of a past run has no files. */
const placesOf = new WeakMap<Model, (path: Path, at: number) => Place>()

/**
 * A model from a folder (model.yaml and one file a class; `with` names classes taken from the built-in model), or from one YAML
 * or JSON file. Such a file may leave out its `classes`: then it takes the built-in ones, with the changes named under `set`.
 * @throws MingchaError model_unreadable where there is no such file or it is no YAML; model_invalid where the model is unsound. Both tell file and line.
 */
export function readModel(path: string, resources: string): Model {
  if (!existsSync(path)) throw new MingchaError('model_unreadable', `there is no model at ${path}`, 'Name a model folder or a YAML file.', { path, detail: 'not found' })
  const folder = statSync(path).isDirectory()
  const head = new Source(folder ? join(path, 'model.yaml') : path)
  const refuse = (where: string, reason: string, at: Path): MingchaError => refusal(path, where, reason, head.place(at))
  if (typeof head.value !== 'object' || head.value === null || Array.isArray(head.value)) throw refuse('the file', 'is no mapping of names to values', [])
  const { set: given, with: taken, ...rest } = head.value as Record<string, unknown>
  const parsedSet = changes.safeParse(given ?? {})
  if (!parsedSet.success) {
    const { path: at, message } = parsedSet.error.issues[0]!
    throw refuse(`set.${at.join('.')}`, message, ['set', ...at])
  }
  const set = parsedSet.data
  const borrowed = z.array(z.enum(recordClasses)).max(recordClasses.length).safeParse(taken ?? [])
  if (!borrowed.success) throw refuse('with', borrowed.error.issues[0]!.message, ['with', ...borrowed.error.issues[0]!.path])
  const builtIn = (name: RecordClass): Source => builtInClasses(resources).find((file) => (file.value as { class: string }).class === name)!
  const files = folder ? [...classFiles(path), ...borrowed.data.map(builtIn)] : 'classes' in rest ? null : builtInClasses(resources)
  const classes = files ? files.map((file) => file.value) : rest.classes
  const place = (at: Path, character = 1): Place => {
    if (at[0] !== 'classes') return head.place(at, character)
    const changed = ['set', identifierOf(classes, at) ?? '', ...at.slice(4)]
    if (at[4] !== undefined && head.has(changed.slice(0, 3))) return head.place(changed, character)
    return files ? (files[Number(at[1])] ?? head).place(at.slice(2), character) : head.place(at, character)
  }
  const parsed = modelSchema.safeParse({ ...rest, classes: Array.isArray(classes) ? changed(classes, set) : classes })
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!
    throw refusal(path, wordsOf(issue.path, classes), issue.message, place(issue.path))
  }
  const all = parsed.data.classes.flatMap((group) => group.dimensions)
  const unknown = Object.keys(set).find((id) => !all.some((one) => one.id === id))
  if (unknown) throw refuse(`set.${unknown}`, 'there is no such dimension', ['set', unknown])
  // Other bands give other points to the same values: cases of the value stay, unless new ones came with the bands.
  for (const one of all) {
    if (set[one.id] && !set[one.id]!.cases) one.cases = one.cases.map((entry) => ({ ...entry, points: pointsOf(one, entry.value) }))
  }
  placesOf.set(parsed.data, place)
  return parsed.data
}

/**
 * A part of a model that cannot be used.
 * @param where in words, with the character where one is known
 * @param at path of the part in the model
 */
export const invalid = (model: Model, where: string, reason: string, at: Path, character = 1): MingchaError =>
  refusal(model.version, where, reason, placesOf.get(model)?.(at, character))

export function refusal(model: string, where: string, reason: string, place?: Place): MingchaError {
  const shown = place ? `${place.file}, line ${place.line}: ` : ''
  return new MingchaError('model_invalid', `the model ${model} cannot be used: ${shown}${where}: ${reason}`, 'Correct the model at the place named.',
    { model, where, reason, file: place?.file ?? model, line: place?.line ?? 0 })
}

const classFiles = (folder: string): Source[] =>
  readdirSync(folder).filter((name) => extname(name) === '.yaml' && basename(name) !== 'model.yaml').sort().map((name) => new Source(join(folder, name)))

/** The built-in files do not change while the program runs, and take a while to parse. */
const builtIns = new Map<string, Source[]>()
function builtInClasses(resources: string): Source[] {
  const known = builtIns.get(resources) ?? classFiles(builtInModel(resources))
  builtIns.set(resources, known)
  return known
}

const changed = (classes: readonly unknown[], set: Changes): unknown[] => classes.map((group) => {
  const { dimensions } = (group ?? {}) as { dimensions?: { id: string }[] }
  return Array.isArray(dimensions) ? { ...(group as object), dimensions: dimensions.map((one) => ({ ...one, ...set[one?.id] })) } : group
})

type Loose = Record<number, { class?: string; dimensions?: { id?: string }[] }> | undefined
const identifierOf = (classes: unknown, path: Path): string | undefined =>
  (path[2] === 'dimensions' ? (classes as Loose)?.[Number(path[1])]?.dimensions?.[Number(path[3])]?.id : undefined)

/** A path into the parsed model in words: the dimension's id rather than its number. */
function wordsOf(path: Path, classes: unknown): string {
  if (path[0] !== 'classes') return path.join('.') || 'the file'
  const id = identifierOf(classes, path)
  return [id ?? (classes as Loose)?.[Number(path[1])]?.class ?? `classes.${String(path[1])}`, ...path.slice(id ? 4 : 2)].map(String).join('.')
}

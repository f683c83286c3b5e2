import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { MingchaError } from '../../../shared/errors.ts'
import { modelSchema, type Model } from './model.ts'

/** Changes to single dimensions, by id: `set: { penalty.count_2y: { weight: 3 } }`. */
const changes = z.record(z.string(), z.strictObject({
  weight: z.number().optional(), cap: z.number().optional(), missing: z.number().optional(), bands: z.array(z.unknown()).optional(),
}))

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
  const { set, ...rest } = head as Record<string, unknown>
  const classes = folder ? classesOf(path) : 'classes' in rest ? rest.classes : classesOf(builtInModel(resources))
  const parsed = modelSchema.safeParse({ ...rest, classes: changed(classes, set, path) })
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!
    throw invalid(path, placeOf(issue.path, classes), issue.message)
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

function changed(classes: unknown, set: unknown, path: string): unknown {
  if (set === undefined) return classes
  const parsed = changes.safeParse(set)
  if (!parsed.success) throw invalid(path, `set.${parsed.error.issues[0]!.path.join('.')}`, parsed.error.issues[0]!.message)
  const left = new Set(Object.keys(parsed.data))
  const answer = (classes as { dimensions: { id: string }[] }[]).map((group) => ({
    ...group,
    dimensions: group.dimensions.map((one) => (left.delete(one.id) ? { ...one, ...parsed.data[one.id] } : one)),
  }))
  if (left.size > 0) throw invalid(path, `set.${[...left][0]}`, 'there is no such dimension')
  return answer
}

/** A path into the parsed file in words: the dimension's id rather than its number. */
function placeOf(path: readonly PropertyKey[], classes: unknown): string {
  if (path[0] !== 'classes') return path.join('.') || 'the file'
  const group = (classes as Record<number, { class?: string; dimensions?: { id?: string }[] }> | undefined)?.[Number(path[1])]
  const dimension = path[2] === 'dimensions' ? group?.dimensions?.[Number(path[3])] : undefined
  return [dimension?.id ?? group?.class ?? `classes.${String(path[1])}`, ...path.slice(dimension ? 4 : 2)].map(String).join('.')
}

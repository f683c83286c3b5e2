import { basename } from 'node:path'
import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, stringify, type Document } from 'yaml'
import type { AppliedRecipe, FileChoice, Recipe } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import { recipeSchema, type RecipeText } from '../../../shared/recipe.ts'
import type { Connection } from '../duckdb/database.ts'
import { sql } from '../duckdb/sql.ts'
import { headerKey, type Proposal } from './propose.ts'

export type { RecipeText }

/** A recipe as text. @throws MingchaError recipe_invalid with the place and, where it is told by one, the line */
export function parseRecipe(yaml: string): RecipeText {
  const lines = new LineCounter()
  const document = parseDocument(yaml, { lineCounter: lines })
  const invalid = (where: string, detail: string, line: number): MingchaError => new MingchaError('recipe_invalid', `the recipe is invalid: line ${line}: ${where}: ${detail}`, 'Correct the place named.', { where, detail, line })
  const [broken] = document.errors
  if (broken) throw invalid('YAML', broken.message.split('\n')[0]!.replace(/ at line \d+, column \d+:?$/, ''), lines.linePos(broken.pos[0]).line)
  let value: unknown
  try {
    value = document.toJS({ maxAliasCount: 10 })
  } catch (error) {
    throw invalid('YAML', error instanceof Error ? error.message : String(error), 1)
  }
  const found = recipeSchema.safeParse(value)
  if (found.success) return found.data
  const { path, message, ...issue } = found.error.issues[0]!
  // An unknown key is told of the map that holds it: its own line is where a person looks.
  const place = [...path, ...('keys' in issue ? issue.keys.slice(0, 1) : [])].filter((part) => typeof part !== 'symbol')
  throw invalid(place.join('.') || 'recipe', message, lineOf(document, lines, place))
}

/** The line of the innermost thing on the way to `place` that is there; the first where nothing is. */
function lineOf(document: Document, lines: LineCounter, place: (string | number)[]): number {
  for (let depth = place.length; depth > 0; depth--) {
    const holder: unknown = depth === 1 ? document.contents : document.getIn(place.slice(0, depth - 1), true)
    const pair = isMap(holder) ? holder.items.find((one) => isScalar(one.key) && one.key.value === place[depth - 1])?.key : isSeq(holder) ? holder.items[Number(place[depth - 1])] : undefined
    if (isNode(pair) && pair.range) return lines.linePos(pair.range[0]).line
  }
  return 1
}

/** Refuses a recipe that puts a column where its class has none. @throws MingchaError recipe_invalid */
export function checkColumns(recipe: RecipeText, known: ReadonlySet<string>): RecipeText {
  const at = recipe.columns.findIndex((one) => one.column !== '' && !known.has(one.column))
  if (at === -1) return recipe
  const { source, column } = recipe.columns[at]!
  const detail = `${source} → ${column}: ${recipe.class} has no such column`
  const line = recipeYaml(recipe).split('\n').findIndex((text, i, all) => text.includes('column:') && all.slice(0, i + 1).filter((each) => /^ +column:/.test(each)).length === at + 1) + 1
  throw new MingchaError('recipe_invalid', `the recipe is invalid: line ${line}: columns.${at}.column: ${detail}`, 'Correct the place named.', { where: `columns.${at}.column`, detail, line })
}

export const recipeYaml = (recipe: RecipeText | Record<string, unknown>): string => stringify(recipe, { lineWidth: 0 })

/** A pattern for next month's file: figures vary, the rest of the name stays. */
export const patternOf = (name: string): string => name.replace(/[\d０-９]+/g, '*').replace(/[（(]\*[）)]/g, '*').replace(/\*[\s*]*\*/g, '*')

/** What of a file's name tells its source: without its archive, and without its sheet. */
export const sourceName = (name: string, sheet: string | undefined): string => basename(sheet !== undefined && name.endsWith(`/${sheet}`) ? name.slice(0, -sheet.length - 1) : name)

function fits(pattern: string, name: string): boolean {
  const source = pattern.toLowerCase().replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*+/g, '.*').replaceAll('?', '.')
  return new RegExp(`^${source}$`, 'su').test(name.toLowerCase())
}

/** The recipe of a file as it was just decided. */
export function recipeOf(name: string, pattern: string, choice: FileChoice, proposal: Proposal): RecipeText {
  if (!proposal.recordClass) throw new MingchaError('class_unknown', `${name}: which class of records it holds cannot be told`, 'Choose its class first.', { name, best: '' })
  return parseRecipe(recipeYaml({
    name, pattern, class: proposal.recordClass,
    ...(choice.encoding ? { encoding: choice.encoding } : {}), ...(choice.sheet === undefined ? {} : { sheet: choice.sheet }), ...(choice.headerRow === undefined ? {} : { header_row: choice.headerRow }),
    ...(choice.dateOrder ? { date_order: choice.dateOrder } : {}), ...(choice.units ? { units: choice.units } : {}),
    columns: proposal.columns.map(({ source, column }) => ({ source, column })),
  }))
}

/** Share of a recipe's columns that a file must have to be of its source. */
const alike = 0.6

/** How the columns of a file differ from a recipe's; null: so much that it is another source's. A column in the place of one that is gone counts as renamed where the names resemble each other. */
export function drift(recipe: RecipeText, headers: string[]): Pick<AppliedRecipe, 'missing' | 'added' | 'renamed'> | null {
  const now = new Set(headers.map(headerKey))
  const before = recipe.columns.map((one) => one.source)
  const known = new Set(before.map(headerKey))
  let missing = before.filter((source) => !now.has(headerKey(source)))
  let added = headers.filter((header) => !known.has(headerKey(header)))
  const renamed: { from: string; to: string }[] = []
  for (const from of missing) {
    const best = added.map((to) => ({ to, score: resemblance(headerKey(from), headerKey(to)) + (before.indexOf(from) === headers.indexOf(to) ? 0.25 : 0) })).sort((a, b) => b.score - a.score)[0]
    if (!best || best.score < 0.6) continue
    renamed.push({ from, to: best.to })
    added = added.filter((header) => header !== best.to)
  }
  missing = missing.filter((source) => !renamed.some((one) => one.from === source))
  return (before.length - missing.length) / before.length >= alike ? { missing, added, renamed } : null
}

/** Dice's coefficient over single signs: short Chinese headers have too few pairs. */
function resemblance(a: string, b: string): number {
  const left = [...b]
  const common = [...a].filter((sign) => {
    const at = left.indexOf(sign)
    if (at !== -1) left.splice(at, 1)
    return at !== -1
  }).length
  return (2 * common) / Math.max(1, [...a].length + [...b].length)
}

/** A layout with the recipe's columns under the names that they have now; what the person chose goes before. */
export function decidedBy(recipe: RecipeText, choice: FileChoice, renamed: AppliedRecipe['renamed']): FileChoice {
  const mapping = recipe.columns.map(({ source, column }) => ({ source: renamed.find((one) => one.from === source)?.to ?? source, column }))
  return { ...choice, mapping: choice.mapping ?? mapping }
}

/** What must be known of a recipe before a file's headers are: how to read it. */
export const layoutOf = (recipe: RecipeText, choice: FileChoice): FileChoice => ({
  ...choice, recordClass: choice.recordClass ?? recipe.class,
  ...(choice.encoding ?? recipe.encoding ? { encoding: choice.encoding ?? recipe.encoding } : {}),
  ...(choice.sheet ?? recipe.sheet ? { sheet: choice.sheet ?? recipe.sheet } : {}),
  ...(choice.headerRow === undefined && recipe.header_row === undefined ? {} : { headerRow: choice.headerRow ?? recipe.header_row }),
  ...(choice.dateOrder ?? recipe.date_order ? { dateOrder: choice.dateOrder ?? recipe.date_order } : {}),
  ...(choice.units ?? recipe.units ? { units: choice.units ?? recipe.units } : {}),
})

interface RecipeRow { recipe: number; name: string; version: number; pattern: string; created_at: string; yaml: string }
const asRecipe = ({ created_at: createdAt, ...row }: RecipeRow): Recipe => ({ ...row, createdAt })

/** Every version, the newest of each name first. */
export const listRecipes = async (ask: Connection): Promise<Recipe[]> =>
  (await ask.rows<RecipeRow>(sql`SELECT recipe, name, version, pattern, created_at, yaml FROM recipe ORDER BY name, version DESC`)).map(asRecipe)

/** Saves a recipe as the next version of its name; the same text as the newest is no new version. */
export async function saveRecipe(ask: Connection, recipe: RecipeText): Promise<Recipe> {
  const yaml = recipeYaml(recipe)
  const newest = (await listRecipes(ask)).find((one) => one.name === recipe.name)
  if (newest?.yaml === yaml) return newest
  await ask.run(sql`INSERT INTO recipe SELECT coalesce(max(recipe), 0) + 1, ${recipe.name}, ${(newest?.version ?? 0) + 1}, ${recipe.pattern}, current_timestamp::TIMESTAMP, ${yaml} FROM recipe`)
  return (await listRecipes(ask)).find((one) => one.name === recipe.name)!
}

/** Deletes all versions of a name. @throws MingchaError no_such_recipe */
export async function deleteRecipe(ask: Connection, name: string): Promise<void> {
  if ((await ask.run(sql`DELETE FROM recipe WHERE name = ${name}`)) === 0) throw new MingchaError('no_such_recipe', `there is no recipe ${name}`, 'Choose one of the list.', { name })
}

/** The newest recipes whose pattern fits a file's name, the longest pattern first. */
export async function recipesFor(ask: Connection, name: string): Promise<(Recipe & { text: RecipeText })[]> {
  const seen = new Set<string>()
  return (await listRecipes(ask)).filter((one) => !seen.has(one.name) && seen.add(one.name) && fits(one.pattern, name)).sort((a, b) => b.pattern.length - a.pattern.length).map((one) => ({ ...one, text: parseRecipe(one.yaml) }))
}

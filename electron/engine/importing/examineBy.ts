import type { AppliedRecipe, FileChoice } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { Room } from '../room.ts'
import { examine, type Examined } from './examine.ts'
import { decidedBy, drift, layoutOf, listRecipes, parseRecipe, patternOf, recipesFor, sourceName, type RecipeText } from './recipe.ts'
import { sniff, type Sniffed } from './sniff.ts'

export interface Candidate { text: RecipeText; version: number; /** Asked for by the person: it applies or the file is refused. */ forced: boolean }
export interface ExaminedBy extends Examined { /** As the recipe decided it. */ choice: FileChoice; sniffed: Sniffed; recipe: AppliedRecipe | null }

/** Recipes that may read a file of this name, the best first. @throws MingchaError recipe_invalid */
export async function candidatesFor(room: Room, choice: FileChoice, name: string): Promise<Candidate[]> {
  if (choice.recipe === '') return []
  let database
  try {
    database = room.database()
  } catch {
    // a file may be looked at before there is a workspace
  }
  if (choice.recipe !== undefined) {
    const text = parseRecipe(choice.recipe)
    return [{ text, version: (await database?.read(listRecipes))?.find((one) => one.yaml === choice.recipe)?.version ?? 0, forced: true }]
  }
  if (!database) return []
  const found = await database.read((ask) => recipesFor(ask, sourceName(name, choice.sheet)))
  return found.map(({ text, version }) => ({ text, version, forced: false }))
}

/** A file is sniffed in the encoding of the recipe that is likeliest to read it. */
export const sniffable = (choice: FileChoice, [first]: Candidate[]): FileChoice => (choice.encoding === undefined && first?.text.encoding ? { ...choice, encoding: first.text.encoding } : choice)

/** Examines a file by the first recipe that fits its columns, else by itself. @throws MingchaError recipe_misfit and those of `examine` */
export async function examineBy(room: Room, candidates: Candidate[], choice: FileChoice, name: string, sniffed: Sniffed): Promise<ExaminedBy> {
  for (const { text, version, forced } of candidates) {
    if (!forced && ((choice.recordClass && choice.recordClass !== text.class) || (choice.sheet !== undefined && text.sheet !== undefined && patternOf(choice.sheet) !== patternOf(text.sheet)))) continue
    const layout = layoutOf(text, choice)
    const { headerRow: _row, ...free } = layout
    // Titles come and go above a header: its row may have moved.
    for (const reading of choice.headerRow === undefined && text.header_row !== undefined ? [layout, free] : [layout]) {
      const differs = drift(text, await headersBy(room, reading, sniffed, forced))
      if (!differs) continue
      const decided = decidedBy(text, reading, differs.renamed)
      return { ...(await examine(room, decided, sniffed)), choice: decided, sniffed, recipe: { name: text.name, version, ...differs } }
    }
    if (forced && (choice.encoding !== undefined || text.encoding === undefined)) throw new MingchaError('recipe_misfit', `${name} has other columns than the recipe ${text.name}`, 'Choose the recipe of this source, or import it without one and save a new recipe.', { name, recipe: text.name })
  }
  if (sniffable(choice, candidates) === choice) return { ...(await examine(room, choice, sniffed)), choice, sniffed, recipe: null }
  // The source may have changed its encoding and nothing else.
  return examineBy(room, candidates.map((one) => ({ ...one, text: inAnyEncoding(one.text) })), choice, name, await sniff(choice, name))
}

function inAnyEncoding({ encoding: _encoding, ...text }: RecipeText): RecipeText {
  return text
}

/** Headers as a recipe would read them; none where it cannot. */
async function headersBy(room: Room, choice: FileChoice, sniffed: Sniffed, forced: boolean): Promise<string[]> {
  try {
    return (await examine(room, choice, sniffed)).proposal.headers
  } catch (error) {
    if (forced || !(error instanceof MingchaError)) throw error
    return []
  }
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

/** The words of the invented city: resources/demo/city.yaml. */
export interface City {
  surnames: string
  given: string
  brand_heads: string
  brand_tails: string
  houses: string[]
  hub_houses: string[]
  regions: { code: string; name: string; /** Where it is not Xi'an. */ city?: string; share: number; streets: string[] }[]
  registrars: { code: string; name: string; share: number; of: string[] }[]
  industries: Industry[]
  inspection_items: Limited[]
  problem_texts: string[]
  handlings: string[]
  violations: (Limited & { basis: string })[]
  complaint_contents: string[]
  channels: string[]
  platforms: string[]
  negative_topics: string[]
  positive_topics: string[]
  neutral_topics: string[]
  causes: string[]
  courts: { name: string; code: string }[]
  licences: { name: string; content: string }[]
  licences_of: Record<string, number[]>
  foods: string[]
  food_failures: string[]
  goods: string[]
  goods_failures: string[]
  equipment: string[]
  honours: string[]
}
/** What one department does, in the industries whose letters `of` holds, or in all. */
export interface Limited { text: string; by: string; of?: string }
export interface Industry { letter: string; name: string; share: number; individual: number; risk: number; licensed: number; tested: number; words: string[]; shops: string[] }

export const readCity = (resources: string): City => parse(readFileSync(join(resources, 'demo', 'city.yaml'), 'utf8')) as City

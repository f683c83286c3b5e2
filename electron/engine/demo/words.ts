import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

/** The words of the invented city: resources/demo/city.yaml. */
export interface City {
  surnames: string
  given: string
  brand: string
  houses: string[]
  hub_houses: string[]
  regions: { code: string; name: string; share: number; streets: string[] }[]
  registrars: { code: string; name: string; share: number; of: string[] }[]
  industries: Industry[]
  departments: string[]
  inspection_items: string[]
  problem_texts: string[]
  handlings: string[]
  violations: { text: string; basis: string }[]
  complaint_contents: string[]
  channels: string[]
  platforms: string[]
  negative_topics: string[]
  positive_topics: string[]
  neutral_topics: string[]
  causes: string[]
  courts: string[]
  licences: string[]
  licences_of: Record<string, number[]>
  products: string[]
  equipment: string[]
  failures: string[]
  honours: string[]
}
export interface Industry { letter: string; name: string; share: number; individual: number; risk: number; licensed: number; tested: number; words: string[]; shops: string[] }

export const readCity = (resources: string): City => parse(readFileSync(join(resources, 'demo', 'city.yaml'), 'utf8')) as City

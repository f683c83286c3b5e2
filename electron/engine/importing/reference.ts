import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { readOnce } from '../workspace/readOnce.ts'
import { recordClasses, type RecordClass } from '../../../shared/classes.ts'

/** A text becomes a code by the first pattern that it matches. */
export type Words = readonly (readonly [code: string, pattern: string])[]
export interface Derived { words: string; from: string[]; otherwise?: string }
export interface Reference {
  /** Of the words: it is noted with each file that was read by them. */
  edition: string
  missing: string[]
  currencies: Words
  codes: Record<string, Words>
  derived: Partial<Record<RecordClass, Record<string, Derived>>>
  /** Header synonyms by class and column, the common columns included, best first. */
  headers: Record<RecordClass, Record<string, string[]>>
  /** Column that stands for another which no header names, by class. */
  standIn: Partial<Record<RecordClass, Record<string, string>>>
  hints: Record<RecordClass, { file: Record<string, number>; headers: Record<string, number>; samples?: Record<string, number> }>
  industries: { code: string; name_zh: string; name_en: string; words: string[]; divisions: Record<string, string> }[]
  /** GB/T 2260 codes of provinces, cities and counties, with the special zones that registrars use. */
  regions: { code: string; name: string }[]
}

/** The vocabularies of resources/reference. */
export const referenceOf = readOnce((resources): Reference => {
  const folder = join(resources, 'reference')
  const read = <T>(name: string): T => parse(readFileSync(join(folder, name), 'utf8')) as T
  const words = read<Pick<Reference, 'edition' | 'missing' | 'currencies' | 'codes' | 'derived'>>('words.yaml')
  const headers = read<{ stand_in: Reference['standIn']; common: Record<string, string[]>; classes: Record<RecordClass, Record<string, string[]>>; hints: Reference['hints'] }>('headers.yaml')
  const { sections } = read<{ sections: Reference['industries'] }>('industries.yaml')
  const regions = readFileSync(join(folder, 'regions.csv'), 'utf8').trim().split('\n').slice(1).map((line) => {
    const [code, name] = line.split(',') as [string, string]
    return { code, name }
  })
  return {
    ...words,
    headers: Object.fromEntries(recordClasses.map((one) => [one, { ...headers.common, ...headers.classes[one] }])) as Reference['headers'],
    hints: headers.hints, standIn: headers.stand_in, industries: sections, regions,
  }
})

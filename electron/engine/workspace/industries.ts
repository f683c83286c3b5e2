import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { readOnce } from './readOnce.ts'

const read = readOnce((resources) => (parse(readFileSync(join(resources, 'reference', 'industries.yaml'), 'utf8')) as { sections: { code: string; name_zh: string; name_en: string }[] }).sections)

/** Sections of GB/T 4754 by letter, in words; a letter that is none stands as it is. */
export const industryNames = (resources: string, language: 'zh-CN' | 'en') => (letter: string): string => {
  const found = read(resources).find((one) => one.code === letter)
  return found ? `${letter} ${language === 'en' ? found.name_en : found.name_zh}` : letter
}

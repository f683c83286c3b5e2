import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { readPersonal } from '../../electron/engine/workspace/personal.ts'
import { resources } from '../room.ts'
import { en } from '../../renderer/locales/en.ts'
import { zhCN } from '../../renderer/locales/zh-CN.ts'
import { access } from '../../shared/access.ts'
import type { Verb } from '../../shared/contract.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

function keysOf(tree: object, path = ''): Map<string, string> {
  return new Map(Object.entries(tree).flatMap(([key, value]): [string, string][] => (typeof value === 'string' ? [[path + key, value]] : [...keysOf(value as object, `${path}${key}.`)])))
}
const chinese = keysOf(zhCN)
const english = keysOf(en)

function filesOf(folder: string, pattern: RegExp): { path: string; text: string }[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true }).filter((one) => one.isFile() && pattern.test(one.name))
    .map((one) => join(one.parentPath, one.name)).map((path) => ({ path: path.slice(root.length), text: readFileSync(path, 'utf8') }))
}
const sources = ['renderer/app', 'renderer/components', 'renderer/views'].flatMap((folder) => filesOf(folder, /\.tsx?$/))
const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '').replace(/\s\/\/ .*$/gm, '')

describe('the two languages', () => {
  it('have the same keys', () => expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort()))
  it('fill the same places in each sentence', () => {
    const places = (text: string): string[] => (text.match(/\{\{\w+\}\}/g) ?? []).toSorted()
    for (const [key, text] of chinese) expect(places(english.get(key) ?? ''), key).toEqual(places(text))
  })
  it('leave nothing empty or in the other language', () => {
    for (const [key, text] of english) {
      if (!key.startsWith('profile.units.')) expect(text.trim(), key).not.toBe('') // some figures have no unit
      if (!/^(shell|citizen)\.language/.test(key)) expect(text, key).not.toMatch(/\p{Script=Han}/u)
    }
    for (const [key, text] of chinese) if (!key.startsWith('profile.units.')) expect(text.trim(), key).not.toBe('')
  })
})

describe('the screen', () => {
  it('asks only for sentences that exist', () => {
    const missing = sources.flatMap(({ path, text }) => [...text.matchAll(/\bt\(\s*'([\w.]+)'/g)].map((match) => match[1]!).filter((key) => !chinese.has(key)).map((key) => `${path}: ${key}`))
    expect(missing).toEqual([])
  })
  it('holds no Chinese of its own', () => {
    // Not sentences: the notation of figures, and the two-character surnames that masking must know.
    const found = sources.filter(({ path }) => !['renderer/components/format.ts', 'renderer/components/mask.ts'].includes(path)).flatMap(({ path, text }) => (withoutComments(text).match(/\p{Script=Han}+/gu) ?? []).map((words) => `${path}: ${words}`))
    expect(found).toEqual([])
  })
  it('holds no English sentence of its own', () => {
    const found = sources.filter(({ path }) => path.endsWith('.tsx')).flatMap(({ path, text }) => {
      const plain = withoutComments(text)
      const shown = [...plain.matchAll(/<[\w.]+(?:\s[^<>]*)?>\s*([A-Z]?[a-z]{2,}(?:[ ,.][A-Za-z]{2,})*[.!?]?)\s*<\//g), ...plain.matchAll(/\s(?:title|placeholder|aria-label|label|alt)="([^"]*[a-z]{2,}[^"]*)"/g)]
      return shown.map((match) => `${path}: ${match[1]}`)
    })
    expect(found).toEqual([])
  })
})

it('words every error that the engine and its hosts can throw', () => {
  const thrown = new Set(['electron/engine', 'electron/desktop', 'electron/serve', 'shared', 'renderer/host'].flatMap((folder) => filesOf(folder, /\.ts$/)).flatMap(({ text }) => [...text.matchAll(/(?:new MingchaError|\brefused)\(\s*'(\w+)'|\bcode: '(\w+)', message: /g)].map((match) => match[1] ?? match[2]!)))
  // Rules of the annual plan are told, and thrown where a draw breaks one.
  for (const { text } of filesOf('electron/engine/sampling', /check\w+\.ts$/)) for (const [, rule] of text.matchAll(/'(plan_\w+)'/g)) thrown.add(rule!)
  expect(thrown.size).toBeGreaterThan(10)
  const unworded = [...thrown].filter((code) => !chinese.has(`errors.${code}.what`))
  expect(unworded).toEqual([])
})

it('words every deed that the audit chain can hold', () => {
  const deeds = (Object.keys(access) as Verb[]).filter((verb) => typeof access[verb] !== 'string')
  expect(Object.keys(en.audit.deeds).sort()).toEqual([...deeds, ...readPersonal(resources).exports, 'signIn', 'signOut'].sort())
})

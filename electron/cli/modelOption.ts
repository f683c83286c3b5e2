import { resolve } from 'node:path'
import type { ModelRef } from '../../shared/contract.ts'
import { UsageError, wholeNumber, type Asked } from './verb.ts'

/** Options by which a command names a model, and how its usage shows them. */
export const modelOptions = { model: { type: 'string' }, version: { type: 'string' }, draft: { type: 'string' } } as const
export const modelUsage = '[--model F|--version V|--draft N]'

/** The model that a command names, as it goes into a verb's input; nothing where it names none. @throws UsageError where it names several */
export function modelOf(asked: Asked): { model?: ModelRef } {
  const [path, version, draft] = [asked.text('model'), asked.text('version'), wholeNumber(asked, 'draft')]
  const named: ModelRef[] = [...(path === undefined ? [] : [{ path: resolve(path) }]), ...(version === undefined ? [] : [{ version }]), ...(draft === undefined ? [] : [{ draft }])]
  if (named.length > 1) throw new UsageError('--model, --version and --draft each name a model: give one of them')
  return named.length === 0 ? {} : { model: named[0]! }
}

/** A model by one word: `draft:3`, `run:2`, a file or folder, else a version. */
export function refOf(text: string): ModelRef {
  const [, kind, number] = /^(draft|run):([1-9]\d{0,8})$/.exec(text) ?? []
  if (kind) return kind === 'draft' ? { draft: Number(number) } : { run: Number(number) }
  return /[/\\]|\.(ya?ml|json)$/.test(text) ? { path: resolve(text) } : { version: text }
}

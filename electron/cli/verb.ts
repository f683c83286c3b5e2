import type { ParseArgsOptionsConfig } from 'node:util'
import type { JobRef, JobResults } from '../../shared/contract.ts'
import type { RunningEngine } from '../engine/engine.ts'

/** Where a command writes: its answer to `out`, everything else to `err`. */
export interface Io {
  out: { write(text: string): unknown }
  err: { write(text: string): unknown; isTTY?: boolean; columns?: number }
}

export interface Asked {
  positionals: string[]
  /** Of an option that takes a value. */
  text(option: string): string | undefined
  flag(option: string): boolean
  engine: RunningEngine
  io: Io
  json: boolean
}

export interface Answer {
  /** The one JSON value, in the contract's own words; keys become snake_case on the way out. */
  json: unknown
  /** The same for a person. */
  text: string
  /** The question was answered, and the answer is no. */
  failed?: boolean
}

export interface CliVerb {
  /** As in `mingcha help`. */
  usage: string
  about: string
  options: ParseArgsOptionsConfig
  /** Least and most positionals. */
  takes: readonly [number, number]
  run(asked: Asked): Promise<Answer>
}

/** Wrongly asked: exit code 2. */
export class UsageError extends Error {}

/** A whole number in an option. @throws UsageError */
export function wholeNumber(asked: Asked, option: string): number | undefined {
  const text = asked.text(option)
  if (text === undefined) return undefined
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`--${option} takes a whole number, not «${text}»`)
  return Number(text)
}

/** @throws UsageError */
export function required(asked: Asked, option: string): string {
  const text = asked.text(option)
  if (text === undefined || text === '') throw new UsageError(`--${option} is missing`)
  return text
}

/** Waits for a job's end. */
export const ended = async <K extends keyof JobResults>(engine: RunningEngine, job: Promise<JobRef>): Promise<JobResults[K]> =>
  (await engine.verbs.awaitJob(await job)) as JobResults[K]

/** @throws UsageError */
export function dayOf(option: string, text: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) throw new UsageError(`--${option} takes a day, YYYY-MM-DD, not «${text}»`)
  return text
}

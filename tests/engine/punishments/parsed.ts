import { verbs as schemas, type Input, type Parsed, type Verb } from '../../../shared/contract.ts'

/** The verbs of a room, asked as through the engine: inputs pass the contract's schemas. */
export const parsed = <R extends Record<string, (input: never) => Promise<unknown>>>(room: R): { [V in keyof R & Verb]: (input: Input<V>) => ReturnType<R[V]> } =>
  Object.fromEntries(Object.entries(room).map(([verb, ask]) => [verb, async (input: unknown) => (ask as (value: unknown) => unknown)(schemas[verb as Verb].parse(input) as Parsed<Verb>)])) as never

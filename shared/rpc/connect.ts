import { decode, encode } from '@msgpack/msgpack'
import { createBirpc } from 'birpc'
import { verbs, type Engine, type Events, type Verb } from '../contract.ts'
import { fromErrorValue, toErrorValue, type ErrorValue } from '../errors.ts'

/** A two-way pipe of messages; `bytes` where it carries binary frames only (WebSocket), else structured clone (MessagePort). */
export interface Channel {
  bytes: boolean
  post(message: unknown): void
  receive(listener: (message: unknown) => void): void
}

export interface Connection {
  verbs: Engine
  listen(events: Partial<Events>): () => void
  /** Rejects what is under way with `disconnected`. */
  close(error?: Error): void
}

type Answer = { value: unknown } | { error: ErrorValue }
interface Served { call(verb: string, input: unknown): Promise<Answer> }
interface Told { tell(event: string, value: unknown): void }

const codec = (channel: Channel) => (channel.bytes
  ? { serialize: (data: unknown) => encode(data, { ignoreUndefined: true }), deserialize: (data: unknown) => decode(new Uint8Array(data as ArrayBuffer)) }
  : {})

/** Only what is named here may be called: birpc itself would also reach inherited members such as `constructor`. */
const own = (functions: object) => (name: string) => (Object.hasOwn(functions, name) ? (functions as Record<string, (...args: unknown[]) => unknown>)[name] : undefined)

/** Answers an engine's verbs over a channel, and tells its events there. Returns how to stop. */
export function serveEngine(engine: { verbs: Engine; listen(events: Partial<Events>): () => void }, channel: Channel): () => void {
  const served: Served = {
    async call(verb, input) {
      try {
        if (!Object.hasOwn(verbs, verb)) throw new Error(`there is no verb ${verb}`)
        return { value: await engine.verbs[verb as Verb](input as never) }
      } catch (error) {
        return { error: toErrorValue(error) }
      }
    },
  }
  const rpc = createBirpc<Told, Served>(served, { post: (data) => channel.post(data), on: (listener) => channel.receive(listener), timeout: -1, resolver: own(served), ...codec(channel) })
  const silence = engine.listen({
    jobChanged: (job) => void rpc.tell.asEvent('jobChanged', job).catch(() => undefined),
    changed: (topic) => void rpc.tell.asEvent('changed', topic).catch(() => undefined),
  })
  return () => {
    silence()
    rpc.$close()
  }
}

/** The engine at the other end of a channel, as if it were here. */
export function connectEngine(channel: Channel): Connection {
  const listeners = new Set<Partial<Events>>()
  const told: Told = {
    tell(event, value) {
      for (const one of listeners) {
        if (event === 'jobChanged') one.jobChanged?.(value as never)
        if (event === 'changed') one.changed?.(value as never)
      }
    },
  }
  const rpc = createBirpc<Served, Told>(told, { post: (data) => channel.post(data), on: (listener) => channel.receive(listener), timeout: -1, resolver: own(told), ...codec(channel) })
  const ask = async (verb: string, input: unknown): Promise<unknown> => {
    const answer = await rpc.call(verb, input)
    if ('error' in answer) throw fromErrorValue(answer.error)
    return answer.value
  }
  return {
    verbs: Object.fromEntries((Object.keys(verbs) as Verb[]).map((verb) => [verb, (input: unknown) => ask(verb, input)])) as Engine,
    listen: (events) => (listeners.add(events), () => listeners.delete(events)),
    close: (error) => rpc.$close(error),
  }
}

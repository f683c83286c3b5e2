import { decode, encode } from '@msgpack/msgpack'
import { createBirpc } from 'birpc'
import { verbs, type Engine, type Events, type Verb } from '../contract.ts'
import { fromErrorValue, MingchaError, toErrorValue, type ErrorValue } from '../errors.ts'

/** A two-way pipe of messages; `bytes` where it carries binary frames only (WebSocket), else structured clone (MessagePort). */
export interface Channel {
  bytes: boolean
  post(message: unknown): void
  receive(listener: (message: unknown) => void): void
}

export interface Connection {
  verbs: Engine
  listen(events: Partial<Events>): () => void
  /** Rejects what is under way, and all that is asked later, with `disconnected`. */
  close(error?: Error): void
}

type Answer = { value: unknown } | { error: ErrorValue }
interface Served { call(verb: string, input: unknown): Promise<Answer> }
interface Told { tell(event: string, value: unknown): void }

/** An answer that cannot be sent (a value no wire carries) arrives as an error value, not as an empty object. */
const pack = (data: unknown): Uint8Array => {
  const thrown = (data as { e?: unknown }).e
  return encode(thrown === undefined ? data : { ...(data as object), e: toErrorValue(thrown) }, { ignoreUndefined: true })
}

/** What is not one of birpc's messages is dropped: thrown in birpc's listener it would end the process. */
function messageOf(channel: Channel, received: unknown): unknown {
  try {
    const message = channel.bytes ? decode(received instanceof Uint8Array ? received : new Uint8Array(received as ArrayBuffer)) : received
    return typeof message === 'object' && message !== null && 't' in message ? message : null
  } catch {
    return null
  }
}

const pipe = (channel: Channel) => ({
  post: (data: unknown) => channel.post(data),
  on: (listener: (message: unknown) => void) => channel.receive((received) => {
    const message = messageOf(channel, received)
    if (message !== null) listener(message)
  }),
  timeout: -1,
  ...(channel.bytes ? { serialize: pack } : {}),
})

/** Only what is named here may be called: birpc itself would also reach inherited members such as `constructor`. */
const own = (functions: object) => (name: string) => (Object.hasOwn(functions, name) ? (functions as Record<string, (...args: unknown[]) => unknown>)[name] : undefined)

/** Answers an engine's verbs over a channel, and tells its events there. Returns how to stop. */
export function serveEngine(engine: { verbs: Engine; listen(events: Partial<Events>): () => void }, channel: Channel): () => void {
  const served: Served = {
    async call(verb, input) {
      try {
        if (!Object.hasOwn(verbs, verb)) throw new MingchaError('unknown_verb', `there is no verb ${String(verb)}`, 'Reload the page: it may be of another version.', { verb: String(verb) })
        return { value: await engine.verbs[verb as Verb](input as never) }
      } catch (error) {
        return { error: toErrorValue(error) }
      }
    },
  }
  // A peer that has gone cannot be answered: that is no failure of this side.
  const rpc = createBirpc<Told, Served>(served, { ...pipe(channel), resolver: own(served), onGeneralError: () => true })
  const tell = (event: keyof Events, value: unknown): void => void rpc.tell.asEvent(event, value).catch(() => undefined)
  const silence = engine.listen({ jobChanged: (job) => tell('jobChanged', job), changed: (topic) => tell('changed', topic) })
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
  const rpc = createBirpc<Served, Told>(told, { ...pipe(channel), resolver: own(told) })
  let closed: Error | null = null
  const ask = async (verb: string, input: unknown): Promise<unknown> => {
    if (closed) throw closed
    const answer = await rpc.call(verb, input).catch((error: unknown) => {
      throw error instanceof Error ? error : fromErrorValue(error as ErrorValue)
    })
    if ('error' in answer) throw fromErrorValue(answer.error)
    return answer.value
  }
  return {
    verbs: Object.fromEntries((Object.keys(verbs) as Verb[]).map((verb) => [verb, (input: unknown) => ask(verb, input)])) as Engine,
    listen: (events) => (listeners.add(events), () => listeners.delete(events)),
    close: (error) => {
      closed ??= error ?? new MingchaError('disconnected', 'the connection to the engine has ended', 'Reload the page; where that fails, start Mingcha again.')
      rpc.$close(closed)
    },
  }
}

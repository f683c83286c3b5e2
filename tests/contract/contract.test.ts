import { rmSync } from 'node:fs'
import { mkdtempSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import type { Engine, Events } from '../../shared/contract.ts'
import { connectEngine, serveEngine, type Channel } from '../../shared/rpc/connect.ts'
import { createEngine, type RunningEngine } from '../../electron/engine/engine.ts'
import { resources } from '../room.ts'

interface Reached { verbs: Engine; listen(events: Partial<Events>): () => void; close(): Promise<void> }

const transports: Record<string, (engine: RunningEngine) => Promise<Reached>> = {
  'in-process': async (engine) => ({ verbs: engine.verbs, listen: engine.listen, close: async () => undefined }),
  MessagePort: async (engine) => {
    const { port1, port2 } = new MessageChannel()
    const channel = (port: typeof port1): Channel => ({ bytes: false, post: (message) => port.postMessage(message), receive: (listener) => port.on('message', listener) })
    const stop = serveEngine(engine, channel(port1))
    const connection = connectEngine(channel(port2))
    return {
      ...connection,
      close: async () => {
        stop()
        connection.close()
        port1.close()
      },
    }
  },
  WebSocket: async (engine) => {
    const server = createServer()
    const sockets = new WebSocketServer({ server })
    sockets.on('connection', (socket) => serveEngine(engine, socketChannel(socket)))
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
    await new Promise((done) => socket.once('open', done))
    const connection = connectEngine(socketChannel(socket))
    return {
      ...connection,
      close: async () => {
        connection.close()
        socket.terminate()
        await new Promise((done) => server.close(done))
      },
    }
  },
}

const socketChannel = (socket: WebSocket): Channel => ({ bytes: true, post: (message) => socket.send(message as Uint8Array), receive: (listener) => socket.on('message', (data) => listener(data)) })

describe.each(Object.keys(transports))('the engine over %s', (transport) => {
  const home = mkdtempSync(join(tmpdir(), 'mingcha-contract-'))
  let engine: RunningEngine
  let reached: Reached

  beforeAll(async () => {
    engine = createEngine({ resources, home, database: { memoryMb: 1024, threads: 2 }, today: () => '2026-11-22' })
    reached = await transports[transport]!(engine)
  })
  afterAll(async () => {
    await reached.close()
    await engine.close()
    rmSync(home, { recursive: true, force: true })
  })

  it('answers plain values, null included', async () => {
    expect(await reached.verbs.currentWorkspace({})).toBeNull()
    const created = await reached.verbs.createWorkspace({ path: join(home, 'one') })
    expect(created).toMatchObject({ name: 'one', subjects: 0, asOf: null })
    expect(await reached.verbs.currentWorkspace({})).toEqual(created)
  })

  it('throws errors with their code, hint and params', async () => {
    await expect(reached.verbs.openWorkspace({ path: join(home, 'absent') })).rejects.toMatchObject({
      name: 'MingchaError', code: 'no_such_workspace', hint: expect.stringMatching(/./), params: { path: join(home, 'absent.mingcha') },
    })
  })

  it('refuses input that the contract does not allow', async () => {
    await expect(reached.verbs.createWorkspace({ path: 'a\0b' })).rejects.toMatchObject({ code: 'bad_input', params: { verb: 'createWorkspace', where: 'path' } })
    await expect(reached.verbs.cancelJob({} as never)).rejects.toMatchObject({ code: 'bad_input' })
    await expect(reached.verbs.cancelJob('text' as never)).rejects.toMatchObject({ code: 'bad_input' })
  })

  it('answers many questions at once, each its own', async () => {
    const answers = await Promise.all(Array.from({ length: 60 }, (_, i) => (i % 3 === 0
      ? reached.verbs.cancelJob({ job: `job ${i}` }).catch((error: Error) => error.message)
      : reached.verbs.listJobs({}))))
    answers.forEach((answer, i) => (i % 3 === 0 ? expect(answer).toContain(`job ${i}`) : expect(answer).toEqual([])))
  })
})

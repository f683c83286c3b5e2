import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { MessageChannel, Worker } from 'node:worker_threads'
import { expect, it } from 'vitest'
import { connectEngine } from '../../shared/rpc/connect.ts'
import { resources } from '../room.ts'

const bundle = fileURLToPath(new URL('../../dist/desktop/engineProcess.cjs', import.meta.url))

/** The utility process as a worker: the built bundle runs, with only `process.parentPort` and its ports doubled. */
const shim = `
  const { parentPort, workerData } = require('node:worker_threads')
  const wrap = (port) => ({ postMessage: (message) => port.postMessage(message), on: (event, listener) => port.on(event, (data) => listener({ data })), start: () => port.start() })
  process.parentPort = { on: (event, listener) => parentPort.on(event, ({ data, ports }) => listener({ data, ports: ports.map(wrap) })) }
  process.argv = [process.execPath, workerData.bundle, workerData.resources, workerData.home]
  require(workerData.bundle)`

it('runs the built engine for a page at the other end of a port, and closes the workspace when told', async () => {
  expect(existsSync(bundle), 'npm run build first').toBe(true)
  const home = mkdtempSync(join(tmpdir(), 'mingcha-desktop-'))
  const worker = new Worker(shim, { eval: true, workerData: { bundle, resources, home } })
  const ended = new Promise<number>((done, failed) => worker.on('exit', done).on('error', failed))
  const { port1, port2 } = new MessageChannel()
  worker.postMessage({ data: 'connect', ports: [port1] }, [port1])
  const engine = connectEngine({ bytes: false, post: (message) => port2.postMessage(message), receive: (listener) => port2.on('message', listener) })
  const created = await engine.verbs.createWorkspace({ path: join(home, 'city') })
  expect(created).toMatchObject({ name: 'city', subjects: 0 })
  worker.postMessage({ data: 'close', ports: [] })
  expect(await ended).toBe(0)
  expect(existsSync(`${created.path}.wal`)).toBe(false)
  port2.close()
  rmSync(home, { recursive: true })
})

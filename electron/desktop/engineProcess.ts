import { serveEngine } from '../../shared/rpc/connect.ts'
import { createEngine } from '../engine/engine.ts'
import type { EngineOrder } from './engine.ts'

/** Runs as Electron's utility process: node engineProcess.cjs RESOURCES HOME */
const [resources, home] = process.argv.slice(2)
if (resources === undefined || home === undefined) throw new Error('engineProcess takes the folders of resources and settings')
const engine = createEngine({ resources, home })

process.parentPort.on('message', ({ data, ports }) => {
  const order = data as EngineOrder
  if (order === 'close') void engine.close().then(() => process.exit(0), () => process.exit(1))
  const [port] = ports
  if (order !== 'connect' || !port) return
  const stop = serveEngine(engine.connect(), {
    bytes: false,
    post: (message) => port.postMessage(message), // Electron's ports take no transfer list
    receive: (listener) => port.on('message', (event) => listener(event.data)),
  })
  port.on('close', stop)
  port.start()
})

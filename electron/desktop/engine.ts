import { homedir } from 'node:os'
import { join } from 'node:path'
import { BrowserWindow, MessageChannelMain, utilityProcess, type WebContents } from 'electron'

export interface EngineProcess {
  /** Gives a page a port of its own to the engine; a reloaded page asks anew. */
  connect(page: WebContents): void
  /** Settles when the engine has stopped its jobs, checkpointed and ended. */
  close(): Promise<void>
}

/** What the engine process is told, besides the ports that come with `connect`. */
export type EngineOrder = 'connect' | 'close'

/** Starts the engine in a process of its own: the only one that holds DuckDB. */
export function startEngine(script: string, resources: string): EngineProcess {
  const home = process.env['MINGCHA_HOME'] ?? join(homedir(), 'Mingcha')
  const child = utilityProcess.fork(script, [resources, home], { serviceName: 'Mingcha engine', env: { ...process.env, UV_THREADPOOL_SIZE: '16' } })
  let running = true
  const ended = new Promise<void>((done) => child.once('exit', () => {
    running = false
    for (const window of BrowserWindow.getAllWindows()) window.webContents.send('engine:gone')
    done()
  }))
  const order = (what: EngineOrder, ports: Electron.MessagePortMain[] = []): void => child.postMessage(what, ports)
  return {
    connect: (page) => {
      if (!running) return page.send('engine:gone')
      const { port1, port2 } = new MessageChannelMain()
      order('connect', [port1])
      page.postMessage('engine:port', null, [port2])
    },
    close: () => {
      if (running) order('close')
      return ended
    },
  }
}

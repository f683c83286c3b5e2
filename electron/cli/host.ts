import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createEngine } from '../engine/engine.ts'
import { MingchaError } from '../../shared/errors.ts'
import { serve } from '../serve/serve.ts'
import { openInBrowser } from './browser.ts'
import { homeFolder, pageFolder, resourcesFolder } from './places.ts'

export interface HostOptions {
  /** Opened before the first page asks. */
  workspace?: string
  port?: number
  /** Start the system's browser on the link. */
  open: boolean
  say(line: string): void
  /** Told once, with the first link. */
  ready?(link: string): void
}

/** Serves the workstation until the process is told to end; then jobs are stopped and the workspace is checkpointed. */
export async function host({ workspace, port, open, say, ready }: HostOptions): Promise<void> {
  if (!existsSync(join(pageFolder, 'index.html'))) throw new MingchaError('page_missing', `${pageFolder} holds no page`, 'Build it: npm run build.', { folder: pageFolder })
  const asked = told() // from the first moment: what has begun must be ended in order
  const home = homeFolder()
  const engine = createEngine({ resources: resourcesFolder, home })
  try {
    if (workspace !== undefined) await engine.verbs.openWorkspace({ path: workspace })
    const served = await serve({ engine, page: pageFolder, home, ...(port === undefined ? {} : { port }) }).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'EADDRINUSE' ? new MingchaError('port_in_use', `port ${port} is taken by another program`, 'Choose another --port, or none for any free one.', { port: port ?? 0 }) : error
    })
    try {
      const link = served.link()
      ready?.(link)
      say(`Mingcha is at ${link}`)
      say('The link admits one browser tab, once. Press Enter for another; Ctrl-C ends Mingcha.')
      if (open) openInBrowser(served.linkPage)
      if (process.stdin.isTTY) process.stdin.on('data', () => say(served.link()))
      served.onAdmitted = () => void served.link() // the link file always holds one that works
      await asked
    } finally {
      if (process.stdin.isTTY) process.stdin.pause()
      await served.close()
    }
  } finally {
    await engine.close()
    if (process.connected) process.disconnect() // else the channel to the parent would keep this process
  }
}

/** Settles when this process is asked to end: by signal, or by its parent's end. A second Ctrl-C does not break off the closing. */
function told(): Promise<void> {
  return new Promise((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => done())
    process.once('disconnect', () => done())
  })
}

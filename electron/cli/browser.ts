import { spawn } from 'node:child_process'

/** Starts the system's browser on a page of this machine, where there is one; the address has been printed anyway. */
export function openInBrowser(page: string): void {
  const [command, ...args] = process.platform === 'darwin' ? ['open', page]
    : process.platform === 'win32' ? ['rundll32', 'url.dll,FileProtocolHandler', page]
    : ['xdg-open', page]
  const child = spawn(command!, args, { stdio: 'ignore', detached: true })
  child.on('error', () => undefined)
  child.unref()
}

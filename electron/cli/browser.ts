import { spawn } from 'node:child_process'

/** Starts the system's browser, where there is one; the address has been printed anyway. */
export function openInBrowser(url: string): void {
  const [command, ...args] = process.platform === 'darwin' ? ['open', url]
    : process.platform === 'win32' ? ['rundll32', 'url.dll,FileProtocolHandler', url]
    : ['xdg-open', url]
  const child = spawn(command!, args, { stdio: 'ignore', detached: true })
  child.on('error', () => undefined)
  child.unref()
}

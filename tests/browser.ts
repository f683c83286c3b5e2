import { accessSync, constants, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'

/** Where a Chromium, Chrome or Edge is installed by hand or by the system. */
const usual: readonly string[] = process.platform === 'darwin' ? [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium', '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
] : process.platform === 'win32' ? [process.env['PROGRAMFILES'], process.env['PROGRAMFILES(X86)'], process.env['LOCALAPPDATA']].flatMap((root) => (root ? [
  join(root, 'Google/Chrome/Application/chrome.exe'), join(root, 'Microsoft/Edge/Application/msedge.exe'), join(root, 'Chromium/Application/chrome.exe'),
] : [])) : [
  '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome-stable', '/usr/bin/google-chrome', '/usr/bin/microsoft-edge-stable', '/usr/bin/microsoft-edge', '/snap/bin/chromium',
]

export interface LaunchedBrowser {
  browser: Browser
  /** Closes it and removes what it left in the temporary folder. */
  close(): Promise<void>
}

/** $CHROMIUM, else an installed Chromium, Chrome or Edge, else the Chromium of @sparticuz/chromium (Linux x64). */
export async function findBrowser(): Promise<string> {
  const named = process.env['CHROMIUM']
  if (named) {
    if (!existsSync(named)) throw new Error(`CHROMIUM=${named}: there is no such file`)
    return named
  }
  const installed = usual.find(runs)
  if (installed) return installed
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error('no browser: install Chromium, Chrome or Edge, or name one in CHROMIUM')
  const { default: packed } = await import('@sparticuz/chromium')
  return packed.executablePath() // without its own arguments: they turn off web security, and with it the Origin that the host checks
}

function runs(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** A headless browser in a temporary folder of its own, so that nothing of it stays. */
export async function launchBrowser(): Promise<LaunchedBrowser> {
  const path = await findBrowser()
  const folder = mkdtempSync(join(tmpdir(), 'mingcha-browser-'))
  const remove = (): void => {
    try {
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
    } catch {
      // a helper process of the browser may write for a moment yet
    }
  }
  try {
    const browser = await chromium.launch({
      executablePath: path,
      args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--force-color-profile=srgb', '--font-render-hinting=none'],
      env: { ...process.env, TMPDIR: folder, XDG_CONFIG_HOME: folder, XDG_CACHE_HOME: join(folder, 'cache') } as Record<string, string>,
      artifactsDir: folder,
    })
    return {
      browser,
      close: async () => {
        await browser.close()
        remove()
      },
    }
  } catch (error) {
    const left = readdirSync(folder).length
    remove()
    throw new Error(`${path} did not start (${left} files left): ${(error as Error).message}`, { cause: error })
  }
}

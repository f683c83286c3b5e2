#!/usr/bin/env node
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { toErrorValue } from '../../shared/errors.ts'
import { host } from './host.ts'
import { programRoot } from './places.ts'
import { rerunWithThreads } from './rerun.ts'

/** Longest wait for the place Electron's binary comes from to answer at all: many networks swallow it without a word. */
const reachPatience = 5_000
/** Longest download, once it answers. */
const downloadPatience = 600_000

process.exitCode = await start(process.argv.slice(2))

/** `npm start`: the desktop window where Electron can run, else one line that says why, and the same in a browser. */
async function start(args: string[]): Promise<number> {
  if (!args.includes('--browser')) {
    const electron = await findElectron()
    if ('path' in electron) return openWindow(electron.path, args)
    say(`No desktop window here (${electron.why}); the same workstation opens in your browser.`)
  }
  const child = rerunWithThreads(['--browser'])
  if (child) return child
  const workspace = args.find((arg) => !arg.startsWith('-'))
  try {
    await host({ ...(workspace === undefined ? {} : { workspace }), open: !args.includes('--no-open') && process.env['CI'] === undefined, say })
    return 0
  } catch (error) {
    const { message, hint } = toErrorValue(error)
    process.stderr.write(`mingcha: ${message}\n${hint ? `  ${hint}\n` : ''}`)
    return 1
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

async function findElectron(): Promise<{ path: string } | { why: string }> {
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'] && !override) return { why: 'there is no display' }
  let folder: string
  try {
    folder = dirname(createRequire(join(programRoot, 'package.json')).resolve('electron/package.json'))
  } catch {
    return { why: 'the electron package is not installed' }
  }
  const installed = binaryOf(folder)
  if (installed) return { path: installed }
  if (override) return { why: `ELECTRON_OVERRIDE_DIST_PATH=${override} holds no electron` }
  if (process.env['ELECTRON_SKIP_BINARY_DOWNLOAD']) return { why: 'ELECTRON_SKIP_BINARY_DOWNLOAD is set' }
  const unreachable = await whyUnreachable()
  if (unreachable) return { why: `Electron's binary cannot be fetched: ${unreachable}` }
  say("Fetching Electron's binary (about 110 MB, once) …")
  const fetched = spawnSync(process.execPath, [join(folder, 'install.js')], { encoding: 'utf8', timeout: downloadPatience, windowsHide: true })
  const path = binaryOf(folder)
  if (path) return { path }
  const error = fetched.stderr.split('\n').find((line) => line.trim() !== '') ?? 'the download took too long'
  return { why: `Electron's binary cannot be fetched: ${error.trim().slice(0, 160)}` }
}

/** Null where the download may be tried; a proxy or cache of Electron's own is left to its installer. */
async function whyUnreachable(): Promise<string | null> {
  if (process.env['ELECTRON_GET_USE_PROXY']) return null
  const mirror = process.env['ELECTRON_MIRROR'] ?? process.env['npm_config_electron_mirror'] ?? 'https://github.com/electron/electron/releases/'
  try {
    await fetch(mirror, { method: 'HEAD', signal: AbortSignal.timeout(reachPatience) })
    return null
  } catch (error) {
    const { name, message, cause } = error as Error
    const reason = name === 'TimeoutError' ? `no answer within ${reachPatience / 1000} s` : cause instanceof Error ? cause.message : message
    return `${URL.canParse(mirror) ? new URL(mirror).host : mirror}: ${reason}`
  }
}

/** As the electron package itself looks for it; its module must not be loaded, since that downloads and throws. */
function binaryOf(folder: string): string | null {
  const pathFile = join(folder, 'path.txt')
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : 'electron'
  const path = join(process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(folder, 'dist'), name)
  return existsSync(path) ? path : null
}

function openWindow(electron: string, args: string[]): Promise<number> {
  const child = spawn(electron, [programRoot, ...args.filter((arg) => !arg.startsWith('--'))], { stdio: 'inherit', windowsHide: false })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void child.kill(signal))
  return new Promise((done, failed) => {
    child.on('error', failed)
    child.on('exit', (code) => done(code ?? 1))
  })
}

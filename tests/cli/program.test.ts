import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'

const built = (name: string): string => fileURLToPath(new URL(`../../dist/node/${name}.js`, import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'mingcha-program-'))
const home = join(folder, 'home')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function start(name: string, args: string[], env: Record<string, string> = {}) {
  expect(existsSync(built(name)), 'npm run build first').toBe(true)
  const { UV_THREADPOOL_SIZE: _threads, DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...plain } = process.env
  const child = spawn(process.execPath, [built(name), ...args], { env: { ...plain, MINGCHA_HOME: home, CI: '1', ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  const said = { out: '', err: '' }
  child.stdout.on('data', (data) => { said.out += String(data) })
  child.stderr.on('data', (data) => { said.err += String(data) })
  const ended = new Promise<number | null>((done) => child.on('exit', done))
  /** Settles when the output holds a match. */
  const says = (pattern: RegExp): Promise<RegExpExecArray> => new Promise((done, failed) => {
    const look = (): void => {
      const match = pattern.exec(said.out)
      if (match) done(match)
    }
    child.stdout.on('data', look)
    void ended.then((code) => failed(new Error(`ended with ${code} before it said ${pattern}: ${said.out}${said.err}`)))
    look()
  })
  return { child, said, ended, says }
}

const links = (): string[] => (existsSync(home) ? readdirSync(home).filter((name) => name.endsWith('.link')) : [])

describe('the built command', () => {
  it('answers on stdout and exits', async () => {
    const { said, ended } = start('mingcha', ['create', join(folder, 'one'), '--json'])
    expect(await ended).toBe(0)
    expect(JSON.parse(said.out)).toMatchObject({ name: 'one' })
    expect(said.err).toBe('')
  })

  it('does not mind a reader that leaves early', async () => {
    const { child, said, ended } = start('mingcha', ['dimensions', join(folder, 'one')])
    child.stdout.destroy()
    expect(await ended).toBe(0)
    expect(said.err).not.toMatch(/EPIPE|at /)
  })

  it('shows the one who is second that the workspace is held', async () => {
    const first = start('mingcha', ['serve', join(folder, 'one'), '--json'])
    await first.says(/"link"/)
    const { said, ended } = start('mingcha', ['status', join(folder, 'one'), '--json'])
    expect(await ended).toBe(1)
    expect(JSON.parse(said.out)).toMatchObject({ error: { code: 'workspace_locked', message: expect.stringMatching(/PID \d+/) } })
    first.child.kill('SIGTERM')
    await first.ended
  })
})

describe('the served workstation', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('ends in order at %s', async (signal) => {
    const { child, said, ended, says } = start('mingcha', ['serve', join(folder, 'one'), '--json'])
    const { link } = JSON.parse((await says(/^\{.*\}$/m))[0]) as { link: string }
    const page = await fetch(link.split('#')[0]!)
    expect(page.status).toBe(200)
    expect(links()).toHaveLength(1)
    child.kill(signal)
    expect(await ended).toBe(0)
    expect(links()).toEqual([])
    expect(existsSync(join(folder, 'one.mingcha.wal'))).toBe(false)
    expect(said.out.trim().split('\n')).toHaveLength(1)
  })

  it('says that a port is taken', async () => {
    const first = start('mingcha', ['serve', '--json'])
    const port = /127\.0\.0\.1:(\d+)/.exec((await first.says(/"link"[^\n]*/))[0])![1]!
    const { said, ended } = start('mingcha', ['serve', '--port', port, '--json'])
    expect(await ended).toBe(1)
    expect(JSON.parse(said.out)).toMatchObject({ error: { code: 'port_in_use' } })
    first.child.kill('SIGTERM')
    await first.ended
  })
})

describe('npm start', () => {
  it.runIf(process.platform === 'linux')('says in one line why there is no window, and serves', async () => {
    const { child, ended, says } = start('start', [])
    await says(/^No desktop window here \(there is no display\).*\n/)
    await says(/http:\/\/127\.0\.0\.1:\d+\/#code=/)
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
    expect(links()).toEqual([])
  })

  it('says so where ELECTRON_OVERRIDE_DIST_PATH holds nothing', async () => {
    const { child, ended, says } = start('start', [], { ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'absent') })
    await says(/^No desktop window here \(ELECTRON_OVERRIDE_DIST_PATH=\S+ holds no electron\).*\n/)
    await says(/#code=/)
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
  })
})

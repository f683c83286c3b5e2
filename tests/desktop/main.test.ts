import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { answerPage } from '../../electron/desktop/page.ts'
import * as electron from './electron.ts'

vi.mock('electron', () => import('./electron.ts'))

const { app, BrowserWindow, UtilityProcess, handlers, ipcMain, session } = electron
const frame = (url: string, parent: object | null = null) => ({ url, parent })

beforeAll(async () => {
  process.argv.push('/cases/city.mingcha')
  await import('../../electron/desktop/main.ts')
  await vi.waitFor(() => expect(BrowserWindow.opened).toHaveLength(1))
})

const opened = () => BrowserWindow.opened[0]!

it('doubles nothing that Electron does not have', () => {
  const definitions = readFileSync(join(dirname(createRequire(import.meta.url).resolve('electron/package.json')), 'electron.d.ts'), 'utf8')
  for (const name of ['enableSandbox', 'requestSingleInstanceLock', 'registerSchemesAsPrivileged', 'setPermissionRequestHandler', 'setPermissionCheckHandler', 'setDevicePermissionHandler', 'setWindowOpenHandler', 'onBeforeRequest', 'showOpenDialog', 'showSaveDialog', 'shouldUseDarkColors', 'buildFromTemplate', 'getPathForFile']) {
    expect(definitions).toMatch(new RegExp(`\\b${name}\\b`))
  }
  for (const event of ['web-contents-created', 'second-instance', 'open-file', 'activate', 'window-all-closed', 'will-quit', 'will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview', 'ready-to-show', 'exit']) {
    expect(definitions).toContain(`on(event: '${event}'`)
  }
})

describe('the window', () => {
  it('has a sandboxed, isolated page without Node', () => {
    expect(opened().options.webPreferences).toMatchObject({
      sandbox: true, contextIsolation: true, nodeIntegration: false, nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false,
      webSecurity: true, allowRunningInsecureContent: false, webviewTag: false, navigateOnDragDrop: false,
    })
    expect(app.enableSandbox).toHaveBeenCalled()
    expect(opened().loadURL).toHaveBeenCalledWith('app://mingcha/')
  })

  it('goes nowhere else, opens nothing, embeds nothing', () => {
    const contents = Object.assign(new electron.Emitter(), { setWindowOpenHandler: vi.fn() })
    app.emit('web-contents-created', {}, contents)
    for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
      for (const [url, stays] of [['https://evil.example/', true], ['file:///etc/passwd', true], ['app://other/', true], ['javascript:1', true], ['', true], ['app://mingcha/', false]] as const) {
        const prevented = vi.fn()
        contents.emit(event, { url, preventDefault: prevented })
        expect([event, url, prevented.mock.calls.length]).toEqual([event, url, stays ? 1 : 0])
      }
    }
    const prevented = vi.fn()
    contents.emit('will-attach-webview', { preventDefault: prevented })
    expect(prevented).toHaveBeenCalled()
    expect((contents.setWindowOpenHandler.mock.calls[0]![0] as (details: object) => unknown)({ url: 'https://evil.example/' })).toEqual({ action: 'deny' })
  })

  it('has no permission but to write the clipboard, and no network', () => {
    const locked = session.defaultSession
    const asked = locked.setPermissionRequestHandler.mock.calls[0]![0] as (contents: null, permission: string, answer: (granted: boolean) => void) => void
    const checked = locked.setPermissionCheckHandler.mock.calls[0]![0] as (contents: null, permission: string) => boolean
    for (const [permission, granted] of [['media', false], ['geolocation', false], ['notifications', false], ['clipboard-read', false], ['clipboard-sanitized-write', true]] as const) {
      const answer = vi.fn()
      asked(null, permission, answer)
      expect([permission, answer.mock.calls[0]![0]]).toEqual([permission, granted])
      expect(checked(null, permission)).toBe(granted)
    }
    const [filter, request] = locked.webRequest.onBeforeRequest.mock.calls[0] as [{ urls: string[] }, (details: object, answer: (what: object) => void) => void]
    const answer = vi.fn()
    request({}, answer)
    expect(answer).toHaveBeenCalledWith({ cancel: true })
    expect(filter.urls).toEqual(expect.arrayContaining(['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*']))
  })
})

describe('the engine process', () => {
  it('is forked once, with a larger thread pool', () => {
    expect(UtilityProcess.forked).toHaveLength(1)
    expect(UtilityProcess.forked[0]!.options.env).toMatchObject({ UV_THREADPOOL_SIZE: '16' })
  })

  it('gives its port to our page and to no other frame', () => {
    const contents = opened().webContents
    ipcMain.emit('engine:connect', { sender: contents, senderFrame: frame('https://evil.example/') })
    ipcMain.emit('engine:connect', { sender: contents, senderFrame: frame('app://mingcha/', {}) })
    ipcMain.emit('engine:connect', { sender: contents, senderFrame: null })
    expect(contents.postMessage).not.toHaveBeenCalled()
    ipcMain.emit('engine:connect', { sender: contents, senderFrame: frame('app://mingcha/#/tiers') })
    expect(contents.postMessage).toHaveBeenCalledWith('engine:port', null, ['port2'])
    expect(UtilityProcess.forked[0]!.postMessage).toHaveBeenCalledWith('connect', ['port1'])
  })

  it('is asked to close before the program ends, and the page hears when it is gone', async () => {
    const prevented = vi.fn()
    app.emit('will-quit', { preventDefault: prevented })
    expect(prevented).toHaveBeenCalled()
    expect(UtilityProcess.forked[0]!.postMessage).toHaveBeenLastCalledWith('close', [])
    expect(app.quit).not.toHaveBeenCalled()
    UtilityProcess.forked[0]!.emit('exit', 0)
    await vi.waitFor(() => expect(app.quit).toHaveBeenCalled())
    expect(opened().webContents.send).toHaveBeenCalledWith('engine:gone')
  })
})

describe('requests', () => {
  const event = (url: string) => ({ sender: opened().webContents, senderFrame: frame(url) })

  it('are answered to our page only', async () => {
    for (const [channel, work] of handlers) {
      await expect((async () => work(event('https://evil.example/')))(), channel).rejects.toThrow('not asked by our page')
      await expect((async () => work({ sender: {}, senderFrame: frame('app://mingcha/') }))(), channel).rejects.toThrow('not asked by our page')
    }
    expect([...handlers.keys()].sort()).toEqual(['dialog:files', 'dialog:save', 'dialog:workspace', 'workspace:pending'])
    expect(await handlers.get('dialog:files')!(event('app://mingcha/'))).toEqual([{ path: '/registers/报表.csv', name: '报表.csv' }])
  })

  it('give the workspace that was opened with the program, once; a second start sends its own', () => {
    expect(handlers.get('workspace:pending')!(event('app://mingcha/'))).toMatch(/city\.mingcha$/)
    expect(handlers.get('workspace:pending')!(event('app://mingcha/'))).toBeNull()
    app.emit('second-instance', {}, ['mingcha', 'other.mingcha'], '/cases')
    expect(opened().webContents.send).toHaveBeenCalledWith('workspace:open', expect.stringMatching(/other\.mingcha$/))
    expect(opened().focus).toHaveBeenCalled()
  })

  it('save whole files, under the last part of the name that is proposed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mingcha-desktop-'))
    const filePath = join(folder, 'bundle.json')
    electron.dialog.showSaveDialog.mockResolvedValueOnce({ canceled: false, filePath })
    await handlers.get('dialog:save')!(event('app://mingcha/'), '../../bundle.json', new Uint8Array([65, 66]))
    expect(electron.dialog.showSaveDialog).toHaveBeenCalledWith(expect.anything(), { defaultPath: 'bundle.json' })
    expect(readFileSync(filePath, 'utf8')).toBe('AB')
    await expect((async () => handlers.get('dialog:save')!(event('app://mingcha/'), 'x', 'text'))()).rejects.toThrow('a name and bytes are needed')
    rmSync(folder, { recursive: true })
  })
})

describe('the page', () => {
  it('comes from its folder alone, with the strict policy', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mingcha-desktop-'))
    writeFileSync(join(folder, 'index.html'), '<html><head></head></html>')
    const ask = (url: string, method = 'GET') => answerPage(folder, { url, method })
    const page = await ask('app://mingcha/')
    const nonce = /'nonce-([^']+)'/.exec(page.headers.get('content-security-policy')!)![1]!
    expect(await page.text()).toContain(`<meta name="csp-nonce" content="${nonce}">`)
    expect(page.headers.get('content-security-policy')).not.toContain('unsafe')
    for (const url of ['app://other/', 'app://mingcha/../etc/passwd', 'app://mingcha/%2e%2e/x', 'app://mingcha/absent.js']) expect([url, (await ask(url)).status]).toEqual([url, 404])
    expect((await ask('app://mingcha/', 'POST')).status).toBe(404)
    rmSync(folder, { recursive: true })
  })
})

import { vi } from 'vitest'

type Listener = (...args: never[]) => unknown

/** A double of the parts of Electron that the shell's main process uses; what it lacks is undefined and throws when used. */
export class Emitter {
  readonly listeners = new Map<string, Listener[]>()
  on(event: string, listener: Listener): this {
    this.listeners.set(event, [...(this.listeners.get(event) ?? []), listener])
    return this
  }
  once(event: string, listener: Listener): this {
    return this.on(event, listener)
  }
  emit(event: string, ...args: unknown[]): void {
    for (const listener of this.listeners.get(event) ?? []) listener(...(args as never[]))
  }
}

export class BrowserWindow extends Emitter {
  static opened: BrowserWindow[] = []
  static getAllWindows = (): BrowserWindow[] => BrowserWindow.opened
  static fromWebContents = (contents: unknown): BrowserWindow | null => BrowserWindow.opened.find((one) => one.webContents === contents) ?? null
  readonly webContents = Object.assign(new Emitter(), { send: vi.fn(), postMessage: vi.fn() })
  readonly show = vi.fn()
  readonly focus = vi.fn()
  readonly restore = vi.fn()
  readonly isMinimized = (): boolean => true
  readonly loadURL = vi.fn(async (_url: string) => undefined)
  readonly options: Electron.BrowserWindowConstructorOptions
  constructor(options: Electron.BrowserWindowConstructorOptions) {
    super()
    this.options = options
    BrowserWindow.opened.push(this)
  }
}

export class UtilityProcess extends Emitter {
  static forked: UtilityProcess[] = []
  readonly postMessage = vi.fn()
  readonly script: string
  readonly args: string[]
  readonly options: Electron.ForkOptions
  constructor(script: string, args: string[], options: Electron.ForkOptions) {
    super()
    this.script = script
    this.args = args
    this.options = options
    UtilityProcess.forked.push(this)
  }
}

export const app = Object.assign(new Emitter(), {
  enableSandbox: vi.fn(), requestSingleInstanceLock: vi.fn(() => true), quit: vi.fn(), isReady: () => true,
  whenReady: async () => undefined, getAppPath: () => '/program', isPackaged: false,
})
export const protocol = { registerSchemesAsPrivileged: vi.fn(), handle: vi.fn() }
export const handlers = new Map<string, (...args: unknown[]) => unknown>()
export const ipcMain = Object.assign(new Emitter(), { handle: (channel: string, work: (...args: unknown[]) => unknown) => void handlers.set(channel, work) })
export const dialog = {
  showOpenDialog: vi.fn(async () => ({ canceled: false, filePaths: ['/registers/报表.csv'] })),
  showSaveDialog: vi.fn(async (): Promise<{ canceled: boolean; filePath: string }> => ({ canceled: true, filePath: '' })),
}
export const nativeTheme = { shouldUseDarkColors: false }
export const Menu = { buildFromTemplate: vi.fn((template: unknown) => template), setApplicationMenu: vi.fn() }
export const session = {
  defaultSession: { setPermissionRequestHandler: vi.fn(), setPermissionCheckHandler: vi.fn(), setDevicePermissionHandler: vi.fn(), webRequest: { onBeforeRequest: vi.fn() } },
}
export const utilityProcess = { fork: (script: string, args: string[], options: Electron.ForkOptions) => new UtilityProcess(script, args, options) }
export class MessageChannelMain {
  readonly port1 = 'port1'
  readonly port2 = 'port2'
}

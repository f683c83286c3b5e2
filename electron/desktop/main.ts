import { extname, join, resolve } from 'node:path'
import { app, BrowserWindow, Menu, protocol, session } from 'electron'
import { answerRequests } from './dialogs.ts'
import { startEngine, type EngineProcess } from './engine.ts'
import { menu } from './menu.ts'
import { answerPage, pageScheme } from './page.ts'
import { lockSession, lockWindows, openWindow } from './window.ts'

// Before anything else: a privileged scheme and the sandbox can be set only now.
protocol.registerSchemesAsPrivileged([{ scheme: pageScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } }])
app.enableSandbox()

/** The workspace among a command line's arguments, if there is one. */
const workspaceIn = (args: string[]): string | undefined => args.slice(1).findLast((arg) => extname(arg).toLowerCase() === '.mingcha')

if (app.requestSingleInstanceLock()) run()
else app.quit() // the first instance is told, and opens the workspace

function run(): void {
  let engine: EngineProcess | null = null
  let pending = workspaceIn(process.argv)

  const show = (workspace: string | undefined): void => {
    const [window] = BrowserWindow.getAllWindows()
    if (!window) {
      pending = workspace ?? pending
      if (app.isReady()) openWindow(app.getAppPath())
      return
    }
    if (window.isMinimized()) window.restore()
    window.focus()
    if (workspace !== undefined) window.webContents.send('workspace:open', workspace)
  }

  app.on('second-instance', (_event, args, folder) => {
    const workspace = workspaceIn(args)
    show(workspace === undefined ? undefined : resolve(folder, workspace))
  })
  app.on('open-file', (event, path) => { // macOS
    event.preventDefault()
    show(path)
  })
  app.on('activate', () => show(undefined))
  app.on('window-all-closed', () => app.quit())
  app.on('will-quit', (event) => {
    if (!engine) return
    event.preventDefault() // jobs are stopped and the workspace is checkpointed first
    const closing = engine
    engine = null
    void closing.close().then(() => app.quit())
  })
  lockWindows(app)

  void app.whenReady().then(() => {
    const root = app.getAppPath()
    lockSession(session.defaultSession)
    protocol.handle(pageScheme, (request) => answerPage(join(root, 'dist/renderer'), request))
    engine = startEngine(join(root, 'dist/desktop/engineProcess.cjs'), app.isPackaged ? join(process.resourcesPath, 'resources') : join(root, 'resources'))
    answerRequests(engine, () => {
      const workspace = pending
      pending = undefined
      return workspace === undefined ? null : resolve(workspace)
    })
    Menu.setApplicationMenu(menu())
    openWindow(root)
  })
}

import { join } from 'node:path'
import { BrowserWindow, nativeTheme, type App, type Session } from 'electron'
import { isPageUrl, pageUrl } from './page.ts'

/** The one window: its page is sandboxed, isolated from the preload, and has no Node. */
export function openWindow(root: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1440, height: 900, minWidth: 1024, minHeight: 640, show: false, title: 'Mingcha 明察',
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#14181F' : '#FFFFFF',
    webPreferences: {
      preload: join(root, 'dist/desktop/preload.cjs'),
      sandbox: true, contextIsolation: true, nodeIntegration: false, nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false,
      webSecurity: true, allowRunningInsecureContent: false, webviewTag: false, navigateOnDragDrop: false, spellcheck: false, safeDialogs: true,
    },
  })
  window.once('ready-to-show', () => window.show())
  void window.loadURL(pageUrl)
  return window
}

/** No page of ours ever goes elsewhere, opens a window, or embeds another page. */
export function lockWindows(app: App): void {
  app.on('web-contents-created', (_event, contents) => {
    const stay = (event: { url: string; preventDefault(): void }): void => {
      if (!isPageUrl(event.url)) event.preventDefault() // the page may load itself again
    }
    contents.on('will-navigate', stay)
    contents.on('will-frame-navigate', stay)
    contents.on('will-redirect', stay)
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  })
}

/** No permission but to write text to the clipboard, and no network: everything the page needs comes from this program. */
export function lockSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(permission === 'clipboard-sanitized-write'))
  session.setPermissionCheckHandler((_contents, permission) => permission === 'clipboard-sanitized-write')
  session.setDevicePermissionHandler(() => false)
  session.webRequest.onBeforeRequest({ urls: ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'ftp://*/*'] }, (_details, answer) => answer({ cancel: true }))
}

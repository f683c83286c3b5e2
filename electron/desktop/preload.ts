import { contextBridge, ipcRenderer, webUtils } from 'electron'

// The page cannot be handed a port through the bridge: it travels by window message, to our own origin only.
ipcRenderer.on('engine:port', (event) => window.postMessage('mingcha:port', location.origin, event.ports))

const heard = (channel: string, listener: (value: string) => void): (() => void) => {
  const hear = (_event: unknown, value: string): void => listener(value)
  ipcRenderer.on(channel, hear)
  return () => void ipcRenderer.off(channel, hear)
}

/** As renderer/host/desktop.ts declares it: named requests only, nothing of Electron itself. */
contextBridge.exposeInMainWorld('mingchaDesktop', {
  connect: () => ipcRenderer.send('engine:connect'),
  chooseFiles: (kind?: 'document' | 'attachment') => ipcRenderer.invoke('dialog:files', kind),
  pathOf: (file: File) => webUtils.getPathForFile(file),
  saveFile: (name: string, bytes: Uint8Array) => ipcRenderer.invoke('dialog:save', name, bytes),
  chooseWorkspace: () => ipcRenderer.invoke('dialog:workspace'),
  onOpenWorkspace: (listener: (path: string) => void) => {
    const stop = heard('workspace:open', listener)
    void ipcRenderer.invoke('workspace:pending').then((path: string | null) => { if (path !== null) listener(path) })
    return stop
  },
  onEngineGone: (listener: () => void) => heard('engine:gone', listener),
})

import { MingchaError } from '../../shared/errors.ts'
import { connectEngine } from '../../shared/rpc/connect.ts'
import type { FileKind, Host, PickedFile } from './host.ts'

/** What the preload puts into the page: a port on request, and the few things only the shell can do. */
export interface DesktopBridge {
  /** Asks for an engine port; it arrives as a window message `mingcha:port`. */
  connect(): void
  chooseFiles(kind?: FileKind): Promise<PickedFile[]>
  /** '' for what does not lie on disk. */
  pathOf(file: File): string
  saveFile(name: string, bytes: Uint8Array): Promise<void>
  chooseWorkspace(): Promise<string | null>
  onOpenWorkspace(listener: (path: string) => void): () => void
  onEngineGone(listener: () => void): () => void
}

declare global {
  interface Window { mingchaDesktop?: DesktopBridge }
}

/** This page in the desktop window: a MessagePort to the engine process, native dialogs, files where they lie. */
export async function connectDesktop(bridge: DesktopBridge): Promise<Host> {
  const port = await new Promise<MessagePort>((arrived) => {
    window.addEventListener('message', function take(event) {
      if (event.source !== window || event.data !== 'mingcha:port' || !event.ports[0]) return
      window.removeEventListener('message', take)
      arrived(event.ports[0])
    })
    bridge.connect()
  })
  const engine = connectEngine({
    bytes: false,
    post: (message) => port.postMessage(message),
    receive: (listener) => { port.onmessage = (event) => listener(event.data) },
  })
  const gone = new Set<() => void>()
  bridge.onEngineGone(() => {
    engine.close(new MingchaError('disconnected', 'the engine process has ended', 'Start Mingcha again; what was committed is safe.'))
    gone.forEach((tell) => tell())
  })
  return {
    kind: 'desktop',
    engine,
    chooseFiles: (kind) => bridge.chooseFiles(kind),
    receiveDrop: async ({ files }) => [...files].map((file) => ({ path: bridge.pathOf(file), name: file.name })).filter((file) => file.path !== ''),
    saveFile: (name, bytes) => bridge.saveFile(name, bytes),
    chooseWorkspace: () => bridge.chooseWorkspace(),
    onOpenWorkspace: (listener) => bridge.onOpenWorkspace(listener),
    onDisconnected: (listener) => (gone.add(listener), () => gone.delete(listener)),
  }
}

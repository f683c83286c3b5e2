import type { Connection } from '../../shared/rpc/connect.ts'
import { connectDesktop } from './desktop.ts'
import { connectServe } from './serve.ts'

/** What is chosen where it is no table. */
export type FileKind = 'document' | 'attachment'

/** A file as the engine reaches it; `name` is what the person knows it by. */
export interface PickedFile { path: string; name: string }

/** What lies around this page: the same in the desktop window and in a browser, save the native dialogs. */
export interface Host {
  kind: 'serve' | 'desktop'
  engine: Connection
  /** Lets the person choose files, of records unless a Word document, or photos and PDF, are wanted; in a browser they are uploaded to the host's private folder. Empty when dismissed. */
  chooseFiles(kind?: FileKind): Promise<PickedFile[]>
  /** The same for files and folders dropped on the page. To be called within the drop's own event. */
  receiveDrop(dropped: DataTransfer): Promise<PickedFile[]>
  /** Saves where the person chooses (desktop) or among the downloads (browser). */
  saveFile(name: string, bytes: Uint8Array): Promise<void>
  /** A workspace file by native dialog; null when dismissed, and always in a browser, where the page asks for a path itself. */
  chooseWorkspace(): Promise<string | null>
  /** The system asked to open a workspace (a double click on a .mingcha file); never in a browser. Returns how to stop. */
  onOpenWorkspace(listener: (path: string) => void): () => void
  /** The engine has gone: nothing will be answered until the page is loaded again. Returns how to stop. */
  onDisconnected(listener: () => void): () => void
}

/**
 * Reaches the engine by whatever this page runs in.
 * @throws MingchaError not_admitted when a browser has neither session nor one-time link; disconnected when nothing answers.
 */
export const connectHost = (): Promise<Host> => (window.mingchaDesktop ? connectDesktop(window.mingchaDesktop) : connectServe())

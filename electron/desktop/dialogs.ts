import { rename, rm, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { BrowserWindow, dialog, ipcMain, type IpcMainEvent, type IpcMainInvokeEvent, type OpenDialogOptions } from 'electron'
import type { EngineProcess } from './engine.ts'
import { isPageUrl } from './page.ts'

/** Only the top frame of our own page is answered. */
export const isOurs = ({ senderFrame }: Pick<IpcMainEvent, 'senderFrame'>): boolean =>
  senderFrame !== null && senderFrame.parent === null && isPageUrl(senderFrame.url)

/** Answers what the preload asks for. `takePending` gives the workspace that the system asked to open, once. */
export function answerRequests(engine: EngineProcess, takePending: () => string | null): void {
  const answer = <T>(channel: string, work: (window: BrowserWindow, ...args: unknown[]) => T): void => ipcMain.handle(channel, (event: IpcMainInvokeEvent, ...args: unknown[]) => {
    const window = BrowserWindow.fromWebContents(event.sender)
    if (!window || !isOurs(event)) throw new Error('not asked by our page')
    return work(window, ...args)
  })
  ipcMain.on('engine:connect', (event) => { if (isOurs(event)) engine.connect(event.sender) })
  answer('workspace:pending', takePending)
  answer('dialog:files', async (window, kind) => (await choose(window, kind === 'document' ? { properties: ['openFile'], filters: [{ name: 'Word', extensions: ['docx'] }] } : kind === 'attachment' ? { properties: ['openFile', 'multiSelections'], filters: [{ name: 'JPEG, PNG, WebP, HEIC, PDF', extensions: ['jpg', 'jpeg', 'png', 'webp', 'heic', 'pdf'] }] } : {
    properties: ['openFile', 'multiSelections'], filters: [{ name: 'CSV, Excel, JSON, Parquet, DuckDB, ZIP', extensions: ['csv', 'txt', 'tsv', 'json', 'jsonl', 'ndjson', 'parquet', 'xlsx', 'xlsm', 'xls', 'duckdb', 'db', 'mingcha', 'zip'] }, { name: '*', extensions: ['*'] }],
  })).map((path) => ({ path, name: basename(path) })))
  answer('dialog:workspace', async (window) => (await choose(window, { properties: ['openFile'], filters: [{ name: 'Mingcha', extensions: ['mingcha'] }] }))[0] ?? null)
  answer('dialog:save', async (window, name, bytes) => {
    if (typeof name !== 'string' || !(bytes instanceof Uint8Array)) throw new TypeError('a name and bytes are needed')
    const { filePath, canceled } = await dialog.showSaveDialog(window, { defaultPath: basename(name) })
    if (!canceled && filePath) await writeWhole(filePath, bytes)
  })
}

async function choose(window: BrowserWindow, options: OpenDialogOptions): Promise<string[]> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, options)
  return canceled ? [] : filePaths
}

/** Whole or not at all. */
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const part = `${path}.part`
  try {
    await writeFile(part, bytes)
    await rename(part, path)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}

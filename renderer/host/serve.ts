import { MingchaError } from '../../shared/errors.ts'
import { connectEngine } from '../../shared/rpc/connect.ts'
import { droppedFiles, type NamedFile } from './droppedFiles.ts'
import type { FileKind, Host, PickedFile } from './host.ts'

const tokenKey = 'mingcha.token'

/** This page in a browser: a WebSocket to the loopback host, files by upload and download. */
export async function connectServe(): Promise<Host> {
  const token = await admit()
  const socket = new WebSocket(`ws://${location.host}/rpc`, ['mingcha', `token.${token}`])
  socket.binaryType = 'arraybuffer'
  await new Promise<void>((opened, failed) => {
    socket.onopen = () => opened()
    socket.onerror = () => failed(disconnected())
  })
  const engine = connectEngine({
    bytes: true,
    post: (message) => socket.send(message as Uint8Array<ArrayBuffer>),
    receive: (listener) => { socket.onmessage = (event) => listener(event.data) },
  })
  const gone = new Set<() => void>()
  socket.onclose = () => {
    engine.close(disconnected())
    gone.forEach((tell) => tell())
  }
  return {
    kind: 'serve',
    engine,
    chooseFiles: async (kind) => upload(token, await askForFiles(kind)),
    receiveDrop: async (dropped) => upload(token, await droppedFiles(dropped)),
    saveFile: async (name, bytes) => download(name, bytes),
    chooseWorkspace: async () => null,
    onOpenWorkspace: () => () => undefined,
    onDisconnected: (listener) => (gone.add(listener), () => gone.delete(listener)),
  }
}

/** The token of this tab's session: kept from before a reload, or got for the one-time code in the address's fragment. */
async function admit(): Promise<string> {
  const code = /^#code=([\w-]+)$/.exec(location.hash)?.[1]
  if (code) {
    history.replaceState(null, '', location.pathname) // before anything else: the code must not stay in the history
    const response = await reach('/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ code }) })
    if (response.ok) {
      const { token } = (await response.json()) as { token: string }
      sessionStorage.setItem(tokenKey, token)
      return token
    }
  }
  const token = sessionStorage.getItem(tokenKey)
  if (!token || !(await reach('/session', { headers: { authorization: `Bearer ${token}` } })).ok) {
    throw new MingchaError('not_admitted', 'this tab has no session', 'Open the link that Mingcha printed in its terminal; each link admits one tab.')
  }
  return token
}

const reach = (url: string, init: RequestInit): Promise<Response> => fetch(url, { cache: 'no-store', ...init }).catch(() => { throw disconnected() })

const disconnected = (): MingchaError => new MingchaError('disconnected', 'Mingcha does not answer', 'Start it again, and open the new link.')

/** The browser's own file dialog; empty when dismissed. */
function askForFiles(kind?: FileKind): Promise<NamedFile[]> {
  const input = Object.assign(document.createElement('input'), { type: 'file', multiple: kind !== 'document', accept: kind === 'document' ? '.docx' : kind === 'attachment' ? '.jpg,.jpeg,.png,.webp,.heic,.pdf' : '.csv,.txt,.tsv,.json,.jsonl,.ndjson,.parquet,.xlsx,.xlsm,.xls,.duckdb,.db,.mingcha,.zip' })
  return new Promise((done) => {
    input.onchange = () => done([...(input.files ?? [])].map((file) => ({ file, name: file.name })))
    input.oncancel = () => done([])
    input.click()
  })
}

/** @throws MingchaError upload_failed, naming the file */
async function upload(token: string, files: NamedFile[]): Promise<PickedFile[]> {
  const picked: PickedFile[] = []
  for (const { file, name } of files) {
    const response = await reach(`/upload?name=${encodeURIComponent(name)}`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' }, body: file })
    if (!response.ok) {
      const detail = (await response.text()).trim() || String(response.status)
      throw new MingchaError('upload_failed', `${name} could not be handed over: ${detail}`, 'Check the free space, and try again.', { name, detail })
    }
    picked.push((await response.json()) as PickedFile)
  }
  return picked
}

function download(name: string, bytes: Uint8Array): void {
  const url = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>]))
  Object.assign(document.createElement('a'), { href: url, download: name }).click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

export interface NamedFile { file: File; /** With the folders that it lay in. */ name: string }

/** What can be a table, or an archive of tables; in a folder everything else is passed over, as the engine does. */
const table = /\.(csv|txt|tsv|json|jsonl|ndjson|parquet|xlsx|xlsm|xls|zip)$/i

/** All files of a drop, those in folders included. The entries are taken before the first wait: the drop is empty after its event. */
export async function droppedFiles(dropped: DataTransfer): Promise<NamedFile[]> {
  const entries = [...dropped.items].flatMap((item) => (item.kind === 'file' ? [item.webkitGetAsEntry()] : [])).filter((entry) => entry !== null)
  if (entries.length === 0) return [...dropped.files].map((file) => ({ file, name: file.name }))
  const found: NamedFile[] = []
  for (const entry of entries) await walk(entry, '', found)
  return found
}

async function walk(entry: FileSystemEntry, within: string, found: NamedFile[]): Promise<void> {
  const name = within + entry.name
  if (entry.isFile) {
    if (within === '' || (table.test(entry.name) && !/^[.~]/.test(entry.name))) found.push({ file: await new Promise<File>((done, failed) => (entry as FileSystemFileEntry).file(done, failed)), name })
    return
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  const inside: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((done, failed) => reader.readEntries(done, failed)) // a hundred at a time
    if (some.length === 0) break
    inside.push(...some)
  }
  for (const one of inside.toSorted((a, b) => (a.name < b.name ? -1 : 1))) await walk(one, `${name}/`, found)
}

import type { FileChoice, FilePreview } from '../../../shared/contract.ts'
import type { PickedFile } from '../../host/host.ts'

/** A file about to be imported: how it reads as it is, and what the person has decided otherwise. */
export interface Pending {
  picked: PickedFile
  decided: Omit<FileChoice, 'path' | 'name'>
  preview: FilePreview | null
  error: unknown
  loading: boolean
}
export const classOf = ({ decided, preview }: Pending): FileChoice['recordClass'] => decided.recordClass ?? preview?.recordClass ?? undefined

/** What tells one pending file from another: entries of an archive, and sheets of a workbook, share its path. */
export const keyOf = (picked: PickedFile, decided: Pending['decided']): string => [picked.path, decided.entry ?? '', decided.sheet ?? ''].join('\0')

/** The files of a folder or an archive, or the sheets of a workbook that has several; none where the file is one table. `path` is set where a part lies on its own. */
export function partsOf(preview: FilePreview, decided: Pending['decided']): { name: string; path?: string; decided: Pending['decided'] }[] {
  if (preview.format === 'folder') return preview.entries.map(({ name, path, entry }) => ({ name, ...(path === undefined ? {} : { path }), decided: entry === undefined ? decided : { ...decided, entry } }))
  if (preview.format === 'zip') return preview.entries.map(({ name }) => ({ name, decided: { ...decided, entry: name } }))
  return decided.sheet === undefined && preview.sheets.length > 1 ? preview.sheets.map((sheet) => ({ name: sheet, decided: { ...decided, sheet } })) : []
}

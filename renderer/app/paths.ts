/** A file in a folder, in the folder's own notation: the engine may run on Windows. */
export const inFolder = (folder: string, name: string): string => {
  const separator = folder.includes('\\') ? '\\' : '/'
  return folder.endsWith(separator) ? folder + name : folder + separator + name
}

/** Why a workspace cannot bear this name on every system; null where it can. */
export function badName(name: string): 'empty' | 'characters' | 'reserved' | null {
  if (name.trim() === '') return 'empty'
  // oxlint-disable-next-line no-control-regex
  if (/[<>:"/\\|?*\u0000-\u001f]/.test(name) || /[. ]$/.test(name)) return 'characters'
  return /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(name) ? 'reserved' : null
}

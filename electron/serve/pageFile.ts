import { realpath, stat } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.json': 'application/json',
  '.svg': 'image/svg+xml', '.png': 'image/png', '.ico': 'image/x-icon', '.woff2': 'font/woff2', '.wasm': 'application/wasm', '.map': 'application/json',
}

export const typeOf = (file: string): string => types[extname(file)] ?? 'application/octet-stream'

/** The file of the built page at an address, or null: decoded once, within the folder also after links are followed. */
export async function pageFile(folder: string, pathname: string): Promise<string | null> {
  try {
    const name = decodeURIComponent(pathname)
    if (name.includes('\0') || name.includes('\\') || name.split('/').some((part) => part.startsWith('.'))) return null
    const root = await realpath(folder)
    const file = await realpath(join(root, name === '/' ? 'index.html' : name))
    return file.startsWith(root + sep) && (await stat(file)).isFile() ? file : null
  } catch {
    return null // malformed escapes and absent files alike
  }
}

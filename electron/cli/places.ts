import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Root of the program: this file lies two folders under it, as source (electron/cli) and as bundle (dist/node). */
const root = fileURLToPath(new URL('../..', import.meta.url))

export const resourcesFolder = join(root, 'resources')
export const pageFolder = join(root, 'dist/renderer')
export const programRoot = root

/** Settings and, by default, workspaces. */
export const homeFolder = (): string => process.env['MINGCHA_HOME'] ?? join(homedir(), 'Mingcha')

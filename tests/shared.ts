import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const beside = fileURLToPath(new URL('../../shared', import.meta.url))

/** Folder of the real data and published vectors beside the checkout; null where absent (tests that need it then skip by name). */
export const sharedFolder: string | null = existsSync(beside) ? beside : null

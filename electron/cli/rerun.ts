import { spawn } from 'node:child_process'

const threads = '16'

/**
 * Long queries take libuv's four threads and starve the file system calls of everything else; the size of that pool is
 * read once, before any module runs. So a host that lives long is started again as a child with a larger pool.
 * @param more arguments that tell the child what this process has settled already
 * @returns the child's exit code, or null where this process already is that child
 */
export function rerunWithThreads(more: string[] = []): Promise<number> | null {
  if (process.env['UV_THREADPOOL_SIZE'] !== undefined) return null
  const child = spawn(process.execPath, [...process.execArgv, ...process.argv.slice(1), ...more], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'], // its channel closes with us, however we end
    env: { ...process.env, UV_THREADPOOL_SIZE: threads },
  })
  const pass = (signal: NodeJS.Signals): void => void child.kill(signal)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, pass)
  return new Promise((done, failed) => {
    child.on('error', failed)
    child.on('exit', (code, signal) => done(code ?? (signal === null ? 1 : 130)))
  })
}

import type { Job } from '../../shared/contract.ts'
import type { RunningEngine } from '../engine/engine.ts'
import { clip } from './text.ts'
import type { Io } from './verb.ts'

/** Shows the running job on one line of a terminal; elsewhere nothing. Returns how to stop and wipe it. */
export function showProgress(engine: RunningEngine, err: Io['err']): () => void {
  if (!err.isTTY) return () => undefined
  const columns = Math.max(20, (err.columns || 80) - 1)
  const show = (job: Job): void => void err.write(`\r${clip(lineOf(job), columns)}\x1b[K`)
  const silence = engine.listen({ jobChanged: (job) => { if (job.state === 'running') show(job) } })
  return () => {
    silence()
    err.write('\r\x1b[K')
  }
}

function lineOf({ kind, subject, phase, done, total }: Job): string {
  const head = `${kind} ${subject} · ${phase}`
  if (total === 0) return done === 0 ? head : `${head} ${done.toLocaleString('en-US')}`
  const part = Math.min(1, done / total)
  const full = Math.round(part * 24)
  return `${'█'.repeat(full)}${'░'.repeat(24 - full)} ${Math.floor(part * 100)} % ${head}`
}

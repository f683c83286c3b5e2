import { expect, it } from 'vitest'
import { showProgress } from '../../electron/cli/progress.ts'
import type { Events, Job } from '../../shared/contract.ts'
import type { RunningEngine } from '../../electron/engine/engine.ts'

const job = (change: Partial<Job>): Job => ({ id: '1', kind: 'import', subject: '报表.csv', state: 'running', phase: 'load', done: 0, total: 0, rows: 0, startedAt: '', endedAt: null, error: null, ...change })

/** What a terminal of this width is written for these states of a job. */
function written(terminal: { isTTY?: boolean; columns?: number }, jobs: Job[]): string {
  let text = ''
  let listener: Partial<Events> = {}
  const engine = { listen: (events: Partial<Events>) => { listener = events; return () => { listener = {} } } } as RunningEngine
  const stop = showProgress(engine, { ...terminal, write: (part) => { text += part } })
  for (const one of jobs) listener.jobChanged?.(one)
  stop()
  listener.jobChanged?.(job({ phase: 'after the end' }))
  return text
}

it('draws one line that is wiped at the end', () => {
  const text = written({ isTTY: true, columns: 80 }, [job({ done: 50, total: 200 }), job({ done: 0, total: 0 }), job({ state: 'done' })])
  expect(text).toContain('██████░░░░░░░░░░░░░░░░░░ 25 % import 报表.csv · load')
  expect(text).toContain('\rimport 报表.csv · load\x1b[K')
  expect(text.endsWith('\r\x1b[K')).toBe(true)
  expect(text).not.toContain('\n')
  expect(text).not.toContain('after the end')
})

it('keeps to the width of the terminal, also where that is not known', () => {
  expect(written({ isTTY: true, columns: 30 }, [job({ done: 1, total: 2 })])).toContain('…')
  expect(written({ isTTY: true, columns: 0 }, [job({ done: 1, total: 2 })])).toContain('50 % import 报表.csv · load')
})

it('writes nothing where nobody looks', () => expect(written({}, [job({ done: 1, total: 2 })])).toBe(''))

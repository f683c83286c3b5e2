import { expect, test } from 'vitest'
import type { Job, Workspace } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import { deferred } from '../../deferred.ts'
import { Jobs, type JobRun } from '../../../electron/engine/jobs/jobs.ts'

const answer = { path: '/x' } as Workspace
/** A job that waits until it is let go. */
function gate(): { open(): void; fail(error: Error): void; work: (run: JobRun) => Promise<Workspace>; begun: Promise<JobRun> } {
  const held = deferred<Workspace>()
  const begun = deferred<JobRun>()
  return { open: () => held.resolve(answer), fail: held.reject, begun: begun.promise, work: (run) => (begun.resolve(run), held.promise) }
}

test('jobs run one at a time in the order of asking, and tell each step', async () => {
  const told: Job[] = []
  const jobs = new Jobs((job) => told.push(job))
  const [first, second] = [gate(), gate()]
  const one = jobs.start('demo', 'one', first.work)
  const two = jobs.start('demo', 'two', second.work)
  await first.begun
  expect(jobs.list().map((job) => [job.subject, job.state])).toEqual([['two', 'queued'], ['one', 'running']])
  first.open()
  expect(await jobs.result(one.job)).toBe(answer)
  await second.begun
  second.open()
  await jobs.result(two.job)
  expect(jobs.list().map((job) => job.state)).toEqual(['done', 'done'])
  expect(jobs.list().every((job) => job.endedAt !== null && job.error === null)).toBe(true)
  expect(told.filter((job) => job.id === one.job).map((job) => job.state)).toEqual(['queued', 'running', 'done'])
})

test('progress is told by phase at once, within a phase not more than some times a second', async () => {
  const told: Job[] = []
  const jobs = new Jobs((job) => told.push(job))
  const { job } = jobs.start('demo', 'x', async (run) => {
    run.progress('read', 0, 10_000)
    for (let i = 1; i <= 1000; i++) run.progress('read', i, 10_000)
    run.progress('write')
    return answer
  })
  await jobs.result(job)
  expect(told.map((one) => one.phase).filter((phase, i, all) => phase !== all[i - 1])).toEqual(['queued', 'read', 'write'])
  expect(told.filter((one) => one.phase === 'read').length).toBeLessThan(100)
  expect(told.find((one) => one.phase === 'write')).toMatchObject({ done: 0, total: 0 })
})

test('a failed job keeps its error and does not hold up the next', async () => {
  const jobs = new Jobs(() => undefined)
  const bad = jobs.start('demo', 'bad', async () => { throw new MingchaError('frame_empty', 'nothing', 'widen', { n: 1 }) })
  const worse = jobs.start('demo', 'worse', async () => { throw new TypeError('oh') })
  const good = jobs.start('demo', 'good', async () => answer)
  await expect(jobs.result(bad.job)).rejects.toMatchObject({ code: 'frame_empty' })
  await expect(jobs.result(worse.job)).rejects.toThrow('oh')
  expect(await jobs.result(good.job)).toBe(answer)
  expect(jobs.list().map((job) => [job.state, job.error?.code])).toEqual([['done', undefined], ['failed', 'internal'], ['failed', 'frame_empty']])
  expect(jobs.list()[2]!.error).toEqual({ code: 'frame_empty', message: 'nothing', hint: 'widen', params: { n: 1 } })
})

test('a running job hears that it is cancelled; one that waits never starts', async () => {
  const jobs = new Jobs(() => undefined)
  const first = gate()
  let started = false
  const one = jobs.start('demo', 'one', async (run) => {
    await first.work(run)
    run.signal.throwIfAborted()
    return answer
  })
  const two = jobs.start('demo', 'two', async () => { started = true; return answer })
  await first.begun
  jobs.cancel(one.job)
  jobs.cancel(two.job)
  first.open()
  await expect(jobs.result(one.job)).rejects.toMatchObject({ code: 'cancelled' })
  await expect(jobs.result(two.job)).rejects.toMatchObject({ code: 'cancelled' })
  expect(started).toBe(false)
  expect(jobs.list().map((job) => job.state)).toEqual(['cancelled', 'cancelled'])
})

test('cancelling what has ended changes nothing; what is unknown is refused', async () => {
  const jobs = new Jobs(() => undefined)
  const { job } = jobs.start('demo', 'x', async () => answer)
  await jobs.result(job)
  jobs.cancel(job)
  expect(jobs.list()[0]!.state).toBe('done')
  expect(() => jobs.cancel('nowhere')).toThrow(expect.objectContaining({ code: 'no_such_job' }))
  expect(() => jobs.result('nowhere')).toThrow(expect.objectContaining({ code: 'no_such_job' }))
})

test('a listener that throws does not undo the work', async () => {
  const jobs = new Jobs(() => { throw new Error('window gone') })
  const { job } = jobs.start('demo', 'x', async (run) => {
    run.progress('read')
    return answer
  })
  expect(await jobs.result(job)).toBe(answer)
  expect(jobs.list()[0]!.state).toBe('done')
})

test('what was told is a copy, and what was listed too', async () => {
  const told: Job[] = []
  const jobs = new Jobs((job) => told.push(job))
  const { job } = jobs.start('demo', 'x', async () => answer)
  jobs.list()[0]!.state = 'failed'
  told[0]!.subject = 'changed'
  await jobs.result(job)
  expect(jobs.list()[0]).toMatchObject({ state: 'done', subject: 'x' })
  expect(told[0]!.state).toBe('queued')
})

test('stopping cancels all and waits for the end', async () => {
  const jobs = new Jobs(() => undefined)
  const ends: string[] = []
  const heed = (name: string) => async (run: JobRun): Promise<Workspace> => {
    await new Promise((done) => run.signal.addEventListener('abort', done, { once: true }))
    ends.push(name)
    run.signal.throwIfAborted()
    return answer
  }
  const started = [jobs.start('demo', 'a', heed('a')), jobs.start('demo', 'b', heed('b'))]
  await new Promise((done) => setImmediate(done))
  await jobs.stop()
  expect(ends).toEqual(['a'])
  expect(jobs.list().map((job) => job.state)).toEqual(['cancelled', 'cancelled'])
  for (const { job } of started) await expect(jobs.result(job)).rejects.toMatchObject({ code: 'cancelled' })
})

test('fifty ended jobs are remembered, running ones always', async () => {
  const jobs = new Jobs(() => undefined)
  for (let i = 0; i < 80; i++) await jobs.result(jobs.start('demo', String(i), async () => answer).job)
  const held = gate()
  const { job } = jobs.start('demo', 'held', held.work)
  expect(jobs.list().map((one) => one.subject)).toEqual(['held', ...Array.from({ length: 50 }, (_, i) => String(79 - i))])
  held.open()
  await jobs.result(job)
})

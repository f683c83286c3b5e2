import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Database, type Connection } from '../../../electron/engine/duckdb/database.ts'
import { deferred } from '../../deferred.ts'
import { sql } from '../../../electron/engine/duckdb/sql.ts'

const folder = mkdtempSync(join(tmpdir(), 'mingcha-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const options = { threads: 2, memoryMb: 256 }

let database: Database
let turn = 0
beforeEach(async () => {
  database = await Database.open(join(folder, `${++turn}.duckdb`), options)
  await database.write((ask) => ask.run(sql`CREATE TABLE t (i INTEGER)`))
})
afterEach(() => database.close())

const count = () => database.read(async (ask) => (await ask.one<{ n: number }>(sql`SELECT count(*) AS n FROM t`)).n)
/** A statement that would run for hours. */
const endless = sql`SELECT sum(hash(a.range + b.range)) AS s FROM range(10000000) a, range(10000000) b`
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))
const cancelledError = expect.objectContaining({ code: 'cancelled' })

describe('a write', () => {
  test('is there as a whole or not at all', async () => {
    expect(await database.write((ask) => ask.run(sql`INSERT INTO t SELECT * FROM range(3)`))).toBe(3)
    await expect(database.write(async (ask) => {
      await ask.run(sql`INSERT INTO t VALUES (9)`)
      throw new Error('thought better of it')
    })).rejects.toThrow('thought better of it')
    await expect(database.write(async (ask) => {
      await ask.run(sql`CREATE TABLE u (j INTEGER)`)
      await ask.run(sql`INSERT INTO t SELECT 'no number'`)
    })).rejects.toThrow(/Conversion/)
    expect(await count()).toBe(3)
    await expect(database.read((ask) => ask.rows(sql`FROM u`))).rejects.toThrow(/does not exist/)
  })

  test('waits for the one before, and readers see only what was committed', async () => {
    const order: string[] = []
    const held = deferred<void>()
    const first = database.write(async (ask) => {
      order.push('first')
      await ask.run(sql`INSERT INTO t VALUES (1)`)
      await held.promise
      order.push('first ends')
    })
    const second = database.write(async () => void order.push('second'))
    await pause(20)
    expect(order).toEqual(['first'])
    expect(await count()).toBe(0)
    held.resolve()
    await Promise.all([first, second])
    expect(order).toEqual(['first', 'first ends', 'second'])
    expect(await count()).toBe(1)
  })

  test('cancelled in the middle of a long statement leaves nothing, and the next write goes on at once', async () => {
    const abort = new AbortController()
    const work = database.write(async (ask) => {
      await ask.run(sql`INSERT INTO t VALUES (1)`)
      setTimeout(() => abort.abort(), 30)
      await ask.rows(endless)
    }, abort.signal)
    await expect(work).rejects.toEqual(cancelledError)
    expect(await count()).toBe(0)
    await database.write((ask) => ask.run(sql`INSERT INTO t VALUES (2)`))
    expect(await count()).toBe(1)
  })

  test('cancelled between two statements runs no further one', async () => {
    const abort = new AbortController()
    let ran = 0
    await expect(database.write(async (ask) => {
      await ask.run(sql`INSERT INTO t VALUES (1)`)
      abort.abort()
      await ask.run(sql`INSERT INTO t VALUES (2)`)
      ran++
    }, abort.signal)).rejects.toEqual(cancelledError)
    expect(ran).toBe(0)
    expect(await count()).toBe(0)
  })

  test('cancelled after its last statement is still undone', async () => {
    const abort = new AbortController()
    await expect(database.write(async (ask) => {
      await ask.run(sql`INSERT INTO t VALUES (1)`)
      abort.abort()
      return 'done'
    }, abort.signal)).rejects.toEqual(cancelledError)
    expect(await count()).toBe(0)
  })

  test('cancelled before its turn never starts', async () => {
    const abort = new AbortController()
    const before = database.write(async () => pause(20))
    let started = false
    const work = database.write(async () => { started = true }, abort.signal)
    abort.abort()
    await before
    await expect(work).rejects.toEqual(cancelledError)
    expect(started).toBe(false)
  })

  test('cancelled at any moment: undone or done, and the database always goes on', async () => {
    let expected = 0
    for (let i = 0; i < 60; i++) {
      const abort = new AbortController()
      const timer = setTimeout(() => abort.abort(), i / 4)
      const done = await database.write(async (ask) => {
        for (let j = 0; j < 5; j++) {
          await ask.run(sql`INSERT INTO t SELECT * FROM range(1000)`)
          await ask.each(sql`FROM t LIMIT 5000`, () => pause(0))
        }
      }, abort.signal).then(() => true, (error: unknown) => {
        expect(error).toEqual(cancelledError)
        return false
      })
      clearTimeout(timer)
      if (done) expected += 5000
      expect(await count()).toBe(expected)
    }
    await database.write((ask) => ask.run(sql`INSERT INTO t VALUES (1)`))
    expect(await count()).toBe(expected + 1)
  })
})

test('the running statement tells how far it is', async () => {
  await database.write((ask) => ask.run(sql`INSERT INTO t SELECT * FROM range(5000000)`))
  const seen: number[] = []
  const told = await database.read(async (ask) => {
    const timer = setInterval(() => seen.push(ask.progress), 2)
    const sum = await ask.one<{ s: number }>(sql`SELECT sum(length(sha256(i::VARCHAR))) AS s FROM t`)
    clearInterval(timer)
    return sum
  })
  expect(told.s).toBe(5_000_000 * 64)
  expect(seen.some((percent) => percent > 0 && percent < 100)).toBe(true)
  expect(seen.every((percent) => percent >= -1 && percent <= 100)).toBe(true)
})

describe('reading', () => {
  test('a stream gives every row in order, however slowly it is read, while other questions are answered', async () => {
    await database.write((ask) => ask.run(sql`INSERT INTO t SELECT * FROM range(20000)`))
    let next = 0
    await database.read((ask) => ask.each(sql`SELECT i FROM t ORDER BY i`, async ([values]) => {
      for (const value of values!) expect(value).toBe(next++)
      expect(await count()).toBe(20000)
    }))
    expect(next).toBe(20000)
  })

  test('a second question on a busy connection waits, and cuts no stream', async () => {
    await database.write((ask) => ask.run(sql`INSERT INTO t SELECT * FROM range(20000)`))
    await database.read(async (ask: Connection) => {
      let rows = 0
      const streaming = ask.each(sql`FROM t`, async ([values]) => {
        rows += values!.length
        await pause(1)
      })
      const asked = ask.one<{ n: number }>(sql`SELECT 1 AS n`).then((row) => [row.n, rows])
      await streaming
      expect(await asked).toEqual([1, 20000])
    })
  })

  test('a visitor that throws ends the stream, and the connection serves on', async () => {
    await database.write((ask) => ask.run(sql`INSERT INTO t SELECT * FROM range(20000)`))
    await database.read(async (ask) => {
      await expect(ask.each(sql`FROM t`, () => { throw new Error('enough') })).rejects.toThrow('enough')
      expect(await ask.one(sql`SELECT count(*) AS n FROM t`)).toEqual({ n: 20000 })
    })
  })

  test('a long question holds up no other', async () => {
    const long = database.read((ask) => ask.rows(endless)).catch((error: unknown) => error)
    for (let i = 0; i < 20; i++) expect(await count()).toBe(0)
    const elsewhere = await Promise.all(Array.from({ length: 4 }, count))
    expect(elsewhere).toEqual([0, 0, 0, 0])
    await database.close()
    expect(await long).toBeInstanceOf(Error)
    database = await Database.open(database.path, options)
  })

  test('values come as JSON has them', async () => {
    expect(await database.read((ask) => ask.one(sql`SELECT DATE '1969-12-31' AS day, TIMESTAMP '2026-11-22 20:15:00' AS time, TIMESTAMP '2026-11-22 20:15:00.25' AS fine,
      9007199254740991::BIGINT AS big, 1.50::DECIMAL(9, 2) AS share, [1, NULL] AS list, {'a': DATE '2026-01-01'} AS record, MAP {'k': 2} AS map, 'x'::ENUM('x') AS kind, '{"b":1}'::JSON AS json, NULL AS none`))).toEqual({
      day: '1969-12-31', time: '2026-11-22T20:15:00Z', fine: '2026-11-22T20:15:00.25Z', big: 9007199254740991, share: 1.5, list: [1, null], record: { a: '2026-01-01' }, map: { k: 2 }, kind: 'x', json: '{"b":1}', none: null,
    })
    await expect(database.read((ask) => ask.one(sql`FROM range(2)`))).rejects.toThrow('expected one row, got 2')
    await expect(database.read((ask) => ask.one(sql`FROM range(0)`))).rejects.toThrow('expected one row, got 0')
  })
})

describe('opening', () => {
  test('one file has one owner, by whatever path it is reached', async () => {
    const link = join(folder, `link${turn}`)
    symlinkSync(database.path, link)
    for (const path of [database.path, join(folder, '.', `${turn}.duckdb`), link]) {
      await expect(Database.open(path, options)).rejects.toMatchObject({ code: 'workspace_locked', params: { holder: process.pid } })
    }
  })

  test('another process that holds the file is named', async () => {
    const path = join(folder, 'held.duckdb')
    const script = `import { DuckDBInstance } from '@duckdb/node-api'; const i = await DuckDBInstance.create(${JSON.stringify(path)}); await i.connect(); console.log('open'); setTimeout(() => {}, 60000)`
    const child = execFile(process.execPath, ['--input-type=module', '-e', script], { cwd: fileURLToPath(new URL('../../..', import.meta.url)) })
    try {
      await new Promise<void>((done, fail) => {
        child.stdout!.once('data', () => done())
        child.once('exit', (code) => fail(new Error(`the holder ended with ${code}`)))
      })
      await expect(Database.open(path, options)).rejects.toMatchObject({ code: 'workspace_locked', params: { holder: String(child.pid) } })
    } finally {
      child.removeAllListeners('exit')
      const gone = new Promise((done) => child.once('exit', done))
      child.kill('SIGKILL')
      await gone
    }
    await (await Database.open(path, options)).close()
  })

  test('what is no database is told apart from what cannot be reached', async () => {
    const text = join(folder, 'text.duckdb')
    writeFileSync(text, 'hello, this is a text and no database'.repeat(500))
    await expect(Database.open(text, options)).rejects.toMatchObject({ code: 'not_a_workspace' })
    await expect(Database.open(join(folder, 'nowhere', 'x.duckdb'), options)).rejects.toMatchObject({ code: 'workspace_unreadable' })
  })

  test('what was written is there after closing and opening again', async () => {
    await database.write((ask) => ask.run(sql`INSERT INTO t VALUES (42)`))
    await database.close()
    database = await Database.open(database.path, options)
    expect(await count()).toBe(1)
  })

  test('closing waits for the writer', async () => {
    const work = database.write(async (ask) => {
      await pause(30)
      await ask.run(sql`INSERT INTO t VALUES (1)`)
    })
    await database.close()
    await work
    database = await Database.open(database.path, options)
    expect(await count()).toBe(1)
  })
})

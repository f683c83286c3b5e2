import { existsSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fillDemo } from '../../../electron/engine/demo/demo.ts'
import { raw } from '../../../electron/engine/duckdb/sql.ts'
import { recordClasses } from '../../../shared/classes.ts'
import type { ImportReport } from '../../../shared/contract.ts'
import { openDemoRoom } from '../../demoRoom.ts'
import { openRoom, type TestRoom } from '../../room.ts'

const today = '2026-11-22'
const rowsOf = <T>(room: TestRoom, text: string): Promise<T[]> => room.database().read((ask) => ask.rows<T>(raw(text)))
const nothing: ImportReport = { batch: null, files: [], subjectsCreated: 0, ignored: [] }

describe('a city of 4,000', () => {
  let room: TestRoom
  beforeAll(async () => { room = await openDemoRoom(4000) })
  afterAll(async () => room.close())
  const rows = <T>(text: string): Promise<T[]> => rowsOf<T>(room, text)

  test('every code has right check digits and belongs to one subject', async () => {
    const subjects = await rows<{ uscc: string | null; local_code: string | null }>('SELECT uscc, local_code FROM subject')
    expect(subjects).toHaveLength(4000)
    for (const { uscc, local_code } of subjects) expect(uscc === null ? validRegistration(local_code!) : validUscc(uscc), uscc ?? local_code ?? '').toBe(true)
    expect(new Set(subjects.map(({ uscc, local_code }) => uscc ?? local_code)).size).toBe(4000)
    const [zone] = await rows<{ part: number }>(`SELECT avg((registrar = '610131')::INTEGER) AS part FROM subject`)
    expect(zone!.part).toBeGreaterThan(0.3)
  })

  test('all eleven classes have rows, 15 to 18 a subject, counted on the subject', async () => {
    const union = recordClasses.map((name) => `SELECT '${name}' AS class, subject_id FROM ${name}`).join(' UNION ALL ')
    const classes = await rows<{ class: string; n: number; lost: number }>(`SELECT class, count(*) AS n, count(*) FILTER (s.subject_id IS NULL) AS lost FROM (${union}) LEFT JOIN subject s USING (subject_id) GROUP BY class`)
    expect(classes.map((one) => one.class).sort()).toEqual([...recordClasses].sort())
    for (const one of classes) expect(one).toMatchObject({ lost: 0 })
    const total = classes.reduce((sum, one) => sum + one.n, 0)
    expect(total / 4000).toBeGreaterThan(15)
    expect(total / 4000).toBeLessThan(18)
    const wrong = await rows(`SELECT s.subject_id FROM subject s LEFT JOIN (SELECT subject_id, count(*) AS n FROM (${union}) GROUP BY subject_id) r USING (subject_id) WHERE s.records <> coalesce(r.n, 0)`)
    expect(wrong).toEqual([])
  })

  test('rows lie in order of subject, keys and source rows are unique, days are in order', async () => {
    for (const name of recordClasses) {
      const [row] = await rows<Record<string, number>>(`SELECT count(*) FILTER (subject_id < before) AS out_of_order, count(*) - count(DISTINCT row_key) AS same_key,
        count(*) - count(DISTINCT source_row) AS same_row, count(*) - max(source_row) AS gaps, count(*) FILTER (known_on < occurred_on OR known_on > DATE '${today}') AS bad_days
        FROM (SELECT *, lag(subject_id) OVER (ORDER BY rowid) AS before FROM ${name})`)
      expect(row, name).toEqual({ out_of_order: 0, same_key: 0, same_row: 0, gaps: 0, bad_days: 0 })
    }
    expect(await rows('SELECT 1 FROM (SELECT subject_id, lag(subject_id) OVER (ORDER BY rowid) AS before FROM subject) WHERE subject_id <> before + 1')).toEqual([])
  })

  test('sources account for their rows', async () => {
    const union = recordClasses.map((name) => `SELECT file_id, source_file, batch, count(*) AS n FROM ${name} GROUP BY ALL`).join(' UNION ALL ')
    expect(await rows(`SELECT * FROM (${union}) r FULL JOIN source_file f ON f.file_id = r.file_id AND f.name = r.source_file AND f.batch = r.batch WHERE f.loaded IS DISTINCT FROM r.n OR f.read <> f.loaded OR f.attached_by_code <> f.loaded`)).toEqual([])
    expect(await rows('SELECT batch, files, subjects_created FROM batch')).toEqual([{ batch: 1, files: 11, subjects_created: 4000 }])
  })

  test('a partner in a relation is a subject, under its own code and name', async () => {
    expect(await rows(`SELECT r.* FROM relation r LEFT JOIN subject s ON s.subject_id = r.other_subject_id WHERE r.other_subject_id IS NOT NULL
      AND (r.other_code IS DISTINCT FROM coalesce(s.uscc, s.local_code) OR r.other_name IS DISTINCT FROM s.name)`)).toEqual([])
    for (const [kind, column] of [['address', 'address'], ['phone', 'phone'], ['legal_rep', 'legal_rep']] as const) {
      const shared = await rows<{ n: number; differ: number }>(`SELECT count(*) AS n, count(*) FILTER (a.${column} IS DISTINCT FROM b.${column}) AS differ FROM relation r JOIN subject a USING (subject_id) JOIN subject b ON b.subject_id = other_subject_id WHERE kind = '${kind}'`)
      expect(shared[0]!.n, kind).toBeGreaterThan(20)
      expect(shared[0]!.differ, kind).toBe(0)
    }
    const [hub] = await rows<{ n: number }>('SELECT max(n) AS n FROM (SELECT count(*) AS n FROM subject GROUP BY address)')
    expect(hub!.n).toBeGreaterThan(15)
  })

  test('enumerations hold what the columns promise', async () => {
    const allowed: [table: string, column: string, values: string][] = [
      ['subject', 'type', 'company individual cooperative branch institution organisation foreign other'], ['subject', 'status', 'active revoked cancelled closed moved unknown'],
      ['supervision', 'result', 'passed problem corrected unreachable closed uncooperative not_inspected unknown'], ['penalty', 'kind', 'warning fine confiscation suspension revocation detention other none'],
      ['complaint', 'kind', 'complaint report enquiry'], ['operation', 'kind', 'annual_report tax_arrears tax finance social_insurance rating other'], ['opinion', 'sentiment', 'negative neutral positive'],
      ['judicial', 'kind', 'judgment execution dishonest restriction bankruptcy other'], ['judicial', 'role', 'plaintiff defendant debtor'], ['licence', 'status', 'valid expired revoked cancelled suspended'],
      ['product', 'kind', 'sampling quality equipment'], ['listing', 'kind', 'abnormal serious tax_serious dishonest honour key other'], ['listing', 'ground_code', 'report publication falsehood unreachable'],
      ['relation', 'kind', 'legal_rep shareholder officer branch investment address phone other'],
    ]
    for (const [table, column, values] of allowed) {
      expect(await rows(`SELECT DISTINCT ${column} FROM ${table} WHERE ${column} NOT IN (${values.split(' ').map((value) => `'${value}'`).join(', ')})`), `${table}.${column}`).toEqual([])
    }
    const industries = await rows<{ industry: string }>('SELECT DISTINCT industry FROM subject ORDER BY 1')
    expect(industries.every(({ industry }) => /^[A-T]$/.test(industry))).toBe(true)
    expect(industries.length).toBeGreaterThan(15)
  })

  test('penalties and complaints foretell the outcome of later inspections', async () => {
    const [row] = await rows<{ auc: number }>(`
      WITH before AS (SELECT subject_id, count(*) AS n FROM (SELECT subject_id, known_on FROM penalty UNION ALL SELECT subject_id, known_on FROM complaint) WHERE known_on < DATE '2024-11-22' GROUP BY 1),
      outcome AS (SELECT subject_id, bool_or(result <> 'passed') AS bad FROM supervision WHERE occurred_on >= DATE '2024-11-22' AND result <> 'not_inspected' GROUP BY 1),
      ranked AS (SELECT bad, rank() OVER (ORDER BY coalesce(n, 0)) + (count(*) OVER (PARTITION BY coalesce(n, 0)) - 1) / 2.0 AS place FROM outcome LEFT JOIN before USING (subject_id))
      SELECT (sum(place) FILTER (bad) - count(*) FILTER (bad) * (count(*) FILTER (bad) + 1) / 2.0) / (count(*) FILTER (bad) * count(*) FILTER (NOT bad)) AS auc FROM ranked`)
    expect(row!.auc).toBeGreaterThan(0.65)
    expect(row!.auc).toBeLessThan(0.85)
  })
})

test('the same seed writes the same city, another seed another', async () => {
  const rooms = await Promise.all(['a', 'a', 'b'].map((seed) => openDemoRoom(300, seed)))
  const digests = await Promise.all(rooms.map((room) => digestsOf(room)))
  expect(digests[0]).toEqual(digests[1])
  for (const table of ['subject', 'subject_name', ...recordClasses]) expect(digests[0]![table], table).not.toBe(digests[2]![table])
  await Promise.all(rooms.map((room) => room.close()))
})

test('the departments’ files are handed to the import, the same for the same seed, and cleared away', async () => {
  const seen: { name: string; bytes: Buffer }[][] = []
  let folder = ''
  for (let i = 0; i < 2; i++) {
    const room = await openRoom(today)
    await fillDemo(room, { subjects: 100, seed: 'x' }, { signal: new AbortController().signal, progress: () => undefined }, async (paths) => {
      folder = dirname(paths[0]!)
      seen.push(paths.map((path) => ({ name: path.slice(folder.length + 1), bytes: readFileSync(path) })))
      return nothing
    })
    await room.close()
  }
  expect(seen[0]).toHaveLength(6)
  expect(seen[0]).toEqual(seen[1])
  expect(existsSync(folder)).toBe(false)
  const encodings = seen[0]!.map(({ bytes }) => {
    if (bytes.subarray(0, 3).equals(Buffer.of(0xef, 0xbb, 0xbf))) return 'marked'
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes) && 'utf-8'
    } catch {
      expect(new TextDecoder('gb18030', { fatal: true }).decode(bytes)).toContain('检查')
      return 'gb18030'
    }
  })
  expect(new Set(encodings)).toEqual(new Set(['marked', 'utf-8', 'gb18030']))
})

test('cancelled or failed, the workspace is empty again', async () => {
  for (const when of ['demo.judicial', 'demo.departments', 'failed'] as const) {
    const room = await openRoom(today)
    const abort = new AbortController()
    const progress = (phase: string): void => { if (phase === when) abort.abort() }
    const importFiles = async (): Promise<ImportReport> => {
      if (when === 'failed') throw new Error('no room')
      return nothing
    }
    await expect(fillDemo(room, { subjects: 200, seed: 'x' }, { signal: abort.signal, progress }, importFiles)).rejects.toMatchObject(when === 'failed' ? { message: 'no room' } : { code: 'cancelled' })
    for (const table of ['subject', 'subject_name', 'batch', 'source_file', ...recordClasses]) expect(await rowsOf(room, `SELECT 1 FROM ${table} LIMIT 1`), `${when} ${table}`).toEqual([])
    await room.close()
  }
})

test('a workspace that holds something is left alone', async () => {
  const room = await openDemoRoom(100)
  await expect(fillDemo(room, { subjects: 100, seed: 'x' }, { signal: new AbortController().signal, progress: () => undefined }, async () => nothing)).rejects.toMatchObject({ code: 'demo_not_empty' })
  expect(await rowsOf(room, 'SELECT count(*) AS n FROM subject')).toEqual([{ n: 100 }])
  await room.close()
})

async function digestsOf(room: TestRoom): Promise<Record<string, string>> {
  const tables = ['subject', 'subject_name', 'batch', 'source_file', ...recordClasses]
  const digests = await rowsOf<{ name: string; digest: string }>(room, tables.map((name) => `SELECT '${name}' AS name, md5(string_agg(t::VARCHAR, '|' ORDER BY t.rowid)) AS digest FROM ${name} t`).join(' UNION ALL '))
  return Object.fromEntries(digests.map(({ name, digest }) => [name, digest]))
}

/** GB 32100 and GB 11714, written apart from the engine. */
function validUscc(code: string): boolean {
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
  if (!/^[0-9A-HJ-NPQRTUWXY]{18}$/.test(code)) return false
  const sum = Array.from(code.slice(0, 17)).reduce((total, sign, i) => total + alphabet.indexOf(sign) * (3 ** i % 31), 0)
  const organisation = [3, 7, 9, 10, 5, 8, 4, 2].reduce((total, weight, i) => total + weight * parseInt(code[8 + i]!, 36), 0)
  return alphabet[(31 - (sum % 31)) % 31] === code[17] && '0X987654321'[organisation % 11] === code[16]
}

/** ISO 7064 MOD 11,10. */
function validRegistration(code: string): boolean {
  let product = 10
  for (const digit of code.slice(0, 14)) product = (((product + Number(digit)) % 10 || 10) * 2) % 11
  return /^\d{15}$/.test(code) && (product + Number(code[14])) % 10 === 1
}

import fc from 'fast-check'
import { pinyin } from 'pinyin-pro'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { raw, sql, type Sql } from '../../../electron/engine/duckdb/sql.ts'
import { undoBatch } from '../../../electron/engine/importing/undo.ts'
import { fillLookups, formerNamesOf, initialsOf, keepLookups, linksOf } from '../../../electron/engine/workspace/lookups.ts'
import { codeOf } from '../importing/codeOf.ts'
import { openBench, type Bench } from '../importing/bench.ts'

let bench: Bench
beforeEach(async () => { bench = await openBench() })
afterEach(() => bench.close())

const quiet = { signal: new AbortController().signal, progress: () => undefined }
const han = (from = 0x4e00, to = 0x9fff) => fc.integer({ min: from, max: to }).map((code) => String.fromCharCode(code))
const spelled = (name: string): Promise<{ initials: string }[]> => bench.room.database().write(async (ask) => {
  await ask.run(raw('DELETE FROM subject'))
  await ask.run(sql`INSERT INTO subject (subject_id, name, name_key, first_batch) VALUES (1, ${name}, ${name}, 1)`)
  await keepLookups(ask, raw('SELECT 1'))
  return ask.rows<{ initials: string }>(raw('SELECT initials FROM subject_initials'))
})

/** Read otherwise in names of firms than by themselves. */
const chosen: Readonly<Record<string, string>> = { 行: 'h', 重: 'c', 厦: 'x', 曾: 'z' }

test('initials are those of pinyin-pro, for any Han text', async () => {
  const letter = (sign: string): string => chosen[sign] ?? (/^[a-z]/.exec(pinyin(sign, { toneType: 'none', nonZh: 'removed' }))?.[0] ?? '')
  await fc.assert(fc.asyncProperty(fc.array(han(), { minLength: 1, maxLength: 40 }), async (signs) => {
    expect(await spelled(signs.join(''))).toEqual([{ initials: signs.map(letter).join('') }])
  }), { numRuns: 40 })
  for (const [sign, initial] of Object.entries(chosen)) expect(pinyin(sign, { toneType: 'none', multiple: true }).split(' ').map((one) => one[0])).toContain(initial)
  expect(await spelled('西安3m(中国)·重庆小面银行')).toEqual([{ initials: 'xa3mzgcqxmyh' }])
})

/** What is kept, and what would be if it were all made anew. */
const state = async (): Promise<{ kept: unknown; anew: unknown }> => {
  const read = async (links: Sql, initials: Sql, former: Sql): Promise<unknown> => bench.room.database().read(async (ask) => [
    await ask.rows(sql`SELECT key::VARCHAR AS key, shared, kind, subject_id, other_subject_id, until_on FROM ${links} ORDER BY ALL`), await ask.rows(sql`SELECT * FROM ${initials} ORDER BY ALL`), await ask.rows(sql`SELECT * FROM ${former} ORDER BY ALL`)])
  return { kept: await read(raw('subject_link'), raw('subject_initials'), raw('subject_former_name')), anew: await read(sql`(${linksOf(raw('subject'), raw('relation'))})`, sql`(${initialsOf(raw('subject'))})`, sql`(${formerNamesOf(raw('subject'))})`) }
}

type Step = { do: 'register' | 'relate'; rows: { name: number; code: number; other: number; place: number }[] } | { do: 'undo' | 'merge' | 'back' | 'split'; which: number }

test('what is kept is what making it anew would give, after any imports, undos, merges and splits', { timeout: 300_000 }, async () => {
  const row = fc.record({ name: fc.nat(4), code: fc.nat(5), other: fc.nat(7), place: fc.nat(3) })
  const step: fc.Arbitrary<Step> = fc.oneof(fc.record({ do: fc.constantFrom('register', 'relate'), rows: fc.array(row, { minLength: 1, maxLength: 4 }) }), { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('undo', 'merge', 'back', 'split'), which: fc.nat(9) }) })
  /** Something to merge, split and take back: five subjects with codes, one under two names with a record by the former alone, and records that name others by code and by name. */
  const row_ = (name: number, code: number, other: number, place: number) => ({ name, code, other, place })
  const first: Step[] = [
    { do: 'register', rows: [row_(0, 1, 0, 0), row_(1, 2, 0, 0), row_(2, 3, 0, 1), row_(3, 4, 0, 1)] },
    { do: 'register', rows: [row_(4, 5, 0, 2), row_(5, 2, 0, 2)] },
    { do: 'relate', rows: [row_(0, 1, 4, 0), row_(0, 1, 1, 0), row_(1, 2, 2, 0), row_(2, 3, 6, 2), row_(3, 4, 6, 0), row_(1, 0, 4, 3)] },
  ]
  const did = { undo: 0, merge: 0, back: 0, split: 0 }
  const kinds = ['股东', '法定代表人', '高管', '地址']
  const code = (n: number): string => (n === 0 ? '' : codeOf(n))
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 5 }), async (random) => {
    const steps = [...first, ...random]
    await bench.close()
    bench = await openBench()
    const { verbs } = bench.importer
    for (const [n, one] of steps.entries()) {
      if (one.do === 'register') await bench.load(bench.file(`登记${n}.csv`, ['企业名称,统一社会信用代码,成立日期,法定代表人,住所,联系电话', ...one.rows.map((of, i) => `公司${of.name},${code(of.code)},2020-01-${10 + n},张三${of.place},高新路科技大厦${of.place}号,029-8888000${of.place}${i}`), ''].join('\n')))
      else if (one.do === 'relate') await bench.load(bench.file(`关联${n}.csv`, ['企业名称,统一社会信用代码,关联类型,关联方名称,关联方代码,起始日期', ...one.rows.map((of) => `公司${of.name},${code(of.code)},${kinds[of.place]},${of.other < 5 ? `公司${of.other}` : `李四${of.other}`},${of.other === 3 ? code(of.code) : ''},2021-01-${10 + n}`), ''].join('\n')))
      else {
        const subjects = (await bench.rows<{ id: number }>('SELECT subject_id AS id FROM subject ORDER BY 1')).map((of) => of.id)
        const batches = (await bench.rows<{ batch: number }>('SELECT batch FROM batch ORDER BY 1')).map((of) => of.batch)
        const decisions = (await bench.rows<{ decision: number }>("SELECT decision FROM identity_decision WHERE undone_at IS NULL ORDER BY 1 DESC")).map((of) => of.decision)
        // What may not be done is refused, and then nothing may have changed either.
        const allowed = (work: Promise<unknown>): Promise<unknown> => work.then(() => { did[one.do as keyof typeof did] += 1 }, (error: { code?: string }) => { if (error.code === undefined) throw error })
        if (one.do === 'undo' && batches.length > 0) await allowed(undoBatch(bench.room, batches[one.which % batches.length]!, quiet))
        else if (one.do === 'merge' && subjects.length > 1) await allowed(verbs.mergeSubjects({ from: subjects[one.which % subjects.length]!, into: subjects[(one.which + 1) % subjects.length]! }))
        else if (one.do === 'back' && decisions.length > 0) await allowed(verbs.undoIdentity({ decision: decisions[0]! }))
        else if (one.do === 'split' && subjects.length > 0) await allowed(verbs.splitSubject({ subjectId: subjects[one.which % subjects.length]!, names: [`公司${one.which % 5}`], records: [], to: one.which % 2 === 0 ? 'new' : 'none' }))
      }
      const { kept, anew } = await state()
      expect(kept, `${n}: ${JSON.stringify(one)}`).toEqual(anew)
    }
  }), { numRuns: 5, examples: [
    [[{ do: 'merge', which: 0 }, { do: 'back', which: 0 }]], [[{ do: 'merge', which: 1 }, { do: 'register', rows: [row_(1, 2, 0, 3)] }, { do: 'back', which: 0 }]],
    [[{ do: 'split', which: 6 }, { do: 'back', which: 0 }]], [[{ do: 'split', which: 1 }]], [[{ do: 'undo', which: 0 }]], [[{ do: 'undo', which: 1 }, { do: 'undo', which: 1 }]], [[{ do: 'undo', which: 1 }, { do: 'register', rows: [row_(4, 5, 0, 2)] }]], [[{ do: 'merge', which: 3 }, { do: 'undo', which: 1 }]],
  ] })
  for (const [deed, times] of Object.entries(did)) expect(times, deed).toBeGreaterThan(0)
})

test('relation records find their other end though the batch brings no new name, and links follow', async () => {
  await bench.load(bench.file('登记.csv', `企业名称,统一社会信用代码,成立日期,法定代表人\n甲公司,${codeOf(1)},2020-01-01,张三\n乙公司,${codeOf(2)},2020-01-01,李四\n`))
  await bench.load(bench.file('关联.csv', `企业名称,统一社会信用代码,关联类型,关联方名称,起始日期\n甲公司,${codeOf(1)},股东,乙公司,2021-01-01\n`))
  expect(await bench.rows('SELECT other_subject_id FROM relation')).toEqual([{ other_subject_id: 2 }])
  const joined = (): Promise<unknown> => bench.rows("SELECT subject_id, kind, other_subject_id FROM subject_link WHERE shared = 'subject' ORDER BY ALL")
  expect(await joined()).toEqual([{ subject_id: 1, kind: 'shareholder', other_subject_id: 2 }])
  // One whose other end comes later: the batch that brings it names its owner nowhere.
  await bench.load(bench.file('关联2.csv', `企业名称,统一社会信用代码,关联类型,关联方名称,起始日期\n甲公司,${codeOf(1)},股东,丙公司,2021-01-01\n`))
  await bench.load(bench.file('登记2.csv', `企业名称,统一社会信用代码,成立日期,法定代表人\n丙公司,${codeOf(3)},2020-01-01,王五\n`))
  expect(await joined()).toEqual([{ subject_id: 1, kind: 'shareholder', other_subject_id: 2 }, { subject_id: 1, kind: 'shareholder', other_subject_id: 3 }])
})

test('a workspace of an earlier edition is filled when it is opened, and one that is filled is left alone', async () => {
  await bench.load(bench.file('登记.csv', `企业名称,统一社会信用代码,成立日期,法定代表人\n甲公司,${codeOf(1)},2020-01-01,张三\n`))
  const before = await state()
  await bench.room.database().write(async (ask) => {
    await ask.run(raw('DELETE FROM subject_link; DELETE FROM subject_initials; DELETE FROM subject_former_name'))
    await fillLookups(ask)
  })
  expect(await state()).toEqual(before)
  await bench.room.database().write(async (ask) => {
    await ask.run(raw("UPDATE subject_initials SET initials = 'kept'"))
    await fillLookups(ask)
  })
  expect(await bench.rows('FROM subject_initials')).toEqual([{ subject_id: 1, initials: 'kept', latin: null }])
})

test('links lie in order of key but for a tail that is counted', async () => {
  const many = (from: number, to: number) => bench.room.database().write(async (ask) => {
    await ask.run(sql`INSERT INTO subject (subject_id, name, name_key, address, phone, first_batch) SELECT i, '公司' || i, '公司' || i, '科技路大厦' || (i // 3), '029-' || (80000000 + i), 1 FROM range(${from}, ${to}) t(i)`)
    await keepLookups(ask, sql`SELECT unnest(range(${from}, ${to}))`)
  })
  const tail = async (): Promise<unknown> => (await bench.rows("SELECT value FROM meta WHERE key = 'unclustered_subject_link'")).map((row) => row.value)
  const ordered = async (): Promise<number> => (await bench.rows<{ n: number }>('SELECT count(*) FILTER (key < before) AS n FROM (SELECT key, lag(key) OVER (ORDER BY rowid) AS before FROM subject_link)'))[0]!.n
  await many(1, 40_001)
  expect([await tail(), await ordered()]).toEqual([[], 0])
  await many(40_001, 42_001)
  expect(await tail()).toEqual(['4000'])
  expect(await ordered()).toBeGreaterThan(0)
  await many(42_001, 60_001)
  expect([await tail(), await ordered()]).toEqual([[], 0])
  const { kept, anew } = await state()
  expect(kept).toEqual(anew)
})

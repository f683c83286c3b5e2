import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { utils, write } from '@e965/xlsx'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { mendRejects } from '../../../electron/engine/importing/mend.ts'
import { undoBatch } from '../../../electron/engine/importing/undo.ts'
import type { MendReport } from '../../../shared/contract.ts'
import { toGb18030 } from '../../gb18030.ts'
import { accounted, openBench, type Bench } from './bench.ts'
import { codeOf } from './codeOf.ts'

/** Mending of any format, and in any order. */
let bench: Bench
beforeEach(async () => { bench = await openBench() })
afterEach(() => bench.close())

const quiet = { signal: new AbortController().signal, progress: () => undefined }
const done = async (asked: Promise<{ job: string }>): Promise<MendReport> => (await bench.room.jobs.result((await asked).job)) as MendReport

const header = ['企业名称', '统一社会信用代码', '处罚决定日期', '处罚类别']
const rows = [['甲公司', codeOf(1), '2024/5/25', '罚款'], ['', '', '3/5/2024', '警告']]
const book = (...sheets: string[][][]): Buffer => {
  const made = utils.book_new()
  sheets.forEach((cells, i) => utils.book_append_sheet(made, utils.aoa_to_sheet(cells), `表${i + 1}`))
  return write(made, { type: 'buffer', bookType: 'xlsx' }) as Buffer
}
const objects = rows.map((row) => Object.fromEntries(header.map((name, i) => [name, row[i]!])))

test.each<[string, string | Buffer, number]>([
  ['行政处罚.csv', toGb18030([header, ...rows].map((row) => row.join(';')).join('\r\n')), 3],
  ['行政处罚.txt', Buffer.from(`\uFEFF${[['行政处罚公示', '', '', ''], header, ...rows].map((row) => row.join('\t')).join('\n')}`, 'utf16le'), 4],
  ['行政处罚.jsonl', objects.map((row) => JSON.stringify(row)).join('\n'), 2],
  ['行政处罚.json', JSON.stringify({ data: objects }), 2],
  ['行政处罚.xlsx', book([header, ...rows]), 3],
])('a row of %s is read again as its file was', async (name, content, sourceRow) => {
  await bench.load(bench.file(name, content))
  const [file] = await bench.importer.verbs.listSources({})
  expect(file).toMatchObject({ class: 'penalty', read: 2, loaded: 1, quarantined: 1 })
  const key = { fileId: 1, sourceRow }
  expect((await bench.importer.verbs.rejectRow(key)).headers.map((one) => one.source)).toEqual(header)
  expect(await done(bench.importer.verbs.mendRejects({ rows: [{ ...key, cells: ['乙公司', '', '3/5/2024', '警告'] }] }))).toMatchObject({ loaded: 1 })
  expect(await bench.rows('SELECT subject_name, occurred_on, kind, source_row, extra FROM penalty WHERE batch = 2')).toEqual([{ subject_name: '乙公司', occurred_on: '2024-05-03', kind: 'warning', source_row: sourceRow, extra: null }])
  expect((await bench.importer.verbs.recordLineage({ recordClass: 'penalty', fileId: 1, sourceRow })).file).toMatchObject({ name, sheet: name.endsWith('xlsx') ? '表1' : null })
})

test.each(['xlsx', 'gb18030', 'semicolons'] as const)('mended rejects come back as %s', async (how) => {
  await bench.load(bench.file('行政处罚.csv', [header, ...rows].map((row) => row.join(',')).join('\n')))
  const { bytes } = await bench.importer.verbs.exportRejects({})
  const cells = new TextDecoder().decode(bytes!).split('\r\n').join('\n').split('\n').filter((line) => line !== '').map((line) => line.slice(1, -1).split('","'))
  cells[1]![cells[0]!.indexOf('企业名称')] = '乙公司'
  const path = join(bench.room.folder, how === 'xlsx' ? 'back.xlsx' : 'back.csv')
  const text = cells.map((row) => row.join(how === 'semicolons' ? ';' : ',')).join('\r\n')
  writeFileSync(path, how === 'xlsx' ? book(cells) : how === 'gb18030' ? toGb18030(text) : text)
  expect(await done(bench.importer.verbs.mendFile({ path }))).toMatchObject({ rows: 1, loaded: 1 })
})

test('units and the order of dates that a person chose hold for the mended row, too', async () => {
  await bench.load({ path: bench.file('行政处罚.csv', '企业名称,处罚决定日期,处罚类别,罚款金额\n甲公司,4/5/2024,罚款,2\n,4/5/2024,罚款,2\n'), dateOrder: 'month_first', units: { fine_yuan: '万元' } })
  await done(bench.importer.verbs.mendRejects({ change: { kind: 'set', header: '企业名称', value: '乙公司' } }))
  expect(await bench.rows('SELECT subject_name, occurred_on, fine_yuan FROM penalty ORDER BY source_row')).toEqual([
    { subject_name: '甲公司', occurred_on: '2024-04-05', fine_yuan: 20_000 }, { subject_name: '乙公司', occurred_on: '2024-04-05', fine_yuan: 20_000 }])
  expect((await bench.importer.verbs.recordLineage({ recordClass: 'penalty', fileId: 1, sourceRow: 3 })).file).toMatchObject({ dateOrder: 'month_first', units: { fine_yuan: '万元' } })
})

test('a mended code is repaired by evidence, and its undo leaves the counts as they were', async () => {
  await bench.load(bench.file('登记.csv', `企业名称,统一社会信用代码,成立日期\n甲公司,${codeOf(1)},2001-01-01\n`))
  await bench.load(bench.file('行政处罚.csv', [header, ...rows].map((row) => row.join(',')).join('\n')))
  const before = await bench.rows('SELECT * FROM source_file ORDER BY file_id')
  const key = { fileId: 2, sourceRow: 3 }
  await done(bench.importer.verbs.mendRejects({ rows: [{ ...key, cells: ['不是甲公司', codeOf(1).toLowerCase(), '', ''] }] }))
  expect(await bench.rows('SELECT attached, subject_id FROM penalty WHERE batch = 3')).toEqual([{ attached: 'code', subject_id: 1 }])
  expect(await bench.rows('SELECT file_id, source_row, code FROM repair')).toEqual([{ file_id: 2, source_row: 3, code: codeOf(1) }])
  for (const file of await bench.importer.verbs.listSources({})) expect(file).toSatisfy(accounted)
  await undoBatch(bench.room, 3, quiet)
  expect(await bench.rows('SELECT * FROM source_file ORDER BY file_id')).toEqual(before)
  expect(await bench.rows('SELECT * FROM repair')).toEqual([])
})

test('a mend that is cancelled changes nothing', async () => {
  await bench.load(bench.file('行政处罚.csv', [header, ...rows].map((row) => row.join(',')).join('\n')))
  const state = async (): Promise<unknown> => [await bench.rows('FROM quarantine'), await bench.rows('FROM penalty'), await bench.rows('FROM source_file'), await bench.rows('FROM reject_change'), await bench.rows('FROM batch')]
  const before = await state()
  for (const phase of ['mend', 'stage', 'attach', 'load', 'cluster']) {
    const cancel = new AbortController()
    const asked = { rows: [{ fileId: 1, sourceRow: 3, cells: ['乙公司', '', '', ''] }] }
    await expect(mendRejects(bench.room, asked, { signal: cancel.signal, progress: (now) => { if (now === phase) cancel.abort() } })).rejects.toMatchObject({ code: 'cancelled' })
    expect(await state()).toEqual(before)
  }
})

type Step = { do: 'mend'; row: number; as: 'good' | 'still bad' | 'twin' } | { do: 'many' } | { do: 'discard' | 'restore'; row: number } | { do: 'undo'; which: number } | { do: 'file'; row: number }

test('whatever is mended, given up and undone in whatever order, every row is in one place and its first text is known', { timeout: 400_000 }, async () => {
  const bad = 4
  const row = fc.integer({ min: 0, max: bad - 1 })
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant('mend' as const), row, as: fc.constantFrom('good', 'still bad', 'twin') }) },
    fc.constant({ do: 'many' as const }), fc.record({ do: fc.constantFrom('discard', 'restore'), row }), fc.record({ do: fc.constant('file' as const), row }),
    { weight: 3, arbitrary: fc.record({ do: fc.constant('undo' as const), which: fc.nat(5) }) })
  const source = (i: number): string[] => ['', '', `2024/1/${i + 1}`, '警告']
  const where = (i: number): { fileId: number; sourceRow: number } => ({ fileId: 1 + (i % 2), sourceRow: 3 + Math.floor(i / 2) })
  const read = async (): Promise<unknown> => ({ held: await bench.rows('SELECT * FROM quarantine ORDER BY file_id, source_row'), files: await bench.rows('SELECT * FROM source_file ORDER BY file_id'),
    records: await bench.rows('SELECT * EXCLUDE (subject_id) FROM penalty ORDER BY file_id, source_row'), subjects: await bench.rows('SELECT uscc, name, records FROM subject ORDER BY uscc') })
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 7 }), fc.boolean(), async (steps, backwards) => {
    await bench.close()
    bench = await openBench()
    for (const n of [0, 1]) await bench.load(bench.file(`处罚${n}.csv`, [header, ['甲公司', codeOf(1), `2024/2/${n + 1}`, '罚款'], ...Array.from({ length: bad }, (_, i) => i).filter((i) => i % 2 === n).map(source)].map((cells) => cells.join(',')).join('\n')))
    const first = await read()
    const live: number[] = []
    const check = async (): Promise<void> => {
      for (const file of await bench.importer.verbs.listSources({})) {
        expect(file).toSatisfy(accounted)
        expect(file.read).toBe(1 + bad / 2)
      }
      for (let i = 0; i < bad; i++) {
        const { fileId, sourceRow } = where(i)
        const [place] = await bench.rows<{ held: number; loaded: number; twin: number }>(`SELECT (SELECT count(*) FROM quarantine WHERE file_id = ${fileId} AND source_row = ${sourceRow}) AS held, (SELECT count(*) FROM penalty WHERE file_id = ${fileId} AND source_row = ${sourceRow}) AS loaded,
          (SELECT count(*) FROM reject_change WHERE file_id = ${fileId} AND source_row = ${sourceRow} AND outcome = 'duplicate' AND undone_at IS NULL) AS twin`)
        expect(place!.held + place!.loaded + place!.twin).toBe(1)
        const [told] = await bench.rows<{ text: string }>(`SELECT coalesce((SELECT arg_min(original, change) FROM reject_change WHERE file_id = ${fileId} AND source_row = ${sourceRow}), (SELECT original FROM quarantine WHERE file_id = ${fileId} AND source_row = ${sourceRow})) AS text`)
        expect(JSON.parse(told!.text)).toEqual(source(i))
      }
      expect(await bench.rows("SELECT batch FROM batch WHERE kind = 'mend' ORDER BY batch")).toEqual(live.toSorted((a, b) => a - b).map((batch) => ({ batch })))
    }
    for (const [n, one] of steps.entries()) {
      if (one.do === 'mend') {
        const cells = one.as === 'good' ? [`乙公司${n}`, codeOf(2), `2024/3/${n + 1}`, '罚款'] : one.as === 'twin' ? ['甲公司', codeOf(1), '2024/2/1', '罚款'] : ['', '无', `2024/4/${n + 1}`, '罚款']
        live.push(...(await done(bench.importer.verbs.mendRejects({ rows: [{ ...where(one.row), cells }] }))).batches)
      } else if (one.do === 'many') live.push(...(await done(bench.importer.verbs.mendRejects({ discarded: false, change: { kind: 'set', header: '企业名称', value: `丙公司${n}` } }))).batches)
      else if (one.do === 'discard') await bench.importer.verbs.discardRejects({ rows: [where(one.row)], note: '无主' })
      else if (one.do === 'restore') await bench.importer.verbs.restoreRejects({ rows: [where(one.row)] })
      else if (one.do === 'undo' && live.length > 0) await undoBatch(bench.room, live.splice(one.which % live.length, 1)[0]!, quiet)
      else if (one.do === 'file') {
        const [held] = await bench.rows<{ sha: string }>(`SELECT left(sha256, 8) AS sha FROM source_file WHERE file_id = ${where(one.row).fileId}`)
        const path = bench.file('back.csv', [['mingcha_file', 'mingcha_row', ...header], [`F${where(one.row).fileId}-${held!.sha}`, String(where(one.row).sourceRow), `丁公司${n}`, '', '2024/6/1', '罚款']].map((cells) => cells.join(',')).join('\n'))
        live.push(...(await done(bench.importer.verbs.mendFile({ path }))).batches)
      }
      await check()
    }
    while (live.length > 0) await undoBatch(bench.room, (backwards ? live.pop() : live.shift())!, quiet)
    await bench.importer.verbs.restoreRejects({})
    await check()
    expect(await read()).toEqual(first)
  }), { numRuns: 8, endOnFailure: true })
})

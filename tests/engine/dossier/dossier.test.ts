import { mkdtempSync, rmSync, writeFileSync, readFileSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import PizZip from 'pizzip'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SaxesParser } from 'saxes'
import { createEngine, type RunningEngine } from '../../../electron/engine/engine.ts'
// @ts-expect-error a script without types
import { dossierTemplate } from '../../../resources/templates/dossier/make.mjs'
import type { ImportReport } from '../../../shared/contract.ts'
import { codeOf } from '../importing/codeOf.ts'
import { resources } from '../../room.ts'

let home: string
let engine: RunningEngine
let subjectId: number
const codes = [codeOf(31), codeOf(32)] as const

const load = async (name: string, rows: string[]): Promise<ImportReport> => {
  writeFileSync(join(home, name), `${rows.join('\n')}\n`)
  return (await engine.verbs.awaitJob(await engine.verbs.importFiles({ files: [{ path: join(home, name) }] }))) as ImportReport
}
const score = async (): Promise<void> => { await engine.verbs.awaitJob(await engine.verbs.scoreSubjects({})) }
const photo = (name: string, mark = ''): string => {
  writeFileSync(join(home, name), Buffer.concat([Buffer.from('89504e470d0a1a0a00', 'hex'), Buffer.from(mark)]))
  return join(home, name)
}

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'mingcha-dossier-'))
  engine = createEngine({ resources, home, database: { memoryMb: 512, threads: 2 }, today: () => '2026-11-23' })
  await engine.verbs.createWorkspace({ path: join(home, 'one') })
  await load('企业登记.csv', ['企业名称,统一社会信用代码,成立日期,企业类型,法定代表人,注册资本,经营范围,住所,联系电话', `甲乙食品有限公司,${codes[0]},2020-01-01,有限责任公司,张三丰,100万元,食品销售,西安市雁塔区科技路9号,13900001111`, `丙丁食品有限公司,${codes[1]},2020-01-01,有限责任公司,李四,100万元,食品销售,西安市雁塔区科技路9号,`])
  await load('行政处罚.csv', ['当事人名称,统一社会信用代码,处罚日期,处罚类别,违法事实,处罚内容,罚款金额（元）,处罚文号', `甲乙食品有限公司,${codes[0]},2026/3/1,罚款,销售过期食品 <b>&,罚款,50000,示罚〔2026〕7号`])
  await load('抽查结果.csv', ['任务名称,主体名称,统一社会信用代码,抽查机关,抽查时间,抽查结果', `食品专项,甲乙食品有限公司,${codes[0]},示例局,2026-05-10,通过登记的住所（经营场所）无法联系`])
  await score()
  await engine.verbs.awaitJob(await engine.verbs.findCases({}))
  subjectId = (await engine.verbs.subjectProfile({ code: codes[0] })).subject.subjectId
})
afterAll(async () => {
  await engine.close()
  rmSync(home, { recursive: true, force: true })
})

/** The words of a document as a reader finds them, cell by cell; refuses what is no well-formed XML. */
function wordsOf(bytes: Uint8Array): string[] {
  const texts: string[] = []
  let inside = false
  const parser = new SaxesParser()
  parser.on('error', (error) => { throw error })
  parser.on('opentag', ({ name }) => { inside = name === 'w:t' })
  parser.on('closetag', () => { inside = false })
  parser.on('text', (text) => { if (inside) texts.push(text) })
  parser.write(new PizZip(Buffer.from(bytes)).file('word/document.xml')!.asText()).close()
  return texts
}

test('the template is what its maker makes', () => expect(Buffer.compare(readFileSync(join(resources, 'templates', 'dossier', 'dossier.docx')), dossierTemplate())).toBe(0))

test('notes are written once, struck with a reason, and keep their files by digest', async () => {
  const { note, files } = await engine.verbs.addNote({ subjectId, text: '  已电话核实\n待复查 ', files: [{ path: photo('一.png', '1'), name: '门头.png' }, { path: photo('二.png', '1') }, { path: photo('三.png', '3') }] })
  expect(files.map((one) => one.name)).toEqual(['三.png', '门头.png'])
  const { bytes, media } = await engine.verbs.readNoteFile({ note, sha256: files[1]!.sha256 })
  expect([media, Buffer.from(bytes).subarray(9).toString()]).toEqual(['image/png', '1'])
  await expect(engine.verbs.addNote({ subjectId, text: 'x', files: [{ path: join(home, '企业登记.csv') }] })).rejects.toMatchObject({ code: 'attachment_kind' })
  await expect(engine.verbs.addNote({ subjectId: 9999, text: 'x' })).rejects.toMatchObject({ code: 'subject_not_found' })
  await expect(engine.verbs.addNote({ subjectId, text: '   ' })).rejects.toMatchObject({ code: 'bad_input' })
  await expect(engine.verbs.readNoteFile({ note, sha256: '0'.repeat(64) })).rejects.toMatchObject({ code: 'no_such_note_file' })
  const second = await engine.verbs.addNote({ subjectId, text: '误记' })
  expect(await engine.verbs.strikeNote({ note: second.note, reason: '对象错误' })).toMatchObject({ text: '误记', struck: { reason: '对象错误' } })
  await expect(engine.verbs.strikeNote({ note: second.note, reason: '再划' })).rejects.toMatchObject({ code: 'note_struck' })
  await expect(engine.verbs.strikeNote({ note: 999, reason: 'x' })).rejects.toMatchObject({ code: 'no_such_note' })
  expect((await engine.verbs.listNotes({ subjectId })).notes.map((one) => [one.text, one.struck === null])).toEqual([['误记', false], ['已电话核实\n待复查', true]])
  expect(readdirSync(join(home, 'one.mingcha.files'), { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).length).toBe(2)
  const { entries } = await engine.verbs.listAudit({ verb: 'strikeNote' })
  expect(entries[0]).toMatchObject({ before: [{ note: second.note, struck_for: null }], after: [{ note: second.note, struck_for: '对象错误' }] })
})

test('a dossier in Word tells evidence with its sources, cases and notes, and nothing that was struck', async () => {
  const { name, bytes } = await engine.verbs.exportDossier({ subjectId })
  expect(name).toBe('主体档案 甲乙食品有限公司.docx')
  const words = wordsOf(bytes)
  const text = words.join('\n')
  const { explanation } = await engine.verbs.subjectProfile({ subjectId })
  expect(words).toEqual(expect.arrayContaining(['甲乙食品有限公司', codes[0], '张三丰', '13900001111', String(Number(explanation!.index.toFixed(2))), explanation!.model, explanation!.asOf, '行政处罚.csv', '2·2', '已电话核实']))
  for (const one of explanation!.contributions.filter((each) => each.contribution !== 0)) expect(words).toContain(one.nameZh)
  expect(text).toContain('示罚〔2026〕7号')
  // Each contribution that rests on records shows them as its evidence, under its name, with their source.
  const from = words.indexOf('三、证据')
  const shown = words.slice(from, words.indexOf('四、记录时间线')).join('\n')
  const resting = explanation!.contributions.filter((each) => each.contribution !== 0 && (each.evidence ?? 0) > 0)
  expect(resting.length).toBeGreaterThan(3)
  for (const one of resting) expect(shown).toContain(one.nameZh)
  expect(shown).toContain('行政处罚.csv')
  expect(text).toContain('50000元')
  expect(text).toContain('门头.png')
  expect(text).not.toContain('误记')
  expect(text).not.toMatch(/[{}]/)
  const { cases } = await engine.verbs.listCases({ subjectId })
  expect(cases.length).toBeGreaterThan(0)
  for (const one of cases) expect(words).toContain(String(one.caseNo))
})

test('the page for the printer tells the same in both languages, fetches nothing and escapes everything', async () => {
  for (const language of ['zh-CN', 'en'] as const) {
    const page = await engine.verbs.readDossier({ subjectId, language })
    const html = new TextDecoder().decode((await engine.verbs.exportDossier({ subjectId, format: 'html', language })).bytes)
    expect(html).not.toMatch(/<script|src=|href=|<b>/)
    expect(html).toContain('default-src')
    for (const section of page.sections) expect(html).toContain(section.title)
    const rests = (await engine.verbs.explainSubject({ subjectId, counts: 'all' }))!.contributions.filter((one) => one.contribution !== 0).reduce((sum, one) => sum + Math.min(3, one.evidence ?? 0), 0)
    expect(page.sections[3]!.rows).toHaveLength(rests)
    expect(page.sections.map((one) => one.rows.length > 0 || one.lines.length > 0 || one.note !== '')).not.toContain(false)
    expect(JSON.stringify(page)).not.toMatch(/\{(name|by|at|total|shown|basis|reason)\}/)
  }
  expect((await engine.verbs.readDossier({ subjectId, language: 'en' })).sections[0]!.lines.map(([label]) => label)).toContain('Legal representative')
})

test('a watch list tells what changed since it was last seen, and follows merges', async () => {
  expect(await engine.verbs.watchSubjects({ subjects: [subjectId, subjectId], watch: true })).toEqual({ watched: 1 })
  expect(await engine.verbs.listWatched({})).toMatchObject({ total: 1, changed: 0, subjects: [{ subjectId, newRecords: 0, newCases: 0, changed: false }] })
  await load('行政处罚2.csv', ['当事人名称,统一社会信用代码,处罚日期,处罚类别,罚款金额（元）', `甲乙食品有限公司,${codes[0]},2026/6/1,吊销许可证,900000`, `甲乙食品有限公司,${codes[0]},2026/7/1,罚款,900000`])
  await score()
  await engine.verbs.awaitJob(await engine.verbs.findCases({}))
  const { subjects: [one], changed } = await engine.verbs.listWatched({})
  expect(one).toMatchObject({ newRecords: 2, changed: true })
  expect(one!.index).toBeGreaterThan(one!.seenIndex!)
  expect(changed).toBe(1)
  expect((await engine.verbs.subjectPage({ filter: [{ field: 'watched', op: 'in', values: ['own'] }] })).total).toBe(1)
  await expect(engine.verbs.savePool({ name: '关注', filter: [{ field: 'watched', op: 'in', values: ['own'] }] })).rejects.toMatchObject({ code: 'pool_watched' })
  expect(await engine.verbs.markSeen({})).toEqual({ seen: 1 })
  expect(await engine.verbs.listWatched({})).toMatchObject({ changed: 0, subjects: [{ newRecords: 0, seenTier: one!.tier }] })
  const into = (await engine.verbs.subjectProfile({ code: codes[1] })).subject.subjectId
  const { decision } = await engine.verbs.mergeSubjects({ from: subjectId, into })
  expect((await engine.verbs.listWatched({})).subjects.map((each) => each.subjectId)).toEqual([into])
  expect((await engine.verbs.listNotes({ subjectId: into })).notes.length).toBe(2)
  expect((await engine.verbs.listWatched({ subjectId })).total).toBe(1)
  await engine.verbs.undoIdentity({ decision })
  expect(await engine.verbs.watchSubjects({ subjects: [subjectId], watch: false })).toEqual({ watched: 0 })
})

test('a subject that goes with its batch leaves its notes to nobody, and no list', async () => {
  const { batch } = await load('企业登记2.csv', ['企业名称,统一社会信用代码,成立日期', `戊己商贸有限公司,${codeOf(33)},2021-01-01`])
  const gone = (await engine.verbs.subjectProfile({ code: codeOf(33) })).subject.subjectId
  await engine.verbs.addNote({ subjectId: gone, text: '将撤销' })
  await engine.verbs.watchSubjects({ subjects: [gone], watch: true })
  await engine.verbs.awaitJob(await engine.verbs.undoBatch({ batch: batch! }))
  expect((await engine.verbs.listWatched({})).total).toBe(0)
  await load('企业登记3.csv', ['企业名称,统一社会信用代码,成立日期', `庚辛商贸有限公司,${codeOf(34)},2021-01-01`])
  const next = (await engine.verbs.subjectProfile({ code: codeOf(34) })).subject.subjectId
  expect((await engine.verbs.listNotes({ subjectId: next })).notes).toEqual([])
})

test('each operator has a list of their own', async () => {
  const passphrase = '一二三四五六七八九十'
  await engine.verbs.saveOperator({ name: '陈管理', roles: ['administrator'], passphrase })
  await engine.verbs.signIn({ name: '陈管理', passphrase })
  await engine.verbs.saveOperator({ name: '李分析', roles: ['analyst'], passphrase })
  const other = engine.connect().verbs
  await other.signIn({ name: '李分析', passphrase })
  await other.watchSubjects({ subjects: [subjectId], watch: true })
  expect([(await other.listWatched({})).total, (await engine.verbs.listWatched({})).total]).toEqual([1, 0])
  const filter = [{ field: 'watched' as const, op: 'in' as const, values: ['own'] }]
  expect([(await other.subjectPage({ filter })).total, (await engine.verbs.subjectPage({ filter })).total]).toEqual([1, 0])
  const masked = wordsOf((await other.exportDossier({ subjectId })).bytes).join('\n')
  expect(masked).toContain('张*丰')
  expect(masked).not.toMatch(/张三丰|13900001111/)
  expect(wordsOf((await engine.verbs.exportDossier({ subjectId })).bytes).join('\n')).toContain('张三丰')
  const { note, files } = (await engine.verbs.listNotes({ subjectId })).notes.find((one) => one.files.length > 0)!
  await expect(other.readNoteFile({ note, sha256: files[0]!.sha256 })).rejects.toMatchObject({ code: 'attachment_masked' })
  expect((await other.addNote({ subjectId, text: '复查' })).by).toBe('李分析')
})

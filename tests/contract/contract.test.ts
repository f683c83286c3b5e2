import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import { decode, encode } from '@msgpack/msgpack'
import { tableFromIPC } from 'apache-arrow'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import type { Backtest, CampaignInfo, Engine, Events, ImportReport, Job, MendReport, ScoreRun, SuggestedWeights, Topic } from '../../shared/contract.ts'
import type { FoundCases } from '../../shared/lists.ts'
import { columnsOf, retier } from '../../shared/whatIf.ts'
import { connectEngine, serveEngine, type Channel } from '../../shared/rpc/connect.ts'
import { createEngine, type RunningEngine } from '../../electron/engine/engine.ts'
import { resources } from '../room.ts'

interface Reached { verbs: Engine; listen(events: Partial<Events>): () => void; close(): Promise<void> }

const transports: Record<string, (engine: RunningEngine) => Promise<Reached>> = {
  'in-process': async (engine) => ({ verbs: engine.verbs, listen: engine.listen, close: async () => undefined }),
  MessagePort: async (engine) => {
    const { port1, port2 } = new MessageChannel()
    const channel = (port: typeof port1): Channel => ({ bytes: false, post: (message) => port.postMessage(message), receive: (listener) => port.on('message', listener) })
    const stop = serveEngine(engine, channel(port1))
    const connection = connectEngine(channel(port2))
    return {
      ...connection,
      close: async () => {
        stop()
        connection.close()
        port1.close()
      },
    }
  },
  WebSocket: async (engine) => {
    const server = createServer()
    const sockets = new WebSocketServer({ server })
    sockets.on('connection', (socket) => serveEngine(engine, socketChannel(socket)))
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
    await new Promise((done) => socket.once('open', done))
    const connection = connectEngine(socketChannel(socket))
    return {
      ...connection,
      close: async () => {
        connection.close()
        socket.terminate()
        await new Promise((done) => server.close(done))
      },
    }
  },
}

const socketChannel = (socket: WebSocket): Channel => ({ bytes: true, post: (message) => socket.send(message as Uint8Array), receive: (listener) => socket.on('message', (data) => listener(data)) })

describe.each(Object.keys(transports))('the engine over %s', (transport) => {
  const home = mkdtempSync(join(tmpdir(), 'mingcha-contract-'))
  let engine: RunningEngine
  let reached: Reached

  beforeAll(async () => {
    engine = createEngine({ resources, home, database: { memoryMb: 1024, threads: 2 }, today: () => '2026-11-22' })
    reached = await transports[transport]!(engine)
  })
  afterAll(async () => {
    await reached.close()
    await engine.close()
    rmSync(home, { recursive: true, force: true })
  })

  it('answers plain values, null included', async () => {
    expect(await reached.verbs.currentWorkspace({})).toBeNull()
    const created = await reached.verbs.createWorkspace({ path: join(home, 'one') })
    expect(created).toMatchObject({ name: 'one', subjects: 0, asOf: null })
    expect(await reached.verbs.currentWorkspace({})).toEqual(created)
  })

  it('throws errors with their code, hint and params', async () => {
    await expect(reached.verbs.openWorkspace({ path: join(home, 'absent') })).rejects.toMatchObject({
      name: 'MingchaError', code: 'no_such_workspace', hint: expect.stringMatching(/./), params: { path: join(home, 'absent.mingcha') },
    })
  })

  it('refuses input that the contract does not allow', async () => {
    await expect(reached.verbs.createWorkspace({ path: 'a\0b' })).rejects.toMatchObject({ code: 'bad_input', params: { verb: 'createWorkspace', where: 'path' } })
    await expect(reached.verbs.cancelJob({} as never)).rejects.toMatchObject({ code: 'bad_input' })
    await expect(reached.verbs.cancelJob('text' as never)).rejects.toMatchObject({ code: 'bad_input' })
  })

  it('answers many questions at once, each its own', async () => {
    const answers = await Promise.all(Array.from({ length: 60 }, (_, i) => (i % 3 === 0
      ? reached.verbs.cancelJob({ job: `job ${i}` }).catch((error: Error) => error.message)
      : reached.verbs.listJobs({}))))
    answers.forEach((answer, i) => (i % 3 === 0 ? expect(answer).toContain(`job ${i}`) : expect(answer).toEqual([])))
  })

  it('takes and returns binary values of megabytes', async () => {
    const verification = await reached.verbs.verifyBundle({ bundle: new Uint8Array(5_000_000).fill(32) })
    expect(verification.ok).toBe(false)
    expect(verification.checks.length).toBeGreaterThan(0)
  })

  it('tells of a job while it runs, and answers its result', async () => {
    const jobs: Job[] = []
    const topics: Topic[] = []
    const silence = reached.listen({ jobChanged: (job) => jobs.push(job), changed: (topic) => topics.push(topic) })
    const { job } = await reached.verbs.createDemo({ path: join(home, 'city'), subjects: 300 })
    expect(await reached.verbs.awaitJob({ job })).toMatchObject({ name: 'city', subjects: 300 })
    await vi.waitFor(() => expect(jobs.map((one) => one.state)).toContain('done'))
    silence()
    expect(jobs.every((one) => one.id === job)).toBe(true)
    expect(jobs.map((one) => one.state)).toContain('running')
    expect(topics).toContain('workspace')
    expect(topics).toContain('records')
    const before = jobs.length
    await reached.verbs.awaitJob(await reached.verbs.scoreSubjects({}))
    expect(jobs).toHaveLength(before)
    expect((await reached.verbs.listJobs({})).map((one) => one.kind)).toEqual(['score', 'demo'])
  })

  it('answers tables as Arrow', async () => {
    const { total, arrow } = await reached.verbs.subjectPage({ filter: [], sort: [{ field: 'index', descending: true }], limit: 250 })
    expect(total).toBe(300)
    expect(arrow).toBeInstanceOf(Uint8Array)
    const table = tableFromIPC(arrow)
    expect(table.numRows).toBe(250)
    const indices = [...table.getChild('index')!] as number[]
    expect(indices).toEqual([...indices].sort((a, b) => b - a))
    expect(table.getChild('name')!.get(0)).toMatch(/\p{Script=Han}/u)
  })

  it('hands rejects over as bytes, takes mended rows back, and tells where a record came from', async () => {
    const path = join(home, '处罚.csv')
    writeFileSync(path, `当事人名称,统一社会信用代码,处罚日期,处罚类别\n,,2024/1/2,${transport}\n`)
    const { files: [file] } = (await reached.verbs.awaitJob(await reached.verbs.importFiles({ files: [{ path }] }))) as ImportReport
    const key = { fileId: file!.fileId!, sourceRow: 2 }
    const { bytes, rows } = await reached.verbs.exportRejects({ fileId: key.fileId })
    expect([rows, new TextDecoder().decode(bytes!.subarray(3, 18))]).toEqual([1, '"mingcha_file",'])
    const cells = ['甲公司', '', '2024/1/2', transport]
    expect(await reached.verbs.checkReject({ ...key, cells })).toMatchObject({ reason: null, duplicate: false })
    const report = (await reached.verbs.awaitJob(await reached.verbs.mendRejects({ rows: [{ ...key, cells }] }))) as MendReport
    expect(report).toMatchObject({ loaded: 1 })
    expect(await reached.verbs.recordLineage({ recordClass: 'penalty', ...key })).toMatchObject({ mend: { batch: report.batches[0], became: cells } })
    await expect(reached.verbs.rejectRow(key)).rejects.toMatchObject({ code: 'no_such_reject', params: { file: key.fileId, row: 2 } })
    await reached.verbs.awaitJob(await reached.verbs.undoBatch({ batch: file!.batch! }))
  })

  it('finds cases, decides them with two persons, and tells refusals one by one', async () => {
    const { open } = (await reached.verbs.awaitJob(await reached.verbs.findCases({}))) as FoundCases
    const page = await reached.verbs.listCases({ kinds: ['listing'], rule: 'unreachable_inspection', limit: 2 })
    expect((await reached.verbs.countCases({})).queues.open).toBe(open)
    expect(page.cases).toHaveLength(2)
    expect((await reached.verbs.listCases({ kinds: ['listing'], rule: 'unreachable_inspection', limit: 2, after: page.next! })).cases[0]!.caseNo).not.toBe(page.cases[1]!.caseNo)
    const seen = page.cases.map(({ caseNo, revision }) => ({ caseNo, revision }))
    const done = await reached.verbs.decideCases({ cases: [...seen, { caseNo: 999_999, revision: 1 }], outcome: 'list', by: '王科长', reason: '查无下落' })
    expect(done).toMatchObject({ done: 2, refused: [{ caseNo: 999_999, code: 'no_such_case' }] })
    expect(await reached.verbs.confirmCases({ cases: done.cases, by: '王 科长', agree: true })).toMatchObject({ done: 0, refused: [{ code: 'same_person' }, { code: 'same_person' }] })
    expect(await reached.verbs.confirmCases({ cases: done.cases, by: '李科长', agree: true })).toMatchObject({ done: 2, refused: [] })
    expect((await reached.verbs.listEntries({})).standing.abnormal).toBe(2)
    expect(await reached.verbs.recordHearing({ cases: done.cases, by: '王科长', step: 'held', on: '2000-01-01', reason: '到场' })).toMatchObject({ done: 0, refused: [{ code: 'case_changed' }, { code: 'case_changed' }] })
    const [grave] = (await reached.verbs.listCases({ rule: 'heavier_penalty', limit: 1 })).cases
    const noticed = await reached.verbs.decideCases({ cases: [{ caseNo: grave!.caseNo, revision: grave!.revision }], outcome: 'notify', by: '王科长', reason: '较重处罚' })
    expect(await reached.verbs.recordHearing({ cases: noticed.cases, by: '王科长', step: 'requested', on: (await reached.verbs.countCases({})).today, reason: '申请听证' })).toMatchObject({ done: 1 })
    expect((await reached.verbs.readCase({ caseNo: grave!.caseNo })).case).toMatchObject({ queue: 'open', state: 'notified', hearing: { step: 'requested' } })
    expect((await reached.verbs.listAudit({ limit: 1 })).entries[0]).toMatchObject({ verb: 'recordHearing', before: [{ hearing: null }], after: [{ hearing: 'requested' }] })
    expect((await reached.verbs.readCase({ caseNo: seen[0]!.caseNo })).evidence[0]).toMatchObject({ recordClass: 'supervision', there: true })
    expect((await reached.verbs.listBook({})).lists.map((one) => one.list)).toEqual(['abnormal', 'serious'])
    writeFileSync(join(home, 'photo.png'), Buffer.from('89504e470d0a1a0a00', 'hex'))
    const photo = await reached.verbs.attachToCases({ cases: [{ caseNo: 1, revision: (await reached.verbs.readCase({ caseNo: 1 })).case.revision }], by: '王科长', path: join(home, 'photo.png'), name: 'photo.png' })
    const { attachments } = await reached.verbs.readCase({ caseNo: 1 })
    expect([photo.done, (await reached.verbs.readCaseAttachment({ caseNo: 1, sha256: attachments[0]!.sha256 })).bytes.length]).toEqual([1, 9])
    const ground = { entry: (await reached.verbs.listEntries({})).entries[0]!.entry }
    const notice = await reached.verbs.exportNotices({ notice: 'listing_decision', cases: seen.map((one) => one.caseNo), authority: '市监局' })
    expect([notice.papers, String.fromCharCode(...notice.bytes.slice(0, 2))]).toEqual([2, 'PK'])
    await expect(reached.verbs.exportNotices({ notice: 'removal_decision', cases: [seen[0]!.caseNo], authority: '市监局' })).rejects.toMatchObject({ code: 'notice_not_due' })
    // Joint punishment rests on the entry; a ban is not carried by this list; a tier is no ground and has no word.
    expect((await reached.verbs.legalGrounds(ground))[0]!.measures).toContain('honours')
    const asking = { measure: 'honours', by: '王科长', reason: '在列', requesting: '市监局' }
    const { requests, refused } = await reached.verbs.requestMeasures({ ...asking, grounds: [ground, { entry: 999_999 }] })
    expect([requests.length, refused.map((one) => one.code)]).toEqual([1, ['measure_no_ground']])
    await expect(reached.verbs.requestMeasures({ ...asking, grounds: [{ tier: 'D' }] as never })).rejects.toMatchObject({ code: 'bad_input' })
    expect((await reached.verbs.proposeBans({ grounds: [ground], ban: 'serious_list', by: '王科长', reason: '在列' })).refused.map((one) => one.code)).toEqual(['measure_ground'])
    const out = await reached.verbs.exportMeasures({ kind: 'request', requests: [requests[0]!.request], format: 'json', by: '王科长' })
    const file = JSON.parse(new TextDecoder().decode(out.bytes)) as { rows: Record<string, string>[] }
    Object.assign(file.rows[0]!, { result: '已执行', executed_on: '2026-01-05', note: '不予表彰', department: '文明办' })
    writeFileSync(join(home, 'answers.json'), JSON.stringify(file))
    const answers = { kind: 'feedback' as const, path: join(home, 'answers.json'), by: '王科长' }
    expect(await reached.verbs.importMeasures(answers)).toMatchObject({ before: false, taken: 1, refused: [] })
    expect(await reached.verbs.importMeasures(answers)).toMatchObject({ before: true, taken: 0 })
    const [measure] = (await reached.verbs.listMeasures({})).requests
    expect(measure).toMatchObject({ state: 'executed', feedback: { department: '文明办', note: '不予表彰' } })
    expect((await reached.verbs.releaseMeasures({ requests: [{ request: measure!.request, revision: measure!.revision }], by: '王科长', reason: '整改' })).done).toBe(1)
    expect((await reached.verbs.readMeasure({ request: measure!.request })).events.map((one) => one.kind)).toEqual(['released', 'answered', 'sent', 'requested'])
    expect((await reached.verbs.measureBook({})).measures.every((one) => one.lists.length + one.penalties.length > 0)).toBe(true)
    expect((await reached.verbs.listBans({})).total).toBe(0)
    expect((await reached.verbs.checkDuty({})).situations.map((one) => one.kind).filter((one) => one === 'exemption')).toHaveLength(5)
    await expect(reached.verbs.checkDuty({ campaign: 999_999 })).rejects.toMatchObject({ code: 'no_such_campaign' })
    await expect(reached.verbs.readCase({ caseNo: 999_999 })).rejects.toMatchObject({ code: 'no_such_case', params: { case: 999_999 } })
  })

  it('tells what the data are, and how good', async () => {
    const tables = await reached.verbs.dataDictionary({})
    expect(tables.find((one) => one.name === 'penalty')).toMatchObject({ class: 'penalty', kind: 'table', meaningZh: expect.stringMatching(/\p{Script=Han}/u) })
    expect(await reached.verbs.dictionaryPage({ language: 'en' })).toContain('## penalty')
    expect(await reached.verbs.columnFigures({ table: 'subject' })).toMatchObject({ table: 'subject', rows: 300 })
    await expect(reached.verbs.columnFigures({ table: 'nothing' })).rejects.toMatchObject({ code: 'no_such_table' })
    const { cells } = await reached.verbs.dataQuality({ by: 'class' })
    const cell = cells.find((one) => one.recordClass === 'penalty')!
    const check = cell.checks[0]!
    expect((await reached.verbs.qualityRows({ recordClass: 'penalty', by: 'class', key: cell.key, issue: check.issue, column: check.column })).total).toBe(check.bad)
    expect(await reached.verbs.engineMemory({})).toMatchObject({ rss: expect.any(Number), duckdb: expect.any(Number), limit: 1_024_000_000 })
    await expect(reached.verbs.composeRecipe({ yaml: 'name: a' })).rejects.toMatchObject({ code: 'recipe_invalid', params: { line: 1 } })
  })

  it('finds a subject by its initials, and whom it shares what with', async () => {
    const { connectors, first } = await reached.verbs.subjectRelations({ subjectId: 11 })
    const page = await reached.verbs.relatedSubjects({ subjectId: 11, key: connectors[0]!.key, limit: 1 })
    expect([page.total, tableFromIPC(page.arrow).numRows]).toEqual([connectors[0]!.members, 1])
    expect((await reached.verbs.relatedSubjects({ subjectId: 11, steps: 1 })).total).toBe(first)
    await expect(reached.verbs.relatedSubjects({ subjectId: 11, key: '1; DROP TABLE subject' })).rejects.toMatchObject({ code: 'bad_input' })
    const initials = await reached.verbs.searchSubjects({ text: 'yxgs', limit: 3 })
    expect(initials.map((one) => one.matched)).toEqual(['initials', 'initials', 'initials'])
  })

  it('merges two subjects, says so by the old number, and takes it back', async () => {
    const [from, into] = [3, 4]
    const { subject: before } = await reached.verbs.subjectProfile({ subjectId: from })
    const { decision } = await reached.verbs.mergeSubjects({ from, into })
    expect(await reached.verbs.subjectProfile({ subjectId: from })).toMatchObject({ subject: { subjectId: into }, askedFor: { subjectId: from, name: before.name }, mergedFrom: [{ decision, subjectId: from }] })
    expect((await reached.verbs.identityDecisions({})).decisions[0]).toMatchObject({ decision, kind: 'subject', answer: 'same' })
    await expect(reached.verbs.splitSubject({ subjectId: into, names: ['no such name'] })).rejects.toMatchObject({ code: 'nothing_to_split' })
    expect(await reached.verbs.undoIdentity({ decision })).toMatchObject({ decision, subjectId: into })
    expect((await reached.verbs.subjectProfile({ subjectId: from })).subject).toEqual(before)
    expect(await reached.verbs.identityQueue({})).toMatchObject({ total: 0, kinds: { name: 0, bearer: 0, subject: 0 }, pairs: [] })
  })

  it('tries the index on the inspections of the last year, and refuses a bad outcome by its place', { timeout: 180_000 }, async () => {
    const found = await reached.verbs.awaitJob(await reached.verbs.backtest({ split: '2025-11-22' }))
    expect(found).toMatchObject({ split: '2025-11-22', asOf: '2025-11-21', until: '2026-11-22', auc: expect.any(Number), lift: { 10: expect.any(Number) } })
    const suggested = (await reached.verbs.awaitJob(await reached.verbs.suggestWeights({ split: '2025-11-22' }))) as SuggestedWeights
    expect(suggested).toMatchObject({ train: { until: '2025-11-21' }, judged: { split: '2025-11-22', auc: (found as Backtest).auc, challenger: { auc: expect.any(Number), difference: { interval: [expect.any(Number), expect.any(Number)] } } } })
    const { job } = await reached.verbs.backtest({ split: '2025-11-22', outcome: 'nothing_of_the_kind' })
    await expect(reached.verbs.awaitJob({ job })).rejects.toMatchObject({ code: 'outcome_invalid', params: { where: 'outcome, character 1' } })
  })

  it('lets two persons set a tier, and one alone not', async () => {
    const { override } = await reached.verbs.proposeOverride({ subjectId: 5, tier: 'C', reason: '走访', ground: '纪要', author: '甲', expiresOn: '2027-01-01' })
    await expect(reached.verbs.confirmOverride({ override, by: '甲' })).rejects.toMatchObject({ code: 'same_person', params: { person: '甲' } })
    expect(await reached.verbs.confirmOverride({ override, by: '乙' })).toMatchObject({ state: 'confirmed', subjectId: 5, now: { byThis: false } })
    expect(await reached.verbs.withdrawOverride({ override, by: '甲', note: '误' })).toMatchObject({ state: 'withdrawn' })
    expect(await reached.verbs.listOverrides({})).toMatchObject({ total: 0, states: { withdrawn: 1 } })
  })

  it('keeps notes with their files, watches a subject, and hands its dossier over', async () => {
    const photo = join(home, `门头-${transport}.png`)
    writeFileSync(photo, Buffer.from('89504e470d0a1a0a00', 'hex'))
    const topics: Topic[] = []
    const silence = reached.listen({ changed: (topic) => topics.push(topic) })
    const { note, files } = await reached.verbs.addNote({ subjectId: 6, text: transport, files: [{ path: photo }] })
    expect((await reached.verbs.readNoteFile({ note, sha256: files[0]!.sha256 })).bytes).toHaveLength(9)
    expect((await reached.verbs.strikeNote({ note, reason: '误记' })).struck).toMatchObject({ reason: '误记' })
    await expect(reached.verbs.strikeNote({ note, reason: '误记' })).rejects.toMatchObject({ code: 'note_struck', params: { note } })
    expect((await reached.verbs.listNotes({ subjectId: 6 })).notes).toHaveLength(1)
    expect(await reached.verbs.watchSubjects({ subjects: [6], watch: true })).toEqual({ watched: 1 })
    expect(await reached.verbs.markSeen({})).toEqual({ seen: 1 })
    expect(await reached.verbs.listWatched({})).toMatchObject({ total: 1, changed: 0, subjects: [{ subjectId: 6 }] })
    await vi.waitFor(() => expect(topics).toEqual(expect.arrayContaining(['notes', 'watched'])))
    silence()
    const { subject } = await reached.verbs.subjectProfile({ subjectId: 6 })
    expect((await reached.verbs.readDossier({ subjectId: 6, language: 'en' })).name).toBe(subject.name)
    expect(Buffer.from((await reached.verbs.exportDossier({ subjectId: 6 })).bytes.subarray(0, 2)).toString()).toBe('PK')
    expect(new TextDecoder().decode((await reached.verbs.exportDossier({ subjectId: 6, format: 'html' })).bytes)).toContain(subject.name)
    await expect(reached.verbs.readDossier({ subjectId: 999_999 })).rejects.toMatchObject({ code: 'subject_not_found' })
    expect(await reached.verbs.watchSubjects({ subjects: [6], watch: false })).toEqual({ watched: 0 })
  })

  it('tells where a subject stands, what would move it, what happened to it and what is due', async () => {
    const { subjectId } = (await reached.verbs.overview({})).top[0]!
    const { subject, explanation } = await reached.verbs.subjectProfile({ subjectId })
    expect(subject.code?.parts.length === 5 || subject.uscc === null).toBe(true)
    const standing = (await reached.verbs.subjectStanding({ subjectId }))!
    expect(standing.history.at(-1)!.index).toBeCloseTo(explanation!.index, 3)
    for (const place of standing.places) expect(place.rank).toBeLessThanOrEqual(place.of)
    const moves = (await reached.verbs.tierMoves({ subjectId, limit: 3 }))!
    expect(moves).toMatchObject({ tier: explanation!.tier, thresholds: expect.anything() })
    expect(moves.index).toBeCloseTo(explanation!.index, 6)
    const ahead = (await reached.verbs.tierOutlook({ subjectId, years: 1 }))!
    expect(ahead.days).toHaveLength(5)
    expect(ahead.days[0]!.index).toBeCloseTo(explanation!.index, 6)
    const timeline = await reached.verbs.subjectTimeline({ subjectId })
    const { total, arrow } = await reached.verbs.subjectEvents({ subjectId, limit: 1000 })
    expect(total).toBe(timeline.lanes.reduce((sum, lane) => sum + lane.total, 0))
    expect(tableFromIPC(arrow).numRows).toBe(total)
    expect((await reached.verbs.nextInspections({ subjectId })).rule).toMatchObject({ tier: explanation!.tier })
    await expect(reached.verbs.subjectEvents({ subjectId, lanes: [] })).rejects.toMatchObject({ code: 'bad_input', params: { where: 'lanes' } })
  })

  it('explores a dimension, saves what was filtered as a pool, and filters by it', async () => {
    const filter = [{ field: 'supervision.problems_2y' as const, op: 'between' as const, min: 1 }]
    const found = await reached.verbs.exploreDimension({ dimension: 'supervision.problems_2y', filter })
    const pool = await reached.verbs.savePool({ name: '有问题', filter })
    expect(pool.subjects).toBe(found!.subjects)
    expect((await reached.verbs.dimensionSubjects({ dimension: 'supervision.problems_2y', filter: [{ field: 'pool', op: 'in', values: [pool.pool] }], limit: 5 })).total).toBe(found!.subjects)
    expect((await reached.verbs.correlateDimension({ dimension: 'supervision.problems_2y' }))!.sampled).toBe(300)
    expect(await reached.verbs.tierHistory({})).toHaveLength(1)
    expect((await reached.verbs.tierMatrix({}))!.cells.length).toBeGreaterThan(0)
    expect(await reached.verbs.tableWorkbook({ title: 't', columns: ['a'], rows: [[1]] })).toBeInstanceOf(Uint8Array)
    expect(await reached.verbs.deletePool({ pool: pool.pool })).toBeNull()
    expect((await reached.verbs.listPools({})).map((one) => one.name)).not.toContain('有问题')
    await expect(reached.verbs.tierMigration({ from: 1, to: 9 })).rejects.toMatchObject({ code: 'no_such_run' })
  })

  it('keeps libraries as on a day, logs what changed, and refuses a task that breaks a rule', async () => {
    const all = await reached.verbs.listLibraries({})
    expect(all.find((one) => one.kind === 'officer')).toMatchObject({ rows: 940 })
    const key = { kind: 'department' as const, reason: transport }
    expect(await reached.verbs.saveLibraryRow({ ...key, row: { code: 'T', name: transport, valid_from: '2026-01-01', valid_until: null } })).toEqual({ action: 'added' })
    expect((await reached.verbs.libraryPage({ kind: 'department', key: ['T'], on: '2026-06-30' })).total).toBe(1)
    expect(await reached.verbs.endLibraryRow({ ...key, key: ['T'], last: '2026-06-30' })).toBeNull()
    expect((await reached.verbs.libraryPage({ kind: 'department', key: ['T'], on: '2026-07-01' })).total).toBe(0)
    expect((await reached.verbs.libraryLog({ kind: 'department', key: ['T'] })).changes).toMatchObject([{ action: 'ended', before: { valid_until: null }, after: { valid_until: '2026-06-30' }, reason: transport }, { action: 'added' }])
    const path = join(home, '模板.csv')
    writeFileSync(path, await reached.verbs.libraryTemplate({ kind: 'item', format: 'csv' }))
    expect(await reached.verbs.importLibrary({ kind: 'item', path, reason: transport })).toMatchObject({ read: 0, refused: [], applied: true })

    expect(await reached.verbs.savePlan({ year: 2030, name: transport })).toMatchObject({ year: 2030, tasks: [] })
    const { task } = await reached.verbs.savePlanTask({ year: 2030, name: '零比例', items: ['SJJ-001'], mode: 'directed', ratios: { A: 0 }, periodFrom: '2030-01-01', periodUntil: '2030-12-31', lead: 'SJJ' })
    expect((await reached.verbs.listPlans({}))[0]!.tasks).toMatchObject([{ task, state: 'draft' }])
    expect((await reached.verbs.checkPlan({ year: 2030 })).broken.map((one) => one.rule)).toContain('plan_tier_zero')
    const { job } = await reached.verbs.commitDraw({ name: 'x', task })
    await expect(reached.verbs.awaitJob({ job })).rejects.toMatchObject({ code: expect.stringMatching(/^plan_/), params: { name: '零比例' } })
    expect(await reached.verbs.deletePlanTask({ task })).toBeNull()
  })

  it('draws a joint inspection, staffs it, and hands over what proves it', async () => {
    const day = '2026-01-01'
    for (const [kind, row] of [
      ['department', { code: 'LHJ', name: '联合检查局', valid_from: day }], ['item', { item: 'LHJ-1', department: 'LHJ', name: '登记事项', basis: '法', subject_kind: '企业', content: '住所', method: '现场检查', kind: 'general', valid_from: day }],
      ...['1', '2', '3'].map((n) => ['officer', { officer: `LH${n}`, name: `员${n}`, department: 'LHJ', certificate_no: `C${n}`, valid_from: day }] as const),
    ] as const) expect(await reached.verbs.saveLibraryRow({ kind, row, reason: '建库' })).toEqual({ action: 'added' })
    const asked = { name: '联合', tasks: [{ department: 'LHJ', items: ['LHJ-1'], filter: [{ field: 'tier' as const, op: 'in' as const, values: ['A', 'B', 'C', 'D'] }] }] }
    await expect(reached.verbs.awaitJob(await reached.verbs.commitCampaign({ ...asked, tasks: [{ department: 'LHJ', items: ['LHJ-2'] }] }))).rejects.toMatchObject({ code: 'no_such_item' })
    const { campaign } = (await reached.verbs.awaitJob(await reached.verbs.commitCampaign(asked))) as CampaignInfo
    const drawn = (await reached.verbs.awaitJob(await reached.verbs.drawCampaign({ campaign, seed: '31415926535897932384' }))) as CampaignInfo
    expect(drawn).toMatchObject({ campaign, state: 'staffed', officers: 3, visits: drawn.drawn })
    expect(await reached.verbs.listCampaigns({})).toEqual([drawn])
    expect((await reached.verbs.campaignVisits({ campaign, limit: 1 })).total).toBe(drawn.visits)
    expect(await reached.verbs.drawFindings({ draw: drawn.parts[0]!.draw })).toMatchObject({ draw: drawn.parts[0]!.draw, overall: null })
    expect(await reached.verbs.campaignLoads({ campaign })).toMatchObject([{ department: 'LHJ', visits: drawn.visits, officers: 3, seats: 2 * drawn.visits }])
    await expect(reached.verbs.changeCampaign({ campaign, reason: '换人', change: { kind: 'officer', visit: 'nobody', officer: 'S1' } })).rejects.toMatchObject({ code: 'no_such_visit' })
    expect(await reached.verbs.campaignChanges({ campaign })).toEqual([])
    expect(await reached.verbs.furtherOfficers({ campaign, department: 'LHJ' })).toEqual([])
    await expect(reached.verbs.campaignChanges({ campaign: 99 })).rejects.toMatchObject({ code: 'no_such_campaign' })
    expect((await reached.verbs.verifyBundle({ bundle: await reached.verbs.exportCampaign({ campaign }) })).ok).toBe(true)
    const days = await reached.verbs.scheduleVisits({ campaign, from: '2026-11-23', perDay: 2 })
    expect(days.reduce((sum, one) => sum + one.visits, 0)).toBe(drawn.visits)
    expect(Math.max(...days.map((one) => one.most))).toBe(Math.min(2, drawn.visits))
    expect(await reached.verbs.setVisitDay({ campaign, visit: 1, day: '2027-01-05' })).toEqual(await reached.verbs.campaignDays({ campaign }))
    const made = await reached.verbs.exportPapers({ campaign, paper: 'notice', format: 'zip' })
    expect(made).toMatchObject({ papers: drawn.visits, format: 'zip' })
    expect(Buffer.from(made.bytes.subarray(0, 2)).toString()).toBe('PK')
    await expect(reached.verbs.exportPapers({ campaign, paper: 'duty', format: 'docx' })).rejects.toMatchObject({ code: 'bad_input' })
    const template = join(home, `notice-${transport}.docx`)
    writeFileSync(template, await reached.verbs.exportPaperTemplate({ paper: 'notice' }))
    expect(await reached.verbs.importPaperTemplate({ paper: 'notice', path: template })).toMatchObject({ version: 1, own: true })
    expect((await reached.verbs.listPaperTemplates({})).flatMap((one) => (one.own ? one.paper : []))).toEqual(['notice'])
    expect(await reached.verbs.restorePaperTemplate({ paper: 'notice' })).toMatchObject({ version: 2, own: false })
  })

  it('follows a slider, and tells how one run became another', async () => {
    const columns = (await reached.verbs.whatIf({ dimension: 'penalty.count_2y' }))!
    expect(columns.columns).toBeInstanceOf(Uint8Array)
    const moved = retier(columnsOf(columns), columns, { weight: columns.weight, cap: columns.cap ?? undefined, thresholds: columns.thresholds })
    expect([...moved].reduce((sum, n) => sum + n, 0)).toBe(300)
    expect([...moved].every((n, at) => at % 5 === 0 || n === 0)).toBe(true)
    await expect(reached.verbs.whatIf({ dimension: 'penalty.nothing' })).rejects.toMatchObject({ code: 'no_such_dimension' })
    const { run } = (await reached.verbs.listRuns({}))[0]!
    expect(await reached.verbs.compareRuns({ from: run, to: run })).toMatchObject({ from: { run }, to: { run }, moved: [] })
    await expect(reached.verbs.compareRuns({ from: run, to: 99 })).rejects.toMatchObject({ code: 'no_such_run' })
  })

  it('drafts a model, refuses what is none by its place, compares, publishes, and scores by what was published', async () => {
    const version = `v-${transport}`
    const topics: Topic[] = []
    const silence = reached.listen({ changed: (topic) => topics.push(topic) })
    const { draft, revision, model } = await reached.verbs.createDraft({ name: '草稿' })
    expect(model.classes.flatMap((group) => group.dimensions).length).toBeGreaterThan(200)
    await vi.waitFor(() => expect(topics).toContain('models'))
    silence()
    const edit = { kind: 'dimension' as const, id: 'penalty.count_2y', set: { weight: 9 } }
    const changed = await reached.verbs.changeDraft({ draft, revision, edits: [edit, { kind: 'thresholds', B: 5, C: 15, D: 30 }] })
    expect(changed).toMatchObject({ draft, revision: 2, basedOn: model.version.startsWith('draft') ? expect.any(String) : model.version })
    await expect(reached.verbs.changeDraft({ draft, revision, edits: [edit] })).rejects.toMatchObject({ code: 'draft_changed', params: { revision: 2 } })
    await expect(reached.verbs.changeDraft({ draft, revision: 2, edits: [{ ...edit, set: { value: 'sum(colour)' } }] })).rejects.toMatchObject({ code: 'draft_invalid', params: { where: 'penalty.count_2y.value', at: 5 } })
    await expect(reached.verbs.changeDraft({ draft, revision: 2, edits: [{ kind: 'colour' }] as never })).rejects.toMatchObject({ code: 'bad_input' })
    expect(await reached.verbs.checkExpression({ draft, dimension: 'penalty.count_2y', field: 'value', text: 'sum(colour)' })).toMatchObject([{ field: 'value', at: 5 }])
    expect(await reached.verbs.checkDraft({ draft })).toEqual([])
    const compared = await reached.verbs.compareModels({ to: { draft } })
    expect(compared.changes.map((one) => one.of)).toEqual(['B', 'C', 'D', 'penalty.count_2y'])
    expect(await reached.verbs.publishDraft({ draft, revision: 2, version, note: '试', author: '甲' })).toMatchObject({ version, draft })
    expect(await reached.verbs.readDraft({ draft })).toMatchObject({ basedOn: version, revision: 3 })
    expect(await reached.verbs.listModels({})).toMatchObject({ current: version, versions: [{ version }], drafts: [{ draft }] })
    const run = (await reached.verbs.awaitJob(await reached.verbs.scoreSubjects({}))) as ScoreRun
    expect([run.model, run.tiers]).toEqual([version, compared.to.tiers])
    expect((await reached.verbs.listDimensions({ model: { version } })).find((one) => one.id === 'penalty.count_2y')).toMatchObject({ weight: 9 })
    expect(await reached.verbs.deleteDraft({ draft })).toBeNull()
    await expect(reached.verbs.readDraft({ draft })).rejects.toMatchObject({ code: 'no_such_draft' })
    await expect(reached.verbs.scoreSubjects({ model: { version: 'nothing' } })).rejects.toMatchObject({ code: 'no_such_version' })
    await expect(reached.verbs.scoreSubjects({ model: 'a path' as never })).rejects.toMatchObject({ code: 'bad_input' })
  })

  it('takes results in, lets another person review them, publishes, corrects, and counts', async () => {
    const of = { campaign: 1 }
    const today = (await reached.verbs.listResultCodes({}))[0]!
    expect(today).toMatchObject({ inForce: true, codes: expect.arrayContaining([expect.objectContaining({ code: '1', exclusive: true })]) })
    const { total, states } = await reached.verbs.listResults({ of, limit: 1 })
    expect(states.not_entered).toBe(total)
    const path = join(home, '任务包.json')
    const task = JSON.parse(new TextDecoder().decode(await reached.verbs.exportTaskPackage({ of, format: 'json' }))) as { rows: Record<string, unknown>[] }
    for (const [i, row] of task.rows.entries()) if (i < 3) Object.assign(row, { inspected_on: i === 2 ? '2030-01-01' : '2026-11-22', codes: i === 0 ? '1' : 'X' })
    writeFileSync(path, JSON.stringify(task))
    expect(await reached.verbs.awaitJob(await reached.verbs.importResults({ path, by: '甲' }))).toMatchObject({ read: 3, taken: 2, refusedRows: 1, blank: total - 3, refused: [{ row: 3, code: 'result_future' }] })
    const entries = [{ visit: task.rows[2]!['visit'] as number, item: 'LHJ-1', revision: 0, codes: ['1', 'X'], inspectedOn: '2026-11-22' }]
    expect(await reached.verbs.enterResults({ of, by: '甲', entries })).toMatchObject({ taken: 0, refused: [{ code: 'result_code_exclusive', column: 'codes' }] })
    const results = [1, 2].map((result) => ({ result, revision: 1 }))
    expect(await reached.verbs.reviewResults({ by: '甲', results, decision: 'approve' })).toMatchObject({ done: 0, refused: [{ code: 'result_own' }, { code: 'result_own' }] })
    await expect(reached.verbs.reviewResults({ by: '乙', results, decision: 'return' })).rejects.toMatchObject({ code: 'result_reason_missing' })
    expect(await reached.verbs.reviewResults({ by: '乙', results, decision: 'approve' })).toEqual({ done: 2, refused: [] })
    const { publication } = await reached.verbs.publishResults({ by: '丙', results: results.map((one) => ({ ...one, revision: 2 })) })
    expect(publication).toMatchObject({ publication: 1, entries: 2 })
    expect(await reached.verbs.listPublications({ of })).toEqual({ total: 1, publications: [publication] })
    expect(new TextDecoder().decode(await reached.verbs.exportPublication({ publication: 1 }))).toContain('责令限期改正')
    const second = await reached.verbs.readResult({ result: 2 })
    expect(second).toMatchObject({ of, revision: 3, state: 'published', problem: true, followUp: 'open', published: [{ publication: 1 }] })
    expect(await reached.verbs.setFollowUp({ by: '甲', results: [{ result: 2, revision: 3 }], followUp: 'done', note: '已整改' })).toEqual({ done: 1, refused: [] })
    expect((await reached.verbs.inspectionStatistics({ of })).total).toMatchObject({ drawn: total, published: 2, problems: 1, closure: 1 })
    expect((await reached.verbs.inspectionStatistics({ from: '2000-01-01', until: '2000-12-31' })).total.drawn).toBe(0)
    expect((await reached.verbs.workspaceStatus({})).score).toMatchObject({ stale: 2 })
    const asked = { result: 2, revision: 4, by: '甲', reason: '误录', foundOn: second.published[0]!.publishedOn, codes: ['1'], inspectedOn: '2026-11-22' }
    const correcting = await reached.verbs.correctResult(asked)
    expect(correcting).toMatchObject({ revision: 5, state: 'awaiting_review', correction: { reason: '误录' } })
    expect(await reached.verbs.keepResult({ result: 2, revision: 5, by: '乙', reason: '无误' })).toMatchObject({ state: 'published', problem: true, correction: null })
    const photo = join(home, '照片.png')
    writeFileSync(photo, Buffer.from('89504e470d0a1a0a00', 'hex'))
    await expect(reached.verbs.attachToResult({ result: 2, revision: 6, by: '甲', path: photo })).rejects.toMatchObject({ code: 'result_published' })
    await expect(reached.verbs.readAttachment({ result: 2, sha256: '0'.repeat(64) })).rejects.toMatchObject({ code: 'no_such_attachment' })
    await expect(reached.verbs.readResult({ result: 99 })).rejects.toMatchObject({ code: 'no_such_result' })
  })

  it('cancels a job, and leaves the workspace as it was', async () => {
    const { score: before, records } = await reached.verbs.workspaceStatus({})
    const { job } = await reached.verbs.scoreSubjects({})
    await reached.verbs.cancelJob({ job })
    await expect(reached.verbs.awaitJob({ job })).rejects.toMatchObject({ code: 'cancelled' })
    expect((await reached.verbs.listJobs({}))[0]).toMatchObject({ id: job, state: 'cancelled', error: { code: 'cancelled' } })
    expect(await reached.verbs.workspaceStatus({})).toMatchObject({ score: before, records })
  })

  it('carries a failed job\'s error as a value', async () => {
    const { job } = await reached.verbs.commitDraw({ name: 'nobody', filter: [{ field: 'name', op: 'contains', value: 'no such name' }] })
    const thrown = await reached.verbs.awaitJob({ job }).catch((error: unknown) => error)
    expect(thrown).toMatchObject({ name: 'MingchaError', code: expect.stringMatching(/^[a-z_]+$/) })
    expect((await reached.verbs.listJobs({}))[0]).toMatchObject({ state: 'failed', error: { code: (thrown as { code: string }).code } })
  })
})

describe.each(Object.keys(transports))('operators over %s', (transport) => {
  it('sign in on their own connection; the wrong role is refused, and all of it is in the chain', { timeout: 60_000 }, async () => {
    const home = mkdtempSync(join(tmpdir(), 'mingcha-contract-'))
    const engine = createEngine({ resources, home, database: { memoryMb: 512, threads: 1 } })
    const connection = engine.connect()
    const reached = await transports[transport]!({ ...engine, ...connection })
    const passphrase = '一二三四五六七八九十'
    try {
      await reached.verbs.createWorkspace({ path: join(home, 'one') })
      await reached.verbs.saveOperator({ name: '陈管理', roles: ['administrator'], passphrase })
      await expect(reached.verbs.listPools({})).rejects.toMatchObject({ code: 'sign_in_first' })
      await expect(reached.verbs.signIn({ name: '陈管理', passphrase: 'another passphrase' })).rejects.toMatchObject({ code: 'sign_in_refused' })
      expect(await reached.verbs.signIn({ name: '陈管理', passphrase })).toMatchObject({ name: '陈管理', roles: ['administrator'], operators: true })
      await expect(engine.verbs.listPools({})).rejects.toMatchObject({ code: 'sign_in_first' })
      await reached.verbs.saveOperator({ name: '钱审核', roles: ['reviewer'], passphrase })
      await reached.verbs.signIn({ name: '钱审核', passphrase })
      await expect(reached.verbs.saveOperator({ name: '钱审核', roles: ['administrator'] })).rejects.toMatchObject({ code: 'not_your_role', params: { roles: 'administrator' } })
      const { entries } = await reached.verbs.listAudit({})
      expect(entries.map((one) => [one.by, one.verb, one.refused])).toEqual([
        ['钱审核', 'saveOperator', 'not_your_role'], ['钱审核', 'signIn', undefined], ['陈管理', 'saveOperator', undefined], ['陈管理', 'signIn', undefined],
        [expect.any(String), 'signIn', 'sign_in_refused'], [expect.any(String), 'saveOperator', undefined],
      ])
      expect(await reached.verbs.verifyAudit({ known: entries.at(-1)!.hash })).toMatchObject({ ok: true, links: 6, head: entries[0]!.hash })
      await expect(reached.verbs.exportAudit({})).rejects.toMatchObject({ code: 'not_your_role' })
      expect(await reached.verbs.endOperator({ name: '钱审核' }).catch((error: { code: string }) => error.code)).toBe('not_your_role')
      expect((await reached.verbs.signOut({})).name).toBeNull()
    } finally {
      await reached.close()
      await engine.close()
      rmSync(home, { recursive: true, force: true })
    }
  })
})

describe.each(['MessagePort', 'WebSocket'])('what comes over %s', (transport) => {
  const home = mkdtempSync(join(tmpdir(), 'mingcha-contract-'))
  const engine = createEngine({ resources, home, database: { memoryMb: 512, threads: 1 } })
  afterAll(async () => {
    await engine.close()
    rmSync(home, { recursive: true, force: true })
  })

  /** A raw peer: what a page of ours would never send. */
  async function raw() {
    const sent: unknown[] = []
    let listener: (message: unknown) => void = () => undefined
    const bytes = transport === 'WebSocket'
    let asked = 0
    serveEngine(engine, { bytes, post: (message) => sent.push(bytes ? decode(message as Uint8Array) : message), receive: (hear) => { listener = hear } })
    const ask = async (m: string, a: unknown): Promise<{ r?: { error?: { code: string }; value?: unknown }; e?: unknown }> => {
      const i = `q${asked++}`
      const message = { t: 'q', i, m, a }
      listener(bytes ? encode(message) : message)
      return vi.waitUntil(() => sent.find((one) => (one as { i: string }).i === i) as object | undefined)
    }
    return { ask, push: (message: unknown) => listener(message) }
  }

  it('reaches named verbs only', async () => {
    const { ask } = await raw()
    for (const verb of ['constructor', '__proto__', 'toString', 'nothing', 'hasOwnProperty']) {
      expect((await ask('call', [verb, {}])).r).toMatchObject({ error: { code: 'unknown_verb' } })
    }
    for (const member of ['constructor', '__proto__', 'toString', '$close', '$functions', 'then']) {
      expect(await ask(member, [])).toMatchObject({ e: expect.anything() })
    }
    expect((await ask('call', ['listJobs', {}])).r).toEqual({ value: [] })
  })

  it('may be anything without ending the engine', async () => {
    const { ask, push } = await raw()
    for (const message of [null, undefined, 0, 'text', [], {}, { t: 'q' }, { t: 's' }, { t: 'q', m: 5, i: 'x' }, new Uint8Array([0xc1]), new Uint8Array()]) push(message)
    expect((await ask('call', [null, null])).r).toMatchObject({ error: { code: 'unknown_verb' } })
    expect((await ask('call', ['listJobs', 7])).r).toMatchObject({ error: { code: 'bad_input' } })
    expect(await ask('call', 'no list')).toMatchObject({ e: expect.anything() })
    expect((await ask('call', ['listJobs', {}])).r).toEqual({ value: [] })
  })
})

describe('a connection that ends', () => {
  it('rejects what is under way and what is asked later', async () => {
    const connection = connectEngine({ bytes: false, post: () => undefined, receive: () => undefined })
    const asked = connection.verbs.listJobs({})
    await Promise.resolve()
    connection.close()
    await expect(asked).rejects.toMatchObject({ code: 'disconnected' })
    await expect(connection.verbs.listJobs({})).rejects.toMatchObject({ code: 'disconnected' })
  })
})

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { access, mayAsk, type Role } from '../../../shared/access.ts'
import { verbs, type Engine, type Input, type Verb } from '../../../shared/contract.ts'
import { createEngine, type RunningEngine } from '../../../electron/engine/engine.ts'
import { readPersonal } from '../../../electron/engine/workspace/personal.ts'
import { resources } from '../../room.ts'
import { permit, plant, planted, said, seen, type Planted } from './planted.ts'

const passphrase = '一二三四五六七八九十'
let home: string
let engine: RunningEngine
let at: Planted
const people: Partial<Record<Role, Engine>> = {}

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'mingcha-personal-'))
  engine = createEngine({ resources, home, database: { memoryMb: 1024, threads: 2 }, today: () => '2026-11-23' })
  await engine.verbs.awaitJob(await engine.verbs.createDemo({ path: join(home, 'city'), subjects: 200 }))
  at = await plant(engine.verbs, home)
  await engine.verbs.saveOperator({ name: '陈管理', roles: ['administrator'], passphrase })
  await engine.verbs.signIn({ name: '陈管理', passphrase })
  for (const role of ['analyst', 'investigator', 'reviewer', 'manager'] as const) {
    await engine.verbs.saveOperator({ name: `某${role}`, roles: [role], passphrase })
    people[role] = engine.connect().verbs
    await people[role]!.signIn({ name: `某${role}`, passphrase })
  }
}, 240_000)
afterAll(async () => {
  await engine.close()
  rmSync(home, { recursive: true, force: true })
})

type Questions = { [V in Verb]: Input<V>[] | string }

/** Every verb with what may be asked of it here, or why it is not asked: a verb that is added does not compile without. Those that change something stand last. */
const questions = (): Questions => {
  const { subjectId, fileId, reject, campaign, result, note, sha256, attached } = at
  const of = { campaign }
  const byName = [{ field: 'text' as const, op: 'contains' as const, value: '镜湖' }]
  const everyone = { filter: [], sort: [], limit: 1000 }
  const path = join(home, '再来.csv')
  return {
    currentWorkspace: [{}], recentWorkspaces: [{}], workspaceStatus: [{}], engineMemory: [{}], listJobs: [{}], awaitJob: 'answers what its starter was told', listOperators: [{}], whoAmI: [{}], listAudit: [{}, { limit: 1000 }, { text: '张曌曌' }], verifyAudit: [{}], exportAudit: [{}],
    previewFile: 'a file that its owner brings', typedPreview: 'likewise', listSources: [{}], composeRecipe: [{ yaml: 'name: a' }], listRecipes: [{}], listBatches: [{}],
    attachmentPage: [{ kind: 'queued' }, { kind: 'none', limit: 1000 }], identityQueue: [{ limit: 1000 }], identityDecisions: [{}], repairPage: [{ limit: 1000 }], quarantinePage: [{ limit: 10_000 }], rejectFacets: [{}], rejectRow: [reject],
    checkReject: [{ ...reject, cells: ['某店', '', '2020-01-01', '', '', '', '', '', '', '', ''] }], checkChange: [{ fileId, change: { kind: 'take' } }], exportRejects: [{ fileId }], recordLineage: [{ recordClass: 'registration', fileId, sourceRow: 2 }, { recordClass: 'penalty', fileId: fileId + 1, sourceRow: 2 }, { recordClass: 'complaint', fileId: fileId + 2, sourceRow: 2 }],
    dataDictionary: [{}], dictionaryPage: [{ language: 'en' }], columnFigures: Object.keys(readPersonal(resources).tables).map((table) => ({ table })), dataQuality: [{}], qualityRows: [{ recordClass: 'registration', by: 'class', key: '', issue: 'missing', column: 'legal_rep', limit: 1000 }, { recordClass: 'penalty', by: 'class', key: '', issue: 'missing', column: 'fine_yuan', limit: 1000 }],
    backtest: [{ split: '2025-11-22' }], suggestWeights: [{ split: '2025-11-22' }], listRuns: [{}], compareRuns: [{ from: 1, to: 1 }], whatIf: [{ dimension: 'penalty.count_2y' }], tierSummary: [{ filter: byName, by: 'industry' }], tierHistory: [{}], tierMatrix: [{}], tierMigration: [{ from: 1, to: 1 }],
    exploreDimension: [{ dimension: 'penalty.count_2y' }, { dimension: 'penalty.count_2y', filter: [{ field: 'legal_rep', op: 'contains', value: '曌' }] }], correlateDimension: [{ dimension: 'penalty.count_2y' }], dimensionSubjects: [{ dimension: 'penalty.count_2y', limit: 1000 }],
    listModels: [{}], readDraft: [{ draft: 1 }], checkExpression: [{ draft: 1, dimension: 'penalty.count_2y', field: 'value', text: 'sum(colour)' }], checkDraft: [{ draft: 1 }], compareModels: [{ to: { run: 1 } }], listDimensions: [{}], dimensionSql: [{ dimension: 'penalty.count_2y' }],
    explainSubject: [{ subjectId }], listOverrides: [{ ended: true }], contributionEvidence: behind.map((dimension) => ({ subjectId, dimension })),
    overview: [{}], subjectPage: [everyone, { ...everyone, filter: byName }, { ...everyone, sort: [{ field: 'legal_rep', descending: true }] }], facet: [{ field: 'legal_rep', limit: 1000 }, { field: 'name' }], searchSubjects: [{ text: '镜湖' }, { text: '张曌曌' }], subjectProfile: [{ subjectId }], subjectRecords: (['registration', 'penalty', 'complaint', 'licence', 'relation', 'supervision'] as const).map((recordClass) => ({ subjectId, recordClass })),
    listPools: [{}], tableWorkbook: [{ title: 't', columns: ['a'], rows: [[1]] }], listLibraries: [{}], libraryPage: (['officer', 'expert', 'recusal', 'leave', 'department', 'item', 'body'] as const).map((kind) => ({ kind, limit: 10_000, history: true })), libraryLog: [{ limit: 10_000 }], libraryTemplate: [{ kind: 'officer' }],
    listPlans: [{}], listPolicies: [{}], planDraw: [{ name: 'x', filter: byName }], listDraws: [{}], listCampaigns: [{}], campaignVisits: [{ campaign, limit: 1000 }], campaignLoads: [of], campaignDays: [of], campaignChanges: [of], furtherOfficers: [{ campaign, department: 'SJ' }], exportCampaign: [of],
    drawSheet: [{ draw: 1, limit: 1000 }], drawFindings: [{ draw: 1 }], exportBundle: [{ draw: 1 }], verifyBundle: [{ bundle: new Uint8Array([123, 125]) }],
    listPaperTemplates: [{}], exportPaperTemplate: [{ paper: 'notice' }], exportPapers: (['notice', 'task', 'record', 'result', 'visits', 'duty'] as const).map((paper) => ({ campaign, paper })),
    listResultCodes: [{}], exportTaskPackage: (['xlsx', 'csv', 'json'] as const).map((format) => ({ of, format })), listResults: [{ of, limit: 1000 }], readResult: [{ result }], readAttachment: [{ result, sha256 }], listPublications: [{}], exportPublication: [{ publication: 1 }], inspectionStatistics: [{ of }],
    listBook: [{}], listCases: (['open', 'closed', 'proposed'] as const).map((queue) => ({ queue, limit: 1000 })), countCases: [{}], readCase: cases.map((caseNo) => ({ caseNo })), listEntries: [{}],
    subjectRelations: [{ subjectId }], relatedSubjects: [{ subjectId }], measureBook: [{}], legalGrounds: [{ subjectId }], listMeasures: [{}, { direction: 'in' }], readMeasure: [{ request: 1 }], listBans: [{}, { text: '曌' }], exportNotices: [{ notice: 'listing_notice', cases: cases.slice(0, 1), authority: '示例局' }], checkDuty: [{}, { person: '欧阳*磊' }], exportDuty: [{ format: 'xlsx' }, { format: 'json' }], dutyOfficers: [{}],
    subjectStanding: [{ subjectId }], tierMoves: [{ subjectId }], tierOutlook: [{ subjectId }], subjectTimeline: [{ subjectId }], subjectEvents: [{ subjectId, limit: 10_000 }], nextInspections: [{ subjectId }],
    listNotes: [{ subjectId }], readNoteFile: [{ note, sha256 }], readCaseAttachment: [{ caseNo: attached, sha256 }], listWatched: [{}], readDossier: [{ subjectId }, { subjectId, language: 'en' }], exportDossier: [{ subjectId, format: 'html' }, { subjectId, format: 'docx' }],

    createWorkspace: 'answers the workspace', openWorkspace: 'likewise', closeWorkspace: 'answers nothing', createDemo: 'fills another workspace', signIn: 'answers who one is', signOut: 'likewise', cancelJob: 'answers nothing', saveOperator: [{ name: '另一', roles: ['analyst'], passphrase }], endOperator: [{ name: '无此人' }],
    importFiles: [{ files: [{ path }] }], saveRecipe: [{ name: '登记', choice: { path } }], deleteRecipe: [{ name: '登记' }], matchNames: [{}], decideIdentity: [{ kind: 'bearer', item: 'nothing', subjectId, decision: 'unsure' }], undoIdentity: [{}], mergeSubjects: [{ from: 3, into: subjectId }], splitSubject: [{ subjectId, names: ['镜湖杂货铺二'] }],
    mendRejects: [{ rows: [{ ...reject, cells: ['', '', '1'] }] }], mendFile: [{ path }], discardRejects: [{ fileId, note: '作废' }], restoreRejects: [{ fileId }], undoBatch: 'takes away what is planted',
    scoreSubjects: [{}], createDraft: [{ name: '草稿' }], changeDraft: [{ draft: 1, revision: 1, name: '改' }], publishDraft: [{ draft: 1, revision: 2, version: 'v-personal', note: 'n', author: '甲' }], deleteDraft: [{ draft: 1 }],
    proposeOverride: [{ subjectId, tier: 'B', reason: '复核', ground: '纪要', author: '甲', expiresOn: '2027-01-01' }], confirmOverride: [{ override: 2, by: '乙' }], withdrawOverride: [{ override: 1, by: '甲', note: '误' }],
    savePool: [{ name: '镜湖', filter: byName, kind: 'list' }, { name: '猜', filter: [{ field: 'legal_rep', op: 'contains', value: '曌' }], kind: 'list' }], deletePool: [{ pool: 2 }], saveLibraryRow: [{ kind: 'officer', reason: '改', row: { officer: 'JH0', name: '王*鑫', department: 'SJ', certificate_no: '610131**********44', certificate_until: '2035-12-31', qualifications: ['食品'] } }], endLibraryRow: [{ kind: 'expert', key: ['Z1'], last: '2026-11-23', reason: '期满' }], importLibrary: [{ kind: 'officer', path, reason: '试' }],
    savePlan: [{ year: 2027, name: '计划' }], savePlanTask: [{ year: 2027, name: '任务', items: ['SJ-001'], mode: 'directed', periodFrom: '2027-01-01', periodUntil: '2027-12-31', lead: 'SJ', scope: byName }], deletePlanTask: [{ task: 1 }], checkPlan: [{ year: 2027 }],
    commitDraw: [{ name: '单项', filter: byName }], drawSample: [{ draw: 2, seed: '27182818284590452353' }], commitCampaign: [{ name: '再查', tasks: [{ department: 'SJ', items: ['SJ-002'], filter: byName }] }], drawCampaign: [{ campaign: 2, seed: '27182818284590452353' }], changeCampaign: [{ campaign, reason: '同行', change: { kind: 'companion', library: 'expert', companion: 'Z1', item: 'SJ-001' } }], scheduleVisits: [{ campaign, from: '2026-11-24' }], setVisitDay: [{ campaign, visit: 1, day: '2026-12-01' }],
    importPaperTemplate: [{ paper: 'notice', path }], restorePaperTemplate: [{ paper: 'notice' }],
    enterResults: [{ of, by: '甲', entries: [{ visit: 2, item: 'SJ-001', revision: 1, codes: ['1'], inspectedOn: '2026-11-23', remark: '负责人：张**，电话139****1111，未到场' }] }], importResults: [{ path, by: '甲' }], attachToResult: [{ result: 2, revision: 2, by: '甲', path: join(home, '照片.png') }], reviewResults: [{ by: '乙', results: [{ result, revision: 2 }], decision: 'approve' }], publishResults: [{ by: '丙', results: [{ result, revision: 3 }] }],
    correctResult: [{ result, revision: 4, by: '甲', reason: '误录', foundOn: '2026-11-23', codes: ['1'], inspectedOn: '2026-11-23' }], keepResult: [{ result, revision: 5, by: '甲', reason: '无误' }], setFollowUp: [{ by: '甲', results: [{ result, revision: 4 }], followUp: 'done', note: '已办' }],
    findCases: [{}], decideCases: [{ cases: [{ caseNo: 1, revision: 1 }], outcome: 'dismiss', by: '甲', reason: '查明' }], confirmCases: [{ cases: [{ caseNo: 2, revision: 1 }], by: '乙', agree: true }], reopenCases: [{ cases: [{ caseNo: 1, revision: 2 }], by: '甲', reason: '再查' }], snoozeCases: [{ cases: [{ caseNo: 3, revision: 1 }], by: '甲', until: '2026-12-01' }], assignCases: [{ cases: [{ caseNo: 4, revision: 1 }], by: '甲', to: '乙' }], attachToCases: [{ cases: [{ caseNo: attached, revision: 2 }], by: '甲', path: join(home, '照片.png'), name: '再附.png' }], escalateCases: [{ cases: [{ caseNo: 5, revision: 1 }], by: '甲', reason: '重大' }], recordHearing: [{ cases: [{ caseNo: 5, revision: 2 }], by: '甲', step: 'stated', on: '2026-11-20', reason: '陈述' }], proposeRemoval: [{ entry: 1, by: '甲', reason: '申请' }],
    requestMeasures: [{ grounds: [{ penalty: { fileId: fileId + 1, sourceRow: 4 } }], measure: 'public_funds', by: '乙', reason: '吊销', requesting: '示例局' }], exportMeasures: [{ kind: 'request', requests: [1], format: 'xlsx', by: '乙' }], importMeasures: [{ kind: 'request', path, by: '甲' }], answerMeasures: [{ requests: [{ request: 1, revision: 1 }], result: 'executed', department: '示例局', by: '甲' }], releaseMeasures: [{ requests: [{ request: 1, revision: 2 }], by: '乙', reason: '期满' }],
    proposeBans: [{ grounds: [{ penalty: { fileId: fileId + 1, sourceRow: 4 } }], ban: 'licence_revoked', by: '甲', reason: '再提', name: '张*曌' }], confirmBans: [{ bans: [{ ban: 1, revision: 1 }], by: '乙', agree: true }], liftBans: [{ bans: [{ ban: 1, revision: 2 }], by: '乙', reason: '误' }],
    addNote: [{ subjectId, text: '已电话核实' }], strikeNote: [{ note, reason: '重复' }], watchSubjects: [{ subjects: [subjectId], watch: true }], markSeen: [{}],
  }
}
/** Dimensions with rows behind them for the subject. */
let behind: string[] = []
let cases: number[] = []

/** Asks everything that somebody may, and tells by verb what was seen of the planted; jobs are awaited, refusals count as answers. */
async function sweep(own: Engine, roles: readonly Role[], only: (verb: Verb) => boolean): Promise<Map<Verb, { seen: string[]; answered: number }>> {
  const found = new Map<Verb, { seen: string[]; answered: number }>()
  for (const [verb, asked] of Object.entries(questions()) as [Verb, object[] | string][]) {
    if (typeof asked === 'string' || !only(verb) || !mayAsk(verb, roles)) continue
    const told = { seen: new Set<string>(), answered: 0 }
    for (const input of asked) {
      const answer = await (own[verb] as (value: unknown) => Promise<unknown>)(input).then(async (value) => {
        told.answered++
        const job = (value as { job?: unknown } | null)?.job
        return typeof job === 'string' && verb !== 'awaitJob' ? own.awaitJob({ job }) : value
      }).catch((error: unknown) => error)
      for (const one of seen(answer)) told.seen.add(one)
    }
    found.set(verb, { seen: [...told.seen], answered: told.answered })
  }
  return found
}
const leaks = (found: Map<Verb, { seen: string[] }>): Record<string, string[]> => Object.fromEntries([...found].filter(([, one]) => one.seen.length > 0).map(([verb, one]) => [verb, one.seen]))
const reads = (verb: Verb): boolean => typeof access[verb] === 'string'

/** Where persons stand: whoever may see them is shown them there, else this test would see nothing wrong with an empty answer. */
const speaking: readonly Verb[] = [
  'subjectProfile', 'subjectPage', 'subjectRecords', 'facet', 'recordLineage', 'quarantinePage', 'rejectRow', 'exportRejects', 'identityQueue', 'contributionEvidence', 'listPools', 'libraryPage', 'libraryLog', 'campaignVisits', 'listResults', 'readResult',
  'readAttachment', 'readNoteFile', 'readCaseAttachment', 'exportTaskPackage', 'exportPapers', 'subjectEvents', 'listNotes', 'readDossier', 'exportDossier', 'listAudit', 'listOverrides', 'readCase', 'subjectRelations', 'legalGrounds', 'listBans', 'dutyOfficers',
]

test('whoever may see persons is shown them, wherever they stand', { timeout: 240_000 }, async () => {
  behind = (await people.manager!.explainSubject({ subjectId: at.subjectId }))!.contributions.filter((one) => one.evidence !== 0).map((one) => one.dimension)
  cases = (await people.manager!.listCases({ subjectId: at.subjectId })).cases.map((one) => one.caseNo)
  const found = await sweep(people.manager!, ['manager'], (verb) => speaking.includes(verb))
  expect(speaking.filter((verb) => (found.get(verb)?.seen ?? []).length === 0)).toEqual([])
  expect(new Set([...found.values()].flatMap((one) => one.seen))).toEqual(new Set(planted))
})

test('an analyst sees nobody, whatever is read', { timeout: 240_000 }, async () => {
  const found = await sweep(people.analyst!, ['analyst'], reads)
  expect(leaks(found)).toEqual({})
  // Answered, not refused: but for the files of notes and results, which cannot be masked.
  expect([...found].filter(([verb, one]) => one.answered === 0 && !['composeRecipe', 'readMeasure', 'exportNotices', 'readDraft', 'checkDraft', 'checkExpression', 'exportPublication', 'readAttachment', 'readNoteFile', 'readCaseAttachment'].includes(verb)).map(([verb]) => verb)).toEqual([])
})

test('an investigator sees persons on the profile, the visit and the case, and nowhere else', { timeout: 240_000 }, async () => {
  const { parts } = readPersonal(resources)
  // What reckons or counts is the analyst's test: it is the same for all who do not see.
  const long = new Set<Verb>([...readPersonal(resources).reckoning, 'columnFigures', 'dataQuality', 'qualityRows'])
  const found = leaks(await sweep(people.investigator!, ['investigator'], (verb) => reads(verb) && !long.has(verb)))
  expect(Object.keys(found).filter((verb) => !Object.values(parts).flat().includes(verb as Verb))).toEqual([])
  expect(Object.keys(found)).toEqual(expect.arrayContaining(['subjectProfile', 'subjectRecords', 'exportDossier', 'listNotes', 'exportPapers', 'readResult']))
})

test('no filter, sort, search or facet tells an analyst what is masked', async () => {
  const own = people.analyst!
  const filter = (value: string) => [{ field: 'legal_rep' as const, op: 'contains' as const, value }]
  expect((await people.manager!.subjectPage({ filter: filter('张曌曌') })).total).toBe(2)
  expect((await own.subjectPage({ filter: filter('张曌曌') })).total).toBe(0)
  expect((await own.subjectPage({ filter: filter('张*曌') })).total).toBe(2)
  expect((await own.facet({ field: 'type', filter: filter('张曌曌') })).length).toBe(0)
  expect((await own.subjectPage({ filter: [{ field: 'legal_rep', op: 'between', min: '张曌曌', max: '张曌曌' }] })).total).toBe(0)
  expect((await own.tierSummary({ filter: filter('张曌曌') }))!.histogram.reduce((sum, n) => sum + n, 0)).toBe(0)
  await expect(own.savePool({ name: '猜', filter: filter('张曌曌'), kind: 'list' })).rejects.toMatchObject({ code: 'personal_filter', params: { field: 'legal_rep' } })
  await expect(own.exploreDimension({ dimension: 'penalty.count_2y', filter: filter('张曌曌') })).rejects.toMatchObject({ code: 'personal_filter' })
})

test('a building permit is not taken for a citizen', async () => {
  expect(said(await people.analyst!.subjectRecords({ subjectId: at.subjectId, recordClass: 'licence' }))).toContain(permit)
  const relations = said(await people.analyst!.subjectRecords({ subjectId: at.subjectId, recordClass: 'relation' }))
  expect(relations).toContain('610131**********44')
})

test('who exports in full leaves a link in the chain, who exports masked does not', async () => {
  const links = async (): Promise<number> => (await people.manager!.listAudit({ verb: 'exportDossier' })).total
  const before = await links()
  await people.analyst!.exportDossier({ subjectId: at.subjectId, format: 'html' })
  expect(await links()).toBe(before)
  await people.investigator!.exportDossier({ subjectId: at.subjectId, format: 'html' })
  expect(await links()).toBe(before + 1)
  expect((await people.manager!.verifyAudit({})).ok).toBe(true)
})

test('what an analyst writes over masked cells leaves them as they were', async () => {
  const own = people.analyst!
  const { cells } = await own.rejectRow(at.reject)
  expect(cells).toContain('张*曌')
  const mended = cells.map((cell, i) => (i === 0 ? '镜湖新店' : cell))
  expect(await own.awaitJob(await own.mendRejects({ rows: [{ ...at.reject, cells: mended }] }))).toMatchObject({ loaded: 1 })
  const { subject } = await people.investigator!.subjectProfile({ name: '镜湖新店' })
  expect(subject).toMatchObject({ legalRep: '张曌曌', phone: '13900001111' })
  const row = { officer: 'JH0', name: '王*鑫', department: 'SJ', certificate_no: '610131**********44', certificate_until: '2035-12-31', qualifications: ['食品'] }
  expect(await own.saveLibraryRow({ kind: 'officer', reason: '改', row })).toEqual({ action: 'changed' })
  expect(said(await people.manager!.libraryPage({ kind: 'officer', key: ['JH0'] }))).toContain('王淼鑫')
  await expect(own.saveLibraryRow({ kind: 'officer', reason: '改', row: { ...row, name: '李**' } })).rejects.toMatchObject({ code: 'library_masked' })
  const [pair] = (await own.identityQueue({ kind: 'bearer', limit: 10 })).pairs
  expect(pair).toMatchObject({ item: expect.stringContaining('"#'), recordClass: 'penalty' })
  expect((await own.decideIdentity({ kind: 'bearer', item: pair!.item, subjectId: pair!.subjectId, decision: 'unsure' })).decision).toBeGreaterThan(0)
  await own.enterResults({ of: { campaign: at.campaign }, by: '', entries: [] }).catch(() => undefined)
})

test('whatever an analyst changes, nothing that is answered shows anybody', { timeout: 240_000 }, async () => {
  writeFileSync(join(home, '再来.csv'), '企业名称,统一社会信用代码,法定代表人\n再来店,,赵某\n')
  const found = await sweep(people.analyst!, ['analyst'], (verb) => !reads(verb))
  expect(leaks(found)).toEqual({})
  expect([...found.values()].filter((one) => one.answered > 0).length).toBeGreaterThan(25)
  expect((await people.manager!.verifyAudit({})).ok).toBe(true)
})

test('every verb has its question', () => expect(Object.keys(questions()).sort()).toEqual(Object.keys(verbs).sort()))

test('every table with a column that names persons is among the personal ones', async () => {
  const { tables } = readPersonal(resources)
  const suspect = /^(legal_rep|phone|address|other_name|inspectors|certificate_no|extra|original|became|remark|raw_code)$/
  const dictionary = await people.manager!.dataDictionary({})
  const left = dictionary.flatMap((table) => table.columns.filter((one) => suspect.test(one.name) && tables[table.name]?.columns[one.name] === undefined).map((one) => `${table.name}.${one.name}`))
  expect(left).toEqual([])
  // What is named there is there.
  const known = new Map(dictionary.map((table) => [table.name, new Set(table.columns.map((one) => one.name))]))
  expect(Object.entries(tables).flatMap(([name, { columns }]) => ((known.get(name)?.size ?? 0) === 0 ? [] : Object.keys(columns).filter((one) => !known.get(name)!.has(one)).map((one) => `${name}.${one}`)))).toEqual([])
})

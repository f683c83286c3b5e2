import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import { pageFolder, resourcesFolder } from '../../electron/cli/places.ts'
import { createEngine, type RunningEngine } from '../../electron/engine/engine.ts'
import { serve } from '../../electron/serve/serve.ts'
import { launchBrowser } from '../browser.ts'
import type { ResultState } from '../../shared/contract.ts'
import { rowsOf, type Row } from '../../renderer/components/arrow.ts'
import { fillLibraries } from '../libraries.ts'
import { prepareProfiles, shootProfiles } from './profiles.ts'

const { values, positionals: [target] } = parseArgs({ allowPositionals: true, options: { subjects: { type: 'string', default: '5000' }, only: { type: 'string' } } })
if (target === undefined) {
  process.stderr.write('npm run shots -- FOLDER [--subjects N] [--only VIEW]: a picture of every view, zh-CN and en, light and dark\n')
  process.exit(2)
}
const folder = resolve(target)
mkdirSync(folder, { recursive: true })

const home = mkdtempSync(join(tmpdir(), 'mingcha-shots-'))
let today = '2026-11-22'
const engine = createEngine({ resources: resourcesFolder, home, today: () => today })
const said: string[] = []
const started = await serve({ engine, page: pageFolder, home })
const { browser, close } = await launchBrowser()
try {
  const demo = await prepare(engine)
  await engine.verbs.closeWorkspace({})
  await everyDress(browser, async (page, dress) => shoot(page, '', `welcome-${dress}`))
  await engine.verbs.openWorkspace({ path: demo.path })
  const views: Record<string, string> = {
    overview: '#/overview',
    data: '#/data',
    quarantine: '#/data?show=quarantine',
    quality: '#/data?show=quality',
    months: '#/data?show=quality&by=month',
    dictionary: '#/data?show=dictionary',
    recipes: '#/data?show=recipes',
    recipeYaml: '#/data?show=recipes&tab=yaml',
    recipeDiff: '#/data?show=recipes&tab=diff',
    subjects: '#/subjects',
    profile: `#/profile/${demo.subject}`,
    compare: `#/profile/11?with=${demo.subject}`,
    dimensions: '#/dimensions/supervision.problem_share',
    'dimensions-amount': '#/dimensions/penalty.fine_amount_2y',
    workshop: '#/workshop',
    'workshop-draft': '#/workshop/1/penalty.count_2y',
    'workshop-ceilings': '#/workshop/1/ceilings',
    'workshop-vetoes': '#/workshop/1/vetoes',
    tiers: '#/tiers',
    'tiers-matrix': '#/tiers?tab=matrix',
    'tiers-time': '#/tiers?tab=time',
    'tiers-overrides': '#/tiers?tab=overrides',
    backtest: '#/backtest',
    sampling: '#/sampling/1',
    'sampling-new': '#/sampling/new',
    joint: '#/sampling/joint',
    'joint-plan': '#/sampling/joint/new',
    'joint-drawn': '#/sampling/joint/1',
    'joint-papers': '#/sampling/joint/1?show=papers',
    'joint-days': '#/sampling/joint/1?show=days', 'joint-companions': '#/sampling/joint/1?show=companions',
    'joint-planned': '#/sampling/joint/new?plan=1,2',
    'joint-fixed': '#/sampling/joint/1?tab=draw',
    'results-entry': '#/sampling/joint/1?tab=results',
    'results-review': '#/sampling/joint/1?tab=review',
    'results-publication': '#/sampling/joint/1?tab=publication',
    'results-overdue': '#/sampling/joint/1?tab=publication&shelf=overdue',
    'results-statistics': '#/sampling/joint/1?tab=statistics',
    'results-none': '#/sampling/1?tab=review',
    'joint-committed': '#/sampling/joint/2',
    'joint-short': '#/sampling/joint/3',
    plan: '#/plan',
    lists: '#/lists',
    'lists-serious': '#/lists?rule=heavier_penalty',
    'lists-confirm': '#/lists?queue=proposed',
    'lists-entries': '#/lists?queue=entries',
    'lists-measures': '#/lists?queue=measures',
    'lists-bans': '#/lists?queue=bans',
    'lists-duty': '#/lists?queue=duty',
    libraries: '#/libraries/item',
    'libraries-officer': '#/libraries/officer',
    'libraries-pools': '#/libraries/pools',
    'libraries-log': '#/libraries/log',
    audit: '#/audit',
    operators: '#/audit/operators',
  }
  // What stands on the screen only after a click. A cell of a row that has come: before, there is nothing to choose.
  const cell = (page: Page, column: string) => page.locator(`.ag-cell[col-id=${column}]`).filter({ hasText: /\S/ }).first()
  const deeds: Record<string, { route: string; deed: (page: Page) => Promise<void> }> = {
    'profile-relations': { route: '#/profile/11', deed: (page) => page.locator('.relations').evaluate((element) => element.scrollIntoView()) },
    palette: { route: '#/profile/11', deed: async (page) => { await page.keyboard.press('Control+k'); await page.keyboard.type('kjyx'); await page.locator('.palette-entry .muted').first().waitFor() } },
    'profile-notes': { route: views['profile']!, deed: (page) => page.locator('.notes').scrollIntoViewIfNeeded() },
    'joint-visit': { route: '#/sampling/joint/1', deed: (page) => cell(page, 'name').click() },
    'joint-replace': { route: '#/sampling/joint/1', deed: async (page) => { await cell(page, 'name').click(); await page.locator('.visit-officer button').first().click() } },
    'results-chosen': { route: '#/sampling/joint/1?tab=results&state=returned', deed: async (page) => { await cell(page, 'codes').click(); await page.keyboard.press('Z') } },
    'results-published': { route: '#/sampling/joint/1?tab=publication&shelf=published', deed: async (page) => { await cell(page, 'item').click() } },
    'results-correct': { route: '#/sampling/joint/1?tab=publication&shelf=published', deed: async (page) => { await cell(page, 'name').click(); await page.locator('.result-panel .review-deeds button').first().click() } },
    'results-import': { route: '#/sampling/joint/1?tab=results', deed: async (page) => { await page.locator('.results-tools').nth(1).locator('button').nth(-2).click() } },
    'joint-relax': { route: '#/sampling/joint/3', deed: (page) => page.locator('.joint-short button').first().click() },
    'lists-ask': { route: '#/lists?queue=entries', deed: async (page) => { await page.locator('.table-rows tbody tr').first().click(); await page.keyboard.press('m') } },
    'lists-notice': { route: '#/lists?queue=entries', deed: async (page) => { await page.locator('.table-rows tbody tr').first().click(); await page.keyboard.press('d') } },
    'lists-measure': { route: '#/lists?queue=measures', deed: async (page) => { await page.locator('.table-rows .link').nth(1).click() } },
    'lists-line': { route: '#/lists?queue=duty', deed: async (page) => { await page.locator('.duty-line summary').first().click() } },
    'sampling-planner': { route: '#/sampling/new', deed: async (page) => { await page.locator('.planner-open').click(); await page.locator('.planner-result').scrollIntoViewIfNeeded() } },
    'sampling-findings': { route: '#/sampling/1', deed: async (page) => { await page.locator('.sampling-main').evaluate((element) => element.scrollTo(0, element.scrollHeight)) } },
  }
  const profiles = values.only?.startsWith('profile') ? await prepareProfiles(engine, home) : null
  await everyDress(browser, async (page, dress) => {
    for (const [name, route] of Object.entries(views)) await shoot(page, route, `${name}-${dress}`)
    for (const [name, { route, deed }] of Object.entries(deeds)) await shoot(page, route, `${name}-${dress}`, deed)
    if (profiles) await shootProfiles(page, dress, folder, profiles)
    // Minutes of work: only where it is asked for.
    if (values.only?.startsWith('backtest')) await shootBacktest(page, dress)
  })
} finally {
  await close()
  await started.close()
  await engine.close()
  rmSync(home, { recursive: true, force: true })
}
for (const line of new Set(said)) process.stderr.write(`${line}\n`)
process.exitCode = said.length > 0 ? 1 : 0

/** A demo city with everything done to it, and the subject of the highest index. */
async function prepare({ verbs }: RunningEngine): Promise<{ path: string; subject: number }> {
  const path = join(home, 'demo.mingcha')
  await verbs.awaitJob(await verbs.createDemo({ path, subjects: Number(values.subjects) }))
  for (const order of ['day_first', 'month_first']) await verbs.saveRecipe({ yaml: `name: 某局处罚月报\npattern: 处罚月报*.csv\nclass: penalty\ndate_order: ${order}\nunits: { fine_yuan: 万元 }\ncolumns:\n${[['单位', 'subject_name'], ['信用代码', 'subject_code'], ['日子', 'occurred_on'], ['数额', 'fine_yuan'], ['备注', "''"]].map(([source, column]) => `  - { source: ${source}, column: ${column} }\n`).join('')}` })
  await verbs.awaitJob(await verbs.scoreSubjects({ asOf: '2026-08-22' }))
  const { top } = await verbs.overview({})
  await keepNotes(verbs, top.map((one) => one.subjectId))
  const said = { ground: '2026 年第 9 次风险会商纪要', author: '王科长', expiresOn: '2027-05-31' }
  const { override } = await verbs.proposeOverride({ ...said, subjectId: top[0]!.subjectId, tier: 'C', overVeto: true, reason: '判决已履行，法院已出具结案证明，名录移出在办' })
  await verbs.confirmOverride({ override, by: '李科长' })
  await verbs.proposeOverride({ ...said, subjectId: top[1]!.subjectId, tier: 'B', reason: '同名企业的处罚误归集，正在更正' })
  await verbs.awaitJob(await verbs.scoreSubjects({}))
  await decideCases(verbs)
  const { draft } = await verbs.createDraft({ name: '2027 调整', note: '年度调整：加重处罚与复查不合格' })
  const { revision } = await verbs.changeDraft({ draft, revision: 1, edits: [{ kind: 'dimension', id: 'supervision.problems_2y', set: { weight: 6 } }] })
  await verbs.publishDraft({ draft, revision, version: 'xian-2027-1', note: '加重检查发现问题的权重', author: '市场监管风险科' })
  await verbs.changeDraft({ draft, revision: revision + 1, edits: [{ kind: 'dimension', id: 'penalty.count_2y', set: { weight: 6.5, cap: 6, bands: [[null, 0], [1, 45], [2, 70], [4, 100]] } }, { kind: 'dimension', id: 'penalty.recency', set: { weight: 0 } }, { kind: 'thresholds', B: 10, C: 22, D: 45 }, { kind: 'veto', id: 'tax_serious', on: false }, { kind: 'ceilings', ceilings: { penalty: 19, supervision: 17 } }] })
  await verbs.awaitJob(await verbs.commitDraw({ name: '2026 Q4' }))
  const [draw] = await verbs.listDraws({})
  await verbs.awaitJob(await verbs.drawSample({ draw: draw!.draw, seed: '31415926535897932384', witnesses: ['张三', '李四'] }))
  await drawJointly(verbs)
  return { path, subject: top[0]!.subjectId }
}

/** Notes on the highest subject, one of them struck, and a watch list that scores and cases change later. */
async function keepNotes(verbs: RunningEngine['verbs'], [subjectId, ...others]: number[]): Promise<void> {
  const photo = join(home, '门头照片.png')
  writeFileSync(photo, Buffer.from('89504e470d0a1a0a00', 'hex'))
  await verbs.addNote({ subjectId: subjectId!, text: '实地走访：登记住所为居民楼，未见经营迹象，物业称该企业半年前搬离。', files: [{ path: photo }] })
  const { note } = await verbs.addNote({ subjectId: subjectId!, text: '电话无人接听。' })
  await verbs.strikeNote({ note, reason: '号码抄录有误' })
  await verbs.watchSubjects({ subjects: [subjectId!, ...others.slice(0, 3)], watch: true })
}

/** Cases of the review desk: some listed, some that wait for their second person, one referred upwards. */
async function decideCases(verbs: RunningEngine['verbs']): Promise<void> {
  await verbs.awaitJob(await verbs.findCases({}))
  const { cases } = await verbs.listCases({ kinds: ['listing'], limit: 200 })
  const seen = (some: typeof cases) => some.map(({ caseNo, revision }) => ({ caseNo, revision }))
  const said = { by: '王科长', reason: '已核实登记住所与检查记录，通过登记的住所无法联系' }
  const unreachable = cases.filter((one) => one.ground === 'unreachable')
  const { cases: proposed } = await verbs.decideCases({ ...said, cases: seen(unreachable.slice(0, 40)), outcome: 'list' })
  await verbs.confirmCases({ cases: proposed.slice(0, 25), by: '李科长', agree: true })
  await verbs.escalateCases({ cases: seen(unreachable.slice(41, 42)), by: '王科长', reason: '涉及跨部门' })
  await punish(verbs)
}

/** Joint punishment upon some entries: sent out, answered, released; one listing of a serious violation, and the ban that follows from it. */
async function punish(verbs: RunningEngine['verbs']): Promise<void> {
  const { entries } = await verbs.listEntries({})
  const said = { by: '王科长', reason: '在列期间', requesting: '高新区市场监管局' }
  const { requests } = await verbs.requestMeasures({ ...said, grounds: entries.slice(0, 8).map(({ entry }) => ({ entry })), measure: 'honours' })
  await verbs.requestMeasures({ ...said, grounds: entries.slice(0, 5).map(({ entry }) => ({ entry })), measure: 'procurement', until: '2028-12-31' })
  await verbs.exportMeasures({ kind: 'request', requests: requests.map((one) => one.request), format: 'xlsx', by: '王科长' })
  const { requests: now } = await verbs.listMeasures({ limit: 1000 })
  const seen = (all: typeof now) => all.map(({ request, revision }) => ({ request, revision }))
  const sent = now.filter((one) => one.file !== null)
  await verbs.answerMeasures({ requests: seen(sent.slice(0, 4)), result: 'executed', note: '已从年度评优名单中移除', department: '文明办', by: '赵敏' })
  await verbs.answerMeasures({ requests: seen(sent.slice(4, 5)), result: 'refused', note: '该主体未参评', department: '文明办', by: '赵敏' })
  await verbs.releaseMeasures({ requests: seen(sent.slice(6, 7)), by: '王科长', reason: '已补报年报' })
  const { cases } = await verbs.listCases({ rule: 'heavier_penalty', limit: 3 })
  const notified = await verbs.decideCases({ cases: cases.map(({ caseNo, revision }) => ({ caseNo, revision })), outcome: 'notify', by: '王科长', reason: '吊销许可证件' })
  const day = today
  today = '2026-12-20'
  const proposed = await verbs.decideCases({ cases: notified.cases, outcome: 'list', by: '王科长', reason: '期满未申请听证' })
  await verbs.confirmCases({ cases: proposed.cases, by: '李科长', agree: true })
  const serious = (await verbs.listEntries({ list: 'serious' })).entries.map(({ entry }) => ({ entry }))
  const { bans } = await verbs.proposeBans({ grounds: serious, ban: 'serious_list', by: '王科长', reason: '企业被列入严重违法失信名单' })
  await verbs.confirmBans({ bans: bans.slice(0, 2), by: '李科长', agree: true })
  today = day
}

/** Three joint inspections: one staffed, one that awaits its seed, one whose officers do not suffice. */
async function drawJointly(verbs: RunningEngine['verbs']): Promise<void> {
  await fillLibraries(verbs)
  const tiers = (...values: string[]) => [{ field: 'tier' as const, op: 'in' as const, values }]
  const tasks = [{ department: 'SJ', items: ['SJ-001', 'SJ-002'], filter: tiers('C', 'D') }, { department: 'XF', items: ['XF-001', 'XF-002'], filter: tiers('B', 'C', 'D') }, { department: 'WJ', items: ['WJ-001'], filter: tiers('D') }]
  const commit = async (name: string, some: typeof tasks): Promise<number> => ((await verbs.awaitJob(await verbs.commitCampaign({ name, tasks: some, spares: 3 }))) as { campaign: number }).campaign
  await verbs.awaitJob(await verbs.drawCampaign({ campaign: await commit('餐饮场所联合抽查', tasks), seed: '27182818284590452353', witnesses: ['张三', '李四'] }))
  await changeTwice(verbs, 1)
  await inspect(verbs, 1)
  await commit('加油站联合抽查', tasks.slice(0, 2))
  for (const officer of ['XF1', 'XF2', 'WJ2', 'WJ3']) await verbs.saveLibraryRow({ kind: 'leave', row: { officer, reason: '培训', valid_from: '2026-01-01' }, reason: '请假' })
  await verbs.awaitJob(await verbs.drawCampaign({ campaign: await commit('校园周边联合抽查', [...tasks.slice(0, 2), { ...tasks[2]!, filter: tiers('A') }]), seed: '31415926535897932384' }))
}

/** An officer and a subject give way, as happens between draw and visit. */
async function changeTwice(verbs: RunningEngine['verbs'], campaign: number): Promise<void> {
  const { arrow } = await verbs.campaignVisits({ campaign })
  const visits = rowsOf(arrow)
  const [officer] = JSON.parse(String(visits[0]!.officers)) as { officer: string }[]
  await verbs.changeCampaign({ campaign, reason: '临时住院', change: { kind: 'officer', visit: String(visits[0]!.id), officer: officer!.officer } })
  for (const { id } of visits.slice(1)) {
    const done = await verbs.changeCampaign({ campaign, reason: '已迁往外省，抽取后方知', change: { kind: 'subject', visit: String(id) } }).catch(() => null) // of a tier that was drawn as a whole nobody is left
    if (done) return
  }
}

/** What a campaign brings: a week of results, some returned, some published, one corrected; a month later the rest is overdue. */
async function inspect(verbs: RunningEngine['verbs'], campaign: number): Promise<void> {
  const later = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
  const page = async (...states: ResultState[]) => rowsOf((await verbs.listResults({ of: { campaign }, states, limit: 10_000 })).arrow)
  const seen = (rows: Row[]) => rows.map((row) => ({ result: Number(row.result), revision: Number(row.revision) }))
  const said: [codes: string[], remark: string][] = [[['1'], ''], [['1'], ''], [['W', 'X'], '未公示年报，限期三十日内改正'], [['1'], ''], [['Z'], '登记住所无此企业，物业出具证明'], [['1'], ''], [['H'], '涉嫌超范围经营，移交执法']]
  const enter = async (rows: Row[], inspectedOn: string): Promise<void> => {
    await verbs.enterResults({ of: { campaign }, by: '王芳', entries: rows.map((row, i) => ({ visit: Number(row.visit), item: String(row.item), revision: Number(row.revision), codes: said[i % said.length]![0], remark: said[i % said.length]![1], codeSet: '2025', inspectedOn })) })
  }
  today = later(3)
  const all = await page('not_entered')
  await enter(all.slice(0, 120), today)
  await verbs.reviewResults({ by: '李建国', results: seen((await page('awaiting_review')).slice(0, 90)), decision: 'approve' })
  await verbs.publishResults({ by: '陈静', results: seen((await page('approved')).slice(0, 60)), note: '第一批' })
  await verbs.reviewResults({ by: '李建国', results: seen((await page('awaiting_review')).slice(0, 8)), decision: 'return', reason: '请补充现场照片和住所核查经过' })
  const [wrong] = await page('published')
  await verbs.correctResult({ ...seen([wrong!])[0]!, by: '王芳', reason: '企业次日补交材料，原结论有误', foundOn: today, codes: ['1'], codeSet: '2025', inspectedOn: today })
  today = later(33)
  await enter(all.slice(120, 180), later(6))
  await verbs.reviewResults({ by: '李建国', results: seen((await page('awaiting_review')).slice(-30)), decision: 'approve' })
}

/** Both languages and both themes, each in a tab of its own session. */
async function everyDress(opened: Browser, work: (page: Page, dress: string) => Promise<void>): Promise<void> {
  for (const language of ['zh-CN', 'en'] as const) {
    for (const theme of ['light', 'dark'] as const) {
      const context = await opened.newContext({ viewport: { width: 1440, height: 900 }, locale: language, colorScheme: theme, reducedMotion: 'reduce' })
      await context.addInitScript(`localStorage.setItem('mingcha.person', '李建国'); localStorage.setItem('mingcha.language', '${language}'); localStorage.setItem('mingcha.theme', '${theme}')`)
      const page = await context.newPage()
      page.on('pageerror', (error) => said.push(`page error: ${error.message}`))
      page.on('console', (message) => { if (message.type() === 'error') said.push(`console: ${message.text()}`) })
      await page.goto(started.link())
      await work(page, `${language}-${theme}`)
      await context.close()
    }
  }
}

/** Waits until nothing loads and nothing moves. */
async function shoot(page: Page, route: string, name: string, deed?: (page: Page) => Promise<void>): Promise<void> {
  if (values.only !== undefined && !new RegExp(`^(${values.only})`).test(name)) return
  if (route !== '') await page.evaluate((hash) => { location.hash = hash }, route)
  await page.waitForTimeout(300)
  await page.waitForFunction(() => document.querySelector('.skeleton, [aria-busy="true"], .ag-loading, .ag-skeleton-container') === null, undefined, { timeout: 20_000 })
    .catch(() => said.push(`${name}: still loading after 20 s`))
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
  await page.waitForTimeout(500)
  if (deed) {
    await deed(page)
    await page.waitForTimeout(600)
  }
  await page.screenshot({ path: join(folder, `${name}.png`) })
  if (deed) await page.keyboard.press('Escape')
}

/** The back-test of a model that looks at the register alone, with the weights that inspections suggest, from its head to its foot. */
async function shootBacktest(page: Page, dress: string): Promise<void> {
  const { verbs } = engine
  if (!(await verbs.listModels({})).drafts.some((one) => one.name === '仅看登记')) {
    const { draft, revision } = await verbs.createDraft({ name: '仅看登记' })
    await verbs.changeDraft({ draft, revision, edits: (await verbs.listDimensions({})).map((one) => ({ kind: 'dimension', id: one.id, set: { weight: one.class === 'registration' ? 2 : 0 } })) })
  }
  await page.evaluate(() => { location.hash = '#/backtest' })
  await page.locator('.backtest-picker').first().click()
  await page.locator('.ant-select-item-option', { hasText: '仅看登记' }).click()
  await page.locator('.backtest-form > button.ant-btn').last().click()
  await page.waitForSelector('.backtest-take', { timeout: 300_000 })
  for (const [part, selector] of [['head', '.backtest-form'], ['middle', '.backtest-challenged'], ['foot', '.backtest-pair >> nth=1']] as const) {
    await page.locator(selector).scrollIntoViewIfNeeded()
    await page.locator(selector).evaluate((element) => element.scrollIntoView({ block: 'start' }))
    await page.waitForTimeout(600)
    await page.screenshot({ path: join(folder, `backtest-${part}-${dress}.png`) })
  }
}

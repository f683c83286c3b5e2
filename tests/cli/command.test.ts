import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { command } from '../../electron/cli/command.ts'
import { recordClasses } from '../../shared/classes.ts'

const folder = mkdtempSync(join(tmpdir(), 'mingcha-cli-'))
const homeBefore = process.env['MINGCHA_HOME']
const workspace = join(folder, 'city.mingcha')

/** Runs a command as the program would; `json` is its whole output, parsed. */
async function run(...args: string[]): Promise<{ code: number; out: string; err: string; json: () => never }> {
  const text = { out: '', err: '' }
  const code = await command(args, { out: { write: (part) => { text.out += part } }, err: { write: (part) => { text.err += part } } })
  return { code, ...text, json: () => JSON.parse(text.out) as never }
}

beforeAll(() => { process.env['MINGCHA_HOME'] = join(folder, 'home') })
afterAll(() => {
  if (homeBefore === undefined) delete process.env['MINGCHA_HOME']
  else process.env['MINGCHA_HOME'] = homeBefore
  rmSync(folder, { recursive: true, force: true })
})

describe('a command wrongly asked', () => {
  it.each([
    ['an unknown verb', ['nonsense']],
    ['a name that every object has', ['constructor']],
    ['nothing to work on', ['status']],
    ['too much', ['status', 'a', 'b']],
    ['an unknown option', ['status', 'a', '--nonsense']],
    ['an option without its value', ['score', 'a', '--as-of']],
    ['a day that is none', ['score', 'a', '--as-of', 'yesterday']],
    ['a class that is none', ['import', 'a', 'b.csv', '--class', 'x']],
    ['an encoding that is none', ['import', 'a', 'b.csv', '--encoding', 'ebcdic']],
    ['a batch that is no number', ['undo', 'a', 'last']],
    ['a count that is none', ['demo', 'a', '--subjects', 'many']],
    ['a demo without its size', ['demo', 'a']],
    ['a grouping that is none', ['tiers', 'a', '--by', 'colour']],
    ['a filter that cannot be read', ['subjects', 'a', '--where', 'colour']],
    ['a filter on a field that is none', ['subjects', 'a', '--where', 'colour=red']],
    ['a sort on a field that is none', ['subjects', 'a', '--sort', '-colour']],
    ['a tier that is none', ['subjects', 'a', '--tier', 'E']],
    ['a draw without seed', ['draw', 'a', '--out', 'b']],
    ['a draw without a place for its bundle', ['draw', 'a', '--seed', '1']],
    ['a lineage without its row', ['lineage', 'a', '--class', 'penalty', '--file', '1']],
    ['a discard without its reason', ['discard', 'a']],
    ['a step of identity that is none', ['identity', 'a', 'dance']],
    ['a port that is none', ['serve', '--port', '99999']],
  ])('%s: exit 2, one error value', async (_what, args) => {
    const { code, out, json } = await run(...args, '--json')
    expect(code).toBe(2)
    expect(json()).toEqual({ error: { code: 'usage', message: expect.stringMatching(/./), hint: expect.stringMatching(/^mingcha /) } })
    expect(out.trim()).not.toContain('\n')
    const plain = await run(...args)
    expect(plain).toMatchObject({ code: 2, out: '' })
    expect(plain.err).toMatch(/^mingcha: /)
  })

  it('is helped', async () => {
    const { code, out } = await run('help')
    expect(code).toBe(0)
    for (const verb of ['create', 'import', 'status', 'rejects', 'mend', 'discard', 'lineage', 'undo', 'identity', 'demo', 'score', 'tiers', 'subjects', 'profile', 'dimensions', 'draw', 'verify', 'serve']) expect(out).toContain(`\n  ${verb} `)
    expect((await run('help', 'draw')).out).toContain('--seed')
    expect((await run('draw', '--help')).out).toBe((await run('help', 'draw')).out)
    expect((await run()).out).toBe(out)
    expect((await run('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/)
    expect((await run('version', '--json')).json()).toEqual({ version: expect.stringMatching(/^\d/) })
  })
})

describe('a command refused', () => {
  it('exits 1 with code, message and hint', async () => {
    expect((await run('create', join(folder, 'one'), '--json')).json()).toEqual({ workspace: join(folder, 'one.mingcha'), name: 'one', subjects: 0, as_of: null, model: null })
    const again = await run('create', join(folder, 'one'), '--json')
    expect(again.code).toBe(1)
    expect(again.json()).toEqual({ error: { code: 'workspace_exists', message: expect.stringContaining('one.mingcha'), hint: expect.stringMatching(/./) } })
    const absent = await run('status', join(folder, 'absent'), '--json')
    expect(absent.code).toBe(1)
    expect(absent.json()).toMatchObject({ error: { code: 'no_such_workspace' } })
    const plain = await run('status', join(folder, 'absent'))
    expect(plain).toMatchObject({ code: 1, out: '' })
    expect(plain.err).toContain('absent.mingcha')
  })

  it('does not score an empty register, and says where nothing is scored', async () => {
    const { code, json } = await run('tiers', join(folder, 'one'), '--json')
    expect(code).toBe(1)
    expect(json()).toMatchObject({ error: { code: 'not_scored' } })
  })

  it('fixes nothing before it has read plan and seed', async () => {
    const plan = join(folder, 'plan.yaml')
    for (const [text, part] of [['ratio: 1', '«ratio»'], ['[1]', 'no plan'], ['{', 'plan.yaml'], ['filter: colour', 'filter']] as const) {
      writeFileSync(plan, text)
      const { code, json } = await run('draw', join(folder, 'one'), '--plan', plan, '--seed', '31415926535897932384', '--out', join(folder, 'b.json'), '--json')
      expect(code).toBe(1)
      expect(json()).toMatchObject({ error: { code: 'plan_unreadable', message: expect.stringContaining(part) } })
    }
    expect((await run('draw', join(folder, 'one'), '--plan', join(folder, 'absent.yaml'), '--seed', '31415926535897932384', '--out', 'b', '--json')).json()).toMatchObject({ error: { code: 'no_such_file' } })
    expect((await run('draw', join(folder, 'one'), '--seed', ' - ', '--out', join(folder, 'b.json'), '--json')).json()).toMatchObject({ error: { code: 'seed_too_short' } })
    expect(existsSync(join(folder, 'b.json'))).toBe(false)
  })

  it('reads no bundle that is not there', async () => {
    const { code, json } = await run('verify', join(folder, 'absent.json'), '--json')
    expect(code).toBe(1)
    expect(json()).toMatchObject({ error: { code: 'no_such_file', message: expect.stringContaining('absent.json') } })
  })
})

describe('the main job', () => {
  const bundle = join(folder, 'deep', 'bundle.json')

  it('fills a workspace', async () => {
    const { code, json, err } = await run('demo', workspace, '--subjects', '400', '--seed', 'cli', '--json')
    expect(code).toBe(0)
    expect(json()).toEqual({ workspace, name: 'city', subjects: 400, as_of: null, model: null })
    expect(err).toBe('')
  })

  it('scores it', async () => {
    const { json } = await run('score', workspace, '--as-of', '2026-11-22', '--json')
    const scored = json() as { tiers: Record<string, number>; subjects: number }
    expect(scored).toMatchObject({ run: 1, as_of: '2026-11-22', subjects: 400, model: expect.any(String), dimensions: expect.any(Number) })
    expect(Object.keys(scored.tiers)).toEqual(['A', 'B', 'C', 'D'])
    expect(Object.values(scored.tiers).reduce((a, b) => a + b)).toBe(400)
  })

  it('tells who would move under other weights', async () => {
    const { code, json } = await run('whatif', workspace, '--set', 'penalty.count_2y.weight=40,registration.status.weight=0', '--json')
    expect(code).toBe(0)
    const answer = json() as { before: Record<string, number>; after: Record<string, number>; migration: { from: string; to: string; subjects: number }[] }
    for (const tiers of [answer.before, answer.after]) expect(Object.values(tiers).reduce((a, b) => a + b)).toBe(400)
    expect(answer.migration.length).toBeGreaterThan(0)
    for (const [tier, n] of Object.entries(answer.before)) {
      const moved = answer.migration.reduce((sum, one) => sum + (one.to === tier ? one.subjects : 0) - (one.from === tier ? one.subjects : 0), 0)
      expect(answer.after[tier]).toBe(n + moved)
    }
    const again = (await run('reclassify', workspace, '--as-of', '2026-12-01', '--json')).json() as { run: { run: number; as_of: string }; compared: { from: { run: number }; migration: { subjects: number }[] } }
    expect(again).toMatchObject({ run: { as_of: '2026-12-01' }, compared: { from: { run: 1 } } })
    expect(again.compared.migration.reduce((sum, one) => sum + one.subjects, 0)).toBe(400)
    expect((await run('runs', workspace)).out).toContain('2026-12-01')
    expect((await run('runs', workspace, '--compare', `${again.run.run},1`)).out).toContain('from \\ to')
    expect((await run('runs', workspace, '--compare', '1', '--json')).code).toBe(2)
    await run('score', workspace, '--as-of', '2026-11-22')
    expect((await run('whatif', workspace, '--set', 'penalty.count_2y.colour=3', '--json')).code).toBe(2)
    expect((await run('whatif', workspace, '--set', 'penalty.nothing.weight=3', '--json')).json()).toMatchObject({ error: { code: 'no_such_dimension' } })
  })

  it('says what it holds', async () => {
    const status = (await run('status', workspace, '--json')).json() as { records: Record<string, number>; files: Record<string, number>[]; score: object }
    expect(status).toMatchObject({ workspace: expect.stringContaining('city'), as_of: '2026-11-22', subjects: 400 })
    expect(Object.keys(status.records).sort()).toEqual([...recordClasses].sort())
    expect(status.score).toMatchObject({ run: 3, model: expect.any(String), as_of: '2026-11-22', dimensions: expect.any(Number) })
    for (const file of status.files) {
      expect(file).toMatchObject({ name: expect.any(String), class: expect.any(String), encoding: expect.any(String), header_row: expect.any(Number), attached_by_code: expect.any(Number), attached_by_name: expect.any(Number), queued: expect.any(Number), unattached: expect.any(Number), reasons: expect.any(Object) })
      expect(file['read']).toBe(file['loaded']! + file['duplicate']! + file['quarantined']!)
    }
    expect((await run('status', workspace)).out).toContain('400 subjects')
  })

  it('counts tiers by group', async () => {
    const all = (await run('tiers', workspace, '--by', 'registrar', '--json')).json() as { tiers: Record<string, number>; groups: Record<string, number | string>[] }
    expect(all).toMatchObject({ as_of: '2026-11-22', model: expect.any(String) })
    for (const tier of ['A', 'B', 'C', 'D']) expect(all.groups.reduce((sum, group) => sum + Number(group[tier]), 0)).toBe(all.tiers[tier])
    expect(all.groups[0]).toMatchObject({ key: expect.any(String), label: expect.any(String) })
    const few = (await run('tiers', workspace, '--where', 'tier=D', '--json')).json() as { tiers: Record<string, number> }
    expect(few.tiers).toMatchObject({ A: 0, B: 0, C: 0, D: all.tiers['D'] })
  })

  it('lists subjects, and one of them with all that contributes to its index', async () => {
    const page = (await run('subjects', workspace, '--tier', 'D,C', '--sort', '-index', '--limit', '5', '--json')).json() as { total: number; subjects: { uscc: string; name: string; index: number; tier: string; established: string }[] }
    expect(page.subjects).toHaveLength(5)
    expect(page.total).toBeGreaterThan(5)
    expect(page.subjects.map((one) => one.index)).toEqual(page.subjects.map((one) => one.index).sort((a, b) => b - a))
    const worst = page.subjects[0]!
    expect(worst.established).toMatch(/^\d{4}-\d\d-\d\d$/)
    const profile = (await run('profile', workspace, worst.uscc, '--json')).json() as { index: number; contributions: { contribution: number }[]; subject: object; records: object }
    expect(profile).toMatchObject({ subject: { name: worst.name, uscc: worst.uscc, former_names: expect.any(Array) }, tier: worst.tier, tier_reason: expect.stringMatching(/^(index|veto)$/) })
    expect(profile.subject).toHaveProperty('capital_yuan')
    expect(profile.contributions[0]).toMatchObject({ dimension: expect.any(String), class: expect.any(String), points: expect.any(Number), weight: expect.any(Number), contribution: expect.any(Number), name_zh: expect.any(String) })
    expect(Math.abs(profile.contributions.reduce((sum, one) => sum + one.contribution, 0) - profile.index)).toBeLessThan(1e-6)
    expect(((await run('profile', workspace, worst.name, '--json')).json() as { index: number }).index).toBe(profile.index)
    expect((await run('profile', workspace, '查无此人', '--json')).code).toBe(1)
  })

  it('shows the model', async () => {
    const dimensions = (await run('dimensions', workspace, '--json')).json() as { id: string }[]
    expect(dimensions.length).toBeGreaterThanOrEqual(60)
    expect(dimensions[0]).toMatchObject({ id: expect.any(String), class: expect.any(String), level1: expect.any(String), level2: expect.any(String), name_zh: expect.any(String), name_en: expect.any(String), direction: expect.any(String), weight: expect.any(Number), cases: expect.any(Number) })
    expect(dimensions[0]).toHaveProperty('legal_basis')
    expect((await run('dimensions', workspace, '--sql', dimensions[0]!.id)).out).toMatch(/SELECT/i)
    expect((await run('dimensions', workspace, '--sql', 'no.such', '--json')).code).toBe(1)
  })

  it('explores a dimension, keeps a pool, and tells who moved', async () => {
    const found = (await run('explore', workspace, 'supervision.problems_2y', '--json')).json() as { subjects: number; known: number; bins: { subjects: number }[]; unknown: { subjects: number }; outcomes: { leak: boolean }; correlations: { rho: number }[] }
    expect(found.bins.reduce((sum, bin) => sum + bin.subjects, found.unknown.subjects)).toBe(found.subjects)
    expect(found.outcomes.leak).toBe(true)
    expect(found.correlations).toHaveLength(10)
    expect((await run('explore', workspace, 'supervision.problems_2y')).out).toContain('NOT A FORECAST')
    expect((await run('explore', workspace, 'nothing')).code).toBe(2)
    const pools = (await run('pools', workspace, '--save', '有问题', '--where', 'supervision.problems_2y>=1', '--json')).json() as { pool: number; subjects: number }[]
    const [saved] = pools
    expect(saved).toMatchObject({ name: '有问题', kind: 'predicate', subjects: expect.any(Number) })
    expect(((await run('subjects', workspace, '--where', `pool=${saved!.pool}`, '--limit', '1', '--json')).json() as { total: number }).total).toBe(saved!.subjects)
    expect((await run('pools', workspace, '--save', '全部')).code).toBe(2)
    const { groups } = (await run('tiers', workspace, '--by', 'pool', '--json')).json() as { groups: { label: string; A: number; B: number; C: number; D: number }[] }
    expect(groups.filter((one) => one.label === '有问题').map(({ A, B, C, D }) => A + B + C + D)).toEqual([saved!.subjects])
    const { run: last } = (await run('tiers', workspace, '--json')).json() as { run: number }
    const { moves } = (await run('migration', workspace, '--from', String(last), '--to', String(last), '--json')).json() as { moves: { from: string; to: string }[] }
    expect(moves.every((move) => move.from === move.to)).toBe(true)
    expect((await run('migration', workspace, '--from', '1')).code).toBe(2)
    await run('pools', workspace, '--delete', String(saved!.pool), '--json')
    expect(((await run('pools', workspace, '--json')).json() as { pool: number }[]).map((one) => one.pool)).not.toContain(saved!.pool)
  })

  it('draws by a plan, and verifies; a changed byte is found', async () => {
    const plan = join(folder, 'plan.yaml')
    writeFileSync(plan, 'name: 2026 Q4\nfilter: tier=C|D\nratios:\n  C: 0.5\nspares: 2\n')
    const drawn = (await run('draw', workspace, '--plan', plan, '--seed', '31415926535897932384', '--out', bundle, '--json')).json() as { strata: { stratum: string; frame: number; ratio: number; drawn: number }[]; drawn: number }
    expect(drawn).toMatchObject({ name: '2026 Q4', commitment: expect.stringMatching(/^[0-9a-f]{64}$/), seed: '31415926535897932384', bundle })
    expect(drawn.strata.filter((one) => one.frame > 0).map((one) => one.stratum)).toEqual(['C', 'D'])
    expect(drawn.strata.find((one) => one.stratum === 'C')).toMatchObject({ ratio: 0.5 })
    expect(drawn.strata.reduce((sum, one) => sum + one.drawn, 0)).toBe(drawn.drawn)
    const good = await run('verify', bundle, '--json')
    expect(good.code).toBe(0)
    expect(good.json()).toMatchObject({ ok: true })
    const bytes = readFileSync(bundle)
    bytes[Math.floor(bytes.length / 2)]! ^= 1
    writeFileSync(bundle, bytes)
    const bad = await run('verify', bundle, '--json')
    expect(bad.code).toBe(1)
    expect((bad.json() as { ok: boolean; checks: { ok: boolean }[] }).checks.some((check) => !check.ok)).toBe(true)
    expect((await run('verify', bundle)).code).toBe(1)
  })

  it('writes the quarantine as a table that no spreadsheet runs', async () => {
    const out = join(folder, 'rejects.csv')
    const listed = (await run('rejects', workspace, '--json')).json() as object[]
    expect(listed.length).toBeGreaterThan(2)
    expect(listed[0]).toMatchObject({ source_file: expect.any(String), source_row: expect.any(Number), class: expect.any(String), reason: expect.any(String), original: expect.any(String) })
    expect((await run('rejects', workspace, '--out', out, '--json')).json()).toEqual({ rows: listed.length, out })
    expect((await run('rejects', workspace, '--limit', '2', '--json')).json()).toEqual(listed.slice(0, 2))
    const text = readFileSync(out, 'utf8')
    expect(text.startsWith('\uFEFF')).toBe(true)
    expect(text.split('\r\n')[0]).toMatch(/^\uFEFF"mingcha_file","mingcha_row","mingcha_source","mingcha_reason",/)
    expect(existsSync(`${out}.part`)).toBe(false)
  })
})

it('mends rejects outside, brings them back, and tells where a record came from', async () => {
  const [mended, file, out] = [join(folder, 'mend.mingcha'), join(folder, '处罚2.csv'), join(folder, 'out.csv')]
  writeFileSync(file, '当事人名称,统一社会信用代码,处罚日期,处罚类别\n甲公司,,2024/1/1,罚款\n,,2024/1/2,警告\n,,2024/1/3,警告\n,,2024/1/4,=警告\n')
  await run('create', mended)
  const imported = (await run('import', mended, file, '--score', '--json')).json() as { batch: number; score: { run: number; tiers: Record<string, number> }; subjects_created: number }
  expect(imported).toMatchObject({ batch: 1, score: { run: 1, subjects: imported.subjects_created } })
  expect((await run('rejects', mended, '--reason', 'no_subject', '--out', out, '--json')).json()).toEqual({ rows: 3, out })
  writeFileSync(out, readFileSync(out, 'utf8').replace('"no_subject","","","2024/1/2"', '"no_subject","乙公司","","2024/1/2"'))
  expect((await run('mend', mended, out, '--json')).json()).toMatchObject({ batches: [2], rows: 3, loaded: 1, duplicate: 0, refused: 0, unchanged: 2, already: 0, unknown: 0, subjects_created: 0 })
  expect((await run('mend', mended, out)).out).toContain('1 mended before, or named twice')
  expect((await run('discard', mended, '--file', '1', '--row', '4', '--note', '查无此人', '--json')).json()).toEqual({ rows: 1 })
  expect((await run('status', mended, '--json')).json()).toMatchObject({ files: [{ read: 4, loaded: 2, duplicate: 0, quarantined: 2, reasons: { no_subject: 2 }, mended: 1, discarded: 1 }] })
  expect((await run('lineage', mended, '--class', 'penalty', '--file', '1', '--row', '3', '--json')).json()).toMatchObject({
    record_class: 'penalty', source_row: 3, file: { name: '处罚2.csv', header_row: 1 }, batch: { batch: 1 }, mend: { batch: 2, via: 'out.csv', original: '["","","2024/1/2","警告"]', became: ['乙公司', '', '2024/1/2', '警告'] } })
  expect((await run('lineage', mended, '--class', 'penalty', '--file', '1', '--row', '3')).out).toContain('mended ')
  expect((await run('lineage', mended, '--class', 'penalty', '--file', '1', '--row', '9', '--json')).json()).toMatchObject({ error: { code: 'no_such_record' } })
  expect((await run('mend', mended, file, '--json')).json()).toMatchObject({ error: { code: 'not_rejects' } })
  expect((await run('discard', mended, '--undo', '--json')).json()).toEqual({ rows: 1 })
  expect((await run('undo', mended, '2', '--json')).json()).toMatchObject({ records: 1, returned: 1 })
})

it('takes a batch back', async () => {
  const [taken, file] = [join(folder, 'undo.mingcha'), join(folder, '处罚.csv')]
  writeFileSync(file, '当事人名称,统一社会信用代码,处罚日期,处罚类别\n甲公司,,2024/1/1,罚款\n,,2024/1/2,警告\n')
  await run('create', taken)
  expect((await run('import', taken, file, '--json')).json()).toMatchObject({ batch: 1 })
  expect((await run('undo', taken, '1', '--json')).json()).toEqual({ batch: 1, mends: [], files: 1, records: 1, quarantined: 1, returned: 0, subjects_removed: 0, detached: 0, later_duplicates: 0 })
  expect((await run('status', taken, '--json')).json()).toMatchObject({ subjects: 0, files: [] })
  const again = await run('undo', taken, '1', '--json')
  expect(again.code).toBe(1)
  expect(again.json()).toMatchObject({ error: { code: 'no_such_batch' } })
})

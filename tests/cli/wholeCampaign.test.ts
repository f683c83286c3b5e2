import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import PizZip from 'pizzip'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { command } from '../../electron/cli/command.ts'

/**
 * A whole joint inspection by commands alone: five departments over tiers C and D, from the libraries of the demo city to the index that moved.
 * MINGCHA_CITY: subjects of the city; the program is meant for 200,000.
 */
const subjects = process.env['MINGCHA_CITY'] ?? '3000'
const departments = { SJJ: '市场监督管理局', XFJ: '消防', WJJ: '卫生', GAJ: '公安', RSJ: '人力资源' }
const folder = mkdtempSync(join(tmpdir(), 'mingcha-campaign-'))
const workspace = join(folder, 'city.mingcha')
let visits = 0
const at = (name: string): string => join(folder, name)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', '']
  const code = await command([...args, '--json'], { out: { write: (text) => (out += text) }, err: { write: (text) => (err += text) } })
  return { code, out, err }
}
const ask = async <T>(...args: string[]): Promise<T> => {
  const { code, out } = await run(...args)
  expect(code, `${args.join(' ')}: ${out}`).toBe(0)
  return JSON.parse(out) as T
}
const today = new Date().toLocaleDateString('sv')

beforeAll(async () => {
  await run('demo', workspace, '--subjects', subjects)
  await ask('score', workspace)
}, 900_000)

test('libraries at the size of the district', async () => {
  const libraries = await ask<{ kind: string; rows: number }[]>('library', workspace)
  expect(Object.fromEntries(libraries.map((one) => [one.kind, one.rows]))).toMatchObject({ department: 18, item: 331, officer: 940 })
  expect(await ask<unknown[]>('pools', workspace)).toHaveLength(97)
  const plans = await ask<{ tasks: unknown[] }[]>('plan', 'list', workspace)
  expect(plans[0]!.tasks.length).toBeGreaterThan(20)
})

test('plan, commitment, seed, draw, officers: the bundle is verified, and a changed byte is found', { timeout: 900_000 }, async () => {
  const items = new Map<string, string[]>()
  for (const code of Object.keys(departments)) {
    const { rows } = await ask<{ rows: { item: string; kind: string; qualification: string | null }[] }>('library', workspace, 'item', '--find', `${code}-0`, '--limit', '500')
    items.set(code, rows.filter((one) => one.qualification === null).slice(0, 2).map((one) => one.item))
  }
  writeFileSync(at('plan.json'), JSON.stringify({
    name: '重点行业跨部门综合检查', policy: 'xian-2020', spares: 2, perDepartment: 1,
    tasks: [...items].map(([department, own]) => ({ department, items: own, filter: [{ field: 'tier', op: 'in', values: ['C', 'D'] }], ratios: { C: 0.2, D: 0.5 } })),
  }))
  const drawn = await ask<{ campaign: number; state: string; visits: number; drawn: number; parts: unknown[]; commitment: string }>('campaign', workspace, '--plan', at('plan.json'), '--seed', '27182818284590452353602874', '--out', at('bundle.json'))
  expect(drawn).toMatchObject({ campaign: 1, state: 'staffed' })
  expect(drawn.parts).toHaveLength(5)
  visits = drawn.visits
  // One door, many matters: five departments, fewer visits than subjects drawn.
  expect(drawn.visits).toBeLessThan(drawn.drawn)
  expect(await ask('verify', at('bundle.json'))).toMatchObject({ ok: true })
  const bytes = readFileSync(at('bundle.json'))
  const place = bytes.indexOf('"seed":"2718') + 10
  bytes[place] = 0x39
  writeFileSync(at('forged.json'), bytes)
  const forged = await run('verify', at('forged.json'))
  expect(forged.code).toBe(1)
  expect((JSON.parse(forged.out) as { checks: { ok: boolean }[] }).checks.some((one) => !one.ok)).toBe(true)
})

test('papers: a notice for every visit, the first 500 of a large inspection', { timeout: 300_000 }, async () => {
  const made = await ask<{ papers: number }>('papers', workspace, '1', '--kind', 'notice', '--visits', `1-${Math.min(visits, 500)}`, '--out', at('notices.docx'))
  const text = new PizZip(readFileSync(at('notices.docx'))).file('word/document.xml')!.asText().replace(/<[^>]+>/g, '')
  expect(made.papers).toBe(Math.min(visits, 500))
  expect(text.match(/双随机通〔\d{4}〕1-\d+号/g)).toHaveLength(made.papers)
  expect(await ask('papers', workspace, '1', '--kind', 'visits', '--out', at('visits.xlsx'))).toMatchObject({ format: 'xlsx' })
})

test('500 results come in, another person reviews, they are published, and the index moves', { timeout: 900_000 }, async () => {
  await ask('package', workspace, '--campaign', '1', '--out', at('task.csv'))
  const [header, ...lines] = readFileSync(at('task.csv'), 'utf8').trimEnd().split('\r\n')
  const wanted = Math.min(500, lines.length)
  expect(wanted, 'a city of 3,000 draws less than 500 items').toBeGreaterThan(subjects === '3000' ? 100 : 499)
  const codes = ['1', '1', '1', 'W', 'Z', 'L、X', '1', 'H']
  const filled = lines.slice(0, wanted).map((line, i) => {
    const done = line.replace(/"","","","",""$/, `"${today}","${codes[i % codes.length]}","第 ${i} 项","","赵录入"`)
    expect(done).not.toBe(line)
    return done
  })
  writeFileSync(at('filled.csv'), [header, ...filled].join('\r\n'))
  const [brought] = await ask<{ read: number; taken: number; refused_rows: number }[]>('results', workspace, at('filled.csv'))
  expect(brought).toMatchObject({ read: wanted, taken: wanted, refused_rows: 0 })
  expect((await run('review', workspace, '--by', '赵录入', '--approve', '--campaign', '1')).code).toBe(1)
  expect(await ask('review', workspace, '--by', '钱审核', '--approve', '--campaign', '1')).toEqual({ done: wanted, refused: [] })
  const published = await ask<{ done: number; publication: { publication: number; sha256: string } }>('publish', workspace, '--by', '孙公示', '--out', at('公示.csv'))
  expect(published).toMatchObject({ done: wanted, publication: { publication: 1 } })
  expect(createHash('sha256').update(readFileSync(at('公示.csv'))).digest('hex')).toBe(published.publication.sha256)
  const statistics = await ask<{ total: { drawn: number; published: number; completion: number; problems: number }; departments: { department: string }[] }>('statistics', workspace, '--campaign', '1')
  expect(statistics.total).toMatchObject({ drawn: lines.length, published: wanted })
  expect(new Set(statistics.departments.map((one) => one.department))).toEqual(new Set(Object.keys(departments)))

  const before = await ask<{ subjects: { subject_id: number; index: number }[] }>('subjects', workspace, '--where', 'tier=C', '--limit', '5000')
  await ask('score', workspace)
  const after = new Map((await ask<{ subjects: { subject_id: number; index: number }[] }>('subjects', workspace, '--limit', '10000', '--sort', '-index')).subjects.map((one) => [one.subject_id, one.index]))
  expect(before.subjects.filter((one) => after.has(one.subject_id) && Math.abs(after.get(one.subject_id)! - one.index) > 0.05).length).toBeGreaterThan(0)
  const compared = await ask<{ moved: unknown[] }>('runs', workspace, '--compare', '1,2')
  expect(compared.moved.length).toBeGreaterThan(0)

  // Whoever could not be reached becomes a case of the review desk, once.
  await ask('cases', workspace, 'find')
  const cases = await ask<{ cases: { ground: string; subject_id: number | null; name: string; period: string }[] }>('cases', workspace, 'list', '--ground', 'unreachable', '--limit', '500')
  expect(cases.cases.length).toBeGreaterThan(0)
  const keys = cases.cases.map((one) => `${one.subject_id ?? one.name} ${one.ground} ${one.period}`)
  expect(new Set(keys).size).toBe(keys.length)

  // All of it stands in the chain, and the chain holds.
  const audit = await ask<{ ok: boolean; links: number; entries: { verb: string }[] }>('audit', workspace, '--list', '200')
  expect(audit.ok).toBe(true)
  for (const verb of ['commitCampaign', 'drawCampaign', 'importResults', 'reviewResults', 'publishResults', 'scoreSubjects', 'findCases']) expect(audit.entries.map((one) => one.verb)).toContain(verb)
})

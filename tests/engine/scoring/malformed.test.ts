import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { command } from '../../../electron/cli/command.ts'
import { MingchaError } from '../../../shared/errors.ts'
import { compileModel, refuseFailedCases } from '../../../electron/engine/scoring/check.ts'
import { builtInModel, readModel } from '../../../electron/engine/scoring/read.ts'
import { openRoom, resources, type TestRoom } from '../../room.ts'

let room: TestRoom
let folder: string
beforeAll(async () => {
  room = await openRoom()
  folder = mkdtempSync(join(tmpdir(), 'mingcha-malformed-'))
})
afterAll(async () => {
  await room.close()
  rmSync(folder, { recursive: true })
})

/** The built-in model in a folder of its own with one text of one file replaced, and the line where the new text begins. */
function planted(file: string, old: string | RegExp, fresh: string): { model: string; line: number; file: string } {
  const model = mkdtempSync(join(folder, 'model-'))
  cpSync(builtInModel(resources), model, { recursive: true })
  const path = join(model, file)
  const text = readFileSync(path, 'utf8')
  const at = text.search(typeof old === 'string' ? old.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') : old)
  if (at < 0) throw new Error(`${file} has no ${String(old)}`)
  writeFileSync(path, text.replace(old, fresh.replaceAll('$', '$$$$')))
  return { model, line: text.slice(0, at).split('\n').length, file: path }
}

async function refusalOf(model: string): Promise<MingchaError> {
  try {
    const read = readModel(model, resources)
    await room.database().read(async (ask) => {
      await compileModel(ask, read, '2026-11-22')
      await refuseFailedCases(ask, read)
    })
  } catch (error) {
    if (error instanceof MingchaError) return error
    throw error
  }
  throw new Error('the model was accepted')
}

const value = /value: count\(\*\) FILTER \(WHERE age_days <= 730 AND coalesce\(kind, 'other'\) <> 'none'\)/
const facts = 'FROM known_penalty'
/** What is wrong, in which file, the text replaced and its replacement, how many lines further the mistake is shown (null: at the whole that holds it), what the reason says. */
const wrongs: [what: string, file: string, old: string | RegExp, fresh: string, further: number | null, reason: RegExp, code?: string][] = [
  ['SQL that is none', 'penalty.yaml', value, 'value: count(* FILTER', 0, /syntax error/i],
  ['an unknown column on a later line of its text', 'penalty.yaml', value, 'value: |\n      count(*)\n      + fine_cents', 2, /column fine_cents is not declared/],
  ['an unknown column', 'penalty.yaml', value, 'value: sum(fine_cents)', 0, /column fine_cents is not declared/],
  ['an unknown column in the evidence', 'listing.yaml', "evidence: kind = 'abnormal' AND current\n", "evidence: kind = 'abnormal' AND now\n", 0, /column now is not declared/],
  ['an unknown column in the facts', 'penalty.yaml', facts, 'FROM (SELECT *, no_such_thing + 1 AS more FROM known_penalty)', null, /no_such_thing/],
  ['a column declared that the facts lack', 'penalty.yaml', '  in_effect: BOOLEAN', '  in_force: BOOLEAN', null, /in_(force|effect)/],
  ['facts that read themselves', 'penalty.yaml', facts, 'FROM known_penalty WHERE age_days IN (WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i FROM n) SELECT i FROM n)', 0, /n reads itself: a cycle/],
  ['a file that holds itself', 'penalty.yaml', 'level1: [', 'extra: &self { inner: *self }\nlevel1: [', 0, /a cycle: extra\.inner/, 'model_unreadable'],
  ['an id that stands twice', 'penalty.yaml', 'id: penalty.count_decayed', 'id: penalty.count_2y', 0, /the id stands twice/],
  ['an id of another class', 'penalty.yaml', 'id: penalty.count_decayed', 'id: listing.count_decayed', 0, /must begin with penalty\./],
  ['a weight that is no number', 'penalty.yaml', 'weight: 5', 'weight: .nan', 0, /received NaN/],
  ['a weight below nothing', 'penalty.yaml', 'weight: 5', 'weight: -5', 0, />=0/],
  ['a weight without end', 'penalty.yaml', 'weight: 5', 'weight: .inf', 0, /number/i],
  ['a cap of nothing', 'penalty.yaml', 'weight: 5', 'weight: 5\n    cap: 0', 1, />0/],
  ['bands that overlap', 'penalty.yaml', 'bands: [[null, 0], [1, 40], [2, 65], [3, 80], [5, 100]]', 'bands: [[null, 0], [3, 40], [2, 65]]', 0, /the bands must rise/],
  ['bands that begin twice', 'penalty.yaml', 'bands: [[null, 0], [1, 40], [2, 65], [3, 80], [5, 100]]', 'bands: [[null, 0], [1, 40], [1, 65]]', 0, /the bands must rise/],
  ['points against the direction', 'penalty.yaml', 'bands: [[null, 0], [1, 40], [2, 65], [3, 80], [5, 100]]', 'bands: [[null, 0], [1, -40]]', 0, /against the direction/],
  ['a subquery', 'penalty.yaml', value, 'value: (SELECT count(*) FROM subject)', 0, /subquery is not allowed/],
  ['a subquery in a veto', 'model.yaml', "condition: count(*) FILTER (WHERE kind = 'serious' AND current) > 0", 'condition: count(*) > (SELECT 0)', 0, /subquery is not allowed/],
  ['a file read by a value', 'penalty.yaml', value, "value: count(*) FROM read_csv('/etc/passwd')", 0, /reads no table/],
  ['a file read by the facts', 'penalty.yaml', facts, "FROM read_csv('/etc/passwd')", 0, /table functions/],
  ['a file read by its name', 'penalty.yaml', facts, "FROM '/etc/passwd.csv'", 0, /may not read/],
  ['the table itself, with what was known later', 'penalty.yaml', facts, 'FROM penalty', 0, /may not read penalty/],
  ['a half-life without ages', 'penalty.yaml', /half_life_days: 365/, 'half_life_days: 0', 0, />=1/],
  ['no meaning', 'penalty.yaml', /    meaning: .*\n/, '', null, /expected tuple/],
  ['a word that the schema lacks', 'penalty.yaml', 'weight: 5', 'weight: 5\n    wieght: 6', null, /wieght/],
  ['a class that does not exist', 'penalty.yaml', 'class: penalty', 'class: penalties', 0, /Invalid option/],
  ['a case that does not hold', 'penalty.yaml', '- { rows: [], value: 0, points: 0 }', '- { rows: [], value: 1, points: 40 }', 0, /expected 1 → 40 points, got 0 → 0/],
  ['ceilings that do not make 100', 'model.yaml', /  penalty: 17/, '  penalty: 18', null, /sum to 101/],
  ['thresholds that fall', 'model.yaml', /thresholds: .*/, 'thresholds: { B: 20, C: 10, D: 40 }', 0, /must rise/],
  ['no YAML at all', 'penalty.yaml', 'class: penalty', 'class: [penalty', 1, /at line/, 'model_unreadable'],
  ['a name given twice', 'penalty.yaml', 'class: penalty', 'class: penalty\nclass: listing', 1, /unique/, 'model_unreadable'],
]

for (const [what, file, old, fresh, further, reason, code] of wrongs) {
  test(`${what} is refused with file, line and reason`, async () => {
    const wrong = planted(file, old, fresh)
    const error = await refusalOf(wrong.model)
    expect(error).toMatchObject({ code: code ?? 'model_invalid', params: { file: wrong.file } })
    expect(String(error.params.reason ?? error.params.detail)).toMatch(reason)
    const line = Number(error.params.line)
    if (further === null) expect(line).toBeGreaterThan(0)
    else expect(line).toBe(wrong.line + further)
    if (!code) expect(error.message).toContain(`${wrong.file}, line ${line}: `)
  })
}

test('a change in a file of one\'s own is refused at its own line', async () => {
  const own = join(folder, 'own.yaml')
  const head = readFileSync(join(builtInModel(resources), 'model.yaml'), 'utf8')
  writeFileSync(own, `${head}\nset:\n  penalty.count_2y:\n    weight: .nan\n`)
  const line = head.split('\n').length + 3
  expect(await refusalOf(own)).toMatchObject({ code: 'model_invalid', params: { file: own, line, where: 'penalty.count_2y.weight' } })
  writeFileSync(own, `${head}\nset:\n  penalty.count_2y: { colour: red }\n`)
  expect(await refusalOf(own)).toMatchObject({ code: 'model_invalid', params: { file: own, line: line - 1 } })
  writeFileSync(own, `${head}\nset:\n  penalty.no_such: { weight: 1 }\n`)
  expect(await refusalOf(own)).toMatchObject({ code: 'model_invalid', params: { file: own, line: line - 1, where: 'set.penalty.no_such' } })
})

test('the command refuses such a model in the same words, with exit code 1, and leaves no run', async () => {
  const workspace = join(folder, 'command.mingcha')
  const said = async (...args: string[]): Promise<{ exit: number; out: string; err: string }> => {
    const texts = { out: '', err: '' }
    const exit = await command(args, { out: { write: (text) => { texts.out += text } }, err: { write: (text) => { texts.err += text } } })
    return { exit, ...texts }
  }
  expect((await said('create', workspace)).exit).toBe(0)
  const wrong = planted('penalty.yaml', value, "value: count(*) FROM read_csv('/etc/passwd')")
  const { exit, out } = await said('score', workspace, '--model', wrong.model, '--json')
  expect(exit).toBe(1)
  const { error } = JSON.parse(out) as { error: { code: string; message: string; hint: string } }
  expect(error).toMatchObject({ code: 'model_invalid', hint: expect.stringMatching(/./) })
  expect(error.message).toContain(`penalty.yaml, line ${wrong.line}: penalty.count_2y.value, character`)
  expect(error.message).toContain('an expression reads no table')
  expect(JSON.parse((await said('status', workspace, '--json')).out)).toMatchObject({ score: null })
})

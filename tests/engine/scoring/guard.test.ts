import { afterAll, beforeAll, expect, test } from 'vitest'
import { compileModel } from '../../../electron/engine/scoring/check.ts'
import { inspectFacts } from '../../../electron/engine/scoring/guard.ts'
import { modelSchema, type Model } from '../../../electron/engine/scoring/model.ts'
import { builtInModel, readModel } from '../../../electron/engine/scoring/read.ts'
import { openRoom, resources, type TestRoom } from '../../room.ts'

let room: TestRoom
beforeAll(async () => { room = await openRoom() })
afterAll(() => room.close())

const sound = readModel(builtInModel(resources), resources)

/** The built-in model with one expression of penalty.count_2y replaced. */
const planted = (part: 'value' | 'evidence', text: string): Model => ({
  ...sound,
  classes: sound.classes.map((group) => ({ ...group, dimensions: group.dimensions.map((one) => (one.id === 'penalty.count_2y' ? { ...one, [part]: text } : one)) })),
})
const compile = (model: Model) => room.database().read((ask) => compileModel(ask, model, '2026-11-22'))

const bad: [string, string, RegExp, number?][] = [
  ['another table', 'count(*) FROM subject', /reads no table/, 10],
  ['a file', "sum(fine_yuan) FROM read_text('/etc/passwd')", /reads no table/, 16],
  ['an unlisted function', "max(length(getenv('HOME')))", /function length is not on the list/, 5],
  ['an order-dependent function', 'first(fine_yuan)', /function first is not on the list/, 1],
  ['a function of another schema', 'pg_catalog.count(age_days)', /not on the list/],
  ['an undeclared column', 'count(*) FILTER (WHERE legal_rep IS NULL)', /column legal_rep is not declared/, 24],
  ['a qualified column', 'max(penalty.fine_yuan)', /column penalty.fine_yuan is not declared/, 5],
  ['a decay that was not asked for', 'sum(decay_365)', /column decay_365 is not declared/, 5],
  ['a subquery', 'count(*) + (SELECT 1)', /subquery is not allowed/, 12],
  ['a window', 'count(*) OVER ()', /window is not allowed/, 1],
  ['a parameter', 'count(*) + $1', /parameter is not allowed/],
  ['every column', 'count(COLUMNS(*))', /star is not allowed/],
  ['two expressions', 'count(*), 1', /one expression is expected/, 1],
  ['an alias', 'count(*) AS n', /alias/],
  ['two statements', 'count(*); DROP TABLE subject', /semicolons/, 9],
  ['a comment', 'count(*) -- and more', /comments/, 10],
  ['no SQL at all', 'count(*', /syntax error/i],
  ['no aggregate', 'age_days', /GROUP BY|aggregate/],
  ['no number', "max(kind || '')", /function \|\| is not on the list/],
  ['a text as value', 'max(kind)', /round/],
]
for (const [what, text, reason, at] of bad) {
  test(`the guard refuses ${what}`, async () => {
    const refusal = await compile(planted('value', text)).then(() => null, (error: unknown) => error as { code: string; params: Record<string, string> })
    expect(refusal).toMatchObject({ code: 'model_invalid', params: { where: expect.stringMatching(/^penalty\.count_2y/), reason: expect.stringMatching(reason) } })
    if (at !== undefined) expect(refusal!.params.where).toBe(`penalty.count_2y.value, character ${at}`)
  })
}

test('the guard looks at evidence and vetoes too', async () => {
  await expect(compile(planted('evidence', 'fact IS NULL'))).rejects.toMatchObject({ params: { where: 'penalty.count_2y.evidence, character 1' } })
  const veto = { ...sound, vetoes: sound.vetoes.map((one, i) => (i === 0 ? { ...one, condition: 'count(*) > (SELECT 0)' } : one)) }
  await expect(compile(veto)).rejects.toMatchObject({ params: { where: 'vetoes.serious_list.condition, character 12' } })
})

test('facts read what was known at the time, and nothing else', async () => {
  const inspect = (text: string) => room.database().read((ask) => inspectFacts(ask, text))
  expect(await inspect('SELECT * FROM known_penalty p JOIN subject s USING (subject_id) WHERE occurred_on <= $asof')).toEqual({ refusal: null, tables: ['known_penalty', 'subject'] })
  for (const [text, reason] of [
    ['SELECT * FROM penalty', /may not read penalty/],
    ['SELECT * FROM main.known_penalty', /may not read/],
    ["SELECT * FROM read_csv('x.csv')", /table functions/],
    ["SELECT * FROM 'x.parquet'", /may not read x.parquet/],
    ['WITH a AS (SELECT * FROM score) SELECT * FROM a', /may not read score/],
    ['SELECT * FROM known_penalty WHERE known_on < $other', /only parameter/],
    ["SELECT getenv('HOME') FROM known_penalty", /getenv is not on the list/],
    ['DROP TABLE subject', /SELECT/],
    ['SELECT 1; SELECT 2', /one statement/],
  ] as const) expect((await inspect(text)).refusal?.reason, text).toMatch(reason)
})

test('a model that contradicts itself is refused by place', () => {
  const refuse = (change: (model: Model) => unknown) => modelSchema.safeParse(change(structuredClone(sound))).error?.issues[0]?.message
  expect(refuse((model) => model)).toBeUndefined()
  expect(refuse((model) => ({ ...model, ceilings: { ...model.ceilings, penalty: 16 } }))).toContain('sum to 99')
  expect(refuse((model) => ({ ...model, thresholds: { B: 20, C: 10, D: 30 } }))).toContain('must rise')
  expect(refuse((model) => ((model.classes[0]!.dimensions[1]!.id = model.classes[0]!.dimensions[0]!.id), model))).toContain('stands twice')
  expect(refuse((model) => ((model.classes[0]!.dimensions[0]!.bands = [[null, 0], [5, 10], [3, 20]]), model))).toContain('must rise')
  expect(refuse((model) => ((model.classes[0]!.dimensions[0]!.bands = [[0, 5]]), model))).toContain('begins at null')
  expect(refuse((model) => ((model.classes[0]!.dimensions[0]!.missing = -5), model))).toContain('against the direction')
  expect(refuse((model) => ({ ...model, classes: model.classes.filter((group) => group.class !== 'listing') }))).toContain('no facts')
})

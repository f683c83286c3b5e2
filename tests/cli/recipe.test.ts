import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { command } from '../../electron/cli/command.ts'

const folder = mkdtempSync(join(tmpdir(), 'mingcha-recipe-'))
const homeBefore = process.env['MINGCHA_HOME']
async function run(...args: string[]): Promise<{ code: number; out: string }> {
  let out = ''
  const code = await command(args, { out: { write: (part) => { out += part } }, err: { write: () => undefined } })
  return { code, out }
}
beforeAll(() => { process.env['MINGCHA_HOME'] = join(folder, 'home') })
afterAll(() => {
  if (homeBefore === undefined) delete process.env['MINGCHA_HOME']
  else process.env['MINGCHA_HOME'] = homeBefore
  rmSync(folder, { recursive: true, force: true })
})

it('import --recipe reads files as the recipe says, and says what has drifted', async () => {
  const [workspace, recipe, one, two] = ['w.mingcha', 'r.yaml', 'a.csv', 'b.csv'].map((name) => join(folder, name)) as [string, string, string, string]
  writeFileSync(recipe, 'name: 某局\npattern: "*.csv"\nclass: penalty\ncolumns:\n  - { source: 单位, column: subject_name }\n  - { source: 日子, column: occurred_on }\n  - { source: 备注, column: "" }\n')
  writeFileSync(one, '单位,日子,经办人\n甲公司,2024/1/2,张三\n')
  writeFileSync(two, '单位,日子,备注\n乙公司,2024/1/3,无\n')
  await run('create', workspace)
  const asked = await run('import', workspace, one, '--recipe', recipe, '--json')
  expect(asked.code).toBe(0)
  expect(JSON.parse(asked.out)).toMatchObject({ files: [{ class: 'penalty', loaded: 1, recipe: { name: '某局', version: 0, missing: ['备注'], added: ['经办人'], renamed: [] } }] })
  expect((await run('import', workspace, two, '--recipe', recipe)).out).toContain('b.csv: read by recipe 某局\n')
  const missing = await run('import', workspace, two, '--recipe', join(folder, 'none.yaml'), '--json')
  expect(missing.code).toBe(1)
  expect(JSON.parse(missing.out)).toMatchObject({ error: { code: 'no_such_file' } })
})

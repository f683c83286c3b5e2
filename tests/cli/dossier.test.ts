import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import PizZip from 'pizzip'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { command } from '../../electron/cli/command.ts'

const folder = mkdtempSync(join(tmpdir(), 'mingcha-dossier-cli-'))
const workspace = join(folder, 'city.mingcha')
const at = (name: string): string => join(folder, name)
let code = ''

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', '']
  const exit = await command(args, { out: { write: (text) => (out += text) }, err: { write: (text) => (err += text) } })
  return { code: exit, out, err }
}
const json = async <T>(...args: string[]): Promise<T> => JSON.parse((await run(...args, '--json')).out) as T

beforeAll(async () => {
  await run('demo', workspace, '--subjects', '200')
  await run('score', workspace)
  const { subjects } = await json<{ subjects: { uscc: string }[] }>('subjects', workspace, '--sort', '-index', '--limit', '1')
  code = subjects[0]!.uscc
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('notes are written with a file, listed, and struck', async () => {
  writeFileSync(at('门头.png'), Buffer.from('89504e470d0a1a0a00', 'hex'))
  const [first] = await json<{ note: number; text: string; files: { name: string }[] }[]>('notes', workspace, code, '--add', '已电话核实', '--file', at('门头.png'))
  expect(first).toMatchObject({ text: '已电话核实', files: [{ name: '门头.png' }] })
  expect(await json('notes', workspace, code, '--strike', String(first!.note), '--reason', '误记')).toMatchObject([{ struck: { reason: '误记' } }])
  expect((await run('notes', workspace, code, '--strike', 'x', '--reason', '误记')).code).toBe(2)
  expect((await run('notes', workspace, code, '--strike', String(first!.note), '--reason', '误记')).code).toBe(1)
  expect((await run('notes', workspace, code)).out).toContain('已电话核实')
})

test('a watch list is begun, seen and ended', async () => {
  expect(await json('watch', workspace, code)).toMatchObject({ total: 1, changed: 0, subjects: [{ code }] })
  expect((await run('watch', workspace, '--seen')).out).toContain('1 watched, 0 changed')
  expect(await json('watch', workspace, code, '--end')).toMatchObject({ total: 0 })
})

test('a dossier by the ending of its file', async () => {
  expect(await json('dossier', workspace, code, '--out', at('d.docx'))).toMatchObject({ path: at('d.docx'), format: 'docx' })
  expect(new PizZip(readFileSync(at('d.docx'))).file('word/document.xml')!.asText()).toContain(code)
  expect(await json('dossier', workspace, code, '--out', at('d.html'), '--language', 'en')).toMatchObject({ format: 'html' })
  expect(readFileSync(at('d.html'), 'utf8')).toContain('Legal representative')
  expect((await run('dossier', workspace, code, '--out', at('d.pdf'))).code).toBe(2)
  expect((await run('dossier', workspace, 'NOBODY', '--out', at('d.docx'))).code).toBe(1)
})

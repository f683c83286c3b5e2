import { expect, test } from 'vitest'
import { droppedFiles } from '../../../renderer/host/droppedFiles.ts'

/** What a browser hands over, as far as it is asked: files, and folders that tell their entries a hundred at a time. */
const file = (name: string) => ({ isFile: true, isDirectory: false, name, file: (done: (file: File) => void) => done(new File(['x'], name)) })
const folder = (name: string, inside: object[]) => ({
  isFile: false, isDirectory: true, name,
  createReader: () => {
    const left = [...inside]
    return { readEntries: (done: (entries: object[]) => void) => done(left.splice(0, 100)) }
  },
})
const drop = (entries: object[]) => ({ files: [], items: entries.map((entry) => ({ kind: 'file', webkitGetAsEntry: () => entry })) }) as unknown as DataTransfer

test('files and whole folders are taken, in order of their names, and what can be no table is passed over in folders', async () => {
  const many = Array.from({ length: 250 }, (_, n) => file(`${String(n).padStart(3, '0')}.csv`))
  const found = await droppedFiles(drop([file('说明.docx'), folder('各部门', [folder('税务', [file('欠税.xlsx'), file('.DS_Store'), file('~$欠税.xlsx')]), file('处罚.csv'), file('readme.md')]), folder('多', many)]))
  expect(found.slice(0, 3).map((one) => one.name)).toEqual(['说明.docx', '各部门/处罚.csv', '各部门/税务/欠税.xlsx'])
  expect(found.slice(3).map((one) => one.name)).toEqual(many.map((one) => `多/${one.name}`))
  expect(found[1]!.file.name).toBe('处罚.csv')
})

test('a drop without entries gives its files', async () => {
  const plain = { items: [], files: [new File(['x'], 'a.csv')] } as unknown as DataTransfer
  expect((await droppedFiles(plain)).map((one) => one.name)).toEqual(['a.csv'])
})

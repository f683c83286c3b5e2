import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { recordClasses, type RecordClass } from '../../../shared/classes.ts'
import type { DictionaryColumn, DictionaryTable } from '../../../shared/contract.ts'

interface Both { en: string; zh: string }
interface Chinese { records: Record<string, string>; tables: Record<string, { means: string; columns?: Record<string, string> }> }

/** One column a line: name, type with its constraints, comment. */
const columnLine = /^ {2}(\w+) ([A-Z]\w*(?:\([\d, ]+\))?(?:\[\])?)([^-]*?),? *(?:-- (.*))?$/
const added = /^ALTER TABLE (\w+) ADD COLUMN (?:IF NOT EXISTS )?(\w+) ([A-Z]\w*(?:\([\d, ]+\))?(?:\[\])?)([^;-]*); *(?:-- (.*))?$/

/**
 * Every table and column that the migrations make, with what their comments say and what resources/dictionary says in Chinese; a column of which
 * neither says anything means what resources/dictionary/common.yaml says of its name, else '', which a test forbids.
 */
export function readMigrations(resources: string): DictionaryTable[] {
  const folder = join(resources, 'migrations')
  const chinese = parse(readFileSync(join(resources, 'dictionary', 'zh-CN.yaml'), 'utf8')) as Chinese
  const common = parse(readFileSync(join(resources, 'dictionary', 'common.yaml'), 'utf8')) as Record<string, Both>
  const tables = new Map<string, DictionaryTable>()
  const column = (table: string, name: string, type: string, rest: string, comment: string | undefined): DictionaryColumn => ({
    name, type, required: /NOT NULL|PRIMARY KEY/.test(rest), meaningEn: comment?.trim() ?? common[name]?.en ?? '',
    meaningZh: chinese.tables[table]?.columns?.[name] ?? (isClass(table) ? chinese.records[name] : undefined) ?? common[name]?.zh ?? '',
  })
  for (const file of readdirSync(folder).filter((name) => /^\d{4}_.+\.sql$/.test(name)).sort()) {
    let open: DictionaryTable | null = null
    for (const line of readFileSync(join(folder, file), 'utf8').split(/\r?\n/)) {
      const made = /^CREATE (TABLE|VIEW) (?:IF NOT EXISTS )?(\w+)/.exec(line)
      const told = /^COMMENT ON (?:TABLE|VIEW) (\w+) IS '((?:[^']|'')*)';$/.exec(line)
      const later = added.exec(line)
      if (made) {
        open = { name: made[2]!, kind: made[1] === 'TABLE' ? 'table' : 'view', class: isClass(made[2]!) ? made[2]! as RecordClass : null, migration: file, meaningEn: '', meaningZh: chinese.tables[made[2]!]?.means ?? '', columns: [] }
        tables.set(open.name, open)
        for (const one of /^CREATE TABLE [\w ]+ \((.+)\);$/.exec(line)?.[1]!.split(', ') ?? []) {
          const found = columnLine.exec(`  ${one}`)
          if (found) open.columns.push(column(open.name, found[1]!, found[2]!, found[3]!, undefined))
        }
      } else if (told) {
        const table = tables.get(told[1]!)
        if (table) table.meaningEn = told[2]!.replaceAll("''", "'")
      } else if (later) {
        tables.get(later[1]!)?.columns.push(column(later[1]!, later[2]!, later[3]!, later[4]!, later[5]))
      } else if (line.startsWith(')')) {
        open = null
      } else if (open?.kind === 'table') {
        const found = columnLine.exec(line)
        if (found) open.columns.push(column(open.name, found[1]!, found[2]!, found[3]!, found[4]))
      }
    }
  }
  return [...tables.values()]
}

const isClass = (table: string): boolean => (recordClasses as readonly string[]).includes(table)

import { mkdir, open, rm, stat } from 'node:fs/promises'
import { join as joinPath } from 'node:path'
import type { FileChoice, TypedPreview } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import { ident, join, raw, sql } from '../duckdb/sql.ts'
import type { Room } from '../room.ts'
import { temporaryFolder } from '../workspace/temporary.ts'
import { columnsOfClass } from './cluster.ts'
import { nameOf } from './examine.ts'
import { candidatesFor, examineBy, sniffable } from './examineBy.ts'
import { looking } from './pieces.ts'
import { referenceOf } from './reference.ts'
import { isText, sniff } from './sniff.ts'
import { openScratch, stage } from './stage.ts'
import { stagedRows } from './writeStaged.ts'

/** A text larger than this is judged by its beginning: a person waits for the answer. */
const longest = 16_000_000
const beginning = 8_000_000

/**
 * What the import would make of a file, by the import's own staging: nothing of it reaches the workspace.
 * @throws MingchaError class_unknown and those of the import
 */
export async function typedPreview(room: Room, asked: FileChoice, rows: number): Promise<TypedPreview> {
  const name = nameOf(asked)
  const folder = await temporaryFolder('typed')
  try {
    await mkdir(joinPath(folder, 'spill'))
    return await looking({ ...asked, name }, async (file) => {
      const candidates = await candidatesFor(room, file, name)
      let sniffed = await sniff(sniffable(file, candidates), name)
      const whole = !(isText(sniffed.format) && sniffed.format !== 'json' && sniffed.bytes > longest)
      const choice = whole ? file : { ...file, path: await beginningOf(file.path, folder), name }
      if (!whole) sniffed = await sniff(sniffable(choice, candidates), name)
      const examined = await examineBy(room, candidates, choice, name, sniffed)
      const { proposal, head } = examined
      const { recordClass } = proposal
      if (!recordClass) throw new MingchaError('class_unknown', `${name}: which class of records it holds cannot be told`, 'Choose its class first.', { name, best: proposal.classes[0]?.recordClass ?? '' })
      const reference = referenceOf(room.resources)
      const columns = await room.database().read((ask) => columnsOfClass(ask, recordClass))
      const scratch = await openScratch([choice.path], folder, reference)
      try {
        const read = await stage({
          choice: examined.choice, name, sniffed: examined.sniffed, delimiter: head.delimiter, width: head.width, sheet: examined.sheet, proposal: { ...proposal, recordClass }, columns, reference, scratch,
          today: room.today(), folder, number: 0, signal: new AbortController().signal, progress: () => undefined, remark: () => undefined,
        })
        return await scratch.write(async (ask) => {
          const staged = stagedRows(read)
          // The last record of a beginning may be cut.
          const taken = whole ? staged : sql`(SELECT * FROM ${staged} WHERE source_row < (SELECT max(source_row) FROM ${staged}))`
          const types = new Map((await ask.rows<{ column_name: string; column_type: string }>(sql`DESCRIBE SELECT * FROM ${staged}`)).map((one) => [one.column_name, one.column_type]))
          const mapped = proposal.columns.filter((one, i, all) => one.column !== '' && types.has(one.column) && all.findIndex((each) => each.column === one.column) === i)
          const own = new Set(columns.map((one) => one.name))
          const free = [...types.keys()].filter((one) => own.has(one) && !mapped.some(({ column }) => column === one))
          const counted = await ask.one<Record<string, number>>(sql`SELECT count(*) AS read, count(reason) AS refused ${join(free.map((one, i) => sql`, count(${ident(one)}) AS ${raw(`f${i}`)}`), '')} FROM ${taken}`)
          const reasons = await ask.rows<{ reason: string; rows: number }>(sql`SELECT reason, count(*) AS rows FROM ${taken} WHERE reason IS NOT NULL GROUP BY reason ORDER BY rows DESC`)
          const shown = [...mapped.map(({ column, source }) => ({ column, type: types.get(column)!, source: source as string | null })), ...free.filter((_, i) => counted[`f${i}`]! > 0).map((column) => ({ column, type: types.get(column)!, source: null }))]
          const first = await ask.rows<Record<string, string | number | boolean | null>>(sql`SELECT source_row, reason ${join(shown.map(({ column }, i) => sql`, ${ident(column)} AS ${raw(`v${i}`)}`), '')} FROM ${taken} ORDER BY source_row LIMIT ${rows}`)
          const judged = mapped.filter(({ column }) => types.get(column) !== 'VARCHAR')
          const unread = judged.length === 0 ? {} : await ask.one<Record<string, number>>(sql`SELECT ${join(judged.map(({ column, source }) => sql`count(*) FILTER (${ident(column)} IS NULL AND json_exists(extra, ${pointer(source)})) AS ${ident(column)}`), ', ')} FROM ${taken} WHERE reason IS NULL`)
          return {
            name, recordClass, columns: shown, sources: proposal.headers, read: counted['read']!, refused: counted['refused']!, reasons: Object.fromEntries(reasons.map((one) => [one.reason, one.rows])),
            unread: Object.fromEntries(Object.entries(unread).filter(([, cells]) => cells > 0)), whole, recipe: examined.recipe,
            rows: first.map((row) => ({
              row: Number(row['source_row']), reason: row['reason'] as string | null, raw: (head.rows[Number(row['source_row']) - 1] ?? []).slice(0, proposal.headers.length).map((cell) => cell.slice(0, 500)),
              typed: shown.map((_, i) => { const value = row[`v${i}`] ?? null; return typeof value === 'string' ? value.slice(0, 500) : value }),
            })),
          }
        })
      } finally {
        await scratch.close()
      }
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const pointer = (header: string): string => `/${header.replaceAll('~', '~0').replaceAll('/', '~1')}`

/** A copy of a text's beginning, up to the last line end; two bytes a sign where it is UTF-16. */
async function beginningOf(path: string, folder: string): Promise<string> {
  const source = await open(path)
  try {
    const bytes = Buffer.alloc(Math.min(beginning, (await stat(path)).size))
    const { bytesRead } = await source.read(bytes, 0, bytes.length, 0)
    const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff) || bytes.subarray(0, 1000).includes(0)
    const end = bytes.lastIndexOf(0x0a, bytesRead - 3)
    const target = joinPath(folder, 'beginning.csv')
    const copy = await open(target, 'w')
    try {
      await copy.write(bytes, 0, end === -1 ? bytesRead : wide ? end + 2 - (end % 2) : end + 1)
    } finally {
      await copy.close()
    }
    return target
  } finally {
    await source.close()
  }
}

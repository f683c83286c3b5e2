import type { FileChoice } from '../../../shared/contract.ts'
import { headOf, decoded } from './readText.ts'
import { isWorkbook, sniff } from './sniff.ts'
import { RecordSplitter, type TextRecord } from './splitRecords.ts'
import { sheetsOf, workbookRows } from './workbook.ts'

export interface TableRow { number: number; cells: string[]; bad: TextRecord['bad']; original: string }

/**
 * The records of a delimited text or of a workbook's first (or chosen) sheet, each with its number; null where the file is neither.
 * @throws MingchaError encoding_unknown and those of reading a file
 */
export async function tableRows(choice: FileChoice, name: string, signal?: AbortSignal): Promise<AsyncGenerator<TableRow> | null> {
  const sniffed = await sniff(choice, name, signal)
  if (sniffed.refusal) throw sniffed.refusal
  const { format } = sniffed
  if (isWorkbook(format)) {
    const sheet = choice.sheet ?? (await sheetsOf(choice.path, name, format))[0] ?? null
    return (async function* () {
      for await (const { number, cells } of workbookRows(choice.path, name, format, sheet)) {
        signal?.throwIfAborted()
        yield { number, cells, bad: null, original: '' }
      }
    })()
  }
  if (format !== 'csv') return null
  const encoding = sniffed.encoding || 'utf-8'
  const { delimiter } = headOf(sniffed.head, encoding, sniffed.head.length >= sniffed.bytes)
  return (async function* () {
    const splitter = new RecordSplitter(delimiter)
    for await (const text of decoded(choice.path, name, encoding, signal)) yield* splitter.push(text)
    yield* splitter.push('', true)
  })()
}

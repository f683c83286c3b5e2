import { MingchaError } from '../../../shared/errors.ts'

/** Formats that people bring and that are not read here, by their first bytes, with the format to save them as instead. */
const foreign: readonly (readonly [format: string, instead: string, is: (head: Buffer) => boolean])[] = [
  ['SQLite', 'CSV, DuckDB', (head) => begins(head, 'SQLite format 3\0')], // DuckDB's sqlite extension is a download
  ['OpenDocument (ODS)', 'XLSX', (head) => head.subarray(30, 76).toString('latin1') === 'mimetypeapplication/vnd.oasis.opendocument.spre'.slice(0, 46)],
  ['Access', 'XLSX, CSV', (head) => begins(head, '\0\x01\0\0Standard Jet DB') || begins(head, '\0\x01\0\0Standard ACE DB')],
  ['PDF', 'XLSX, CSV', (head) => begins(head, '%PDF')],
  ['GZIP', 'ZIP', (head) => begins(head, '\x1f\x8b')],
  ['RAR', 'ZIP', (head) => begins(head, 'Rar!')],
  ['7z', 'ZIP', (head) => begins(head, '7z\xbc\xaf')],
]

const begins = (head: Buffer, sign: string): boolean => head.subarray(0, sign.length).toString('latin1') === sign

/** @throws MingchaError format_unsupported where the first bytes (100 suffice) are those of a format that is known and not read */
export function refuseForeign(head: Buffer, name: string): void {
  const found = foreign.find(([, , is]) => is(head))
  if (found) throw unsupported(name, found[0], found[1])
}

export const unsupported = (name: string, format: string, instead: string): MingchaError =>
  new MingchaError('format_unsupported', `${name} is a file of ${format}, which is not read`, `Save or export it as ${instead}.`, { name, format, instead })

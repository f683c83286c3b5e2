import { tableFromIPC } from 'apache-arrow'
import { recordClasses, type RecordClass } from '../../../shared/classes.ts'
import type { SubjectProfile, Verbs } from '../../../shared/contract.ts'
import type { SubjectNote } from '../../../shared/dossier.ts'
import type { DeskCase, ListBook, ListEntry } from '../../../shared/lists.ts'
import type { Connection } from '../duckdb/database.ts'
import { ident, join, raw, sql, type Sql } from '../duckdb/sql.ts'
import type { Room } from '../room.ts'
import { unsighted } from '../workspace/deed.ts'
import { overClasses } from '../workspace/overClasses.ts'
import { person } from '../workspace/person.ts'
import { notesOf } from './notes.ts'
import { summaryColumns, type Words } from './words.ts'

type Asked = 'subjectProfile' | 'explainSubject' | 'contributionEvidence' | 'listCases' | 'listEntries' | 'listBook'
/** What other rooms tell a dossier. Handed in by engine.ts: rooms do not know each other. */
export type Told = Pick<Verbs<Asked>, Asked>

export interface TracedRecord { recordClass: RecordClass; day: string | null; summary: string; file: string; row: number; batch: number }
export interface DossierFacts {
  profile: SubjectProfile
  masked: boolean
  by: string
  madeAt: string
  /** The first rows behind the contributions that move the index most. */
  evidence: (TracedRecord & { nameZh: string; nameEn: string })[]
  evidenceRows: number
  /** The latest records, and how many there are. */
  timeline: TracedRecord[]
  records: number
  relations: { kind: string; name: string; share: number | null; file: string; row: number; batch: number }[]
  relationRows: number
  cases: DeskCase[]
  entries: ListEntry[]
  book: ListBook
  notes: SubjectNote[]
  sources: { file: string; batch: number; importedAt: string; sha256: string; rows: number }[]
}

const most = { explained: 25, rowsEach: 3, timeline: 80, relations: 40, cases: 100 }

/** Everything that a dossier tells, as who asks may see it. @throws MingchaError subject_not_found */
export async function dossierFacts(room: Room, told: Told, subjectId: number, words: Words): Promise<DossierFacts> {
  const opened = await told.subjectProfile({ subjectId })
  const now = opened.subject.subjectId
  // A profile leaves rows uncounted that take long to count; paper is not opened row by row.
  const profile = { ...opened, explanation: await told.explainSubject({ subjectId: now, counts: 'all' }) }
  const explained = (profile.explanation?.contributions ?? []).flatMap((one) => (one.contribution !== 0 && one.evidence !== null && one.evidence > 0 ? [{ ...one, evidence: one.evidence }] : []))
  const evidence: DossierFacts['evidence'] = []
  for (const one of explained.slice(0, most.explained)) {
    const { arrow } = await told.contributionEvidence({ subjectId: now, dimension: one.dimension, offset: 0, limit: most.rowsEach })
    const rows = await room.database().read((ask) => traced(ask, room.resources, words, one.class, keysOf(arrow)))
    evidence.push(...rows.map((row) => ({ ...row, nameZh: one.nameZh, nameEn: one.nameEn })))
  }
  const cases: DeskCase[] = []
  for (const queue of ['open', 'snoozed', 'proposed'] as const) cases.push(...(await told.listCases({ queue, subjectId: now, limit: most.cases })).cases)
  const { entries } = await told.listEntries({ state: 'listed', subjectId: now, offset: 0, limit: most.cases })
  return room.database().read(async (ask): Promise<DossierFacts> => {
    const relations = await ask.rows<DossierFacts['relations'][number]>(sql`SELECT coalesce(kind, 'other') AS kind, coalesce(other_name, other_code, '') AS name, share, source_file AS file, source_row AS row, batch FROM relation
      WHERE subject_id = ${now} ORDER BY kind, occurred_on DESC NULLS LAST, file_id, source_row LIMIT ${most.relations}`)
    const sources = await ask.rows<DossierFacts['sources'][number]>(sql`SELECT f.name AS file, f.batch, b.imported_at AS "importedAt", f.sha256, sum(n)::INTEGER AS rows
      FROM (${overClasses((one) => sql`SELECT file_id, count(*) AS n FROM ${ident(one)} WHERE subject_id = ${now} GROUP BY 1`)}) JOIN source_file f USING (file_id) JOIN batch b ON b.batch = f.batch GROUP BY ALL ORDER BY f.batch, file`)
    return {
      profile, masked: unsighted(), by: person(), madeAt: new Date().toISOString(),
      evidence, evidenceRows: explained.reduce((sum, one) => sum + one.evidence, 0),
      timeline: await traced(ask, room.resources, words, null, null, now), records: recordClasses.reduce((sum, one) => sum + profile.records[one], 0),
      relations, relationRows: profile.records.relation, cases, entries, book: await told.listBook({}),
      notes: (await notesOf(ask, now)).filter((one) => one.struck === null), sources,
    }
  })
}

interface Key { batch: number; file: string; row: number }

/** Where an answer's records came from: as evidence tells it, by batch, file and row. */
function keysOf(arrow: Uint8Array): Key[] {
  const table = tableFromIPC(arrow)
  const [batch, file, row] = (['batch', 'source_file', 'source_row'] as const).map((name) => table.getChild(name)!)
  return Array.from({ length: table.numRows }, (_, i) => ({ batch: Number(batch!.get(i)), file: String(file!.get(i)), row: Number(row!.get(i)) }))
}

/** Columns that hold a code. */
const coded = new Set(['kind', 'role', 'sentiment'])

/** A cell as a line tells it: codes in words, sums in yuan without needless decimals; NULL where it is blank. */
function cellOf(name: string, words: Words): Sql {
  const text = sql`nullif(trim(${ident(name)}::VARCHAR), '')`
  if (name.endsWith('_yuan')) return sql`regexp_replace(${text}, '\\.0$', '') || ${words.say('yuan')}`
  if (!coded.has(name)) return text
  return sql`CASE ${text} ${join(words.codes('cell').map(([code, word]) => sql`WHEN ${code} THEN ${word}`), ' ')} ELSE ${text} END`
}

/** Records in one line each with where they came from, latest first: those of the keys, or the latest of a subject. */
async function traced(ask: Connection, resources: string, words: Words, recordClass: RecordClass | null, keys: readonly Key[] | null, subjectId = 0): Promise<TracedRecord[]> {
  if (keys !== null && keys.length === 0) return []
  const which = keys === null ? sql`subject_id = ${subjectId}` : sql`(batch, source_file, source_row) IN (SELECT (k.batch, k.file, k.row) FROM (SELECT unnest(from_json(${JSON.stringify(keys)}, '[{"batch":"INTEGER","file":"VARCHAR","row":"BIGINT"}]')) AS k))`
  const select = (one: RecordClass): Sql => sql`SELECT ${one} AS "recordClass", occurred_on AS day, concat_ws('；', ${join(summaryColumns(resources, one).map((name) => cellOf(name, words)), ', ')}) AS summary, source_file AS file, source_row AS row, batch, file_id FROM ${ident(one)} WHERE ${which}`
  return ask.rows<TracedRecord>(sql`SELECT * EXCLUDE (file_id) FROM (${recordClass === null ? overClasses(select) : select(recordClass)}) ORDER BY day DESC NULLS LAST, file_id, row LIMIT ${raw(String(most.timeline))}`)
}

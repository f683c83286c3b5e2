import { recordClasses, type RecordClass } from '../../../shared/classes.ts'
import type { Output, Parsed, SubjectProfile } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { Connection, Database } from '../duckdb/database.ts'
import { ident, join, raw, sql } from '../duckdb/sql.ts'
import { normaliseName } from '../identity/normaliseName.ts'
import { codeCheck } from './codeCheck.ts'
import { codeKey } from './codeKey.ts'
import { beneath } from '../workspace/personal.ts'
import type { RegionNames } from '../workspace/regions.ts'

interface Row {
  subject_id: number; uscc: string | null; local_code: string | null; name: string; legal_rep: string | null; registrar: string | null; region: string | null
  industry: string | null; type: string | null; status: string | null; established: string | null; capital_yuan: number | null; address: string | null; phone: string | null
}

/** What the register says of a subject, and how many rows of each class it has; one that was merged away is shown as what it is now. @throws MingchaError subject_not_found, name_ambiguous */
export async function profileOf(database: Database, names: RegionNames, asked: Parsed<'subjectProfile'>): Promise<Omit<SubjectProfile, 'explanation'>> {
  return database.read(async (ask) => {
    const found = await find(ask, asked)
    // One look tells whether there was any merging, which most have none of.
    const merges = await ask.rows<{ subject_id: number; now_id: number; name: string; code: string | null }>(sql`SELECT subject_id, now_id, name, coalesce(uscc, local_code) AS code FROM former_subject WHERE subject_id = ${found} OR now_id = ${found}`)
    const gone = merges.find((one) => one.subject_id === found)
    const subjectId = gone?.now_id ?? found
    /** As a constant the number reaches the scans, which then skip what lies elsewhere. */
    const id = raw(String(subjectId))
    const [row] = await ask.rows<Row>(sql`
      SELECT subject_id, uscc, local_code, name, legal_rep, registrar, region, industry, type, status, established, capital_yuan, address, phone
      FROM subject WHERE subject_id = ${id}`)
    if (!row) throw notFound(String(subjectId))
    const former = await ask.rows<{ name: string }>(sql`
      SELECT name FROM subject_name WHERE subject_id = ${id} AND name <> ${row.name} GROUP BY name ORDER BY max(batch) DESC, name`)
    const mergedFrom = merges.length === 0 ? [] : await ask.rows<{ decision: number; subject_id: number; name: string; code: string | null; decided_at: string; decided_by: string }>(sql`
      SELECT f.decision, f.subject_id, f.name, coalesce(f.uscc, f.local_code) AS code, d.decided_at, d.decided_by FROM former_subject f JOIN identity_decision d USING (decision) WHERE f.now_id = ${subjectId} ORDER BY f.decision DESC`)
    const counts = await ask.rows<{ class: RecordClass; rows: number }>(join(recordClasses.map((one) => sql`
      SELECT ${one} AS class, count(*) AS rows FROM ${beneath(ask, one)} WHERE subject_id = ${id}`), ' UNION ALL '))
    const records = Object.fromEntries(counts.map((count) => [count.class, count.rows])) as Record<RecordClass, number>
    return {
      subject: {
        subjectId: row.subject_id, uscc: row.uscc, localCode: row.local_code, name: row.name, formerNames: former.map((one) => one.name), legalRep: row.legal_rep,
        registrar: row.registrar, region: row.region, regionName: row.region === null ? null : names(row.region), industry: row.industry, type: row.type, status: row.status,
        established: row.established, capitalYuan: row.capital_yuan, address: row.address, phone: row.phone,
        code: codeCheck(row.uscc ?? row.local_code, names),
      },
      records,
      askedFor: gone ? { subjectId: found, name: gone.name, code: gone.code } : null,
      mergedFrom: mergedFrom.map((row) => ({ decision: row.decision, subjectId: row.subject_id, name: row.name, code: row.code, at: row.decided_at, by: row.decided_by })),
    }
  })
}

async function find(ask: Connection, { subjectId, code, name }: Parsed<'subjectProfile'>): Promise<number> {
  if ([subjectId, code, name].filter((one) => one !== undefined).length !== 1) {
    throw new MingchaError('bad_input', 'subjectProfile: give exactly one of subjectId, code and name', 'Correct the value named.', { verb: 'subjectProfile', where: 'input', detail: 'exactly one of subjectId, code, name' })
  }
  if (subjectId !== undefined) return subjectId
  if (code !== undefined) {
    const key = codeKey(code)
    return only(code, key === '' ? [] : await ask.rows<Found>(sql`SELECT subject_id, coalesce(uscc, local_code) AS code FROM subject WHERE uscc = ${key}
      UNION ALL SELECT subject_id, coalesce(uscc, local_code) FROM subject WHERE uscc IS NULL AND upper(replace(replace(local_code, '-', ''), ' ', '')) = ${key}
      UNION ALL SELECT subject_id, coalesce(uscc, local_code) FROM former_subject WHERE uscc = ${key} OR (uscc IS NULL AND upper(replace(replace(local_code, '-', ''), ' ', '')) = ${key}) LIMIT 20`))
  }
  const key = normaliseName(name!)
  const now = await ask.rows<Found>(sql`SELECT subject_id, coalesce(uscc, local_code, '#' || subject_id) AS code FROM subject WHERE name_key = ${key} ORDER BY subject_id LIMIT 20`)
  if (now.length > 0) return only(name!, now)
  return only(name!, await ask.rows<Found>(sql`SELECT DISTINCT subject_id, coalesce(s.uscc, s.local_code, '#' || subject_id) AS code
    FROM subject_name n JOIN subject s USING (subject_id) WHERE n.name_key = ${key} ORDER BY subject_id LIMIT 20`))
}

interface Found { subject_id: number; code: string }

function only(asked: string, found: Found[]): number {
  if (found.length === 0) throw notFound(asked)
  if (found.length > 1) {
    const codes = found.map((one) => one.code).join(', ')
    throw new MingchaError('name_ambiguous', `«${asked}» is borne by several subjects: ${codes}`, 'Ask by code.', { text: asked, count: found.length, codes })
  }
  return found[0]!.subject_id
}

const notFound = (asked: string): MingchaError =>
  new MingchaError('subject_not_found', `there is no subject «${asked}» in this workspace`, 'Check the code or the name, or search for a part of it.', { text: asked })

/** All rows of one class that are attached to a subject, newest first, each with its source file, row and batch. */
export async function subjectRecords(database: Database, { subjectId, recordClass, offset, limit }: Parsed<'subjectRecords'>): Promise<Output['subjectRecords']> {
  const table = ident(recordClass)
  return database.read(async (ask) => {
    const { total } = await ask.one<{ total: number }>(sql`SELECT count(*) AS total FROM ${table} WHERE subject_id = ${raw(String(subjectId))}`)
    const arrow = await ask.arrow(sql`
      SELECT * EXCLUDE (extra, row_key) FROM ${table} WHERE subject_id = ${raw(String(subjectId))}
      ORDER BY occurred_on DESC NULLS LAST, known_on DESC, file_id, source_row LIMIT ${limit} OFFSET ${offset}`)
    return { total, arrow }
  })
}

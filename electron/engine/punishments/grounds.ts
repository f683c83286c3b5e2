import type { Parsed } from '../../../shared/contract.ts'
import type { GroundRef, LegalGround } from '../../../shared/punishments.ts'
import type { Connection } from '../duckdb/database.ts'
import { join, raw, sql, type Sql } from '../duckdb/sql.ts'
import { catalogueOf, holds } from './catalog.ts'

/** What the lists and their grounds are called. Handed in by the room of the lists, whose they are. */
export type ListWords = (list: string, ground: string) => string

export interface Standing { place: number; kind: 'entry' | 'penalty'; entry: number | null; fileId: number | null; sourceRow: number | null; penalty: string | null; list: string; ground: string; penaltyKind: string; says: string; on: string | null; until: string | null; basis: string; party: string; subjectId: number | null; name: string; code: string; legalRep: string }

/**
 * Legal grounds that stand today: entries of the lists, which two persons confirmed and none removed, and decisions of penalty that were neither revoked
 * nor repaired. There is no third kind, so that no tier and no index can ever be one.
 * @param entries SELECT of place and entry
 * @param penalties SELECT of place, file_id and source_row
 */
export async function standingGrounds(ask: Connection, words: ListWords, today: string, entries: Sql, penalties: Sql): Promise<Standing[]> {
  const listed = await ask.rows<Standing>(sql`SELECT p.place, 'entry' AS kind, e.entry, NULL AS "fileId", NULL AS "sourceRow", NULL AS penalty, e.list, e.ground, '' AS "penaltyKind", e.period AS says, e.listed_on AS on, e.until_on AS until, d.basis, e.party,
      coalesce(f.now_id, e.subject_id) AS "subjectId", coalesce(s.name, e.name) AS name, coalesce(s.uscc, s.local_code, '') AS code, coalesce(s.legal_rep, '') AS "legalRep"
    FROM (${entries}) p JOIN list_entry e USING (entry) JOIN case_decision d USING (decision) LEFT JOIN former_subject f ON f.subject_id = e.subject_id LEFT JOIN subject s ON s.subject_id = coalesce(f.now_id, e.subject_id)
    WHERE e.state = 'listed' AND d.state = 'final' ORDER BY p.place`)
  const decided = await ask.rows<Standing>(sql`SELECT p.place, 'penalty' AS kind, NULL AS entry, r.file_id AS "fileId", r.source_row AS "sourceRow", r.row_key::VARCHAR AS penalty, '' AS list, '' AS ground, coalesce(r.kind, '') AS "penaltyKind",
      concat_ws('，', nullif(coalesce(r.authority, '') || '行政处罚决定', '行政处罚决定'), r.doc_no, coalesce(r.kind_text, r.kind)) AS says, r.occurred_on AS on, NULL AS until, coalesce(r.basis, '') AS basis,
      coalesce(r.subject_id::VARCHAR, ':' || name_key(r.subject_name)) AS party, r.subject_id AS "subjectId", coalesce(s.name, r.subject_name, '') AS name, coalesce(s.uscc, s.local_code, r.subject_code, '') AS code, coalesce(s.legal_rep, r.legal_rep, '') AS "legalRep"
    FROM (${penalties}) p JOIN penalty r ON r.file_id = p.file_id AND r.source_row = p.source_row LEFT JOIN subject s ON s.subject_id = r.subject_id
    WHERE r.known_on <= ${today}::DATE AND coalesce(r.kind, 'none') <> 'none' AND NOT coalesce(regexp_matches(r.state, '撤销|已修复'), false) AND coalesce(s.name, r.subject_name, '') <> '' ORDER BY p.place`)
  return [...listed.map((one) => ({ ...one, says: `${words(one.list, one.ground)}${one.says === '' || one.list === 'serious' ? '' : `（${one.says}）`}` })), ...decided]
}

/** The grounds that a person named, by their places in the list. */
export async function namedGrounds(ask: Connection, words: ListWords, today: string, refs: readonly GroundRef[]): Promise<Map<number, Standing>> {
  const places = (of: (ref: GroundRef, place: number) => unknown, shape: string): Sql => sql`SELECT unnest(from_json(${JSON.stringify(refs.flatMap((ref, place) => of(ref, place) ?? []))}, ${shape}), recursive := true)`
  const entries = places((ref, place) => ('entry' in ref ? { place, entry: ref.entry } : null), '[{"place":"INTEGER","entry":"INTEGER"}]')
  const penalties = places((ref, place) => ('penalty' in ref ? { place, file_id: ref.penalty.fileId, source_row: ref.penalty.sourceRow } : null), '[{"place":"INTEGER","file_id":"INTEGER","source_row":"BIGINT"}]')
  return new Map((await standingGrounds(ask, words, today, entries, penalties)).map((one) => [one.place, one]))
}

/** Whether a measure or ban may rest on a ground. */
export const carries = ({ lists, penalties }: { lists: readonly string[]; penalties: readonly string[] }, ground: Standing): boolean =>
  ground.kind === 'entry' ? lists.includes(ground.list) : penalties.includes(ground.penaltyKind)

export async function legalGrounds(ask: Connection, resources: string, words: ListWords, today: string, { subjectId, entry }: Parsed<'legalGrounds'>): Promise<LegalGround[]> {
  const { measures, bans } = catalogueOf(resources)
  const kinds = [...new Set([...measures, ...bans].flatMap((one) => one.penalties))]
  const found = await standingGrounds(ask, words, today,
    subjectId === undefined ? sql`SELECT 0 AS place, ${entry!}::INTEGER AS entry` : sql`SELECT 0 AS place, entry FROM list_entry WHERE state = 'listed' AND (subject_id = ${subjectId} OR subject_id IN (SELECT subject_id FROM former_subject WHERE now_id = ${subjectId}))`,
    subjectId === undefined || kinds.length === 0 ? raw('SELECT 0 AS place, 0 AS file_id, 0 AS source_row WHERE false')
      : sql`SELECT 0 AS place, file_id, source_row FROM penalty WHERE subject_id = ${subjectId} AND kind IN (${join(kinds.map((one) => sql`${one}`), ', ')})`)
  return found.map((one) => ({
    ref: one.kind === 'entry' ? { entry: one.entry! } : { penalty: { fileId: one.fileId!, sourceRow: one.sourceRow! } }, kind: one.kind, says: one.says, on: one.on, basis: one.basis, name: one.name, subjectId: one.subjectId, legalRep: one.legalRep,
    measures: measures.filter((measure) => holds(measure, today) && carries(measure, one)).map((measure) => measure.code), bans: bans.filter((ban) => holds(ban, today) && carries(ban, one)).map((ban) => ban.code),
  }))
}

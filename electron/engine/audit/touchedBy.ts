import type { Input, Verb } from '../../../shared/contract.ts'
import { sql, type Sql } from '../duckdb/sql.ts'
import { personKey } from '../workspace/person.ts'

type Touches = { [V in Verb]?: (input: Input<V>) => Sql }

/** The rows that a deed changes, where its input names them: the chain keeps them as they were and as they became. */
const touches: Touches = {
  saveOperator: ({ name }) => operator(name),
  endOperator: ({ name }) => operator(name),
  confirmOverride: ({ override }) => sql`SELECT * FROM tier_override WHERE override = ${override}`,
  withdrawOverride: ({ override }) => sql`SELECT * FROM tier_override WHERE override = ${override}`,
  changeDraft: ({ draft }) => draftOf(draft),
  publishDraft: ({ draft }) => draftOf(draft),
  deleteDraft: ({ draft }) => draftOf(draft),
  strikeNote: ({ note }) => sql`SELECT * FROM subject_note WHERE note = ${note}`,
  deletePool: ({ pool }) => sql`SELECT * FROM subject_pool WHERE pool = ${pool}`,
  savePlan: ({ year }) => sql`SELECT * FROM annual_plan WHERE year = ${year}`,
  deletePlanTask: ({ task }) => sql`SELECT * FROM plan_task WHERE task = ${task}`,
  drawSample: ({ draw }) => sql`SELECT * FROM draw WHERE draw = ${draw}`,
  drawCampaign: ({ campaign }) => campaignOf(campaign),
  changeCampaign: ({ campaign }) => campaignOf(campaign),
  reviewResults: ({ results }) => resultsOf(results),
  publishResults: ({ results }) => resultsOf(results),
  setFollowUp: ({ results }) => resultsOf(results),
  correctResult: (one) => resultsOf([one]),
  keepResult: (one) => resultsOf([one]),
  attachToResult: (one) => resultsOf([one]),
  decideCases: ({ cases }) => casesOf(cases),
  attachToCases: ({ cases }) => casesOf(cases),
  confirmCases: ({ cases }) => casesOf(cases),
  reopenCases: ({ cases }) => casesOf(cases),
  snoozeCases: ({ cases }) => casesOf(cases),
  assignCases: ({ cases }) => casesOf(cases),
  escalateCases: ({ cases }) => casesOf(cases),
  recordHearing: ({ cases }) => casesOf(cases),
  releaseMeasures: ({ requests }) => requestsOf(requests),
  answerMeasures: ({ requests }) => requestsOf(requests),
  exportMeasures: ({ requests }) => requestsOf(requests.map((request) => ({ request }))),
  confirmBans: ({ bans }) => bansOf(bans),
  liftBans: ({ bans }) => bansOf(bans),
  proposeRemoval: ({ entry }) => sql`SELECT * FROM list_entry WHERE entry = ${entry}`,
  mergeSubjects: ({ from, into }) => sql`SELECT subject_id, name, uscc, local_code FROM subject WHERE subject_id IN (${from}, ${into}) ORDER BY subject_id`,
}

const operator = (name: string): Sql => sql`SELECT name, roles::VARCHAR AS roles, created_at, ended_at FROM operator WHERE key = ${personKey(name)}`
const draftOf = (draft: number): Sql => sql`SELECT draft, name, based_on, revision, note, sha256(definition::VARCHAR) AS definition FROM model_draft WHERE draft = ${draft}`
/** With the digest of the publication that a result is in: the chain then vouches for the file. */
const resultsOf = (all: readonly { result: number }[]): Sql => sql`SELECT result, state, revision, codes::VARCHAR AS codes, inspected_on, remark, follow_up, correction, entered_by, reviewed_by, publication,
  (SELECT sha256 FROM publication p WHERE p.publication = r.publication) AS publication_sha256 FROM inspection_result r WHERE result IN (SELECT unnest(from_json(${JSON.stringify(all.map((one) => one.result))}, '["INTEGER"]'))) ORDER BY result`
const casesOf = (all: readonly { caseNo: number }[]): Sql => sql`SELECT case_no, party, kind, list, ground, period, state, outcome, decision, assignee, escalated, snoozed_until, (SELECT arg_max(step, h.revision) FROM case_hearing h WHERE h.case_no = desk_case.case_no) AS hearing, revision FROM desk_case WHERE list_contains(from_json(${JSON.stringify(all.map((one) => one.caseNo))}, '["INTEGER"]'), case_no) ORDER BY case_no`
const requestsOf = (all: readonly { request: number }[]): Sql => sql`SELECT request, number, seal, measure, state, file, revision FROM joint_request WHERE list_contains(from_json(${JSON.stringify(all.map((one) => one.request))}, '["INTEGER"]'), request) ORDER BY request`
const bansOf = (all: readonly { ban: number }[]): Sql => sql`SELECT ban, name, id_masked, state, proposed_by, second_by, revision FROM office_ban WHERE list_contains(from_json(${JSON.stringify(all.map((one) => one.ban))}, '["INTEGER"]'), ban) ORDER BY ban`
const campaignOf = (campaign: number): Sql => sql`SELECT campaign, name, state, commitment, seed, drawn_at, (SELECT count(*) FROM campaign_event e WHERE e.campaign = c.campaign) AS changes FROM campaign c WHERE campaign = ${campaign}`

export const touchedBy = (verb: Verb, input: unknown): Sql | null => (touches[verb] as ((input: unknown) => Sql) | undefined)?.(input) ?? null

import { recordClasses } from '../../../shared/classes.ts'
import type { FoundCases } from '../../../shared/lists.ts'
import type { Connection } from '../duckdb/database.ts'
import { ident, join, raw, sql, type Sql } from '../duckdb/sql.ts'
import { defineKeys } from '../identity/keys.ts'
import type { JobRun } from '../jobs/jobs.ts'
import type { Room } from '../room.ts'
import { workingDayAfter } from '../workspace/workingDays.ts'
import { compileRule } from './compileRule.ts'
import { rulesOn, type Rule } from './rules.ts'
import { affectedSince, noteSeen, widen } from './seen.ts'

/** What makes two findings one matter. */
const matter = raw('party, kind, list, ground, period')
const undecided = raw("state IN ('open', 'notified', 'proposed')")

/**
 * Applies the rules in force to what is known today. Of each matter — party, kind, list, ground, period — there is at most one undecided case;
 * a decided one comes back only with a record that it did not rest on, or, where the rule has quiet days, after these; nobody is listed twice
 * for one matter.
 * Undecided cases follow their records to other subjects and end where the evidence went. One transaction.
 * Where the day and the rules are those of the last look, rules over records look only at whom batches and decisions touched since, with the same result
 * (property-tested). `whole`: at all.
 * @throws MingchaError cancelled
 */
export function findCases(room: Room, run: JobRun, { whole = false } = {}): Promise<FoundCases> {
  return room.database().write(async (ask) => {
    const rules = rulesOn(room.resources, room.today())
    await defineKeys(ask)
    const affected = whole ? null : await affectedSince(ask, rules, room.today())
    const found = await applyRules(ask, room, rules, run, affected)
    await noteSeen(ask, rules, room.today())
    return found
  }, run.signal)
}

/** The same by these rules alone, in the transaction of `ask`. `affected`: how many parties the temp tables of seen.ts name; null: all are looked at. */
export async function applyRules(ask: Connection, room: Room, rules: readonly Rule[], run: JobRun, affected: number | null = null): Promise<FoundCases> {
  const today = room.today()
  const some = affected !== null
  await defineKeys(ask)
  run.progress('follow', 0, rules.length + 2)
  const moved = await followRecords(ask, today, some)
  await ask.run(raw(`CREATE OR REPLACE TEMP TABLE finding (rule VARCHAR, rule_version INTEGER, kind VARCHAR, list VARCHAR, quiet INTEGER, due_on DATE, party VARCHAR, subject_id INTEGER, name VARCHAR, ground VARCHAR, period VARCHAR, latest_on DATE, urgency INTEGER, facts JSON);
    CREATE OR REPLACE TEMP TABLE finding_row (kind VARCHAR, list VARCHAR, party VARCHAR, ground VARCHAR, period VARCHAR, class VARCHAR, row_key UUID, file_id INTEGER, source_row BIGINT, occurred_on DATE)`))
  // Rules that look across subjects come first: whom they find anew, or find no more, is looked at by all rules.
  const order = [...rules.filter((rule) => 'select' in rule), ...rules.filter((rule) => !('select' in rule))]
  const across = order.filter((rule) => 'select' in rule).length
  for (const [i, rule] of order.entries()) {
    run.progress('find', i + 1, rules.length + 2)
    if (some && i === across) await widenByFindings(ask, order.slice(0, across))
    await apply(ask, room, rule, today, some)
  }
  if (some) await ask.run(raw('DELETE FROM finding WHERE party NOT IN (SELECT party FROM affected); DELETE FROM finding_row WHERE party NOT IN (SELECT party FROM affected)'))
  run.progress('open', rules.length + 1, rules.length + 2)
  const counts = await reconcile(ask, rules, today, some)
  await ask.run(raw('DROP TABLE finding; DROP TABLE finding_row; DROP TABLE IF EXISTS hit; DROP TABLE one_finding; DROP TABLE fresh; DROP TABLE IF EXISTS affected; DROP TABLE IF EXISTS affected_subject'))
  return { ...counts, ...moved, parties: affected }
}

/**
 * Adds to `affected` whom rules across subjects find otherwise than their case says, or find no more. Nobody is added for a matter that was decided and did not
 * lapse, or that stands on a list: without anything new of the party it does not come back.
 */
async function widenByFindings(ask: Connection, rules: readonly Rule[]): Promise<void> {
  if (rules.length === 0) return
  const ids = join(rules.map((rule) => sql`${rule.id}`), ', ')
  await ask.run(sql`INSERT INTO affected
    SELECT party FROM (
      SELECT f.party FROM finding f LEFT JOIN (SELECT * FROM desk_case WHERE ${undecided}) c USING (${matter})
      WHERE CASE WHEN c.case_no IS NOT NULL THEN c.rule <> f.rule OR c.rule_version <> f.rule_version OR c.facts::VARCHAR <> f.facts::VARCHAR OR c.latest_on IS DISTINCT FROM f.latest_on OR c.urgency <> f.urgency
        ELSE (f.party, f.kind, f.list, f.ground, f.period) IN (SELECT (${matter}) FROM desk_case WHERE outcome = 'lapsed')
          OR ((f.party, f.kind, f.list, f.ground, f.period) NOT IN (SELECT (${matter}) FROM desk_case WHERE state = 'closed') AND (f.party, f.list, f.ground, f.period) NOT IN (SELECT (party, list, ground, period) FROM list_entry WHERE state = 'listed')) END
      UNION SELECT c.party FROM desk_case c ANTI JOIN finding f USING (${matter}) WHERE c.state = 'open' AND c.rule IN (${ids})
    ) WHERE party NOT IN (SELECT party FROM affected)`)
  await widen(ask)
}

async function apply(ask: Connection, room: Room, rule: Rule, today: string, some: boolean): Promise<void> {
  const { prepare, found, rows } = compileRule(rule, today, some)
  await ask.run(prepare)
  const dueOn = workingDayAfter(room.resources, today, rule.within).day
  await ask.run(sql`INSERT INTO finding SELECT ${rule.id}, ${rule.version}::INTEGER, ${rule.kind}, ${rule.list}, ${rule.quiet}::INTEGER, ${dueOn}::DATE, party, subject_id, name, ground, period, latest_on, urgency, facts FROM (${found})`)
  if (rows === null) return
  // A rule's HAVING decides over the whole matter: only rows of what it found are evidence.
  await ask.run(sql`INSERT INTO finding_row SELECT ${rule.kind}, ${rule.list}, h.party, h.ground, h.period, h.class, h.row_key, h.file_id, h.source_row, h.occurred_on FROM (${rows}) h
    SEMI JOIN (SELECT party, ground, period FROM finding WHERE rule = ${rule.id}) f USING (party, ground, period)`)
}

/** Cases and entries of merged subjects become the survivor's; undecided cases whose records all lie under another party go there with them. `some`: of `affected` parties alone, none of which was merged since. */
async function followRecords(ask: Connection, today: string, some: boolean): Promise<{ moved: number; joined: number }> {
  for (const table of some ? [] : ['desk_case', 'list_entry']) {
    await ask.run(sql`UPDATE ${ident(table)} AS c SET subject_id = f.now_id, party = f.now_id::VARCHAR FROM former_subject f WHERE c.subject_id = f.subject_id`)
  }
  const evidence = some ? raw('(SELECT * FROM case_evidence WHERE case_no IN (SELECT case_no FROM desk_case SEMI JOIN affected USING (party)))') : raw('case_evidence')
  const classes = (await ask.rows<{ class: string }>(sql`SELECT DISTINCT class FROM ${evidence}`)).map((one) => one.class)
  if (classes.length === 0) return { moved: 0, joined: 0 }
  const now = join(recordClasses.filter((one) => classes.includes(one)).map((one): Sql => sql`
    SELECT e.case_no, coalesce(r.subject_id::VARCHAR, ':' || name_key(r.subject_name)) AS party, r.subject_id FROM ${evidence} e JOIN ${ident(one)} r ON r.file_id = e.file_id AND r.source_row = e.source_row WHERE e.class = ${one}`), ' UNION ALL ')
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE elsewhere AS SELECT c.case_no, n.party, n.subject_id, coalesce(s.name, c.name) AS name
    FROM (SELECT case_no, any_value(party) AS party, any_value(subject_id) AS subject_id FROM (${now}) GROUP BY case_no HAVING count(DISTINCT party) = 1) n JOIN desk_case c USING (case_no) LEFT JOIN subject s ON s.subject_id = n.subject_id
    WHERE n.party <> c.party AND (c.${undecided} OR c.case_no IN (SELECT case_no FROM list_entry WHERE state = 'listed'))`)
  const moved = await ask.run(raw('UPDATE desk_case AS c SET party = e.party, subject_id = e.subject_id, name = e.name, revision = revision + 1 FROM elsewhere e WHERE c.case_no = e.case_no'))
  if (moved > 0) await ask.run(sql`INSERT INTO case_event SELECT case_no, revision, current_timestamp::TIMESTAMP, '', '', 'moved', '', json_object('party', party, 'name', name) FROM desk_case SEMI JOIN elsewhere USING (case_no)`)
  if (some) {
    await ask.run(raw('INSERT INTO affected SELECT DISTINCT party FROM elsewhere WHERE party NOT IN (SELECT party FROM affected)'))
    await widen(ask)
  }
  await ask.run(raw('UPDATE list_entry AS l SET party = e.party, subject_id = e.subject_id FROM elsewhere e WHERE l.case_no = e.case_no'))
  // Where the other party had the matter already, the case that stands longest, or waits for its second person, keeps it.
  const joined = await close(ask, today, 'joined', sql`SELECT case_no FROM desk_case WHERE ${undecided}
    QUALIFY row_number() OVER (PARTITION BY ${matter} ORDER BY state = 'proposed' DESC, state = 'notified' DESC, case_no) > 1`)
  await ask.run(raw('DROP TABLE elsewhere'))
  return { moved, joined }
}

async function reconcile(ask: Connection, rules: readonly Rule[], today: string, some: boolean): Promise<Omit<FoundCases, 'moved' | 'joined' | 'parties'>> {
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE one_finding AS SELECT * FROM finding QUALIFY row_number() OVER (PARTITION BY ${matter} ORDER BY urgency DESC, rule) = 1`)
  // Two rules may rest on one record.
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE fresh AS SELECT DISTINCT ON (party, kind, list, ground, period, class, row_key) * FROM finding_row`)

  const updated = await addEvidence(ask)
  const lapsed = await lapse(ask, today, rules, some)
  const again = await comeBack(ask)
  const opened = await open(ask, today)
  const { open: left } = await ask.one<{ open: number }>(sql`SELECT count(*) AS open FROM desk_case WHERE ${undecided}`)
  const told = await ask.rows<{ rule: string; found: number; opened: number }>(sql`SELECT f.rule, count(*) AS found, count(c.case_no) AS opened
    FROM one_finding f LEFT JOIN (SELECT * FROM desk_case WHERE case_no IN (SELECT case_no FROM opened)) c USING (${matter}) GROUP BY f.rule ORDER BY f.rule`)
  await ask.run(raw('DROP TABLE opened'))
  return { opened, again, updated, lapsed, open: left, rules: told }
}

/** Undecided cases learn of further records and of what their figures are now. */
async function addEvidence(ask: Connection): Promise<number> {
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE further AS SELECT c.case_no, f.class, f.row_key, f.file_id, f.source_row, f.occurred_on FROM fresh f JOIN desk_case c USING (${matter})
    WHERE c.${undecided} AND (c.case_no, f.class, f.row_key) NOT IN (SELECT (case_no, class, row_key) FROM case_evidence)`)
  const updated = await ask.run(sql`UPDATE desk_case AS c SET revision = revision + 1 WHERE case_no IN (SELECT case_no FROM further)`)
  if (updated > 0) {
    await ask.run(sql`INSERT INTO case_evidence SELECT * FROM further`)
    await ask.run(sql`INSERT INTO case_event SELECT c.case_no, c.revision, current_timestamp::TIMESTAMP, '', '', 'evidence', '', json_object('records', f.n) FROM desk_case c JOIN (SELECT case_no, count(*) AS n FROM further GROUP BY case_no) f USING (case_no)`)
  }
  // The same row of a file that was taken back and imported again lies under another number.
  await ask.run(sql`UPDATE case_evidence AS e SET file_id = f.file_id, source_row = f.source_row FROM (SELECT c.case_no, f.* FROM fresh f JOIN desk_case c USING (${matter})) f
    WHERE e.case_no = f.case_no AND e.class = f.class AND e.row_key = f.row_key AND (e.file_id <> f.file_id OR e.source_row <> f.source_row)`)
  await ask.run(sql`UPDATE desk_case AS c SET facts = f.facts, latest_on = f.latest_on, urgency = f.urgency, rule = f.rule, rule_version = f.rule_version, evidence = n.n
    FROM (SELECT o.*, c.case_no FROM one_finding o JOIN desk_case c USING (${matter}) WHERE c.${undecided}) f LEFT JOIN (SELECT case_no, count(*)::INTEGER AS n FROM case_evidence GROUP BY case_no) e ON e.case_no = f.case_no, LATERAL (SELECT coalesce(e.n, 0) AS n) n
    WHERE c.case_no = f.case_no AND (c.facts::VARCHAR <> f.facts::VARCHAR OR c.latest_on IS DISTINCT FROM f.latest_on OR c.urgency <> f.urgency OR c.rule <> f.rule OR c.rule_version <> f.rule_version OR c.evidence <> n.n)`)
  await ask.run(raw('DROP TABLE further'))
  return updated
}

/** Open cases whose evidence went end by themselves; what is notified or proposed is left to persons. */
function lapse(ask: Connection, today: string, rules: readonly Rule[], some: boolean): Promise<number> {
  const lapsing = join([sql`NULL`, ...rules.filter((rule) => rule.lapses).map((rule) => sql`${rule.id}`)], ', ')
  return close(ask, today, 'lapsed', sql`SELECT c.case_no FROM desk_case c ANTI JOIN one_finding f USING (${matter}) WHERE c.state = 'open' AND c.rule IN (${lapsing}) AND ${some ? raw('c.party IN (SELECT party FROM affected)') : raw('true')}`)
}

async function close(ask: Connection, today: string, outcome: 'lapsed' | 'joined', cases: Sql): Promise<number> {
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE closing AS ${cases}`)
  const closed = await ask.run(sql`UPDATE desk_case SET state = 'closed', outcome = ${outcome}, closed_on = ${today}::DATE, revision = revision + 1 WHERE case_no IN (SELECT case_no FROM closing)`)
  if (closed > 0) await ask.run(sql`INSERT INTO case_event SELECT case_no, revision, current_timestamp::TIMESTAMP, '', '', ${outcome}, '', '{}'::JSON FROM desk_case SEMI JOIN closing USING (case_no)`)
  await ask.run(raw('DROP TABLE closing'))
  return closed
}

/** A lapsed case whose evidence is there again goes on. */
async function comeBack(ask: Connection): Promise<number> {
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE back AS SELECT max(c.case_no) AS case_no FROM desk_case c JOIN one_finding f USING (${matter}) WHERE c.outcome = 'lapsed'
      AND NOT EXISTS (SELECT 1 FROM desk_case o WHERE (o.party, o.kind, o.list, o.ground, o.period) = (c.party, c.kind, c.list, c.ground, c.period) AND o.${undecided})
    GROUP BY c.party, c.kind, c.list, c.ground, c.period`)
  const again = await ask.run(sql`UPDATE desk_case SET state = 'open', outcome = '', closed_on = NULL, revision = revision + 1 WHERE case_no IN (SELECT case_no FROM back)`)
  if (again > 0) await ask.run(sql`INSERT INTO case_event SELECT case_no, revision, current_timestamp::TIMESTAMP, '', '', 'found', '', json_object('rule', rule, 'version', rule_version) FROM desk_case SEMI JOIN back USING (case_no)`)
  await ask.run(raw('DROP TABLE back'))
  return again
}

async function open(ask: Connection, today: string): Promise<number> {
  await ask.run(sql`CREATE OR REPLACE TEMP TABLE opened AS SELECT nextval('desk_case_number')::INTEGER AS case_no, f.* FROM (SELECT f.* FROM one_finding f
    ANTI JOIN (SELECT ${matter} FROM desk_case WHERE ${undecided}) c USING (${matter})
    ANTI JOIN (SELECT party, list, ground, period, 'listing' AS kind FROM list_entry WHERE state = 'listed') e USING (${matter})
    LEFT JOIN (SELECT ${matter}, max(closed_on) AS closed_on FROM desk_case WHERE state = 'closed' AND outcome NOT IN ('lapsed', 'joined') GROUP BY ALL) d USING (${matter})
    LEFT JOIN (SELECT ${matter}, true AS more FROM fresh n WHERE (party, kind, list, ground, period, class, row_key) NOT IN (
        SELECT (c.party, c.kind, c.list, c.ground, c.period, e.class, e.row_key) FROM case_evidence e JOIN desk_case c USING (case_no)) GROUP BY ALL) m USING (${matter})
    WHERE d.closed_on IS NULL OR CASE WHEN f.quiet > 0 THEN d.closed_on + f.quiet <= ${today}::DATE ELSE coalesce(m.more, false) END ORDER BY f.urgency DESC, f.party, f.ground, f.period) f`)
  const { n } = await ask.one<{ n: number }>(sql`SELECT count(*) AS n FROM opened`)
  if (n === 0) return 0
  await ask.run(sql`INSERT INTO case_evidence SELECT o.case_no, f.class, f.row_key, f.file_id, f.source_row, f.occurred_on FROM fresh f JOIN opened o USING (${matter})`)
  await ask.run(sql`INSERT INTO desk_case SELECT o.case_no, kind, list, ground, period, party, subject_id, name, rule, rule_version, facts, coalesce(e.n, 0)::INTEGER, latest_on, urgency, current_timestamp::TIMESTAMP, ${today}::DATE, due_on,
      'open', '', NULL, '', 0, NULL, NULL, NULL, 1
    FROM opened o LEFT JOIN (SELECT case_no, count(*) AS n FROM case_evidence GROUP BY case_no) e USING (case_no)`)
  await ask.run(sql`INSERT INTO case_event SELECT case_no, 1, current_timestamp::TIMESTAMP, '', '', 'found', '', json_object('rule', rule, 'version', rule_version) FROM opened`)
  return n
}

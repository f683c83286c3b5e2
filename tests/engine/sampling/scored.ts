import type { TestRoom } from '../../room.ts'
import { raw, sql } from '../../../electron/engine/duckdb/sql.ts'
import { sampling } from '../../../electron/engine/sampling/sampling.ts'

/** A made-up, scored city of `count` subjects: about 60 % A, 25 % B, 12 % C, 3 % D, one in fifty closed, one in forty not scored. */
export async function addScored(room: TestRoom, count: number): Promise<void> {
  await room.database().write(async (ask) => {
    await ask.run(sql`
      INSERT INTO subject (subject_id, uscc, local_code, name, name_key, region, industry, status, address, records, first_batch)
      SELECT i, CASE WHEN i % 5 > 0 THEN printf('91610131%09dX', i) END, CASE i % 10 WHEN 0 THEN 'T-' || i WHEN 5 THEN 'same' END,
        '商号' || i, '商号' || i, '610113', CASE WHEN i % 2 = 0 THEN 'F' ELSE 'C' END, CASE WHEN i % 50 = 7 THEN 'revoked' ELSE 'active' END, '路' || i, 0, 1
      FROM range(1, ${count + 1}) t(i)`)
    await ask.run(sql`INSERT INTO score_run (run, model, model_sha256, as_of, created_at, subjects, dimensions, tier_counts, definition, last_batch) VALUES (1, 'base-1', 'aa', DATE '2026-11-01', TIMESTAMP '2026-11-02 08:00:00', ${count}, 60, '{}', '{}', 1)`)
    await ask.run(sql`
      INSERT INTO score (SELECT subject_id, risk, CASE WHEN risk < 60 THEN 'A' WHEN risk < 85 THEN 'B' WHEN risk < 97 THEN 'C' ELSE 'D' END, 'index', NULL,
        risk, ${raw(Array.from({ length: 10 }, () => '0').join(', '))}
      FROM (SELECT subject_id, (hash(subject_id) % 100)::DOUBLE AS risk FROM subject WHERE subject_id % 40 <> 3))`)
    await ask.run(sql`INSERT INTO score_past SELECT 1, subject_id, index, tier FROM score`)
  })
}

export const seed = '3141 5926 5358 9793 2384 6264'
export const plan = { name: '双随机 2026', policy: 'xian-2020', filter: [], spares: 3 }

/** Three departments with items and officers, some of whom are unfit or must not meet subjects of the made-up city. */
export async function addLibraries(room: TestRoom): Promise<void> {
  await room.database().write(async (ask) => {
    await ask.run(raw(`INSERT INTO department (code, name, valid_from) VALUES ('market', '市场监管', DATE '2020-01-01'), ('fire', '消防救援', DATE '2020-01-01'), ('health', '卫生健康', DATE '2020-01-01'), ('empty', '无人部门', DATE '2020-01-01')`))
    await ask.run(raw(`INSERT INTO inspection_item (item, department, name, basis, subject_kind, content, method, kind, qualification, valid_from, valid_until)
      SELECT item, department, item, '法', '企业', '内容', '现场检查', 'general', qualification, DATE '2020-01-01', NULL
      FROM (VALUES ('M-1', 'market', NULL), ('F-1', 'fire', '消防'), ('F-2', 'fire', NULL), ('H-1', 'health', NULL), ('E-1', 'empty', NULL)) t(item, department, qualification)`))
    const officer = (id: string, department: string, over: Record<string, string> = {}): string => {
      const row = { qualifications: `'[]'`, certificate_until: `DATE '2030-01-01'`, former: `'[]'`, name: `'员${id}'`, ...over }
      return `('${id}', ${row.name}, '${department}', 'C-${id}', DATE '2020-01-01', ${row.certificate_until}, ${row.qualifications}, ${row.former}, DATE '2020-01-01')`
    }
    await ask.run(raw(`UPDATE subject SET legal_rep = '法人甲' WHERE subject_id % 300 = 1`))
    await ask.run(raw(`INSERT INTO officer (officer, name, department, certificate_no, certificate_from, certificate_until, qualifications, former_employers, valid_from) VALUES ${[
      ...Array.from({ length: 8 }, (_, i) => officer(`m${i}`, 'market', i === 3 ? { name: `'法人甲'` } : i === 4 ? { former: `'["商号43"]'` } : {})),
      ...Array.from({ length: 9 }, (_, i) => officer(`f${i}`, 'fire', i % 3 === 0 ? { qualifications: `'["消防"]'` } : {})),
      ...Array.from({ length: 5 }, (_, i) => officer(`h${i}`, 'health')),
      officer('leave', 'market'), officer('expired', 'health', { certificate_until: `DATE '2026-01-01'` }),
    ].join(', ')}`))
    await ask.run(raw(`INSERT INTO officer_leave VALUES ('leave', '产假', DATE '2026-10-01', NULL)`))
    await ask.run(raw(`INSERT INTO subject_name SELECT subject_id, name, name_key, 1 FROM subject`))
    await ask.run(raw(`INSERT INTO officer_recusal SELECT 'm1', name, 'kin', '亲属', DATE '2026-01-01', NULL FROM subject JOIN score USING (subject_id) WHERE tier IN ('C', 'D') AND status = 'active' ORDER BY subject_id LIMIT 5`))
    await ask.run(raw(`INSERT INTO officer_recusal SELECT 'm2', uscc, 'interest', '持股', DATE '2026-01-01', NULL FROM subject JOIN score USING (subject_id) WHERE tier IN ('C', 'D') AND status = 'active' AND uscc IS NOT NULL ORDER BY subject_id DESC LIMIT 5`))
    await ask.run(raw(`UPDATE officer SET former_employers = (SELECT to_json(list(name)) FROM (SELECT name FROM subject JOIN score USING (subject_id) WHERE tier IN ('C', 'D') AND status = 'active' ORDER BY subject_id LIMIT 3)) WHERE officer = 'm4'`))
    await ask.run(raw(`UPDATE subject SET legal_rep = '法人甲' WHERE subject_id IN (SELECT subject_id FROM score WHERE tier = 'D' ORDER BY subject_id LIMIT 2)`))
  })
}

/** The bundle of a joint inspection by three departments over 1,500 subjects of the made-up city, drawn and staffed. */
export async function jointBundle(room: TestRoom): Promise<Uint8Array> {
  await addScored(room, 1500)
  await addLibraries(room)
  const verbs = sampling(room)
  const tiers = (...values: string[]) => [{ field: 'tier' as const, op: 'in' as const, values }]
  const { campaign } = (await room.jobs.result((await verbs.commitCampaign({
    name: '联合抽查', policy: 'xian-2020', spares: 2, perDepartment: 1, least: 2, on: '2026-11-22',
    tasks: [{ department: 'market', items: ['M-1'], filter: tiers('C', 'D') }, { department: 'fire', items: ['F-1', 'F-2'], filter: tiers('B', 'C', 'D') }, { department: 'health', items: ['H-1'], filter: tiers('D') }],
  })).job)) as { campaign: number }
  await room.jobs.result((await verbs.drawCampaign({ campaign, seed, witnesses: ['公证员'], rehearsal: false })).job)
  return verbs.exportCampaign({ campaign })
}

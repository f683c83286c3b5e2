import type { TestRoom } from '../../room.ts'
import { raw, sql } from '../../../electron/engine/duckdb/sql.ts'

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

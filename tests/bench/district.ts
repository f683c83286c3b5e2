import type { Database } from '../../electron/engine/duckdb/database.ts'
import { raw, sql } from '../../electron/engine/duckdb/sql.ts'

/**
 * What a draw reads, and nothing else: subjects with a code (one in ten has its source's own), an index and a tier each (about 60 % A, 25 % B,
 * 12 % C, 3 % D), and five departments with an item and officers enough for the D among them. Written by SQL, since two million subjects
 * with their records would take the bench an hour.
 */
export async function fillDistrict(database: Database, subjects: number): Promise<void> {
  const officers = Math.ceil(subjects / 500)
  await database.write(async (ask) => {
    await ask.run(sql`
      INSERT INTO subject (subject_id, uscc, local_code, name, name_key, region, industry, status, address, records, first_batch)
      SELECT i, CASE WHEN i % 10 > 0 THEN printf('91610131MA%07dX', i * 48271 % 9999991) END, 'T-' || i, '商号' || i, '商号' || i, '610113', 'F', 'active', '路' || i, 0, 1 FROM range(1, ${subjects + 1}) t(i)`)
    await ask.run(sql`INSERT INTO score_run (run, model, model_sha256, as_of, created_at, subjects, dimensions, tier_counts, definition, last_batch) VALUES (1, 'base-1', 'aa', DATE '2026-11-01', TIMESTAMP '2026-11-02 08:00:00', ${subjects}, 60, '{}', '{}', 1)`)
    await ask.run(sql`INSERT INTO score (SELECT subject_id, risk, CASE WHEN risk < 60 THEN 'A' WHEN risk < 85 THEN 'B' WHEN risk < 97 THEN 'C' ELSE 'D' END, 'index', NULL, risk, ${raw(Array.from({ length: 10 }, () => '0').join(', '))}
      FROM (SELECT subject_id, (hash(subject_id) % 100)::DOUBLE AS risk FROM subject))`)
    await ask.run(raw(`INSERT INTO department (code, name, valid_from) SELECT 'D' || i, '部门' || i, DATE '2020-01-01' FROM range(5) t(i)`))
    await ask.run(raw(`INSERT INTO inspection_item (item, department, name, basis, subject_kind, content, method, kind, valid_from)
      SELECT 'D' || i || '-1', 'D' || i, '事项' || i, '法', '企业', '内容', '现场检查', 'general', DATE '2020-01-01' FROM range(5) t(i)`))
    await ask.run(sql`INSERT INTO officer (officer, name, department, certificate_no, certificate_from, certificate_until, qualifications, former_employers, valid_from)
      SELECT 'D' || d || '-' || i, '员' || d || i, 'D' || d, 'C-' || d || '-' || i, DATE '2020-01-01', DATE '2030-01-01', '[]', '[]', DATE '2020-01-01' FROM range(5) a(d), range(${officers}) b(i)`)
  })
}

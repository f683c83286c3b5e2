import { join } from 'node:path'
import { Database } from '../../electron/engine/duckdb/database.ts'
import { raw, sql } from '../../electron/engine/duckdb/sql.ts'
import { subjectRelations } from '../../electron/engine/subjects/relations.ts'
import { searchSubjects } from '../../electron/engine/subjects/search.ts'
import { keepLookups } from '../../electron/engine/workspace/lookups.ts'
import { migrate } from '../../electron/engine/workspace/migrate.ts'
import { least, spent, type Spent } from './spent.ts'

type Note = (measure: string, time: Spent, against: string, baseline: Spent) => void

/** Searching of each kind and the neighbourhoods of a hub's member and of others, in a workspace that has subjects; each beside the least look-up. */
export async function benchLookups(database: Database, note: Note): Promise<void> {
  const { subjects, some } = await database.read((ask) => ask.one<{ subjects: number; some: number }>(sql`SELECT count(*) AS subjects, (count(*) // 2)::INTEGER AS some FROM subject`))
  const bare = (query: ReturnType<typeof sql>): Promise<Spent> => least(5, () => database.read((ask) => ask.rows(query)))
  const [known] = await database.read((ask) => ask.rows<{ name: string; initials: string; former: string; code: string; person: string }>(sql`
    SELECT s.name, i.initials, f.name AS former, s.uscc AS code, s.legal_rep AS person FROM subject s JOIN subject_initials i USING (subject_id)
      JOIN (SELECT n.subject_id, n.name FROM subject_name n JOIN subject o USING (subject_id) WHERE n.name_key <> o.name_key) f USING (subject_id)
    WHERE s.subject_id >= ${some} AND s.uscc IS NOT NULL AND s.legal_rep IS NOT NULL ORDER BY subject_id LIMIT 1`))
  const texts = { 'part of a name that many bear': '科技', 'part of a name that few bear': known!.name.slice(2, 7), 'pinyin initials': known!.initials.slice(2, 8), 'former name': known!.former.slice(1, 8), 'part of a code': known!.code.slice(9, 15), 'legal representative': known!.person, 'nothing there': '查无此名' }
  const scan = await bare(sql`SELECT count(*) FROM subject WHERE contains(name_key, ${known!.name.slice(2, 7)})`)
  for (const [kind, text] of Object.entries(texts)) note(`search by ${kind}, ${subjects} subjects`, await least(5, () => searchSubjects(database, { text, limit: 20 })), 'bare scan of names', scan)

  const look = await bare(sql`SELECT * FROM subject WHERE subject_id = ${some}`)
  const keyed = (order: string): Promise<{ id: number; members: number }> => database.read((ask) => ask.one(raw(`SELECT min(subject_id) AS id, members FROM (SELECT key, min(subject_id) AS subject_id, count(*) AS members FROM subject_link GROUP BY key HAVING count(*) > 1) GROUP BY members ORDER BY ${order} LIMIT 1`)))
  const hub = await keyed('members DESC')
  const housemate = await keyed('abs(members - 12), members')
  for (const [whose, subjectId] of [[`of a hub of ${hub.members}`, hub.id], [`of ${housemate.members} at one place`, housemate.id], ['of one in the middle', some]] as const) {
    note(`relations in two steps ${whose}, ${subjects} subjects`, await least(5, () => subjectRelations(database, '2026-11-22', { subjectId, steps: 2, hub: 50 })), 'bare look-up of one subject', look)
  }
  const few = sql`SELECT unnest(range(${some}, ${some + 1600}))`
  const changed = await least(3, () => database.write((ask) => keepLookups(ask, few)))
  note(`keeping what 1600 subjects are found by, ${subjects} subjects`, changed, 'bare look-up of one subject', look)
}

/** The same over so many subjects without records but those of relations: two million with all theirs would take the bench an hour. */
export async function benchStreets(subjects: number, resources: string, folder: string, note: Note): Promise<void> {
  const database = await Database.open(join(folder, 'streets.mingcha'))
  try {
    await migrate(database, resources)
    await fillStreets(database, subjects)
    const copied = await spent(() => database.write((ask) => ask.run(raw('CREATE TABLE copied AS SELECT subject_id, name_key, address, phone, legal_rep FROM subject'))))
    await database.write((ask) => ask.run(raw('DROP TABLE copied')))
    note(`making what subjects are found by, ${subjects} subjects`, await spent(() => database.write((ask) => keepLookups(ask, raw('SELECT subject_id FROM subject')))), 'copying names, addresses, telephones and persons', copied)
    await database.checkpoint()
    await benchLookups(database, note)
  } finally {
    await database.close()
  }
}

/** Firms with names, places, telephones and persons as a city has them: one in a hundred in one of four agencies, one in eight beside others, one relation record each, one in twenty renamed. */
export async function fillStreets(database: Database, subjects: number): Promise<void> {
  const pick = (signs: string[], salt: number): string => `[${signs.map((one) => `'${one}'`).join(', ')}][1 + (hash(i * 31 + ${salt}) % ${signs.length})::INTEGER]`
  const brand = (salt: number): string => [1, 2, 3].map((n) => pick([...'鼎盛华瑞恒泰金宏锦程嘉禾天诚'], salt + n)).join(' || ')
  const name = (salt: number): string => `${pick(['西安', '陕西', '西安市雁塔区', '西安高新区', ''], salt)} || ${brand(salt + 1)} || ${pick(['科技', '商贸', '餐饮', '建筑工程', '文化传媒', '物流', '超市', '信息技术', '装饰', '农业'], salt + 5)} || ${pick(['有限公司', '有限责任公司', '中心', '店'], salt + 6)}`
  await database.write(async (ask) => {
    await ask.run(raw(`INSERT INTO subject (subject_id, uscc, name, name_key, legal_rep, registrar, region, industry, status, established, address, phone, records, first_batch)
      SELECT i, printf('91610131MA%07dX', i * 48271 % 9999991), ${name(1)}, ${name(1)}, ${pick([...'王李张刘陈杨赵黄周吴'], 20)} || ${pick([...'伟芳娜敏静强磊军洋勇艳杰'], 21)} || ${pick([...'伟芳娜敏静强磊军洋勇艳杰', ''], 22)}, '61013' || i % 9, '610131', 'F', 'active', DATE '2015-01-01' + (i % 4000)::INTEGER,
        CASE WHEN i % 100 = 0 THEN '陕西省西安市高新区托管工位' || i // 100 % 4 || '号' WHEN i % 8 = 0 THEN '陕西省西安市锦业路' || i // 96 || '号' ELSE '陕西省西安市科技路' || i || '号' END,
        '029-' || (80000000 + CASE WHEN i % 10 = 0 THEN i // 80 ELSE i END), 1, 1 FROM range(1, ${subjects + 1}) t(i)`))
    await ask.run(raw(`INSERT INTO subject_name SELECT subject_id, name, name_key, 1 FROM subject UNION ALL SELECT i, ${name(40)}, ${name(40)}, 1 FROM range(1, ${subjects + 1}, 20) t(i)`))
    await ask.run(raw(`INSERT INTO relation (subject_id, attached, known_on, kind, other_name, other_subject_id, row_key, batch, file_id, source_file, source_row)
      SELECT i, 'code', DATE '2024-01-01', CASE WHEN i % 3 = 0 THEN 'investment' ELSE 'shareholder' END, CASE WHEN i % 3 = 0 THEN '公司' ELSE ${pick([...'王李张刘陈杨赵黄周吴'], 30)} || ${pick([...'伟芳娜敏静强磊军洋勇艳杰'], 31)} || i % 997 END, CASE WHEN i % 3 = 0 THEN 1 + hash(i) % ${subjects} END, uuid(), 1, 1, 'r.csv', i FROM range(1, ${subjects + 1}) t(i)`))
    await ask.run(raw(`INSERT INTO score SELECT subject_id, hash(subject_id) % 100, CASE WHEN hash(subject_id) % 100 < 60 THEN 'A' WHEN hash(subject_id) % 100 < 85 THEN 'B' WHEN hash(subject_id) % 100 < 97 THEN 'C' ELSE 'D' END, 'index', NULL, 0,0,0,0,0,0,0,0,0,0,0 FROM subject`))
  })
}

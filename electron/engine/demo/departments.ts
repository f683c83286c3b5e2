import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from '../duckdb/database.ts'
import { sql } from '../duckdb/sql.ts'
import { temporaryFolder } from '../workspace/temporary.ts'
import { Dice } from './dice.ts'
import { encodeGb18030 } from './gb18030.ts'

/**
 * The files that six departments hand in, as departments do: other encodings, titles above the header, dates in every notation,
 * codes damaged by spreadsheets, rows with a name only, placeholders, repeated and broken rows. No row brings a subject that
 * the register lacks under a valid code, so the city keeps its size.
 */
export async function writeDepartments(database: Database, city: { subjects: number; seed: string; today: string }, bring: (paths: string[]) => Promise<void>): Promise<void> {
  const folder = await temporaryFolder('demo')
  try {
    const rows = Math.round(40 + Math.sqrt(city.subjects) / 2)
    const chosen = await sample(database, city, rows * departments.length)
    const paths: string[] = []
    for (const [i, department] of departments.entries()) {
      const lines = chosen.slice(i * rows, (i + 1) * rows).map((row, k) => {
        const dice = new Dice(row.dice)
        return { cells: department.row(row, dice, k + 1), dice }
      })
      const path = join(folder, department.file)
      writeFileSync(path, department.bytes(withDirt([...department.above, department.header], lines).join(department.newline) + department.newline))
      paths.push(path)
    }
    await bring(paths)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Row { name: string; uscc: string | null; address: string; legal: string | null; day: string; dice: string }

/** Subjects at random, each with a day of the last three years. */
const sample = (database: Database, { subjects, seed, today }: { subjects: number; seed: string; today: string }, rows: number): Promise<Row[]> =>
  database.read((ask) => ask.rows<Row>(sql`
    WITH chosen AS (SELECT i, hash(xor(${seed}::UBIGINT, hash(i + 1000003))) AS dice FROM range(${rows}::BIGINT) t(i))
    SELECT s.name, s.uscc, s.address, s.legal_rep AS legal, greatest(${today}::DATE - (dice % 1000)::INTEGER, least(s.established, ${today}::DATE))::VARCHAR AS day, hash(dice)::VARCHAR AS dice
    FROM chosen JOIN subject s ON s.subject_id = 1 + (dice // 1000 % ${subjects})::INTEGER ORDER BY i`))

const wide = (text: string): string => [...text].map((sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)).join('')

/** A code as a department's clerk leaves it: two thirds right, the rest damaged in the ways that real registers show. */
function handled(code: string | null, dice: Dice): string {
  if (code === null) return dice.of(['', '无', '-', '/'])
  const way = dice.roll(36)
  switch (way) {
    case 0: return code.toLowerCase()
    case 1: return wide(code)
    case 2: return `${code}(00)`
    case 3: return ` ${code} `
    case 4: return `${code.slice(0, 1)}.${code.slice(1, 3)}E+17`
    case 5: return code.slice(0, 17)
    case 6: return code.slice(0, 9) + code[10]! + code[9]! + code.slice(11)
    case 7: return code.slice(0, 15) + '000'
    case 8: return code.slice(0, 12) + (code[12] === '8' ? '3' : '8') + code.slice(13)
    case 9: return dice.of(['无', '不详', '-', '/', 'N/A', '待补充'])
    case 10: case 11: return ''
    default: return code
  }
}

/** A name as written: sometimes with half-width brackets, blanks or a remark. */
function written(name: string, dice: Dice): string {
  switch (dice.roll(24)) {
    case 0: return ` ${name}`
    case 1: return name.replaceAll('（', '(').replaceAll('）', ')')
    case 2: return `${name.slice(0, 2)} ${name.slice(2)}`
    case 3: return `（非现场检查）${name}`
    default: return name
  }
}

function dated(day: string, dice: Dice): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  switch (dice.roll(9)) {
    case 0: return `${year}/${month}/${date}`
    case 1: return `${year}年${month}月${date}日`
    case 2: return `${year}.${month}.${date}`
    case 3: return day.replaceAll('-', '')
    case 4: return `${day} 00:00:00`
    case 5: return dice.roll(6) === 0 ? '不详' : `${year}-${month}-${date}`
    default: return day
  }
}

interface Department {
  file: string
  above: string[]
  header: string
  newline: string
  bytes(text: string): Buffer
  row(row: Row, dice: Dice, number: number): string[]
}
const plain = (text: string): Buffer => Buffer.from(text)
const marked = (text: string): Buffer => Buffer.from(`\uFEFF${text}`)

const departments: Department[] = [
  {
    file: '行政处罚信息公示表.csv', newline: '\r\n', bytes: encodeGb18030,
    above: ['行政处罚信息公示表（季度）,,,,,,,,,,,', '填报单位：综合执法支队,,,,,,,,,,,'],
    header: '序号,行政相对人名称,统一社会信用代码,行政处罚决定书文号,违法行为类型,违法事实,处罚依据,处罚类别,处罚内容,罚款金额（万元）,处罚决定日期,处罚机关',
    row: (row, dice, number) => {
      const fine = dice.of([0, 0.05, 0.1, 0.2, 0.5, 1, 2, 3, 5, 20])
      return [String(number), written(row.name, dice), handled(row.uscc, dice), `陕市监罚〔${row.day.slice(0, 4)}〕${1000 + dice.roll(9000)}号`, dice.of(['未明码标价', '发布虚假广告', '销售超过保质期的食品', '未按规定公示']),
        '经查，情况属实', dice.of(['《中华人民共和国价格法》第四十二条', '《中华人民共和国广告法》第五十五条', '《中华人民共和国食品安全法》第一百二十四条']), fine === 0 ? '警告' : '罚款', fine === 0 ? '责令改正，予以警告' : `罚款${fine}万元`, fine === 0 ? '' : String(fine),
        dated(row.day, dice), dice.of(['西安市市场监督管理局', '西安市城市管理和综合执法局', '西安市应急管理局'])]
    },
  },
  {
    file: '投诉举报导出.csv', newline: '\n', bytes: marked, above: [],
    header: '投诉编号,登记时间,被投诉企业名称,统一社会信用代码,来源渠道,投诉类型,投诉内容,是否有效,处理结果',
    row: (row, dice, number) => [`6101${row.day.replaceAll('-', '')}${String(number).padStart(5, '0')}`, `${row.day} ${String(dice.roll(24)).padStart(2, '0')}:${String(dice.roll(60)).padStart(2, '0')}:00`, written(row.name, dice), handled(row.uscc, dice),
      dice.of(['12315平台', '12345热线', '来信来访']), dice.of(['投诉', '投诉', '举报', '咨询']), dice.of(['预付卡无法退费', '商品与描述不符，\n要求退货', '拒开发票,多次沟通无果', '称"免费体验"后收费', '食品有异物']), dice.of(['是', '否', '']), dice.of(['调解成功', '不予受理', '办理中', '立案'])],
  },
  {
    file: '双随机检查结果.csv', newline: '\r\n', bytes: encodeGb18030, above: [],
    header: '检查主体,检查类别,检查单号,检查日期,被检查单位或个人名称,检查结果',
    row: (row, dice, number) => [dice.of(['西安市卫生健康委员会', '西安市文化和旅游局', '西安市民政局']), dice.of(['行政检查', '双随机检查']), `${row.day.slice(0, 4)}${String(number).padStart(6, '0')}`, dated(row.day, dice), written(row.name, dice), dice.of(['合格', '合格', '合格', '未发现问题', '责令改正', '不合格', '关闭'])],
  },
  {
    file: '行政许可决定公示.csv', newline: '\n', bytes: plain, above: [',,,,,,,,', '行政许可决定公示,,,,,,,,'],
    header: '行政相对人名称,统一社会信用代码,许可证书名称,许可编号,许可内容,许可决定日期,有效期自,有效期至,许可机关',
    row: (row, dice) => [written(row.name, dice), handled(row.uscc, dice), dice.of(['食品经营许可证', '卫生许可证', '道路运输经营许可证']), `JY1610100${String(dice.roll(10_000_000)).padStart(7, '0')}`, dice.of(['预包装食品销售', '热食类食品制售', '公共场所住宿', '普通货运']),
      row.day, row.day, `${Number(row.day.slice(0, 4)) + dice.of([3, 5])}${row.day.slice(4, 8)}28`, dice.of(['西安市行政审批服务局', '西安高新区行政审批服务局'])],
  },
  {
    file: '经营异常名录.csv', newline: '\r\n', bytes: encodeGb18030, above: [],
    header: '序号,企业名称,列入经营异常名录原因,列入日期,作出决定机关',
    row: (row, dice, number) => [String(number), written(row.name, dice), dice.of(['未依照规定期限公示年度报告', '通过登记的住所或者经营场所无法联系', '公示企业信息隐瞒真实情况、弄虚作假']), dated(row.day, dice), '西安市市场监督管理局'],
  },
  {
    file: '欠税公告.csv', newline: '\r\n', bytes: marked, above: ['欠税公告,,,,,,'],
    header: '纳税人名称,纳税人识别号,法定代表人姓名,经营地点,欠税税种,欠税余额（元）,公告日期',
    row: (row, dice) => [written(row.name, dice), handled(row.uscc, dice), row.legal ?? '-', row.address, dice.of(['增值税', '企业所得税', '城市维护建设税']), `${dice.roll(900)},${String(dice.roll(1000)).padStart(3, '0')}.${dice.roll(90) + 10}`.replace(/^0,0*(?=\d)/, ''), dated(row.day, dice)],
  },
]

/** Lines of the file: some rows twice, some broken, blank ones, and the clerk's total at the end. */
function withDirt(above: string[], lines: { cells: string[]; dice: Dice }[]): string[] {
  const text = (cells: string[]): string => cells.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')
  const width = lines[0]?.cells.length ?? 1
  return [
    ...above,
    ...lines.flatMap(({ cells, dice }) => {
      switch (dice.roll(40)) {
        case 0: return [text(cells), text(cells)]
        case 1: return [text(cells), ','.repeat(width - 1)]
        case 2: return [text([...cells, '多余', '单元格'])]
        case 3: return [text(cells.map((cell, i) => (i < 2 ? cell : '')))]
        default: return [text(cells)]
      }
    }),
    text(['合计', `${lines.length}条`, ...Array.from({ length: width - 2 }, () => '')]),
  ]
}

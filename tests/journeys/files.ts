import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { usccCheck } from '../../electron/engine/identity/uscc.ts'
import { toGb18030 } from '../gb18030.ts'

/** A valid code of Xi'an's High-tech Zone, the n-th of an invented series. */
export function inventedCode(n: number): string {
  const organisation = `MA6J${String(n).padStart(4, '0')}`
  const weights = [3, 7, 9, 10, 5, 8, 4, 2]
  const signs = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
  const sum = [...organisation].reduce((total, sign, i) => total + signs.indexOf(sign) * weights[i]!, 0)
  const check = 11 - (sum % 11)
  const first17 = `91610131${organisation}${check === 10 ? 'X' : check === 11 ? '0' : String(check)}`
  return first17 + usccCheck(first17)!
}

const names = ['云岭', '远帆', '青禾', '星桥', '瑞安', '恒达', '明川', '嘉木', '博远', '泰和']
const trades = ['食品', '机械', '软件', '餐饮', '建材', '医药']
export const inventedName = (n: number): string => `西安${names[n % names.length]}${trades[n % trades.length]}${String.fromCharCode(0x4e00 + n)}有限公司`

/** Three departments' files: a register, penalties in GB18030 under two title rows, inspections by name with a broken row. */
export function writeFiles(folder: string): { files: string[]; subjects: number } {
  const subjects = 40
  const to = join(folder, 'departments')
  mkdirSync(to, { recursive: true })
  const each = <T>(count: number, of: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => of(n))
  const register = ['企业名称,统一社会信用代码,注册日期,企业类型,法人代表,注册资金,经营范围,所在省份,地区,注册地址',
    ...each(subjects, (n) => `${inventedName(n)},${inventedCode(n)},20${10 + (n % 14)}-0${1 + (n % 9)}-15,有限责任公司,N/A,"${100 + n}(万元人民币)","食品销售；餐饮服务",陕西,西安,"西安市高新区科技路${n}号"`)]
  const penalties = ['附件2,,,,,', '2026年行政处罚公示,,,,,', '序号,行政相对人名称,统一社会信用代码,违法行为类型,罚款金额（万元）,处罚决定日期',
    ...each(60, (n) => `${n + 1},${inventedName(n % 7)},${inventedCode(n % 7)},无证经营,${1 + (n % 5)},2026/${1 + (n % 10)}/${1 + (n % 27)}`)]
  const inspections = ['序号,任务名称,主体名称,抽查机关,抽查时间,抽查结果',
    ...each(50, (n) => `${n + 1},食品经营专项检查,${inventedName(n % 20)},西安市市场监督管理局高新分局,2026-0${1 + (n % 9)}-10 10:00:00,${n % 3 === 0 ? '发现问题待后续处理' : '未发现问题'}`),
    '51,食品经营专项检查,,西安市市场监督管理局高新分局,2026-09-10 10:00:00,未发现问题']
  const write = (name: string, content: string | Buffer): string => {
    writeFileSync(join(to, name), content)
    return join(to, name)
  }
  return {
    subjects,
    files: [
      write('2026年企业登记.csv', register.join('\n')),
      write('行政处罚公示信息.csv', toGb18030(`${penalties.join('\r\n')}\r\n`)),
      write('双随机抽查结果公示.csv', `\ufeff${inspections.join('\r\n')}`),
    ],
  }
}

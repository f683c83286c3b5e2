/**
 * How personal data looks where it is not shown in full. The page and the engine (electron/engine/workspace/masks.ts) mask alike: a test holds the
 * two against each other.
 */

/** Surnames of two characters; with any other, the first character is the surname. */
export const compoundSurnames = ['欧阳', '司马', '上官', '诸葛', '东方', '皇甫', '尉迟', '公孙', '慕容', '令狐', '司徒', '夏侯', '端木', '长孙', '宇文', '轩辕', '西门', '南宫', '独孤', '呼延'] as const
/** An organisation that stands where a person is expected. RE2 and JavaScript read it alike. */
export const organisationPattern = '公司|中心|企业|合伙|合作社|商行|工厂|[厂店社局院校部所行会处]$|\\b([Ll][Tt][Dd]|[Ii][Nn][Cc]|[Ll][Ll][Cc]|[Cc][Oo])\\b'
/** A citizen's number: region, day of birth, three digits, check. Building permits look the same: it is told from them by where it stands. */
export const citizenPattern = '(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])\\d{4}(?:18|19|20)\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])\\d{3}[\\dXx]'

const compound = new Set<string>(compoundSurnames)
const organisation = new RegExp(organisationPattern)

/** A person's name: surname and, of up to four signs, the last one: 张*, 李*明, 欧阳*, 古**. An organisation in a person's place stays as it is. */
export function maskPerson(name: string): string {
  const text = name.trim()
  if (text === '' || text.includes('*') || organisation.test(text)) return text
  const signs = [...text]
  const surname = signs.length > 2 && compound.has(signs.slice(0, 2).join('')) ? 2 : 1
  const rest = signs.length - surname
  if (rest <= 1) return `${signs.slice(0, surname).join('')}*`
  return signs.length <= 4 && /^\p{Script=Han}+$/u.test(text) ? `${signs.slice(0, surname).join('')}${'*'.repeat(rest - 1)}${signs.at(-1)!}` : `${signs.slice(0, surname).join('')}**`
}

/** A telephone number with its middle hidden: 138****5678; a short one keeps less. */
export function maskPhone(phone: string): string {
  const signs = [...phone.trim()]
  const part = (from: number, to?: number): string => signs.slice(from, to).join('')
  if (signs.length < 7) return '*'.repeat(signs.length)
  return signs.length < 10 ? `****${part(-2)}` : `${part(0, 3)}****${part(-4)}`
}

/** A citizen's number: the region and the last two signs. */
export function maskCitizen(number: string): string {
  const text = number.trim()
  return text.length < 9 ? '*'.repeat(text.length) : `${text.slice(0, 6)}${'*'.repeat(text.length - 8)}${text.slice(-2)}`
}

/** A record's cell as the screen shows it where nobody signs in: contact persons masked, all else as it is. */
export function maskCell(column: string, value: unknown, row: Record<string, unknown>): unknown {
  if (typeof value !== 'string' || value === '') return value
  if (column === 'legal_rep') return maskPerson(value)
  if (column === 'phone') return maskPhone(value)
  if (column === 'other_name') {
    if (row.kind === 'phone') return maskPhone(value)
    if (row.kind === 'legal_rep' || row.kind === 'officer' || row.kind === 'shareholder') return maskPerson(value)
  }
  return value
}

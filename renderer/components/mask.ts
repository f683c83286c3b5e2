/** Surnames of two characters; with any other, the first character is the surname. */
const compound = new Set(['欧阳', '司马', '上官', '诸葛', '东方', '皇甫', '尉迟', '公孙', '慕容', '令狐', '司徒', '夏侯', '端木', '长孙', '宇文', '轩辕', '西门', '南宫', '独孤', '呼延'])
const organisation = /公司|中心|企业|合伙|商行|工厂|[厂店社局院校部所]$|\b(ltd|inc|llc|co)\b/i

/** A person's name with all but the surname hidden: 张**, 欧阳*. An organisation in a person's place stays as it is. */
export function maskPerson(name: string): string {
  const text = name.trim()
  if (text === '' || text.includes('*') || organisation.test(text)) return text
  const surname = compound.has(text.slice(0, 2)) && text.length > 2 ? text.slice(0, 2) : [...text][0]!
  return surname + '*'.repeat(Math.min(2, Math.max(1, [...text].length - [...surname].length)))
}

/** A telephone number with its middle hidden: 138****56. */
export function maskPhone(phone: string): string {
  const text = phone.trim()
  return text.length < 6 ? '*'.repeat(text.length) : `${text.slice(0, 3)}${'*'.repeat(Math.min(6, text.length - 5))}${text.slice(-2)}`
}

/** A record's cell as shown to anyone who may see the record: contact persons masked, all else as it is. */
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

import type { Engine, LibraryCell, LibraryKind } from '../shared/contract.ts'

/** Three departments with items and invented officers, brought in as a person would: market supervision, fire, health. Half of the fire officers hold what its second item asks. */
export async function fillLibraries({ saveLibraryRow }: Pick<Engine, 'saveLibraryRow'>): Promise<void> {
  const put = async (kind: LibraryKind, row: Record<string, LibraryCell>): Promise<void> => { await saveLibraryRow({ kind, row: { ...row, valid_from: '2026-01-01' }, reason: '建库' }) }
  const item = { basis: '《示例条例》第八条', subject_kind: '企业', content: '现场情况与登记是否一致', method: '现场检查' }
  for (const [code, name] of [['SJ', '高新市场监管所'], ['XF', '高新消防大队'], ['WJ', '高新卫生监督所']] as const) await put('department', { code, name })
  for (const [code, department, name, kind, qualification] of [
    ['SJ-001', 'SJ', '登记事项检查', 'general', ''], ['SJ-002', 'SJ', '公示信息检查', 'general', ''],
    ['XF-001', 'XF', '疏散通道检查', 'general', ''], ['XF-002', 'XF', '自动消防设施检查', 'key', '消防监督检查员'], ['WJ-001', 'WJ', '公共场所卫生检查', 'general', ''],
  ] as const) await put('item', { item: code, department, name, kind, qualification, ...item })
  for (const [department, people] of [['SJ', '赵钱孙李周吴'], ['XF', '郑王冯陈'], ['WJ', '褚卫蒋']] as const) {
    for (const [i, surname] of [...people].entries()) {
      await put('officer', { officer: `${department}${i + 1}`, name: `${surname}某某`, department, certificate_no: `示${department}00${i + 1}`, certificate_until: '2035-12-31', qualifications: department === 'XF' && i < 2 ? ['消防监督检查员'] : [] })
    }
  }
}

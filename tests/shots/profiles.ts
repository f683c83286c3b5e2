import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { RunningEngine } from '../../electron/engine/engine.ts'
import { rowsOf } from '../../renderer/components/arrow.ts'
import { isUscc } from '../../electron/engine/identity/uscc.ts'

/** Subjects whose profiles look different, by what is different about them. */
export type Profiles = Record<'index' | 'veto' | 'override' | 'single' | 'many' | 'unscored', number>

/** Finds them in the scored demo, and brings what it lacks: a subject with thousands of records, and one that came after the scoring. */
export async function prepareProfiles({ verbs }: RunningEngine, home: string): Promise<Profiles> {
  const first = async (filter: Parameters<typeof verbs.subjectPage>[0]['filter'], sort: string, descending = true): Promise<Record<string, unknown>> =>
    rowsOf((await verbs.subjectPage({ filter, sort: [{ field: sort as 'index', descending }], limit: 5 })).arrow)[0] as Record<string, unknown>
  const busy = await first([{ field: 'tier', op: 'in', values: ['B'] }], 'records')
  const from = Date.parse('2021-01-01')
  const rows = Array.from({ length: 3000 }, (_, i) => `${String(busy['name'])},${String(busy['uscc'])},${new Date(from + Math.floor(i * 0.7) * 86_400_000).toISOString().slice(0, 10)},${['退款', '质量', '广告', '预付卡'][i % 4]}问题第${i}件,${i % 3 === 0 ? '属实' : '不属实'}`)
  const many = join(home, '投诉举报.csv')
  writeFileSync(many, ['被投诉单位,统一社会信用代码,登记时间,投诉内容,处理结果', ...rows, ''].join('\n'))
  await verbs.awaitJob(await verbs.importFiles({ files: [{ path: many, recordClass: 'complaint' }] }))
  await verbs.awaitJob(await verbs.scoreSubjects({}))
  const fresh = join(home, '新设.csv')
  const code = '91610131MA6X00001'.slice(0, 16)
  const whole = Array.from('0123456789X', (organisation) => Array.from('0123456789ABCDEFGHJKLMNPQRTUWXY', (sign) => `${code}${organisation}${sign}`)).flat().find(isUscc)!
  writeFileSync(fresh, `企业名称,统一社会信用代码,成立日期,登记状态\n西安市新设样本有限公司,${whole},2026-11-20,在营\n`)
  await verbs.awaitJob(await verbs.importFiles({ files: [{ path: fresh }] }))
  const reason = (value: string) => [{ field: 'tier_reason' as const, op: 'in' as const, values: [value] }]
  const of = (row: Record<string, unknown>): number => Number(row['subject_id'])
  return {
    index: of(await first([...reason('index'), { field: 'tier', op: 'in', values: ['C', 'D'] }], 'index')), veto: of(await first(reason('veto'), 'index', false)), override: of(await first(reason('override'), 'index')),
    single: of(await first([{ field: 'records', op: 'between', min: 1 }], 'records', false)), many: of(busy), unscored: (await verbs.subjectProfile({ code: whole })).subject.subjectId,
  }
}

/** Each of them from head to foot, a record opened, and the look ahead. */
export async function shootProfiles(page: Page, dress: string, folder: string, profiles: Profiles): Promise<void> {
  const still = async (): Promise<void> => {
    await page.waitForTimeout(400)
    await page.waitForFunction(() => document.querySelector('.skeleton, .ag-loading') === null, undefined, { timeout: 30_000 }).catch(() => undefined)
    await page.waitForTimeout(400)
  }
  for (const [name, subject] of Object.entries(profiles)) {
    await page.evaluate((id) => { location.hash = `#/profile/${id}` }, subject)
    await still()
    await page.screenshot({ path: join(folder, `profile-${name}-${dress}.png`) })
    for (const part of ['.why', '.moves', '.timeline']) {
      const place = page.locator(part)
      if (await place.count() === 0) continue
      if (part === '.moves' && (name === 'index' || name === 'override')) {
        await place.locator('button').last().click()
        await place.locator('.chart').waitFor({ timeout: 60_000 })
      }
      await place.evaluate((element) => element.scrollIntoView({ block: 'start' }))
      await still()
      await page.screenshot({ path: join(folder, `profile-${name}-${part.slice(1)}-${dress}.png`) })
    }
  }
  await page.evaluate((id) => { location.hash = `#/profile/${id}?lanes=complaint&from=2024-01-01&until=2024-06-30` }, profiles.many)
  await still()
  await page.locator('.timeline').evaluate((element) => element.scrollIntoView({ block: 'start' }))
  await page.locator('.timeline .ag-cell[col-id=what]').first().dblclick()
  await still()
  await page.screenshot({ path: join(folder, `profile-record-${dress}.png`) })
  await page.keyboard.press('Escape')
}

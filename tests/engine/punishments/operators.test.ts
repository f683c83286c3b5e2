import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createEngine } from '../../../electron/engine/engine.ts'
import { resources } from '../../room.ts'
import { openListed } from './city.ts'

test('who may not ask for joint punishment or confirm bans is refused and kept in the chain; names are those of who signed in; no identity number is kept', async () => {
  const { room, entry } = await openListed()
  const path = join(room.folder, 'test.mingcha')
  await room.database().close()
  const engine = createEngine({ resources, home: room.folder, database: { memoryMb: 512, threads: 2 }, today: () => '2026-11-30' })
  const passphrase = 'a long passphrase'
  try {
    await engine.verbs.openWorkspace({ path })
    await engine.verbs.saveOperator({ name: '陈管理', roles: ['administrator'], passphrase })
    await engine.verbs.signIn({ name: '陈管理', passphrase })
    for (const [name, role] of [['甲', 'investigator'], ['乙', 'reviewer'], ['丙', 'reviewer']] as const) await engine.verbs.saveOperator({ name, roles: [role], passphrase })
    const [field, desk, other] = [engine.connect().verbs, engine.connect().verbs, engine.connect().verbs]
    await field.signIn({ name: '甲', passphrase })
    await desk.signIn({ name: '乙', passphrase })
    await other.signIn({ name: '丙', passphrase })
    const asking = { grounds: [{ entry }], measure: 'honours', by: '丙', reason: '在列', requesting: '市监局' }
    const no = { code: 'not_your_role' }
    await expect(field.requestMeasures(asking)).rejects.toMatchObject(no)
    const { requests } = await desk.requestMeasures(asking)
    expect((await desk.readMeasure({ request: requests[0]!.request })).request.requestedBy).toBe('乙')
    await expect(field.exportMeasures({ kind: 'request', requests: [requests[0]!.request], format: 'csv', by: '甲' })).rejects.toMatchObject(no)
    await expect(field.releaseMeasures({ requests, by: '甲', reason: '误' })).rejects.toMatchObject(no)
    // Proposed by one, confirmed by another, whatever names are written.
    const { bans } = await desk.proposeBans({ grounds: [{ entry }], ban: 'serious_list', by: '丙', reason: '在列', idNumber: '11010119900101123X' })
    await expect(field.confirmBans({ bans, by: '甲', agree: true })).rejects.toMatchObject(no)
    expect((await desk.confirmBans({ bans, by: '丙', agree: true })).refused.map((one) => one.code)).toEqual(['ban_same_person'])
    expect((await other.confirmBans({ bans, by: '乙', agree: true })).done).toBe(1)
    await expect(field.liftBans({ bans: [{ ban: bans[0]!.ban, revision: 2 }], by: '甲', reason: '误' })).rejects.toMatchObject(no)
    const chain = new TextDecoder().decode(await engine.verbs.exportAudit({}))
    expect(chain).not.toContain('19900101')
    for (const deed of ['requestMeasures', 'exportMeasures', 'releaseMeasures', 'confirmBans', 'liftBans']) expect((await desk.listAudit({ verb: deed })).entries.some((one) => one.by === '甲' && one.refused === 'not_your_role'), deed).toBe(true)
    const duty = await desk.checkDuty({ person: '甲' })
    expect(duty.situations.find((one) => one.id === 'own_review')!.lines.find((one) => one.id === 'refused_for_role')).toMatchObject({ verdict: 'met', rows: 5 })
    expect(await desk.verifyAudit({})).toMatchObject({ ok: true })
  } finally {
    await engine.close()
    await room.close()
  }
}, 60_000)

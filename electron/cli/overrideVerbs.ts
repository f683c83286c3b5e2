import { isTier } from '../../shared/filter.ts'
import type { Tier } from '../../shared/classes.ts'
import type { TierOverride } from '../../shared/contract.ts'
import { profileOf } from './scoreVerbs.ts'
import { figure, table } from './text.ts'
import { required, UsageError, wholeNumber, type Answer, type Asked, type CliVerb } from './verb.ts'

/** Tiers that two persons set against the index. */
const steps: Record<string, (asked: Asked) => Promise<Answer>> = {
  list: async (asked) => {
    const subject = asked.text('subject')
    const found = await asked.engine.verbs.listOverrides({ ended: asked.flag('all'), limit: 10_000, ...(subject === undefined ? {} : { subjectId: await subjectOf(asked, subject) }) })
    const rows = found.overrides.map((one) => [one.override, one.state, one.tier, one.name, one.code, one.expiresOn, one.author, one.confirmedBy, one.now ? `${one.now.tier} (${one.now.tierReason}${one.now.veto !== null ? `, veto ${one.now.veto}` : ''}), ${one.now.index.toFixed(2)}` : null, one.reason])
    return {
      json: found,
      text: [`${figure(found.states.proposed)} wait for confirmation, ${figure(found.states.confirmed)} in force, ${figure(found.states.expired)} expired, ${figure(found.states.withdrawn)} withdrawn`,
        ...(rows.length > 0 ? [table(['no.', 'state', 'tier', 'subject', 'code', 'until', 'author', 'confirmed by', 'stands at', 'reason'], rows)] : [])].join('\n'),
    }
  },
  propose: async (asked) => {
    const tier = required(asked, 'tier').toUpperCase()
    if (!isTier(tier)) throw new UsageError('--tier is A, B, C or D')
    const [reason, ground, author, expiresOn] = ['reason', 'ground', 'author', 'until'].map((option) => required(asked, option)) as [string, string, string, string]
    const subjectId = await subjectOf(asked, required(asked, 'subject'))
    return told(await asked.engine.verbs.proposeOverride({ subjectId, tier: tier as Tier, overVeto: asked.flag('over-veto'), reason, ground, author, expiresOn }))
  },
  confirm: async (asked) => told(await asked.engine.verbs.confirmOverride({ override: numberOf(asked), by: required(asked, 'by') })),
  withdraw: async (asked) => told(await asked.engine.verbs.withdrawOverride({ override: numberOf(asked), by: required(asked, 'by'), note: required(asked, 'note') })),
}

const told = (one: TierOverride): Answer => ({
  json: one,
  text: `override ${one.override}, ${one.state}: ${one.name} in tier ${one.tier} until ${one.expiresOn}${one.overVeto ? ', over any veto' : ''}\n${one.state === 'proposed' ? 'It holds once a second person has confirmed it.' : 'Score again for it to take effect.'}`,
})

function numberOf(asked: Asked): number {
  const number = wholeNumber(asked, 'override')
  if (number === undefined || number < 1) throw new UsageError('--override takes the number of an override')
  return number
}

/** A number of the workspace (`#12`), a code or a name. */
async function subjectOf(asked: Asked, who: string): Promise<number> {
  if (/^#\d{1,9}$/.test(who)) return Number(who.slice(1))
  return (await profileOf(who, (input) => asked.engine.verbs.subjectProfile(input))).subject.subjectId
}

export const overrideVerbs: Readonly<Record<string, CliVerb>> = {
  override: {
    usage: 'override WS [list|propose|confirm|withdraw] …',
    about: 'tiers that two persons set against the index, for a time. list [--all] [--subject S]. propose --subject S --tier T --reason R --ground G --author P --until D [--over-veto]. confirm --override N --by P: another person than the author. withdraw --override N --by P --note R. S is a code, a name or #number; the next score takes it in',
    options: { all: { type: 'boolean' }, 'over-veto': { type: 'boolean' }, ...Object.fromEntries(['subject', 'tier', 'reason', 'ground', 'author', 'until', 'override', 'by', 'note'].map((name) => [name, { type: 'string' as const }])) },
    takes: [1, 2],
    run: async (asked) => {
      const [path, step = 'list'] = asked.positionals
      const work = Object.hasOwn(steps, step) ? steps[step] : undefined
      if (!work) throw new UsageError(`override does ${Object.keys(steps).join(', ')}, not «${step}»`)
      await asked.engine.verbs.openWorkspace({ path: path! })
      return work(asked)
    },
  },
}

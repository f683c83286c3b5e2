import { writeFileSync } from 'node:fs'
import { roles, type Role } from '../../shared/access.ts'
import { figure, table } from './text.ts'
import { required, UsageError, wholeNumber, type Answer, type Asked, type CliVerb } from './verb.ts'

const steps: Record<string, (asked: Asked) => Promise<Answer>> = {
  list: async ({ engine }) => {
    const { operators } = await engine.verbs.listOperators({})
    return { json: operators, text: operators.length === 0 ? 'no operators: everybody may everything' : table(['name', 'roles', 'since', 'ended'], operators.map((one) => [one.name, one.roles.join(', '), one.createdAt, one.endedAt])) }
  },
  save: async (asked) => {
    const asRoles = (required(asked, 'roles')).split(',').map((one) => one.trim())
    const wrong = asRoles.find((one) => !roles.includes(one as Role))
    if (wrong !== undefined) throw new UsageError(`--roles takes ${roles.join(', ')}, not «${wrong}»`)
    const passphrase = process.env['MINGCHA_NEW_PASSPHRASE']
    const saved = await asked.engine.verbs.saveOperator({ name: required(asked, 'name'), roles: asRoles as Role[], ...(passphrase === undefined ? {} : { passphrase }) })
    return { json: saved, text: `${saved.name}: ${saved.roles.join(', ')}` }
  },
  end: async (asked) => {
    const ended = await asked.engine.verbs.endOperator({ name: required(asked, 'name') })
    return { json: ended, text: `${ended.name} may nothing more in this workspace` }
  },
}

export const auditVerbs: Readonly<Record<string, CliVerb>> = {
  operators: {
    usage: 'operators WS [list|save|end] …',
    about: 'who may work in a workspace. save --name N --roles R,… with the passphrase in MINGCHA_NEW_PASSPHRASE; end --name N. Once there are operators, commands sign in: the name in MINGCHA_OPERATOR, the passphrase in MINGCHA_PASSPHRASE',
    options: { name: { type: 'string' }, roles: { type: 'string' } },
    takes: [1, 2],
    run: async (asked) => {
      const [path, step = 'list'] = asked.positionals
      const work = Object.hasOwn(steps, step) ? steps[step] : undefined
      if (!work) throw new UsageError(`operators does ${Object.keys(steps).join(', ')}, not «${step}»`)
      await asked.engine.verbs.openWorkspace({ path: path! })
      return work(asked)
    },
  },
  audit: {
    usage: 'audit WS [--known HASH] [--list N] [--out F]',
    about: 'recomputes the chain of all that was done and names its first broken link; --known: a hash noted before, which must be in it; --list shows the last N; --out writes the chain as JSON Lines',
    options: { known: { type: 'string' }, list: { type: 'string' }, out: { type: 'string' } },
    takes: [1, 1],
    run: async (asked) => {
      const { verbs } = asked.engine
      await verbs.openWorkspace({ path: asked.positionals[0]! })
      const known = asked.text('known')
      const check = await verbs.verifyAudit(known === undefined ? {} : { known })
      const limit = wholeNumber(asked, 'list')
      const entries = limit === undefined || check.broken?.why === 'gone' ? [] : (await verbs.listAudit({ limit })).entries
      const out = asked.text('out')
      if (out !== undefined) writeFileSync(out, await verbs.exportAudit({}))
      return {
        json: { ...check, ...(limit === undefined ? {} : { entries }), ...(out === undefined ? {} : { out }) },
        text: [check.ok ? `${figure(check.links)} links, all as they were written; the last is ${check.head || '—'}` : `link ${check.broken!.seq} is broken: ${words[check.broken!.why]}`,
          ...(entries.length === 0 ? [] : [table(['no.', 'at', 'by', 'what', 'hash'], entries.map((one) => [one.seq, one.at, one.by, one.verb, one.hash.slice(0, 12)]))])].join('\n'),
        failed: !check.ok,
      }
    },
  },
}

const words = {
  changed: 'it is not as it was written', missing: 'links before it were removed', moved: 'it does not stand where it was written', tail: 'the links from there on were removed, or put in',
  unknown: 'the noted hash is not in the chain', gone: 'the chain itself was removed',
} as const

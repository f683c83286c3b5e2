import { mayAsk, access, personField } from '../../../shared/access.ts'
import type { Identity, Verb, Verbs } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { Filter } from '../../../shared/filter.ts'
import type { Database } from '../duckdb/database.ts'
import { sql } from '../duckdb/sql.ts'
import type { Room } from '../room.ts'
import { deedNow, veiled, type Deed, type Session } from '../workspace/deed.ts'
import { account } from '../workspace/person.ts'
import { drawVeil, personalField, readPersonal, reckonsTrue, seesInFull } from '../workspace/personal.ts'
import { append, exportChain, listChain, newDeed, verifyChain, witness } from './chain.ts'
import { allOperators, endOperator, identify, saveOperator } from './operators.ts'

export interface Audit {
  verbs: Verbs<'listOperators' | 'saveOperator' | 'endOperator' | 'signIn' | 'signOut' | 'whoAmI' | 'listAudit' | 'verifyAudit' | 'exportAudit'>
  /** From now on whatever deeds write into it is put down. */
  watch(database: Database): void
  /**
   * The deed that one asks for, if one may. The name of who acts is the operator's, whatever was written.
   * @throws MingchaError sign_in_first, not_your_role; personal_filter where what is kept would be chosen by persons that the asker does not see
   */
  admit(session: Session, verb: Verb, input: object): Promise<Deed>
}

/** Who may do what, and who did what. */
export function audit(room: Room): Audit {
  /** Whether the workspace has operators: asked once, and again when they change. */
  const known = new WeakMap<Database, boolean>()
  const peopled = async (database: Database): Promise<boolean> => {
    if (!known.has(database)) known.set(database, await database.read(async (ask) => (await ask.one<{ any: boolean }>(sql`SELECT count(*) > 0 AS "any" FROM operator WHERE ended_at IS NULL`)).any))
    return known.get(database)!
  }
  /** As the workspace has the operator now: one who was ended, or lost a role, has it no more. */
  const signedIn = async (of: Session, database: Database): Promise<Session['operator']> => {
    if (of.of !== database || !of.operator) return null
    const { name } = of.operator
    of.operator = (await database.read(allOperators)).find((one) => one.name === name && one.endedAt === null) ?? null
    return of.operator
  }
  const session = (): Session => deedNow()!.session
  const personal = (): ReturnType<typeof readPersonal> => readPersonal(room.resources)
  /** A pool or a frame by a person's name would tell who bears it. */
  const refusePersonal = (verb: Verb, input: object): void => {
    const { filter = [], scope = [], tasks = [] } = input as { filter?: Filter; scope?: Filter; tasks?: { filter?: Filter }[] }
    const field = personalField(personal(), [...filter, ...scope, ...tasks.flatMap((one) => one.filter ?? [])])
    if (field !== null) throw new MingchaError('personal_filter', `${verb} may not choose by ${field}: your roles do not see it in full`, 'Choose by something else, or ask somebody who sees it.', { verb, field })
  }
  const identity = async (): Promise<Identity> => {
    const database = opened(room)
    const operators = database !== null && (await peopled(database))
    const operator = database && (await signedIn(session(), database))
    return { operators, name: operator?.name ?? null, roles: operators ? [...(operator?.roles ?? [])] : null, account: account() }
  }
  const told = <T>(answer: T): T => {
    known.delete(room.database())
    room.changed('operators')
    return answer
  }
  return {
    watch: (database) => {
      database.witness = witness
      database.veil = { wanted: veiled, draw: (ask) => drawVeil(ask, personal()) }
    },
    async admit(of, verb, input) {
      const database = opened(room)
      const needed = access[verb]
      if (needed === 'open' || database === null || !(await peopled(database))) return newDeed({ verb, input, session: of })
      const operator = await signedIn(of, database)
      if (!operator) throw new MingchaError('sign_in_first', `${verb} is for operators of this workspace`, 'Sign in first.', { verb })
      const field = personField[verb]
      const inFull = seesInFull(personal(), verb, operator.roles, room.today())
      const deed = newDeed({ verb, input: field === undefined ? input : { ...input, [field]: operator.name }, session: of, sight: inFull ? 'full' : reckonsTrue(personal(), verb) ? 'true' : 'masked' })
      if (mayAsk(verb, operator.roles)) {
        if (deed.sight === 'true') refusePersonal(verb, input)
        if (inFull && personal().exports.includes(verb)) await database.write((ask) => append(ask, deed, {}))
        return deed
      }
      await database.write((ask) => append(ask, deed, { refused: 'not_your_role' }))
      throw new MingchaError('not_your_role', `${operator.name} may not ask for ${verb}: it is for ${(needed as readonly string[]).join(', ')}`, 'Ask somebody of that role.', { verb, name: operator.name, roles: (needed as readonly string[]).join(', ') })
    },
    verbs: {
      listOperators: async () => ({ operators: await room.database().read(allOperators) }),
      saveOperator: async (input) => told(await room.database().write((ask) => saveOperator(ask, input))),
      endOperator: async ({ name }) => told(await room.database().write((ask) => endOperator(ask, name))),
      signIn: async (input) => {
        const database = room.database()
        const { session: own } = deedNow()!
        const { name, roles } = await database.read((ask) => identify(ask, input)).catch(async (error: unknown) => {
          await database.write((ask) => append(ask, deedNow()!, { refused: 'sign_in_refused' }))
          throw error
        })
        Object.assign(own, { operator: { name, roles }, of: database } satisfies Session)
        await database.write((ask) => append(ask, deedNow()!, {}))
        return identity()
      },
      signOut: async () => {
        const { session: own } = deedNow()!
        if (own.operator && own.of === opened(room)) await room.database().write((ask) => append(ask, deedNow()!, {}))
        Object.assign(own, { operator: null, of: null } satisfies Session)
        return identity()
      },
      whoAmI: identity,
      listAudit: (page) => room.database().read((ask) => listChain(ask, page)),
      verifyAudit: ({ known: noted }) => room.database().read((ask) => verifyChain(ask, noted)),
      exportAudit: () => room.database().read(exportChain),
    },
  }
}

function opened(room: Room): Database | null {
  try {
    return room.database()
  } catch {
    return null
  }
}

import type { ModelRef, Verbs } from '../../../shared/contract.ts'
import { MingchaError } from '../../../shared/errors.ts'
import type { Room } from '../room.ts'
import { failingCases, mistakesOf, refusedExpression } from './checkDraft.ts'
import { compareModels, type Ready } from './compareModels.ts'
import { changeDraft, createDraft, deleteDraft, listModels, publishDraft, readDraft } from './drafts.ts'
import { noSuchDimension, type PastRun } from './explain.ts'
import { draftRow, resolveModel } from './resolveModel.ts'
import { compileOnce } from './score.ts'
import { changedModel, whatIf } from './whatIf.ts'

type WorkshopVerb = 'listModels' | 'createDraft' | 'readDraft' | 'changeDraft' | 'checkExpression' | 'checkDraft' | 'publishDraft' | 'deleteDraft' | 'compareModels' | 'whatIf'

/**
 * Drafts and published versions of the model, and what would become of the tiers under them.
 * @param past the latest run, with its model ready to run
 */
export function workshop(room: Room, past: () => Promise<PastRun | null>): Verbs<WorkshopVerb> {
  /** Answers, and tells every view that models changed. */
  const changing = async <T>(work: Promise<T>): Promise<T> => {
    const answer = await work
    room.changed('models')
    return answer
  }
  const ready = async (last: PastRun, ref: ModelRef | undefined): Promise<Ready> => {
    const model = ref === undefined ? last.model : (await resolveModel(room, ref)).model
    return { model, classes: await room.database().read((ask) => compileOnce(room.database(), ask, model, last.asOf)) }
  }

  return {
    listModels: () => listModels(room),
    createDraft: (input) => changing(createDraft(room, input)),
    readDraft: ({ draft }) => readDraft(room, draft),
    changeDraft: (input) => changing(changeDraft(room, input)),
    deleteDraft: ({ draft }) => changing(deleteDraft(room.database(), draft)),
    publishDraft: (input) => changing(publishDraft(room, input)),

    checkExpression: ({ draft, dimension, field, text, halfLifeDays }) => room.database().read(async (ask) => {
      const { model } = await draftRow(ask, draft)
      const group = model.classes.find((one) => one.dimensions.some(({ id }) => id === dimension))
      if (!group) throw noSuchDimension(dimension)
      const { half_life_days: half, ...known } = group.dimensions.find(({ id }) => id === dimension)!
      const days = halfLifeDays === undefined ? half : (halfLifeDays ?? undefined)
      const one = { ...known, [field]: text, ...(days === undefined ? {} : { half_life_days: days }) }
      const refusal = await refusedExpression(ask, group, one, field)
      if (refusal) return [{ of: dimension, field, ...refusal, case: null }]
      return failingCases(ask, group, [one])
    }),

    checkDraft: ({ draft }) => room.database().read(async (ask) => {
      const row = await draftRow(ask, draft)
      const mistakes = await mistakesOf(ask, row.base, row.model)
      if (mistakes.length === 0) await compileOnce(room.database(), ask, row.model, room.today())
      return mistakes
    }),

    compareModels: async ({ from, to, limit }) => {
      const last = await past()
      if (!last) throw new MingchaError('not_scored', 'the subjects of this workspace have not been scored', 'Score them first.')
      const [one, other] = [await ready(last, from), await ready(last, to)]
      return room.database().read((ask) => compareModels(ask, last, one, other, limit))
    },

    whatIf: async ({ dimension, model: ref, changes }) => {
      const last = await past()
      if (!last) return null
      const model = changedModel(ref === undefined ? last.model : (await resolveModel(room, ref)).model, changes)
      return room.database().read(async (ask) => whatIf(ask, last, { model, classes: await compileOnce(room.database(), ask, model, last.asOf) }, dimension))
    },
  }
}

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { DraftInfo, ModelDraft } from '../../../../shared/contract.ts'
import { MingchaError } from '../../../../shared/errors.ts'
import { applyEdits, type DraftModel, type Edit } from '../../../../shared/modelDraft.ts'
import { DraftStore } from '../../../../renderer/views/workshop/draftStore.ts'

const model = (weight: number): DraftModel => ({
  version: 'm', ceilings: { penalty: 100 }, thresholds: { B: 10, C: 20, D: 40 }, vetoes: [],
  classes: [{ class: 'penalty', level1: ['p', 'p'], columns: {}, dimensions: ['penalty.a', 'penalty.b'].map((id) => ({ id, level2: ['a', 'a'], name: ['a', 'a'], meaning: ['a', 'a'], legal_basis: null, unit: 'times', direction: 'risk', value: 'count(*)', evidence: 'true', bands: [[null, 0]], missing: 0, weight, cases: [] })) }],
})
const weigh = (weight: number, id = 'penalty.a'): Edit => ({ kind: 'dimension', id, set: { weight } })

/** The engine's side of a draft, with its rule: who saw another revision changes nothing. */
class Kept {
  draft: ModelDraft = { draft: 1, name: 'd', basedOn: 'm', revision: 1, note: '', author: '', createdAt: '', changedBy: '', changedAt: '', base: model(5), model: model(5), vetoes: [] }
  readonly sent: Edit[][] = []
  readonly readDraft = async (): Promise<ModelDraft> => this.draft
  readonly changeDraft = async ({ revision, edits = [], name }: { revision: number; edits?: Edit[]; name?: string }): Promise<DraftInfo> => {
    if (revision !== this.draft.revision) throw new MingchaError('draft_changed', 'changed')
    if (edits.some((one) => one.kind === 'dimension' && (one.set.weight ?? 0) < 0)) throw new MingchaError('draft_invalid', 'negative')
    this.sent.push(edits)
    this.draft = { ...this.draft, ...(name === undefined ? {} : { name }), revision: revision + 1, model: applyEdits(this.draft.model, edits, []).model }
    return this.draft
  }
}

let kept: Kept
let failures: unknown[]
let store: DraftStore
beforeEach(() => {
  vi.useFakeTimers()
  kept = new Kept()
  failures = []
  store = new DraftStore(kept, kept.draft, (error) => failures.push(error))
})
afterEach(() => vi.useRealTimers())
const weightNow = (of: DraftModel = store.state().model): number => of.classes[0]!.dimensions[0]!.weight

test('a dragged slider is seen at once, saved once and undone as one step', async () => {
  for (let i = 0; i <= 20; i++) store.change([weigh(i)], 'penalty.a.weight')
  expect([weightNow(), store.state().unsaved, kept.sent.length]).toEqual([20, true, 0])
  await vi.advanceTimersByTimeAsync(500)
  expect(kept.sent).toEqual([[weigh(20)]])
  expect([store.state().unsaved, store.state().info.revision, weightNow(kept.draft.model)]).toEqual([false, 2, 20])
  store.undo()
  expect([weightNow(), store.state().canUndo, store.state().canRedo]).toEqual([5, false, true])
  store.redo()
  expect(weightNow()).toBe(20)
  await store.save()
  expect([weightNow(kept.draft.model), store.state().info.revision]).toEqual([20, 3])
})

test('changes of different things, or with time between, are steps of their own', async () => {
  store.change([weigh(1)], 'a')
  store.change([weigh(2, 'penalty.b')], 'b')
  await vi.advanceTimersByTimeAsync(5000)
  store.change([weigh(3, 'penalty.b')], 'b')
  store.undo()
  expect(store.state().model.classes[0]!.dimensions.map((one) => one.weight)).toEqual([1, 2])
  store.undo()
  store.undo()
  expect(store.state().model.classes[0]!.dimensions.map((one) => one.weight)).toEqual([5, 5])
  await store.save()
  expect(kept.draft.model).toEqual(model(5))
})

test('changes during a save wait for its revision', async () => {
  store.change([weigh(1)])
  const first = store.save()
  store.change([weigh(2)])
  await Promise.all([first, store.save()])
  expect([kept.sent, store.state().info.revision, weightNow(), failures]).toEqual([[[weigh(1)], [weigh(2)]], 3, 2, []])
})

test('what another window changed is not overwritten: the change is refused and the draft read again', async () => {
  await kept.changeDraft({ revision: 1, edits: [weigh(7)] })
  store.change([weigh(1)])
  await store.save()
  expect(failures).toMatchObject([{ code: 'draft_changed' }])
  expect([weightNow(), store.state().info.revision, store.state().canUndo, weightNow(kept.draft.model)]).toEqual([7, 2, false, 7])
  store.change([weigh(8)])
  await store.save()
  expect(weightNow(kept.draft.model)).toBe(8)
})

test('a change elsewhere is followed while nothing is unsaved here; a refused one is told and taken back', async () => {
  await kept.changeDraft({ revision: 1, edits: [weigh(7)] })
  await store.follow()
  expect(weightNow()).toBe(7)
  store.change([weigh(-1)])
  await store.save()
  expect(failures).toMatchObject([{ code: 'draft_invalid' }])
  expect(weightNow()).toBe(7)
})

test('a new name goes on the revision of what was saved before it', async () => {
  store.change([weigh(4)])
  await store.rename('e', '')
  expect([store.state().info.name, store.state().info.revision, weightNow(), store.state().canUndo, failures]).toEqual(['e', 3, 4, true, []])
  await kept.changeDraft({ revision: 3, edits: [weigh(7)] })
  await expect(store.rename('f', '')).rejects.toMatchObject({ code: 'draft_changed' })
})

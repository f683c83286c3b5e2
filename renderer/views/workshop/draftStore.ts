import type { DraftInfo, Engine, ModelDraft } from '../../../shared/contract.ts'
import { toErrorValue } from '../../../shared/errors.ts'
import { applyEdits, type DraftModel, type DraftVeto, type Edit } from '../../../shared/modelDraft.ts'
import { inverseOf, mergedEdits } from './edits.ts'

export interface DraftState {
  info: DraftInfo
  base: DraftModel
  model: DraftModel
  vetoes: readonly DraftVeto[]
  /** Changes that the engine does not have yet. */
  unsaved: boolean
  canUndo: boolean
  canRedo: boolean
}

interface Step { undo: Edit[]; redo: Edit[]; key: string; at: number }

/** Changes to the same thing within this many milliseconds are one step of undo: a slider that is dragged. */
const together = 1200
const saveAfter = 400

/** A draft that is edited here and saved as it is edited; one save at a time, each on the revision that the last one gave. */
export class DraftStore {
  readonly #engine: Pick<Engine, 'readDraft' | 'changeDraft'>
  readonly #listeners = new Set<() => void>()
  readonly #failed: (error: unknown) => void
  #state: DraftState
  #undone: Step[] = []
  #done: Step[] = []
  #pending: Edit[] = []
  #timer: ReturnType<typeof setTimeout> | undefined
  #saving: Promise<void> = Promise.resolve()
  #busy = 0

  /** @param failed told of each change that the engine refused; the draft is then as the engine has it */
  constructor(engine: Pick<Engine, 'readDraft' | 'changeDraft'>, draft: ModelDraft, failed: (error: unknown) => void) {
    this.#engine = engine
    this.#failed = failed
    this.#state = this.#fresh(draft)
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
  readonly state = (): DraftState => this.#state

  /** Applies edits at once, and saves them a little later. @param key what they change: edits of one key in quick succession are undone together */
  change(edits: Edit[], key = ''): void {
    const { model } = this.#state
    const undo = edits.map((edit) => inverseOf(model, edit)).reverse()
    const now = Date.now()
    const last = this.#done.at(-1)
    if (key !== '' && last?.key === key && now - last.at < together) this.#done[this.#done.length - 1] = { ...last, redo: mergedEdits([...last.redo, ...edits]), at: now }
    else this.#done.push({ undo, redo: edits, key, at: now })
    this.#undone = []
    this.#apply(edits)
  }

  undo(): void {
    const step = this.#done.pop()
    if (!step) return
    this.#undone.push(step)
    this.#apply(step.undo)
  }

  redo(): void {
    const step = this.#undone.pop()
    if (!step) return
    this.#done.push({ ...step, key: '' })
    this.#apply(step.redo)
  }

  /** Saves what is not saved; answers once the engine has it, or has refused it. */
  save(): Promise<void> {
    clearTimeout(this.#timer)
    if (this.#pending.length > 0) {
      const edits = mergedEdits(this.#pending)
      this.#pending = []
      this.#busy++
      this.#saving = this.#saving.then(() => this.#send(edits)).finally(() => { this.#busy--; this.#tell({}) })
    }
    return this.#saving
  }

  /** Another name and note, which are no steps of undo. @throws MingchaError draft_changed */
  async rename(name: string, note: string): Promise<void> {
    await this.save()
    const { draft, revision } = this.#state.info
    this.#busy++
    const renamed = this.#engine.changeDraft({ draft, revision, name, note }).finally(() => { this.#busy-- })
    this.#saving = renamed.then(() => undefined, () => undefined)
    const info = await renamed
    this.#tell({ info })
  }

  /** Reads the draft again where another window changed it, or it was published. While something here is not saved, saving it tells. */
  async follow(): Promise<void> {
    if (this.#pending.length > 0 || this.#busy > 0) return
    const draft = await this.#engine.readDraft({ draft: this.#state.info.draft })
    if (draft.revision !== this.#state.info.revision && this.#pending.length === 0 && this.#busy === 0) this.#reset(draft)
  }

  #apply(edits: Edit[]): void {
    this.#pending.push(...edits)
    this.#tell({ model: applyEdits(this.#state.model, edits, this.#state.vetoes).model })
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.save(), saveAfter)
  }

  async #send(edits: Edit[]): Promise<void> {
    const { draft, revision } = this.#state.info
    try {
      const info = await this.#engine.changeDraft({ draft, revision, edits })
      this.#state = { ...this.#state, info } // the model may have changed meanwhile
    } catch (error) {
      this.#failed(error)
      if (toErrorValue(error).code === 'disconnected') return
      this.#pending = []
      const now = await this.#engine.readDraft({ draft }).catch(() => null)
      if (now) this.#reset(now)
    }
  }

  #fresh({ base, model, vetoes, ...info }: ModelDraft): DraftState {
    return { info, base, model, vetoes, unsaved: false, canUndo: false, canRedo: false }
  }

  #reset(draft: ModelDraft): void {
    this.#done = []
    this.#undone = []
    this.#state = this.#fresh(draft)
    this.#tell({})
  }

  #tell(change: Partial<DraftState>): void {
    this.#state = { ...this.#state, ...change, unsaved: this.#pending.length > 0 || this.#busy > 0, canUndo: this.#done.length > 0, canRedo: this.#undone.length > 0 }
    this.#listeners.forEach((listener) => listener())
  }
}

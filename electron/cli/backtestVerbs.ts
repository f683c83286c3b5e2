import { tiers } from '../../shared/classes.ts'
import type { Backtest, BacktestAdjusted, BacktestModel, BacktestOrder, DraftInfo, Input, ModelRef, SuggestedWeights } from '../../shared/contract.ts'
import { modelOf, modelOptions, modelUsage, refOf } from './modelOption.ts'
import { figure, share, table, type Cell } from './text.ts'
import { dayOf, ended, required, type Asked, type CliVerb } from './verb.ts'

const questionOptions = { split: { type: 'string' }, until: { type: 'string' }, ...modelOptions, outcome: { type: 'string' }, of: { type: 'string' }, seen: { type: 'boolean' } } as const

/** What both verbs ask about the outcomes. */
function questionOf(asked: Asked): Input<'backtest'> {
  const split = dayOf('split', required(asked, 'split'))
  const [until, outcome, of] = ['until', 'outcome', 'of'].map((option) => asked.text(option))
  return {
    split, ...(until === undefined ? {} : { until: dayOf('until', until) }), ...modelOf(asked),
    ...(outcome === undefined ? {} : { outcome }), ...(of === undefined ? {} : { of }), seen: asked.flag('seen'),
  }
}

/** Whether the index foretells, and what would foretell better. */
export const backtestVerbs: Readonly<Record<string, CliVerb>> = {
  backtest: {
    usage: `backtest WS --split D [--until D] ${modelUsage} [--challenger M] [--outcome C] [--of C] [--seen]`,
    about: 'score as of the day before and compare with what inspections found from then on; C is a condition over the model\'s facts of inspections; --seen leaves out who was never inspected before; --challenger tries another model on the same: M is a version, draft:N, run:N or a file',
    options: { ...questionOptions, challenger: { type: 'string' } }, takes: [1, 1],
    run: async (asked) => {
      const question = questionOf(asked)
      const challenger = asked.text('challenger')
      await asked.engine.verbs.openWorkspace({ path: asked.positionals[0]! })
      const found = await ended<'backtest'>(asked.engine, asked.engine.verbs.backtest({ ...question, ...(challenger === undefined ? {} : { challenger: refOf(challenger) }) }))
      return { json: found, text: backtestText(found) }
    },
  },
  weights: {
    usage: `weights WS --split D [--train D] [--until D] ${modelUsage} [--outcome C] [--of C] [--seen] [--into-draft NAME]`,
    about: 'weights that the inspections from --train to the day before the split suggest, judged on those from the split on, which they have not seen; nothing is changed, but with --into-draft a draft of the model takes them',
    options: { ...questionOptions, train: { type: 'string' }, 'into-draft': { type: 'string' } }, takes: [1, 1],
    run: async (asked) => {
      const question = questionOf(asked)
      const train = asked.text('train')
      await asked.engine.verbs.openWorkspace({ path: asked.positionals[0]! })
      const found = await ended<'suggest'>(asked.engine, asked.engine.verbs.suggestWeights({ ...question, ...(train === undefined ? {} : { train: dayOf('train', train) }) }))
      const name = asked.text('into-draft')
      const draft = name === undefined ? null : await intoDraft(asked, found, name, question.model)
      return { json: { ...found, ...(draft ? { draft } : {}) }, text: `${weightsText(found)}${draft ? `\n\ndraft ${draft.draft} «${draft.name}» has the suggested weights: try it with --draft ${draft.draft}` : ''}` }
    },
  },
}

/** A draft of the model that was tried, with the suggested weights; a person publishes it, or not. */
async function intoDraft({ engine }: Asked, found: SuggestedWeights, name: string, from: ModelRef | undefined): Promise<DraftInfo> {
  const { draft, revision } = await engine.verbs.createDraft({ name, ...(from === undefined ? {} : { from }), note: `${found.train.split}–${found.train.until} → ${found.judged.split}–${found.judged.until}: AUC ${found.judged.auc.toFixed(3)} → ${found.judged.challenger!.auc.toFixed(3)}` })
  return engine.verbs.changeDraft({ draft, revision, edits: Object.entries(found.changes).map(([id, set]) => ({ kind: 'dimension', id, set })) })
}

const interval = (of: readonly [number, number], digits: number): string => `(${of[0].toFixed(digits)} to ${of[1].toFixed(digits)})`
const orderCells = (order: BacktestOrder): Cell[] => [`${order.auc.toFixed(3)} ${interval(order.aucInterval, 3)}`, ...['5', '10', '20'].map((percent) => `${order.lift[percent]!.toFixed(2)} ${interval(order.liftInterval[percent]!, 2)}`)]
const adjusted = (one: BacktestAdjusted | null): string => (one === null ? '–' : `${one.auc.toFixed(3)} ${interval(one.interval, 3)}`)

export function backtestText(found: Backtest): string {
  const { challenger, selection } = found
  const models: [string, BacktestModel][] = [['index', found], ...(challenger ? [['challenger', challenger] as [string, BacktestModel]] : [])]
  return [
    `model ${found.model} as of ${found.asOf} against inspections from ${found.split} to ${found.until}: ${figure(found.n)} subjects, ${figure(found.positives)} with the outcome (${share(found.positives, found.n)})`,
    table(['rule', 'AUC (95 %)', 'lift at 5 %', 'lift at 10 %', 'lift at 20 %'], [...models.map(([name, one]) => [name, ...orderCells(one)]), ['last result', ...orderCells(found.naive)], ['random', '0.500', '1.00', '1.00', '1.00']]),
    ...(challenger ? [challengerText(found)] : []),
    table(['rule', 'AUC raw', 'within authorities', 'as if all were inspected', 'Brier', 'calibration error'], models.map(([name, one]) => [name, one.auc.toFixed(3), adjusted(one.withinAuthority), adjusted(one.weighted), `${one.brier.toFixed(4)} (base rate ${one.brierBase.toFixed(4)})`, one.calibrationError.toFixed(4)])),
    selection
      ? `${figure(selection.inspected)} of ${figure(selection.subjects)} subjects were inspected; weighed by ${selection.factors.join(', ')}, the trials tell as much as ${figure(selection.effective)}, and the base rate would be ${share(selection.rate, 1)}; ${figure(selection.uncovered)} subjects stand where nobody was inspected`
      : 'everybody or nearly nobody was inspected: who was cannot be weighed',
    ...(found.authorities > 0 ? [`${figure(found.authorities)} inspecting authorities`, table(['authority', 'inspected', 'outcome', 'rate', 'AUC'], found.byAuthority.map((one) => [one.authority || '(not told)', one.n, one.positives, share(one.positives, one.n), one.auc === null ? null : `${one.auc.toFixed(3)} ${interval(one.aucInterval!, 3)}`]))] : ['who inspected is not told']),
    table(['tier', 'scored', 'inspected', 'outcome', 'rate'], found.byTier.map((one) => [one.tier, one.subjects, one.n, one.positives, one.n === 0 ? null : share(one.positives, one.n)])),
    table(['index', 'inspected', 'expected', 'observed'], found.calibration.map((one) => [`${one.from.toFixed(1)} to ${one.to.toFixed(1)}`, one.n, share(one.expected, 1), share(one.positives, one.n)])),
    `population stability index ${found.psi.toFixed(3)}; most shifted dimensions:\n${table(['dimension', 'PSI'], found.psiByDimension.slice(0, 5).map((one) => [one.dimension, one.psi.toFixed(3)]))}`,
  ].join('\n\n')
}

function challengerText({ challenger }: Backtest): string {
  const { difference, topTenth, moves, model } = challenger!
  const cell = (from: string, to: string): number => moves.find((one) => one.from === from && one.to === to)?.subjects ?? 0
  const caught = (one: { n: number; positives: number }): string => `${figure(one.n)} with ${figure(one.positives)} outcomes`
  return [
    `challenger ${model} less champion: AUC ${difference.auc >= 0 ? '+' : ''}${difference.auc.toFixed(4)} ${interval(difference.interval, 4)}, the same subjects`,
    `first tenth of both: ${caught(topTenth.both)}; of the champion alone: ${caught(topTenth.champion)}; of the challenger alone: ${caught(topTenth.challenger)}`,
    table(['champion \\ challenger', ...tiers], tiers.map((from) => [from, ...tiers.map((to) => cell(from, to))])),
  ].join('\n')
}

function weightsText(found: SuggestedWeights): string {
  const moved = found.dimensions.filter((one) => one.suggested !== one.weight)
  return [
    `learnt from ${figure(found.train.n)} subjects inspected from ${found.train.split} to ${found.train.until}, ${figure(found.train.positives)} with the outcome; pull to the present weights ${figure(found.ridge)}; loss on parts left out ${found.loss.present.toFixed(4)} → ${found.loss.suggested.toFixed(4)}`,
    moved.length === 0 ? 'what inspections found gives no reason to change a weight' : `${figure(moved.length)} of ${figure(found.dimensions.length)} weights would change\n${table(['dimension', 'name', 'weight', 'suggested', 'change', 'has points'], moved.slice(0, 25).map((one) => [one.dimension, one.nameEn, one.weight, one.suggested, (one.suggested - one.weight).toFixed(2), share(one.nonZero, 1)]))}`,
    `judged on the later period, which was not learnt from; the suggested weights are the challenger:\n\n${backtestText(found.judged)}`,
  ].join('\n\n')
}

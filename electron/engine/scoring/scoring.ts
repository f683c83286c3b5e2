import type { Dimension, ModelRef, Verbs } from '../../../shared/contract.ts'
import type { standingVerbs } from '../../../shared/profile.ts'
import { readable } from '../duckdb/sql.ts'
import type { Database } from '../duckdb/database.ts'
import type { Room } from '../room.ts'
import { regionNames } from '../workspace/regions.ts'
import { backtest } from './backtest/backtest.ts'
import { suggestWeights } from './backtest/suggest.ts'
import { valueBySubject } from './compile.ts'
import { compareRuns } from './compareRuns.ts'
import { rankSample, strongest, type Ranks } from './correlate.ts'
import { evidence, explain, noSuchDimension, type PastRun } from './explain.ts'
import { dimensionSubjects, exploreDimension } from './explore.ts'
import { tierHistory, tierMatrix, tierMigration } from './history.ts'
import { dimensionCount, type Model, type ModelClass, type ModelDimension } from './model.ts'
import { confirmOverride, listOverrides, proposeOverride, withdrawOverride } from './overrides.ts'
import { tierMoves } from './moves.ts'
import { tierOutlook } from './outlook.ts'
import { resolveModel } from './resolveModel.ts'
import { compileOnce, lastRunNumber, listRuns, readRun, score } from './score.ts'
import { standingOf } from './standing.ts'
import { summarise } from './summary.ts'
import { workshop } from './workshop.ts'

type ScoringVerb = 'scoreSubjects' | 'listRuns' | 'tierSummary' | 'listDimensions' | 'dimensionSql' | 'explainSubject' | 'compareRuns' | 'contributionEvidence' | 'backtest' | 'suggestWeights'
  | 'proposeOverride' | 'confirmOverride' | 'withdrawOverride' | 'listOverrides' | 'tierHistory' | 'tierMatrix' | 'tierMigration' | 'exploreDimension' | 'correlateDimension' | 'dimensionSubjects' | keyof typeof standingVerbs

/** Risk index and tiers: catalogue → compile → measure → score, and why. */
export function scoring(room: Room): Verbs<ScoringVerb> & ReturnType<typeof workshop> {
  const compiled = new WeakMap<Database, PastRun>()
  const ranks = new WeakMap<PastRun, Promise<Ranks>>()
  const names = regionNames(room.resources)
  /** The model asked for; nothing asked: that of the latest run, where there is one. */
  const modelOf = async (ref: ModelRef | undefined): Promise<Model> => (ref === undefined ? (await past())?.model : undefined) ?? (await resolveModel(room, ref)).model

  /** The latest run; its model is compiled once. */
  async function past(): Promise<PastRun | null> {
    const database = room.database()
    return database.read(async (ask) => {
      const run = await lastRunNumber(ask)
      if (run === null) return null
      const before = compiled.get(database)
      if (before?.run === run) return before
      const last = await readRun(ask, run)
      const ready = { ...last, classes: await compileOnce(database, ask, last.model, last.asOf) }
      compiled.set(database, ready)
      return ready
    })
  }

  const told = async <T>(change: Promise<T>): Promise<T> => {
    const answer = await change
    room.changed('scores')
    return answer
  }

  return {
    ...workshop(room, past),

    scoreSubjects: async ({ asOf, model: ref }) => {
      const database = room.database()
      const { model, own } = await resolveModel(room, ref)
      return room.jobs.start('score', `${model.version} · ${dimensionCount(model)}`, async (run) => {
        const answer = await score(database, model, asOf ?? room.today(), own, run)
        room.changed('scores')
        return answer
      })
    },

    backtest: async ({ model, challenger, until, ...question }) => {
      const database = room.database()
      const champion = await resolveModel(room, model)
      const rival = challenger === undefined ? null : await resolveModel(room, challenger)
      return room.jobs.start('backtest', `${champion.model.version} · ${question.split}`, (run) => backtest(database, champion, rival, { ...question, until: until ?? room.today() }, run))
    },

    suggestWeights: async ({ model, train, until = room.today(), ...question }) => {
      const database = room.database()
      const champion = await resolveModel(room, model)
      return room.jobs.start('suggest', `${champion.model.version} · ${question.split}`, (run) => suggestWeights(database, champion, train ?? asLongBefore(question.split, until), { ...question, until }, run))
    },

    listRuns: () => room.database().read((ask) => listRuns(ask)),

    compareRuns: async (input) => {
      const database = room.database()
      return database.read((ask) => compareRuns(ask, input, async (run) => {
        const past = await readRun(ask, run)
        return { ...past, classes: await compileOnce(database, ask, past.model, past.asOf) }
      }))
    },

    tierSummary: async ({ by, filter }) => {
      const last = await past()
      return last && room.database().read((ask) => summarise(ask, last, names, by, filter))
    },

    tierHistory: ({ filter }) => room.database().read((ask) => tierHistory(ask, filter)),
    tierMigration: (input) => room.database().read((ask) => tierMigration(ask, input)),
    tierMatrix: async ({ filter }) => ((await past()) ? room.database().read((ask) => tierMatrix(ask, names, filter)) : null),

    exploreDimension: async (input) => {
      const last = await past()
      return last && room.database().read((ask) => exploreDimension(ask, last, names, input))
    },

    correlateDimension: async ({ dimension, limit }) => {
      const last = await past()
      if (!last) return null
      const sample = ranks.get(last) ?? room.database().read((ask) => rankSample(ask, last))
      ranks.set(last, sample)
      sample.catch(() => ranks.delete(last))
      return { sampled: (await sample).sampled, correlations: strongest(last, await sample, dimension, limit) }
    },

    dimensionSubjects: async (input) => {
      const last = await past()
      if (!last) throw noSuchDimension(input.dimension)
      return room.database().read((ask) => dimensionSubjects(ask, last, input))
    },

    listDimensions: async ({ model: ref }) => {
      const model = await modelOf(ref)
      return model.classes.flatMap((group) => group.dimensions.map((one) => shown(group, one)))
    },

    dimensionSql: async ({ dimension, model: ref }) => {
      const last = await past()
      const model = await modelOf(ref)
      const asOf = last?.asOf ?? room.today()
      const classes = (ref === undefined ? last?.classes : undefined) ?? (await room.database().read((ask) => compileOnce(room.database(), ask, model, asOf)))
      for (const one of classes) {
        const found = one.group.dimensions.find((candidate) => candidate.id === dimension)
        if (!found) continue
        const head = `-- ${found.id} ${found.name[0]} · ${found.name[1]}\n-- ${model.version}, ${asOf}\n`
        return { sql: `${head}${readable(valueBySubject(one, found, last ?? { asOf }))};\n` }
      }
      throw noSuchDimension(dimension)
    },

    explainSubject: async ({ subjectId, counts }) => {
      const last = await past()
      return last && room.database().read((ask) => explain(ask, last, subjectId, room.today(), counts))
    },

    subjectStanding: ({ subjectId }) => room.database().read((ask) => standingOf(ask, names, subjectId)),
    tierMoves: async ({ subjectId, limit }) => {
      const last = await past()
      return last && room.database().read((ask) => tierMoves(ask, last, subjectId, limit, room.today()))
    },
    tierOutlook: async ({ subjectId, years }) => {
      const last = await past()
      return last && room.database().read((ask) => tierOutlook(ask, last, subjectId, years))
    },

    proposeOverride: (input) => told(proposeOverride(room.database(), room.today(), input)),
    confirmOverride: (input) => told(confirmOverride(room.database(), room.today(), input)),
    withdrawOverride: (input) => told(withdrawOverride(room.database(), room.today(), input)),
    listOverrides: (input) => listOverrides(room.database(), room.today(), input),

    contributionEvidence: async (input) => {
      const last = await past()
      if (!last) throw noSuchDimension(input.dimension)
      return room.database().read((ask) => evidence(ask, last, input))
    },
  }
}

/** The day as long before the split as the end lies behind it. */
const asLongBefore = (split: string, until: string): string => new Date(2 * Date.parse(split) - Date.parse(until) - 86_400_000).toISOString().slice(0, 10)

const shown = (group: ModelClass, one: ModelDimension): Dimension => ({
  id: one.id,
  class: group.class,
  level1: group.level1[0],
  level1En: group.level1[1],
  level2: one.level2[0],
  level2En: one.level2[1],
  nameZh: one.name[0],
  nameEn: one.name[1],
  meaningZh: one.meaning[0],
  meaningEn: one.meaning[1],
  direction: one.direction,
  weight: one.weight,
  cap: one.cap ?? one.weight,
  legalBasis: one.legal_basis,
  unit: one.unit,
  bands: one.bands.map(([from, points]) => ({ from, points })),
  missing: one.missing,
  cases: one.cases.length,
})

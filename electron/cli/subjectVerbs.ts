import { recordClasses, tiers } from '../../shared/classes.ts'
import { differingContributions } from '../../shared/comparison.ts'
import { objectsOf, rowsOf } from './rows.ts'
import { profileOf } from './scoreVerbs.ts'
import { figure, table } from './text.ts'
import { UsageError, wholeNumber, type CliVerb } from './verb.ts'

/** Finding subjects, whom they belong together with, and one beside another. */
export const subjectVerbs: Readonly<Record<string, CliVerb>> = {
  search: {
    usage: 'search WS TEXT [--limit N]', about: 'subjects by code, name, pinyin initials, former name or legal representative, best first, each with why',
    options: { limit: { type: 'string' } }, takes: [2, 2],
    run: async (asked) => {
      const [workspace, text] = asked.positionals
      const limit = wholeNumber(asked, 'limit')
      await asked.engine.verbs.openWorkspace({ path: workspace! })
      const found = await asked.engine.verbs.searchSubjects({ text: text!, ...(limit === undefined ? {} : { limit }) })
      return { json: found, text: table(['name', 'code', 'tier', 'index', 'by'], found.map((one) => [one.name, one.uscc ?? one.localCode, one.tier, one.index, one.matched])) }
    },
  },
  relations: {
    usage: 'relations WS CODE|NAME [--steps 1|2] [--hub N] [--limit N]', about: 'whom a subject shares address, telephone, persons or relation records with, by two steps; what more than N (50) share is a hub and not followed',
    options: { steps: { type: 'string' }, hub: { type: 'string' }, limit: { type: 'string' } }, takes: [2, 2],
    run: async (asked) => {
      const [workspace, who] = asked.positionals
      const steps = wholeNumber(asked, 'steps') ?? 2
      if (steps !== 1 && steps !== 2) throw new UsageError('--steps is 1 or 2')
      const hub = wholeNumber(asked, 'hub')
      const { verbs } = asked.engine
      await verbs.openWorkspace({ path: workspace! })
      const { subject } = await profileOf(who!, (input) => verbs.subjectProfile(input))
      const reach = { subjectId: subject.subjectId, steps, ...(hub === undefined ? {} : { hub }) } as const
      const { first, second, connectorCount, connectors, reportYear } = await verbs.subjectRelations(reach)
      const page = rowsOf(await verbs.relatedSubjects({ ...reach, limit: wholeNumber(asked, 'limit') ?? 100 }))
      const subjects = objectsOf(page)
      return {
        json: { subjectId: subject.subjectId, name: subject.name, first, second, connectorCount, connectors, reportYear, total: page.total, subjects },
        text: [
          `${subject.name}: ${figure(first)} subjects in one step${second === null ? '' : `, ${figure(second)} more in two`}`,
          table(['shared', 'what', 'step', 'subjects', 'hub', ...tiers, 'abnormal', 'no report'], connectors.map((one) => [one.shared, one.label, one.step, one.members, one.hub ? 'hub' : '', ...tiers.map((tier) => one.tiers[tier]), one.abnormal, one.noReport])),
          table(['step', 'name', 'code', 'tier', 'index', 'status'], subjects.map((one) => ['step', 'name', 'uscc', 'tier', 'index', 'status'].map((name) => one[name] as string | number | null))),
        ].join('\n\n'),
      }
    },
  },
  compare: {
    usage: 'compare WS CODE|NAME CODE|NAME', about: 'two subjects side by side: index, tier, points by class, the dimensions that differ most, records', options: {}, takes: [3, 3],
    run: async ({ engine, positionals: [workspace, ...both] }) => {
      await engine.verbs.openWorkspace({ path: workspace! })
      const left = await profileOf(both[0]!, (input) => engine.verbs.subjectProfile(input))
      const right = await profileOf(both[1]!, (input) => engine.verbs.subjectProfile(input))
      const differing = left.explanation && right.explanation ? differingContributions(left.explanation, right.explanation) : []
      const side = ({ subject, explanation, records }: typeof left) => ({ subject, index: explanation?.index ?? null, tier: explanation?.tier ?? null, partials: explanation?.partials ?? null, records })
      return {
        json: { left: side(left), right: side(right), differing: differing.map(({ left: a, right: b, ...one }) => ({ ...one, left: a?.contribution ?? 0, right: b?.contribution ?? 0 })) },
        text: [
          table(['', left.subject.name, right.subject.name], [
            ['code', left.subject.uscc ?? left.subject.localCode, right.subject.uscc ?? right.subject.localCode], ['tier', left.explanation?.tier, right.explanation?.tier],
            ['index', figure(left.explanation?.index, 2), figure(right.explanation?.index, 2)], ...recordClasses.map((one) => [`${one} points`, figure(left.explanation?.partials[one], 2), figure(right.explanation?.partials[one], 2)]),
            ...recordClasses.map((one) => [`${one} records`, figure(left.records[one]), figure(right.records[one])]),
          ]),
          table(['dimension', 'left', 'right', 'difference'], differing.slice(0, 20).map((one) => [one.nameEn, one.left?.contribution ?? 0, one.right?.contribution ?? 0, one.difference])),
        ].join('\n\n'),
      }
    },
  },
}

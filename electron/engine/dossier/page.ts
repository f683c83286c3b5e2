import type { DossierPage } from '../../../shared/dossier.ts'
import { sayCase } from '../../../shared/lists.ts'
import { localMinute } from '../../../shared/localTime.ts'
import type { DossierFacts, TracedRecord } from './facts.ts'
import type { Language, Words } from './words.ts'

const dash = '—'
/** Signs that stand in one line of a column. */
const longestShort = 12
export const figure = (value: number | null, places = 2): string => (value === null ? dash : String(Number(value.toFixed(places))))
/** 2026-11-23 08:10, by the clock of this machine, of an instant. */
export const minute = (at: string): string => localMinute(new Date(at))

/** Why the subject is in its tier. */
export function reasonOf({ profile: { explanation } }: DossierFacts, { say }: Words, language: Language): string {
  if (explanation === null) return say('notScored')
  const { override, veto } = explanation
  if (override) return say('byOverride', { reason: override.override.reason, basis: override.override.ground })
  if (explanation.tierReason === 'veto' && veto) return say('byVeto', { name: language === 'en' ? veto.nameEn : veto.nameZh, basis: veto.legalBasis })
  return say('byIndex')
}

/** A ground of a list in words; one that no list has stands as it is. */
export function groundWords({ book }: DossierFacts, { code }: Words, list: string, ground: string, language: Language): { list: string; ground: string } {
  const info = book.lists.find((one) => one.list === list)
  const found = info?.grounds.find((one) => one.ground === ground)
  return { list: info ? (language === 'en' ? info.nameEn : info.nameZh) : list, ground: found ? (language === 'en' ? found.nameEn : found.nameZh) : code('ground', ground) }
}

/** The sentence of a case's rule, filled with its facts. */
export function caseSentence({ book }: DossierFacts, rule: string, facts: Parameters<typeof sayCase>[1], language: Language): string {
  const found = book.rules.find((one) => one.id === rule)
  return found ? sayCase(language === 'en' ? found.saysEn : found.saysZh, facts) : rule
}

/** The dossier in words, section by section. */
export function dossierPage(facts: DossierFacts, words: Words, language: Language, industry: (letter: string) => string): DossierPage {
  const { say, code } = words
  const { subject, explanation } = facts.profile
  const text = (value: string | null): string => (value === null || value === '' ? dash : value)
  const more = (shown: number, total: number): string => (shown < total ? say('more', { shown, total }) : '')
  const named = (one: { nameZh: string; nameEn: string }): string => (language === 'en' ? one.nameEn : one.nameZh)
  const traced = (one: TracedRecord): string[] => [text(one.day), code('class', one.recordClass), one.summary, one.file, String(one.row), String(one.batch)]
  const section = (title: string, names: readonly string[], rows: string[][], note = '', numbers: readonly string[] = []): DossierPage['sections'][number] =>
    ({ title: say(title), lines: [], columns: names.map((name, i) => ({ name: say(name), number: numbers.includes(name), short: rows.every((row) => row[i]!.length <= longestShort) })), rows, note: rows.length === 0 ? say('none') : note })
  const lines = (title: string, all: [string, string][]): DossierPage['sections'][number] => ({ title: say(title), lines: all.map(([name, value]) => [say(name), value]), columns: [], rows: [], note: '' })
  return {
    name: subject.name, title: say('title'),
    marks: [say('internal'), say(facts.masked ? 'masked' : 'full'), say('made', { by: facts.by || dash, at: minute(facts.madeAt) })],
    sections: [
      lines('basics', [
        ['code', text(subject.uscc ?? subject.localCode)], ['former', text(subject.formerNames.join('、'))], ['legalRep', text(subject.legalRep)], ['phone', text(subject.phone)], ['type', code('type', subject.type)],
        ['status', code('status', subject.status)], ['industry', subject.industry === null ? dash : industry(subject.industry)], ['region', text(subject.regionName ?? subject.region)], ['established', text(subject.established)],
        ['capital', figure(subject.capitalYuan)], ['address', text(subject.address)],
      ]),
      lines('standing', explanation === null ? [['index', say('notScored')]] : [
        ['index', figure(explanation.index)], ['tier', code('tier', explanation.tier)], ['reason', reasonOf(facts, words, language)], ['asOf', explanation.asOf], ['model', explanation.model],
      ]),
      section('contributions', ['class', 'dimension', 'value', 'points', 'weight', 'contribution', 'evidence'], (explanation?.contributions ?? []).filter((one) => one.contribution !== 0).map((one) =>
        [code('class', one.class), named(one), figure(one.value), figure(one.points), figure(one.weight), figure(one.contribution), String(one.evidence ?? '')]), '', ['value', 'points', 'weight', 'contribution', 'evidence']),
      section('evidence', ['dimension', 'day', 'class', 'record', 'file', 'row', 'batch'], facts.evidence.map((one) => [named(one), ...traced(one)]), more(facts.evidence.length, facts.evidenceRows), ['row', 'batch']),
      section('timeline', ['day', 'class', 'record', 'file', 'row', 'batch'], facts.timeline.map(traced), more(facts.timeline.length, facts.records), ['row', 'batch']),
      section('relations', ['relation', 'other', 'share', 'file', 'row', 'batch'], facts.relations.map((one) => [code('relation', one.kind), text(one.name), one.share === null ? dash : `${figure(one.share * 100)} %`, one.file, String(one.row), String(one.batch)]), more(facts.relations.length, facts.relationRows), ['share', 'row', 'batch']),
      section('cases', ['caseNo', 'class', 'ground', 'says', 'found', 'due'], facts.cases.map((one) =>
        [String(one.caseNo), code('case', one.kind), groundWords(facts, words, one.list, one.ground, language).ground, caseSentence(facts, one.rule, one.facts, language), one.foundOn, one.dueOn]), '', ['caseNo']),
      section('entries', ['list', 'ground', 'basis', 'listed', 'until'], facts.entries.map((one) => {
        const { list, ground } = groundWords(facts, words, one.list, one.ground, language)
        return [list, ground, one.basis, one.listedOn, text(one.untilOn)]
      })),
      section('notes', ['at', 'by', 'note', 'files'], facts.notes.map((one) => [minute(one.at), one.by, one.text, one.files.map((file) => file.name).join('、')])),
      section('sources', ['file', 'batch', 'imported', 'rows', 'sha256'], facts.sources.map((one) => [one.file, String(one.batch), minute(one.importedAt), String(one.rows), one.sha256]), '', ['batch', 'rows']),
    ],
  }
}

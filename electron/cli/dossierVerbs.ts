import { basename, extname, resolve } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { figure, table } from './text.ts'
import { required, UsageError, type Asked, type CliVerb } from './verb.ts'

/** Dossiers, notes and watch lists. */
export const dossierVerbs: Readonly<Record<string, CliVerb>> = {
  dossier: {
    usage: 'dossier WS CODE --out FILE [--language zh-CN|en]', about: 'all that is known of one enterprise, with evidence and sources: a Word document (.docx, in Chinese) or a page for the printer (.html), by the ending of FILE; masked by the role of who asks',
    options: { out: { type: 'string' }, language: { type: 'string' } }, takes: [2, 2],
    run: async (asked) => {
      const out = resolve(required(asked, 'out'))
      const format = (['docx', 'html'] as const).find((one) => extname(out).toLowerCase() === `.${one}`)
      if (!format) throw new UsageError('--out ends in .docx or .html')
      const language = (['zh-CN', 'en'] as const).find((one) => one === (asked.text('language') ?? 'zh-CN'))
      if (!language) throw new UsageError('--language is zh-CN or en')
      const subjectId = await subjectOf(asked)
      const { bytes } = await asked.engine.verbs.exportDossier({ subjectId, format, language })
      await writeFileAtomic(out, Buffer.from(bytes))
      return { json: { path: out, format, bytes: bytes.length }, text: out }
    },
  },
  notes: {
    usage: 'notes WS CODE [--add TEXT [--file F]] | notes WS CODE --strike N --reason R', about: 'notes on a subject, the struck ones included; --add writes one, with a photo or PDF; --strike strikes one, which stays with the reason',
    options: { add: { type: 'string' }, file: { type: 'string' }, strike: { type: 'string' }, reason: { type: 'string' } }, takes: [2, 2],
    run: async (asked) => {
      const { verbs } = asked.engine
      const subjectId = await subjectOf(asked)
      const [add, file, strike] = [asked.text('add'), asked.text('file'), asked.text('strike')]
      if (add !== undefined) await verbs.addNote({ subjectId, text: add, files: file === undefined ? [] : [{ path: resolve(file), name: basename(file) }] })
      if (strike !== undefined) {
        if (!/^\d{1,9}$/.test(strike)) throw new UsageError(`--strike takes the number of a note, not «${strike}»`)
        await verbs.strikeNote({ note: Number(strike), reason: required(asked, 'reason') })
      }
      const { notes } = await verbs.listNotes({ subjectId })
      return { json: notes, text: table(['note', 'at', 'by', 'text', 'files', 'struck'], notes.map((one) => [one.note, one.at, one.by, one.text, one.files.map((file) => file.name).join(', ') || ' ', one.struck === null ? ' ' : `${one.struck.by}: ${one.struck.reason}`]), 60) }
    },
  },
  watch: {
    usage: 'watch WS [CODE [--end]] [--seen]', about: 'the watch list with what changed since it was last seen; CODE is put on it, or with --end taken off; --seen marks all as seen',
    options: { end: { type: 'boolean' }, seen: { type: 'boolean' } }, takes: [1, 2],
    run: async (asked) => {
      const { verbs } = asked.engine
      if (asked.positionals[1] === undefined) await verbs.openWorkspace({ path: asked.positionals[0]! })
      else await verbs.watchSubjects({ subjects: [await subjectOf(asked)], watch: !asked.flag('end') })
      const list = await verbs.listWatched({ limit: 1000 })
      if (asked.flag('seen')) await verbs.markSeen({})
      return {
        json: list,
        text: `${figure(list.total)} watched, ${figure(list.changed)} changed\n${table(['code', 'name', 'tier', 'before', 'index', 'before', 'new records', 'new cases'], list.subjects.map((one) => [one.code ?? ' ', one.name, one.tier ?? ' ', one.seenTier ?? ' ', one.index?.toFixed(1) ?? ' ', one.seenIndex?.toFixed(1) ?? ' ', one.newRecords, one.newCases]))}`,
      }
    },
  },
}

/** Opens the workspace and finds the subject that the code names. */
async function subjectOf({ engine, positionals }: Asked): Promise<number> {
  await engine.verbs.openWorkspace({ path: positionals[0]! })
  return (await engine.verbs.subjectProfile({ code: positionals[1]! })).subject.subjectId
}

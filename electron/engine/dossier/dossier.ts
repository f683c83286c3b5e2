import type { Verbs } from '../../../shared/contract.ts'
import type { dossierVerbs } from '../../../shared/dossier.ts'
import type { Room } from '../room.ts'
import { keepFile, type Kept } from '../workspace/attachments.ts'
import { asSeen } from '../workspace/deed.ts'
import { industryNames } from '../workspace/industries.ts'
import { dossierDocument, type FillTemplate, type PlainText } from './document.ts'
import { dossierFacts, type Told } from './facts.ts'
import { dossierHtml } from './html.ts'
import { addNote, notesOf, oneNote, readNoteFile, strikeNote } from './notes.ts'
import { dossierPage } from './page.ts'
import { findSubject } from './subject.ts'
import { listWatched, markSeen, watchSubjects } from './watch.ts'
import { wordsOf, type Language } from './words.ts'

/** Notes and watch lists, and the dossier that brings together what all rooms know of one enterprise. `told` and `papers` are other rooms', handed in by engine.ts. */
export function dossier(room: Room, told: Told, papers: { fill: FillTemplate; plain: PlainText }): Verbs<keyof typeof dossierVerbs> {
  const seen = (note: number) => asSeen(() => room.database().read((ask) => oneNote(ask, note)))
  const page = async (subjectId: number, language: Language) => dossierPage(await dossierFacts(room, told, subjectId), wordsOf(room.resources, language), language, industryNames(room.resources, language))
  return {
    addNote: async (input) => {
      const database = room.database()
      const files: Kept[] = []
      for (const { path, name } of input.files) files.push(await keepFile(database.path, path, name ?? path.split(/[\\/]/).at(-1)!))
      const note = await database.write((ask) => addNote(ask, input, files))
      room.changed('notes')
      return seen(note)
    },
    strikeNote: async (input) => {
      await room.database().write((ask) => strikeNote(ask, input))
      room.changed('notes')
      return seen(input.note)
    },
    listNotes: ({ subjectId }) => room.database().read(async (ask) => ({ notes: await notesOf(ask, (await findSubject(ask, subjectId)).now) })),
    readNoteFile: (input) => room.database().read((ask) => readNoteFile(ask, room.database().path, input)),
    watchSubjects: async (input) => {
      const watched = await room.database().write((ask) => watchSubjects(ask, input))
      room.changed('watched')
      return { watched }
    },
    markSeen: async (input) => {
      const marked = await room.database().write((ask) => markSeen(ask, input))
      room.changed('watched')
      return { seen: marked }
    },
    listWatched: (input) => room.database().read((ask) => listWatched(ask, input)),
    readDossier: ({ subjectId, language }) => page(subjectId, language),
    exportDossier: async ({ subjectId, format, language }) => {
      if (format === 'html') {
        const made = await page(subjectId, language)
        return { name: fileName(made.name, 'html'), bytes: dossierHtml(made, language) }
      }
      const facts = await dossierFacts(room, told, subjectId)
      return { name: fileName(facts.profile.subject.name, 'docx'), bytes: await dossierDocument(room.resources, facts, wordsOf(room.resources, 'zh-CN'), industryNames(room.resources, 'zh-CN'), papers) }
    },
  }
}

/** 主体档案 and the name, without what no file name may hold. */
const fileName = (name: string, ending: string): string => `主体档案 ${name.replace(/[\\/:*?"<>|\p{C}]/gu, ' ').trim().slice(0, 80)}.${ending}`

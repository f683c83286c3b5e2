import { FileWordOutlined, PrinterOutlined, StarFilled, StarOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import { useCallback, useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { DossierPage } from '../../../shared/dossier.ts'
import { usePerson } from '../../app/person.ts'
import { useSession } from '../../app/session.tsx'
import { useAnswer } from '../../app/useAnswer.ts'
import { useErrorWords } from '../../components/states.tsx'
import { PrintDossier } from './printDossier.tsx'

/** What one keeps of a subject or takes away: watching it, its dossier as a document or on paper. */
export function Keeping({ subjectId }: { subjectId: number }): ReactElement {
  const { t } = useTranslation()
  const { engine, host, language } = useSession()
  const { may } = usePerson()
  const { message } = App.useApp()
  const words = useErrorWords()
  const { answer } = useAnswer('listWatched', { subjectId }, ['watched'], { keep: true })
  const [busy, setBusy] = useState<'watch' | 'word' | 'print' | null>(null)
  const [printed, setPrinted] = useState<DossierPage | null>(null)
  const ended = useCallback(() => setPrinted(null), [])
  const watched = (answer?.total ?? 0) > 0
  const work = async (which: 'watch' | 'word' | 'print', doing: () => Promise<unknown>): Promise<void> => {
    setBusy(which)
    try {
      await doing()
    } catch (error) {
      void message.error(words(error).title)
    } finally {
      setBusy(null)
    }
  }
  return (
    <div className="profile-keeping">
      <Button size="small" icon={watched ? <StarFilled /> : <StarOutlined />} aria-pressed={watched} loading={busy === 'watch'} disabled={!may('watchSubjects')} title={t(watched ? 'dossier.unwatch' : 'dossier.watch')} onClick={() => void work('watch', () => engine.watchSubjects({ subjects: [subjectId], watch: !watched }))}>{t(watched ? 'dossier.watching' : 'dossier.watch')}</Button>
      <Button size="small" icon={<FileWordOutlined />} loading={busy === 'word'} onClick={() => void work('word', async () => {
        const { name, bytes } = await engine.exportDossier({ subjectId })
        await host.saveFile(name, bytes)
      })}>{t('dossier.word')}</Button>
      <Button size="small" icon={<PrinterOutlined />} loading={busy === 'print'} onClick={() => void work('print', async () => setPrinted(await engine.readDossier({ subjectId, language })))}>{t('dossier.print')}</Button>
      {printed && <PrintDossier of={printed} ended={ended} />}
    </div>
  )
}

import { Button, Modal } from 'antd'
import { useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { DraftMistake } from '../../../shared/contract.ts'
import { useSession } from '../../app/session.tsx'
import { ErrorState, Skeleton } from '../../components/states.tsx'
import type { DraftStore } from './draftStore.ts'
import { useMistakeWords } from './mistakeWords.ts'

/** Runs the checks of a catalogue over what the draft changed, and lists what is wrong by its place. */
export function CheckDraft({ store, go }: { store: DraftStore; go: (id: string) => void }): ReactElement {
  const { t } = useTranslation()
  const { engine } = useSession()
  const [open, setOpen] = useState(false)
  const [found, setFound] = useState<{ mistakes: DraftMistake[] | null; error: unknown }>({ mistakes: null, error: null })
  const check = async (): Promise<void> => {
    setOpen(true)
    setFound({ mistakes: null, error: null })
    try {
      await store.save()
      setFound({ mistakes: await engine.checkDraft({ draft: store.state().info.draft }), error: null })
    } catch (error) {
      setFound({ mistakes: null, error })
    }
  }
  return (
    <>
      <Button size="small" onClick={() => void check()}>{t('workshop.check')}</Button>
      <Modal open={open} title={t('workshop.check')} footer={null} onCancel={() => setOpen(false)} destroyOnHidden>
        {found.error !== null ? <ErrorState error={found.error} again={() => void check()} compact /> : found.mistakes === null ? <Skeleton rows={3} /> : <Mistakes mistakes={found.mistakes} go={(id) => { setOpen(false); go(id) }} />}
      </Modal>
    </>
  )
}

export function Mistakes({ mistakes, go }: { mistakes: readonly DraftMistake[]; go: (id: string) => void }): ReactElement {
  const { t } = useTranslation()
  const said = useMistakeWords()
  if (mistakes.length === 0) return <p className="good">{t('workshop.sound')}</p>
  return (
    <>
      <p className="bad">{t('workshop.mistakes', { n: mistakes.length })}</p>
      <ul className="workshop-mistakes">
        {mistakes.map((one, i) => (
          <li key={i}>
            <button type="button" className="plain mono" onClick={() => go(one.of.startsWith('vetoes.') ? 'vetoes' : one.of)}>{one.of}</button>{' '}
            {said(one)}
          </li>
        ))}
      </ul>
    </>
  )
}

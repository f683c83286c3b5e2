import { Input, Modal, type InputRef } from 'antd'
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { formatIndex, unknown } from '../components/format.ts'
import { ErrorState } from '../components/states.tsx'
import { TierChip } from '../components/tier.tsx'
import { useRoute } from './route.ts'
import { useSession } from './session.tsx'
import { useAnswer } from './useAnswer.ts'
import { useSettled } from './useSettled.ts'
import { views } from './views.tsx'

/** Finds subjects by name, pinyin initials, former name, code or representative, and the program's own commands. */
export function Palette({ open, onClose }: { open: boolean; onClose: () => void }): ReactElement {
  const { t } = useTranslation()
  return <Modal open={open} onCancel={onClose} footer={null} closable={false} title={t('shell.search')} width={640} className="palette" destroyOnHidden maskClosable><Finder onClose={onClose} /></Modal>
}

interface Entry { key: string; group: 'subjects' | 'commands'; act: () => void; /** What Shift adds: beside the subject that is shown. */ compare?: () => void; content: ReactElement }

function Finder({ onClose }: { onClose: () => void }): ReactElement {
  const { t } = useTranslation()
  const { language, theme, setLanguage, setTheme } = useSession()
  const { go, view, params } = useRoute()
  const beside = view === 'profile' ? params[0] : undefined
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const field = useRef<InputRef>(null)
  const wanted = useSettled(text.trim(), 120)
  const found = useAnswer('searchSubjects', wanted === '' ? null : { text: wanted, limit: 12 }, [], { keep: true })
  useEffect(() => { field.current?.focus() }, [])

  const entries = useMemo<Entry[]>(() => {
    const commands: { key: string; words: string; act: () => void }[] = [
      ...views.filter((one) => one.rail).map((one) => ({ key: one.name, words: t('shell.goTo', { view: t(`shell.views.${one.name}`) }), act: () => go(one.name) })),
      { key: 'language', words: t('shell.language'), act: () => setLanguage(language === 'en' ? 'zh-CN' : 'en') },
      { key: 'theme', words: t(theme === 'light' ? 'shell.toDark' : 'shell.toLight'), act: () => setTheme(theme === 'light' ? 'dark' : 'light') },
    ]
    const subjects = wanted === '' ? [] : (found.answer ?? []).map((one): Entry => ({
      key: `s${one.subjectId}`, group: 'subjects', act: () => go('profile', [String(one.subjectId)]), ...(beside === undefined || beside === String(one.subjectId) ? {} : { compare: () => go('profile', [beside], undefined, { with: String(one.subjectId) }) }),
      content: (
        <>
          <TierChip tier={one.tier} />
          <span className="palette-name">{one.name}</span>
          {one.matched !== 'name' && <span className="muted">{t(`shell.matched.${one.matched}`)}</span>}
          <span className="spring" />
          <span className="mono muted">{one.uscc ?? one.localCode ?? unknown}</span>
          <span className="number palette-index">{formatIndex(one.index, language)}</span>
        </>
      ),
    }))
    const needle = text.trim().toLowerCase()
    return [...subjects, ...commands.filter(({ words }) => words.toLowerCase().includes(needle)).map(({ key, words, act }): Entry => ({ key, group: 'commands', act, content: <span>{words}</span> }))]
  }, [t, go, beside, found.answer, language, theme, setLanguage, setTheme, text, wanted])

  const run = (entry: Entry | undefined, shift = false): void => {
    if (!entry) return
    onClose()
    if (shift && entry.compare) entry.compare()
    else entry.act()
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') setAt((i) => Math.min(i + 1, entries.length - 1))
    else if (event.key === 'ArrowUp') setAt((i) => Math.max(i - 1, 0))
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) run(entries[at], event.shiftKey)
    else return
    event.preventDefault()
  }
  return (
    <div onKeyDown={onKeyDown}>
      <Input ref={field} variant="borderless" size="large" value={text} placeholder={t('shell.searchHint')} onChange={(event) => { setText(event.target.value); setAt(0) }} role="combobox" aria-expanded aria-controls="palette-list" aria-activedescendant={entries[at] && `palette-${entries[at].key}`} aria-label={t('shell.search')} />
      <div id="palette-list" className="palette-list" role="listbox" aria-label={t('shell.search')}>
        {found.error !== null && <ErrorState error={found.error} again={found.again} compact />}
        {entries.map((entry, i) => (
          <div key={entry.key} id={`palette-${entry.key}`} role="option" aria-selected={i === at} className="palette-entry" onMouseMove={() => setAt(i)} onClick={(event) => run(entry, event.shiftKey)}>{entry.content}</div>
        ))}
        {entries.length === 0 && !found.loading && <p className="muted palette-none">{t('shell.searchNone')}</p>}
      </div>
      {entries[at]?.compare && <p className="muted palette-hint">{t('shell.compareHint')}</p>}
    </div>
  )
}

import { useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'

/** Where a key is text, or another's business. */
const elsewhere = 'input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable], [role=dialog], [role=combobox], [role=menu]'

/** What a key that is held down may do again and again: look. Deeds want a press each. */
const repeatable = /^(j|k|Arrow\w+|Page\w+)$/

/** Keys that are kept while the view is busy. */
const mostAhead = 20

/**
 * Single keys of a view: the name of the key as KeyboardEvent has it, letters in lower case, «Shift+a» with Shift. They do nothing while one
 * types, in a dialogue, or with Ctrl, Alt or Meta. A control that has the focus keeps Enter and Space for itself. A key held down moves on, but does nothing twice. What is pressed while the
 * view is `busy` waits its turn, so that quick fingers lose nothing and each key meets what the one before it left.
 */
export function useKeys(keys: Readonly<Record<string, () => void>>, busy = false): void {
  const [ahead, setAhead] = useState<readonly string[]>([])
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const target = event.target as HTMLElement | null
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || target?.closest(elsewhere)) return
      if ((event.key === 'Enter' || event.key === ' ') && target?.closest('button, a, [role=button], summary, input')) return
      const letter = event.key.length === 1 ? event.key.toLowerCase() : event.key
      const name = event.shiftKey && /^[a-z]$/.test(letter) ? `Shift+${letter}` : letter
      if (!keys[name]) return
      event.preventDefault()
      if (event.repeat && !repeatable.test(name)) return
      if (busy || ahead.length > 0) setAhead((waiting) => [...waiting, name].slice(0, mostAhead))
      else keys[name]()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  })
  const latest = useRef(keys)
  useEffect(() => { latest.current = keys })
  // One a turn: the page is drawn between two, so that the second meets what the first one did.
  useEffect(() => {
    if (busy || ahead.length === 0) return undefined
    // Drawn before the turn ends: a key pressed between the deed and its drawing would meet the page, and the keys ahead of it, as they were.
    const turn = setTimeout(() => flushSync(() => {
      setAhead((waiting) => waiting.slice(1))
      latest.current[ahead[0]!]?.()
    }))
    return () => clearTimeout(turn)
  }, [busy, ahead])
}

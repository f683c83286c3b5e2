import { useEffect } from 'react'

/** Where a key is text, or another's business. */
const elsewhere = 'input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable], [role=dialog], [role=combobox], [role=menu]'

/**
 * Single keys of a view: the name of the key as KeyboardEvent has it, letters in lower case, «Shift+a» with Shift. They do nothing while one
 * types, in a dialogue, or with Ctrl, Alt or Meta. A control that has the focus keeps Enter and Space for itself.
 */
export function useKeys(keys: Readonly<Record<string, () => void>>): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const target = event.target as HTMLElement | null
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || target?.closest(elsewhere)) return
      if ((event.key === 'Enter' || event.key === ' ') && target?.closest('button, a, [role=button], summary, input')) return
      const name = event.key.length === 1 ? event.key.toLowerCase() : event.key
      const work = keys[event.shiftKey && /^[a-z]$/.test(name) ? `Shift+${name}` : name]
      if (!work) return
      event.preventDefault()
      work()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  })
}

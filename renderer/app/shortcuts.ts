import { useEffect } from 'react'
import { useRoute } from './route.ts'
import { views } from './views.tsx'

const letters: Record<string, string> = { o: 'overview', d: 'data', s: 'subjects', m: 'dimensions', w: 'workshop', t: 'tiers', b: 'backtest', p: 'plan', c: 'sampling', r: 'lists', l: 'libraries' }

const typing = (target: EventTarget | null): boolean => target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

/** ⌘K or Ctrl+K or / finds; Alt+1…9 goes to a view of the rail, as does g and then o, d, s, m, w, t, b, p, c, r, l. */
export function useShortcuts(find: () => void): void {
  const { go } = useRoute()
  useEffect(() => {
    let g = 0
    const listen = (event: KeyboardEvent): void => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        return find()
      }
      const rail = views.filter((one) => one.rail)
      if (event.altKey && /^Digit[1-9]$/.test(event.code)) {
        const view = rail[Number(event.code.slice(5)) - 1]
        if (view) {
          event.preventDefault()
          go(view.name)
        }
        return
      }
      if (event.metaKey || event.ctrlKey || event.altKey || typing(event.target)) return
      if (event.key === '/') {
        event.preventDefault()
        return find()
      }
      const view = rail.find((one) => one.name === letters[event.key])
      if (Date.now() - g < 1500 && view) {
        event.preventDefault()
        go(view.name)
      }
      g = event.key === 'g' ? Date.now() : 0
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [find, go])
}

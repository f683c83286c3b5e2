import { useCallback, useMemo, useSyncExternalStore } from 'react'
import { filterSchema, type Chip, type Filter } from '../../shared/filter.ts'

export const viewNames = ['welcome', 'overview', 'data', 'subjects', 'profile', 'dimensions', 'workshop', 'tiers', 'backtest', 'plan', 'sampling', 'lists', 'libraries', 'audit'] as const
export type ViewName = (typeof viewNames)[number]

/** The address: `#/profile/42?f=[…]&tab=penalty` is view profile, params ['42'], a filter, and query tab. */
export interface Route {
  view: ViewName
  params: string[]
  filter: Filter
  /** A view's own small state: the tab, the grouping. */
  query: Record<string, string>
}

export function parseRoute(hash: string): Route {
  const [path = '', search = ''] = splitOnce(hash.replace(/^#/, ''), '?')
  const [name = '', ...params] = path.split('/').filter((part) => part !== '').map(decode)
  const { f, ...query } = Object.fromEntries(new URLSearchParams(search))
  return { view: (viewNames as readonly string[]).includes(name) ? (name as ViewName) : 'overview', params, filter: parseChips(f), query }
}

export function writeRoute({ view, params, filter, query }: Route): string {
  const search = new URLSearchParams(query)
  search.delete('f')
  if (filter.length > 0) search.set('f', JSON.stringify(filter))
  const text = search.toString()
  return `#/${[view, ...params].map(encodeURIComponent).join('/')}${text === '' ? '' : `?${text}`}`
}

/** An address that was cut or typed wrongly shows everything rather than nothing. */
function parseChips(text: string | undefined): Filter {
  if (!text) return []
  try {
    const parsed = filterSchema.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : []
  } catch {
    return []
  }
}

const splitOnce = (text: string, at: string): string[] => {
  const i = text.indexOf(at)
  return i < 0 ? [text] : [text.slice(0, i), text.slice(i + 1)]
}
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The filter with this chip in the place of any other on the same field and operation. */
export function withChip(filter: Filter, chip: Chip): Filter {
  return [...filter.filter((one) => one.field !== chip.field || one.op !== chip.op), chip]
}

const subscribe = (listener: () => void): (() => void) => {
  window.addEventListener('hashchange', listener)
  return () => window.removeEventListener('hashchange', listener)
}

export interface Navigation extends Route {
  setFilter(filter: Filter): void
  /** Adds a chip, in the place of one on the same field. */
  addChip(chip: Chip): void
  /** Changes the view's own state without a new step in the history. */
  setQuery(query: Record<string, string | null>): void
  /** Another view. Without `filter` the present one goes along; without `query` none does. */
  go(view: ViewName, params?: string[], filter?: Filter, query?: Record<string, string>): void
  /** The address of another view, for links. */
  href(view: ViewName, params?: string[], filter?: Filter, query?: Record<string, string>): string
}

/** Where the person is. Back, forward and a copied link work because everything shown hangs on the address. */
export function useRoute(): Navigation {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash)
  const route = useMemo(() => parseRoute(hash), [hash])
  const href = useCallback<Navigation['href']>((view, params = [], filter = route.filter, query = {}) => writeRoute({ view, params, filter, query }), [route.filter])
  const go = useCallback<Navigation['go']>((...to) => { window.location.hash = href(...to) }, [href])
  const setFilter = useCallback((filter: Filter) => { window.location.hash = writeRoute({ ...route, filter }) }, [route])
  const addChip = useCallback((chip: Chip) => setFilter(withChip(route.filter, chip)), [route.filter, setFilter])
  const setQuery = useCallback<Navigation['setQuery']>((changes) => {
    const query = Object.fromEntries(Object.entries({ ...route.query, ...changes }).filter((entry): entry is [string, string] => entry[1] !== null))
    window.history.replaceState(null, '', writeRoute({ ...route, query }))
    window.dispatchEvent(new HashChangeEvent('hashchange'))
  }, [route])
  return useMemo(() => ({ ...route, go, href, setFilter, addChip, setQuery }), [route, go, href, setFilter, addChip, setQuery])
}

import { createContext, use, useMemo, type ReactElement, type ReactNode } from 'react'
import { useSession } from './session.tsx'
import { useAnswer } from './useAnswer.ts'

const PlacesContext = createContext<ReadonlyMap<string, string>>(new Map())

/** Names of the regions and registrars that this workspace's subjects bear, by code. */
export const usePlaces = (): ReadonlyMap<string, string> => use(PlacesContext)

/** Asks for the names once a workspace: grids, chips and legends then show them in the place of codes. */
export function PlacesProvider({ children }: { children: ReactNode }): ReactElement {
  const { workspace } = useSession()
  const open = workspace !== null
  const regions = useAnswer('facet', open ? { field: 'region', limit: 1000 } : null, ['workspace', 'records'], { keep: true }).answer
  const registrars = useAnswer('facet', open ? { field: 'registrar', limit: 1000 } : null, ['workspace', 'records'], { keep: true }).answer
  const names = useMemo(
    () => new Map([...(registrars ?? []), ...(regions ?? [])].flatMap(({ value, label }) => (value !== null && label !== '' && label !== value ? [[value, label] as const] : []))),
    [regions, registrars],
  )
  return <PlacesContext value={names}>{children}</PlacesContext>
}

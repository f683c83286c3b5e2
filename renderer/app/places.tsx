import { createContext, use, useMemo, type ReactElement, type ReactNode } from 'react'
import type { Dimension } from '../../shared/contract.ts'
import { useSession } from './session.tsx'
import { useAnswer } from './useAnswer.ts'

const PlacesContext = createContext<ReadonlyMap<string, string>>(new Map())

/** Names of the regions and registrars that this workspace's subjects bear, by code. */
export const usePlaces = (): ReadonlyMap<string, string> => use(PlacesContext)

export interface Names { dimensions: ReadonlyMap<string, Dimension>; /** By number, as text. */ pools: ReadonlyMap<string, string> }
const NamesContext = createContext<Names>({ dimensions: new Map(), pools: new Map() })

/** The dimensions of the latest run's model and the subject pools, which chips name. */
export const useNames = (): Names => use(NamesContext)

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
  const dimensions = useAnswer('listDimensions', open ? {} : null, ['workspace', 'scores'], { keep: true }).answer
  const pools = useAnswer('listPools', open ? {} : null, ['workspace', 'pools'], { keep: true }).answer
  const named = useMemo<Names>(() => ({ dimensions: new Map(dimensions?.map((one) => [one.id, one])), pools: new Map(pools?.map((one) => [String(one.pool), one.name])) }), [dimensions, pools])
  return <PlacesContext value={names}><NamesContext value={named}>{children}</NamesContext></PlacesContext>
}

import { useEffect, useState } from 'react'
import { useSession } from './session.tsx'

type Names = ReadonlyMap<string, string>
const none: Names = new Map()

/** One question for all who show places; asked again for another workspace or after an import. */
let asked: { of: string; names: Promise<Names> } | null = null
let known: { of: string; names: Names } = { of: '', names: none }

/** Names of the regions and registrars that occur in the workspace, by code; empty until they are known. */
export function usePlaces(): Names {
  const { engine, workspace } = useSession()
  const of = workspace === null ? '' : `${workspace.path} ${workspace.subjects}`
  const [, setSeen] = useState('')
  useEffect(() => {
    if (of === '' || known.of === of) return undefined
    let wanted = true
    if (asked?.of !== of) {
      const fields = (['registrar', 'region'] as const).map((field) => engine.facet({ field, limit: 1000 }))
      asked = { of, names: Promise.all(fields).then((facets) => new Map(facets.flat().flatMap(({ value, label }) => (value !== null && label !== '' ? [[value, label] as const] : [])))) }
    }
    asked.names.then((names) => {
      known = { of, names }
      if (wanted) setSeen(of)
    }, () => { asked = null }) // codes are shown instead; the next who asks tries again
    return () => { wanted = false }
  }, [engine, of])
  return known.of === of ? known.names : none
}

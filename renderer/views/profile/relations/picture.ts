import type { Connector, RelatedSubject, Relations } from '../../../../shared/contract.ts'

/** A point of the picture: a subject, or something that subjects share. */
export type Point = { id: string; x: number; y: number } & ({ subject: RelatedSubject; tie: null } | { subject: null; tie: Connector })
export interface Picture { points: Point[]; lines: { source: string; target: string }[] }

export const subjectPoint = (id: number): string => `s${id}`
export const tiePoint = (key: string): string => `t${key}`

/** The picture is wider than high. */
const stretch = 1.5

/**
 * Rings around the subject: what it shares, with whom, what these share, with whom. Each point stands in the middle of the sector of those
 * that were reached through it, so that lines of the tree never cross; lines beside the tree may. The same relations give the same picture.
 */
export function pictureOf({ subjectId, connectors, subjects, links }: Relations): Picture {
  const near = new Map<string, string[]>()
  const join = (a: string, b: string): void => { near.set(a, [...(near.get(a) ?? []), b]) }
  const lines = links.map((link) => ({ source: tiePoint(link.key), target: subjectPoint(link.subjectId) }))
  for (const { source, target } of lines) {
    join(source, target)
    join(target, source)
  }
  const root = subjectPoint(subjectId)
  const children = new Map<string, string[]>()
  const seen = new Set([root])
  let ring = [root]
  while (ring.length > 0) {
    ring = ring.flatMap((id) => {
      const own = (near.get(id) ?? []).filter((one) => !seen.has(one) && seen.add(one))
      children.set(id, own)
      return own
    })
  }
  const width = (id: string): number => Math.max(1, (children.get(id) ?? []).reduce((sum, child) => sum + width(child), 0))
  const places = new Map<string, { x: number; y: number }>()
  const place = (id: string, from: number, to: number, depth: number): void => {
    const angle = (from + to) / 2
    places.set(id, { x: Math.round(stretch * depth * 100 * Math.cos(angle)), y: Math.round(depth * 100 * Math.sin(angle)) })
    let at = from
    const own = children.get(id) ?? []
    for (const child of own) {
      // Around the subject itself half the circle is shared out evenly: a thing that joins few must not lie upon the next.
      const even = depth === 0 ? 0.5 : 0
      const next = at + (to - from) * ((even / own.length) + ((1 - even) * width(child)) / width(id))
      place(child, at, next, depth + 1)
      at = next
    }
  }
  place(root, -Math.PI, Math.PI, 0)
  const points = [
    ...subjects.map((subject) => ({ id: subjectPoint(subject.subjectId), subject, tie: null })),
    ...connectors.map((tie) => ({ id: tiePoint(tie.key), subject: null, tie })),
  ].flatMap((point): Point[] => (places.has(point.id) ? [{ ...point, ...places.get(point.id)! }] : []))
  return { points, lines: lines.filter(({ source, target }) => places.has(source) && places.has(target)) }
}

export interface Piece { text: string; same: boolean }

/** Both texts in pieces: what they share in order (longest common subsequence), and what only one of them has. For names: beyond 300 signs nothing is marked. */
export function differing(left: string, right: string): [Piece[], Piece[]] {
  const [a, b] = [[...left], [...right]]
  if (a.length > 300 || b.length > 300) return [[{ text: left, same: true }], [{ text: right, same: true }]]
  const length: number[][] = Array.from({ length: a.length + 1 }, () => Array.from({ length: b.length + 1 }, () => 0))
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) length[i]![j] = a[i] === b[j] ? length[i + 1]![j + 1]! + 1 : Math.max(length[i + 1]![j]!, length[i]![j + 1]!)
  }
  const pieces: [Piece[], Piece[]] = [[], []]
  const put = (side: 0 | 1, text: string, same: boolean): void => {
    const last = pieces[side].at(-1)
    if (last?.same === same) last.text += text
    else pieces[side].push({ text, same })
  }
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      put(0, a[i++]!, true)
      put(1, b[j++]!, true)
    } else if (j >= b.length || (i < a.length && length[i + 1]![j]! >= length[i]![j + 1]!)) put(0, a[i++]!, false)
    else put(1, b[j++]!, false)
  }
  return pieces
}

/** 95 % interval of a share by Wilson (1927), [0, 1] where n is 0. */
export function wilson(hits: number, n: number): [number, number] {
  if (n === 0) return [0, 1]
  const z = 1.959964
  const rate = hits / n
  const middle = (rate + (z * z) / (2 * n)) / (1 + (z * z) / n)
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((rate * (1 - rate)) / n + (z * z) / (4 * n * n))
  return [Math.max(0, middle - half), Math.min(1, middle + half)]
}

/** The first whole number from `from` for which something holds that holds for all after it, by halving; `to` where it holds for none before. */
export function firstWhere(from: number, to: number, holds: (n: number) => boolean): number {
  let [low, high] = [from, to]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}

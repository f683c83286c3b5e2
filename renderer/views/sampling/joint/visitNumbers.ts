/** Numbers and spans as typed, 1,2,5-9, in order and once each; [] none typed; null where it cannot be read. Signs of a Chinese keyboard will do. */
export function visitNumbers(text: string): number[] | null {
  const parts = text.replace(/[，、；;]/g, ',').replace(/[－–—~～]/g, '-').split(',').map((part) => part.trim()).filter((part) => part !== '')
  const found = new Set<number>()
  for (const part of parts) {
    const [, from, until = from] = /^(\d{1,6})(?:\s*-\s*(\d{1,6}))?$/.exec(part) ?? []
    if (from === undefined || Number(from) < 1 || Number(until) < Number(from)) return null
    for (let number = Number(from); number <= Number(until); number++) found.add(number)
  }
  return [...found].sort((a, b) => a - b)
}

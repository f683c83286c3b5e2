/** What is read from the resources folder, read at the first question and kept: that folder does not change under a running program. */
export function readOnce<T>(read: (resources: string) => T): (resources: string) => T {
  const known = new Map<string, { value: T }>()
  return (resources) => {
    const kept = known.get(resources) ?? { value: read(resources) }
    known.set(resources, kept)
    return kept.value
  }
}

/** Under these keys lie data (class names, reason codes, tiers), not names of the contract: they stay as they are. */
const dataUnder = new Set(['records', 'reasons', 'tiers', 'partials', 'ceilings', 'params'])

/** camelCase keys → snake_case, through and through; one-letter keys such as tiers stay. */
export function snakeKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snakeKeys)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [
    key.replace(/([a-z0-9])([A-Z])/g, (_, before: string, after: string) => `${before}_${after.toLowerCase()}`),
    dataUnder.has(key) ? inner : snakeKeys(inner),
  ]))
}

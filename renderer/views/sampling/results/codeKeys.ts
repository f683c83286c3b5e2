import type { ResultCode } from '../../../../shared/contract.ts'

type Code = Pick<ResultCode, 'code' | 'zh' | 'en' | 'exclusive'>

const spare = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

/** A key for each code: itself where it is one sign, else its last sign, else the first one that is free. */
export function codeKeys(codes: readonly Code[]): Map<string, string> {
  const keys = new Map<string, string>()
  const taken = new Set<string>()
  const give = (code: string, key: string | undefined): void => {
    if (key === undefined || taken.has(key) || keys.has(code)) return
    keys.set(code, key)
    taken.add(key)
  }
  for (const { code } of codes) if (code.length === 1) give(code, code.toUpperCase())
  for (const { code } of codes) give(code, code.at(-1)?.toUpperCase())
  for (const { code } of codes) give(code, [...spare].find((one) => !taken.has(one)))
  return keys
}

/** The codes with one more or less, in the order of their table; what stands alone drives the others out, and is driven out by them. */
export function toggled(chosen: readonly string[], code: string, codes: readonly Code[]): string[] {
  if (chosen.includes(code)) return chosen.filter((one) => one !== code)
  const alone = new Set(codes.filter((one) => one.exclusive).map((one) => one.code))
  const next = alone.has(code) ? [code] : [...chosen.filter((one) => !alone.has(one)), code]
  const place = (one: string): number => codes.findIndex(({ code: known }) => known === one)
  return next.toSorted((a, b) => place(a) - place(b))
}

/** Codes as written or pasted: codes or their names, several in any order; what is neither stays as it is, to be refused by its name. */
export function codesIn(text: string, codes: readonly Code[]): string[] {
  const found: string[] = []
  let rest = text.normalize('NFKC')
  const names = codes.flatMap((one) => [one.zh, one.en].map((name) => ({ code: one.code, name: name.normalize('NFKC') }))).toSorted((a, b) => b.name.length - a.name.length)
  for (const { code, name } of names) {
    if (!rest.includes(name)) continue
    found.push(code)
    rest = rest.replaceAll(name, ' ')
  }
  for (const word of rest.split(/[\s,;、|/]+/)) {
    if (word === '') continue
    found.push(codes.find((one) => one.code.toLowerCase() === word.toLowerCase())?.code ?? word)
  }
  const place = (one: string): number => { const at = codes.findIndex(({ code }) => code === one); return at < 0 ? codes.length : at }
  return [...new Set(found)].toSorted((a, b) => place(a) - place(b))
}

import type { Tier } from '../../shared/classes.ts'

export type ThemeName = 'light' | 'dark'

/** Every colour of the screen. Tiers are China's four warning colours; a test keeps them apart under simulated colour blindness. */
export interface Tokens {
  surface: string
  ground: string
  line: string
  muted: string
  ink: string
  /** What can be acted on, and nothing else. */
  accent: string
  /** Text on an accent fill. */
  onAccent: string
  /** A row or an entry that is chosen. */
  chosen: string
  good: string
  bad: string
  tiers: Record<Tier, string>
  /** Ink of the letter within a filled tier chip. */
  onTiers: Record<Tier, string>
}

const dark = '#101828'
const white = '#FFFFFF'

export const tokens: Record<ThemeName, Tokens> = {
  light: {
    surface: '#FFFFFF', ground: '#F6F7F9', line: '#E4E7EC', muted: '#667085', ink: '#101828',
    accent: '#1F5FBF', onAccent: '#FFFFFF', chosen: '#EFF4FC', good: '#067647', bad: '#B42318',
    tiers: { A: '#2B6CB0', B: '#F0C430', C: '#E07B28', D: '#A61C28' }, onTiers: { A: white, B: dark, C: dark, D: white },
  },
  dark: {
    surface: '#14181F', ground: '#1B2029', line: '#2A313C', muted: '#98A2B3', ink: '#F2F4F7',
    accent: '#6AA5F2', onAccent: '#14181F', chosen: '#223047', good: '#47CD89', bad: '#F97066',
    tiers: { A: '#4A90D9', B: '#F5D547', C: '#E8833A', D: '#D64550' }, onTiers: { A: dark, B: dark, C: dark, D: '#000000' },
  },
}

export const fontFamily = '"Inter Variable", "PingFang SC", "Microsoft YaHei UI", "Noto Sans CJK SC", sans-serif'
export const monoFamily = '"Cascadia Mono", "SF Mono", Consolas, "Noto Sans Mono CJK SC", monospace'

/** Makes the tokens CSS variables of the page: `--ink`, `--tier-A`, `--on-tier-A`. */
export function applyTokens(name: ThemeName): void {
  const { tiers, onTiers, ...plain } = tokens[name]
  const root = document.documentElement
  root.dataset.theme = name
  root.style.colorScheme = name
  for (const [key, value] of Object.entries(plain)) root.style.setProperty(`--${key}`, value)
  for (const [tier, value] of Object.entries(tiers)) root.style.setProperty(`--tier-${tier}`, value)
  for (const [tier, value] of Object.entries(onTiers)) root.style.setProperty(`--on-tier-${tier}`, value)
}

/** The nonce that this page's styles must carry; empty where the page was served without one. */
export const cspNonce = (): string => document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content.replace('__CSP_NONCE__', '') ?? ''

/** Puts the nonce on every style element that a script of this page makes: some parts of Ant Design (its scroll lock) forget the one they were given. */
export function carryNonce(): void {
  const nonce = cspNonce()
  const make = document.createElement.bind(document)
  document.createElement = ((name: string, options?: ElementCreationOptions) => {
    const made = make(name, options)
    if (made instanceof HTMLStyleElement) made.nonce = nonce
    return made
  }) as typeof document.createElement
}

/** Colour arithmetic for the tests: sRGB, simulated colour blindness (Machado, Oliveira and Fernandes 2009, severity 1), CIE Lab (D65) and ΔE*ab. */

type Triple = [number, number, number]
export type Vision = 'normal' | 'protanopia' | 'deuteranopia' | 'tritanopia'

const machado: Record<Exclude<Vision, 'normal'>, [Triple, Triple, Triple]> = {
  protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}

const rgb = (hex: string): Triple => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255) as Triple
const linear = (value: number): number => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
const dot = (a: Triple, b: Triple): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2]

function seen(hex: string, vision: Vision): Triple {
  const light = rgb(hex).map(linear) as Triple
  if (vision === 'normal') return light
  return machado[vision].map((row) => Math.min(1, Math.max(0, dot(row, light)))) as Triple
}

export function lab(hex: string, vision: Vision = 'normal'): Triple {
  const light = seen(hex, vision)
  const f = (t: number): number => (t > (6 / 29) ** 3 ? Math.cbrt(t) : t / (3 * (6 / 29) ** 2) + 4 / 29)
  const x = f(dot([0.4124564, 0.3575761, 0.1804375], light) / 0.95047)
  const y = f(dot([0.2126729, 0.7151522, 0.072175], light))
  const z = f(dot([0.0193339, 0.119192, 0.9503041], light) / 1.08883)
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

/** ΔE*ab of 1976: the distance in Lab. */
export const difference = (one: Triple, other: Triple): number => Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2])

/** WCAG 2 contrast of two colours, 1–21. */
export function contrast(one: string, other: string): number {
  const luminance = (hex: string): number => dot([0.2126, 0.7152, 0.0722], rgb(hex).map(linear) as Triple)
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

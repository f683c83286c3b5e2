import { describe, expect, it } from 'vitest'
import { tiers } from '../../shared/classes.ts'
import { tokens } from '../../renderer/components/tokens.ts'
import { contrast, difference, lab, type Vision } from './colour.ts'

const visions: Vision[] = ['normal', 'protanopia', 'deuteranopia', 'tritanopia']

describe.each(['light', 'dark'] as const)('the %s theme', (name) => {
  const theme = tokens[name]
  it.each(visions)('keeps the tiers ΔE 21 apart under %s', (vision) => {
    for (const one of tiers) {
      for (const other of tiers.filter((tier) => tier > one)) expect(difference(lab(theme.tiers[one], vision), lab(theme.tiers[other], vision)), `${one} against ${other}`).toBeGreaterThanOrEqual(21)
    }
  })
  it('writes every text at 4.5:1 or more on every ground it stands on', () => {
    for (const ground of [theme.surface, theme.ground, theme.chosen]) {
      for (const ink of [theme.ink, theme.muted, theme.accent, theme.bad, theme.good]) expect(contrast(ink, ground), `${ink} on ${ground}`).toBeGreaterThanOrEqual(4.5)
    }
    expect(contrast(theme.onAccent, theme.accent)).toBeGreaterThanOrEqual(4.5)
  })
  it.each(tiers)('writes the letter of tier %s at 4.5:1 or more', (tier) => {
    expect(contrast(theme.onTiers[tier], theme.tiers[tier])).toBeGreaterThanOrEqual(4.5)
  })
})

it('knows the published distances of the primaries', () => {
  expect(contrast('#000000', '#FFFFFF')).toBeCloseTo(21, 5)
  expect(lab('#FF0000')).toEqual([expect.closeTo(53.24, 1), expect.closeTo(80.09, 1), expect.closeTo(67.2, 1)])
})

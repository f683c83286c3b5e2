import { theme as ant, type ThemeConfig } from 'antd'
import { fontFamily, tokens, type ThemeName } from '../components/tokens.ts'

/** Ant Design's tokens set from ours: one look for both. */
export function antTheme(name: ThemeName): ThemeConfig {
  const { surface, ground, line, ink, muted, accent, onAccent, chosen, good, bad, tiers } = tokens[name]
  // Ant's own hover moves towards the ground and loses contrast; ours moves away from it.
  const hover = name === 'light' ? '#19509F' : '#8DBBF6'
  return {
    algorithm: name === 'dark' ? ant.darkAlgorithm : ant.defaultAlgorithm, // not the compact one: it makes 13 px text 10 px
    token: {
      colorPrimary: accent, colorPrimaryHover: hover, colorLink: accent, colorLinkHover: hover, colorInfo: accent, colorSuccess: good, colorError: bad, colorWarning: tiers.C, colorTextLightSolid: onAccent,
      colorText: ink, colorTextSecondary: muted, colorTextTertiary: muted, colorTextDescription: muted, colorTextPlaceholder: muted, colorIcon: muted,
      colorBgBase: surface, colorBgContainer: surface, colorBgElevated: surface, colorBgLayout: ground, colorBorder: name === 'light' ? '#C9CFD9' : '#3A4350', colorBorderSecondary: line, colorSplit: line,
      controlItemBgActive: chosen, fontFamily, fontSize: 13, fontSizeSM: 12, lineHeight: 1.5, borderRadius: 4, borderRadiusLG: 4, borderRadiusSM: 4, borderRadiusXS: 4,
      controlHeight: 28, controlHeightSM: 24, controlHeightLG: 34, motionDurationFast: '0.06s', motionDurationMid: '0.1s', motionDurationSlow: '0.12s', wireframe: false,
      motion: !window.matchMedia('(prefers-reduced-motion: reduce)').matches, sizeUnit: 4, sizeStep: 4,
    },
    components: { Table: { headerBg: ground, headerColor: muted, cellPaddingBlockSM: 4, cellPaddingInlineSM: 8, rowSelectedBg: chosen, rowSelectedHoverBg: chosen }, Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' } },
  }
}

import { bandCounts, columnsOf, retier, spreadOf, type Draft, type WhatIfColumns } from '../../../shared/whatIf.ts'

/** What the page asks: to hold these columns, or what becomes of the tiers under a draft. */
export type Asked = { kind: 'columns'; columns: Uint8Array; bands: number } | { kind: 'draft'; points: number[]; ceiling: number; draft: Draft; bins: number }
export type Told = { kind: 'bands'; counts: Int32Array } | { kind: 'tiers'; moved: Int32Array; milliseconds: number } | { kind: 'spread'; spread: Int32Array }

let held: WhatIfColumns | null = null
const tell = (told: Told): void => (globalThis as unknown as { postMessage(message: Told): void }).postMessage(told)

globalThis.addEventListener('message', ({ data }: MessageEvent<Asked>) => {
  if (data.kind === 'columns') {
    held = columnsOf(data)
    tell({ kind: 'bands', counts: bandCounts(held, data.bands) })
  } else if (held) {
    const start = performance.now()
    const moved = retier(held, data, data.draft)
    tell({ kind: 'tiers', moved, milliseconds: performance.now() - start })
    tell({ kind: 'spread', spread: spreadOf(held, data, data.draft, data.bins) })
  }
})

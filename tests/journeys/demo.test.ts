import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStation, words, type Station } from './station.ts'

/** A stranger's first minute: one click to a scored city. */
let station: Station
beforeAll(async () => { station = await openStation() })
afterAll(async () => station?.close())

test('one click makes a city of 20,000 subjects, scores it and shows its tiers', async () => {
  const { page, engine } = station
  await page.getByRole('button', { name: words.welcome.demoStart }).click()
  await page.getByRole('button', { name: words.overview.scoreAgain }).waitFor({ timeout: 150_000 })
  const { subjects, records, runs } = await engine.verbs.overview({})
  expect(subjects).toBe(20_000)
  expect(Object.values(records).every((rows) => rows > 0)).toBe(true)
  expect(Object.values(runs[0]!.tiers).reduce((sum, n) => sum + n, 0)).toBe(20_000)
  expect(Math.min(...Object.values(runs[0]!.tiers))).toBeGreaterThan(0)
  await page.getByText('20,000').first().waitFor()
  expect(station.complaints).toEqual([])
})

import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    reporters: ['default', './tests/closingLine.ts'],
    projects: [
      { test: { name: 'unit', globalSetup: './tests/prepared.ts', setupFiles: ['./tests/setup.ts'], include: ['tests/**/*.test.ts'], exclude: ['tests/journeys/**'], testTimeout: 60_000, hookTimeout: 60_000, isolate: false, pool: 'forks', maxWorkers: 2 } },
      { test: { name: 'journeys', globalSetup: './tests/prepared.ts', include: ['tests/journeys/**/*.test.ts'], testTimeout: 180_000, hookTimeout: 240_000, expect: { poll: { timeout: 15_000 } }, pool: 'forks', maxWorkers: 2 } },
    ],
  },
})

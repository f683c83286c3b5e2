import type { Reporter, TestModule } from 'vitest/node'

/** Ends a test run with one line that a machine can read: "N passed, N failed". What could not even be loaded counts as failed. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    let passed = 0
    let failed = errors.length
    for (const module of modules) {
      const states = [...module.children.allTests()].map((test) => test.result().state)
      const failures = states.filter((state) => state === 'failed').length
      passed += states.filter((state) => state === 'passed').length
      failed += failures === 0 && module.state() === 'failed' ? 1 : failures
    }
    process.stdout.write(`${passed} passed, ${failed} failed\n`)
  }
}

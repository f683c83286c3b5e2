import fc from 'fast-check'

// One seed for everybody, so that a red run can be repeated; MINGCHA_TEST_SEED=random looks for new counterexamples.
const seed = process.env['MINGCHA_TEST_SEED'] ?? '20261122'
if (seed !== 'random') fc.configureGlobal({ seed: Number(seed) })

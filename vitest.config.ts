import { defineConfig } from 'vitest/config'

const sources = ['src', 'packs', 'seed', 'tests', 'tools', 'bench']
const withDatabase = ['**/*.pg.test.ts', 'tests/journeys/**/*.journey.test.ts']
const withCrashes = ['tests/crash/**/*.crash.test.ts']
const notOurs = ['**/node_modules/**', 'dist/**', 'tests/browser/**']

/**
 * Three kinds of tests: `pure` (milliseconds, no database is started for them), `postgres` (one throw-away cluster for the run, one cloned
 * database for whoever asks) and `crash` (real processes on a durable cluster, killed on purpose). Screens have vitest.browser.config.ts.
 * Files of one kind share their workers' modules, because loading the program again for each takes longer than most tests: no test
 * may leave anything behind in a module.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'pure',
          isolate: false,
          maxWorkers: 2,
          include: sources.map((folder) => `${folder}/**/*.test.ts`),
          exclude: [...notOurs, ...withDatabase, ...withCrashes],
          // Generous: a busy machine is no fault of the program.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'postgres',
          isolate: false,
          maxWorkers: 2,
          include: withDatabase,
          exclude: notOurs,
          globalSetup: 'tests/support/postgres-for-tests.ts',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'crash',
          include: withCrashes,
          exclude: notOurs,
          globalSetup: 'tests/crash/build-server.ts',
          // Each takes the whole machine: it counts what survives, at the rate the machine can do.
          fileParallelism: false,
          testTimeout: 240_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})

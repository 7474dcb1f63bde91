import { defineConfig } from 'vitest/config'

/** Tests of the screens in a real browser against the real server: one cluster for the run, one stage per file. */
export default defineConfig({
  test: {
    name: 'browser',
    environment: 'node',
    include: ['tests/browser/**/*.test.ts'],
    globalSetup: 'tests/support/postgres-for-tests.ts',
    // A browser and a server share the machine with the database; two of each at once would only wait for each other.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})

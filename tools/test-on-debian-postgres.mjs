// Runs the tests that need PostgreSQL on Debian's version 15 instead of the embedded one, because the SQL must hold on both.
// node tools/test-on-debian-postgres.mjs [vitest arguments]
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const version = '15'

if (!existsSync(`/usr/lib/postgresql/${version}/bin/postgres`)) {
  console.error(`PostgreSQL ${version} is not installed: apt-get install postgresql-${version}`)
  process.exit(1)
}
const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', '--project', 'postgres', ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, LIANJIAN_TEST_PG: version },
})
process.exit(status ?? 1)

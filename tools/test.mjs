// npm test: builds, then checks, then every kind of test, each part even when one before it failed. At the end every failure by name; last line: `N passed, N failed`.
// node tools/test.mjs [part …] runs only the named parts: check, pure, postgres, crash, postgres-15, browser.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { build } from './build.mjs'

const root = fileURLToPath(new URL('../', import.meta.url))
process.chdir(root)
const reports = 'node_modules/.cache/lianjian-tests'
mkdirSync(reports, { recursive: true })

const vitest = (...args) => ['node_modules/vitest/vitest.mjs', 'run', ...args]
const parts = {
  check: () => runCheck(),
  pure: () => runVitest('pure', vitest('--project', 'pure')),
  postgres: () => runVitest('postgres', vitest('--project', 'postgres')),
  crash: () => runVitest('crash', vitest('--project', 'crash')),
  'postgres-15': () => runOnSecondPostgres(),
  browser: () => runVitest('browser', vitest('--config', 'vitest.browser.config.ts')),
}

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !(name in parts))
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}; parts are ${Object.keys(parts).join(', ')}.`)
  process.exit(2)
}

const sum = { passed: 0, failed: 0 }
const lines = []
const failures = []
await part('build', runBuild)
for (const [name, run] of Object.entries(parts)) if (asked.length === 0 || asked.includes(name)) await part(name, run)
console.log(`\n${[...failures, ...lines].join('\n')}\n${sum.passed} passed, ${sum.failed} failed`)
process.exitCode = sum.failed === 0 ? 0 : 1

async function part(name, run) {
  console.log(`\n=== ${name}`)
  const begun = performance.now()
  const result = await run()
  const seconds = ((performance.now() - begun) / 1000).toFixed(1)
  if (result.skipped !== undefined) return lines.push(`${name.padEnd(12)} not run: ${result.skipped}`)
  sum.passed += result.passed
  sum.failed += result.failed
  failures.push(...(result.failures ?? []).map((failure) => `FAILED ${name}: ${failure}`))
  lines.push(`${name.padEnd(12)} ${result.passed} passed, ${result.failed} failed${(result.not ?? 0) > 0 ? `, ${result.not} not run on this machine` : ''} (${seconds} s)`)
}

async function runBuild() {
  try {
    await build({ onlyStale: true })
    return { passed: 0, failed: 0 }
  } catch (error) {
    console.error(error.message)
    return { passed: 0, failed: 1 }
  }
}

/** Each check of tools/check.mjs that needs no test counts as one. */
async function runCheck() {
  const { code, output } = await run(['tools/check.mjs', '--static'])
  const passed = output.match(/^ok /gm)?.length ?? 0
  const failed = output.match(/^FAILED /gm)?.length ?? 0
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed }
}

async function runVitest(name, args, environment = {}) {
  const report = `${reports}/${name}.json`
  rmSync(report, { force: true })
  const { code } = await run([...args, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`], environment)
  if (!existsSync(report)) return { passed: 0, failed: 1 }
  const { numPassedTests: passed, numFailedTests, numPendingTests: skipped, testResults } = JSON.parse(readFileSync(report, 'utf8'))
  const failures = testResults.flatMap(failuresOf)
  // A file that cannot be loaded has no test that could fail.
  const unloaded = testResults.filter((file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed')).length
  // What this machine cannot run is said; where everything must run, it has failed.
  const missed = process.env.LIANJIAN_TEST_ALL === '1' ? skipped : 0
  const failed = numFailedTests + unloaded + missed
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed, failures, not: skipped }
}

/** A line for each thing that failed in a file: where, which test, and how its message begins. */
function failuresOf({ name, status, message, assertionResults }) {
  if (status !== 'failed') return []
  const file = relative(root, name)
  const tests = assertionResults.filter((test) => test.status === 'failed')
  if (tests.length === 0) return [`${file}: ${beginning(message)}`]
  return tests.map((test) => `${file} > ${test.fullName}: ${beginning(test.failureMessages[0])}`)
}

function beginning(message = '') {
  return stripVTControlCharacters(message).split('\n').slice(0, 3).join(' ').slice(0, 300)
}

async function runOnSecondPostgres() {
  const version = '15'
  if (!existsSync(`/usr/lib/postgresql/${version}/bin/postgres`)) return { skipped: `PostgreSQL ${version} is not installed` }
  // The SQL of the modules. The launcher is the embedded engine's own.
  const modules = ['src/apps/replay.pg.test.ts', 'src/watch', 'src/window', 'src/joint', 'src/assess', 'src/registry', 'tests/journeys', ...['ledger', 'jobs', 'notices', 'sign-in', 'http', 'stream', 'database', 'backup'].map((part) => `src/platform/${part}`)]
  return runVitest(`postgres-${version}`, vitest('--project', 'postgres', ...modules), { LIANJIAN_TEST_PG: version })
}

function run(args, environment = {}) {
  return new Promise((resolve) => {
    let output = ''
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...environment } })
    child.stdout.on('data', (data) => {
      output += data
      process.stdout.write(data)
    })
    child.on('close', (code) => resolve({ code, output }))
  })
}

// Types, lint, boundaries and the tests that need no database. Every part runs even when one fails; the last line says which failed.
import { spawn } from 'node:child_process'

const node = process.execPath
const parts = [
  ['types: server', node, ['node_modules/typescript7/bin/tsc', '-p', 'tsconfig.json']],
  ['types: decisions are pure', node, ['node_modules/typescript7/bin/tsc', '-p', 'tsconfig.pure.json']],
  ['types: screens', node, ['node_modules/typescript7/bin/tsc', '-p', 'tsconfig.web.json']],
  ['types: browser tests', node, ['node_modules/typescript7/bin/tsc', '-p', 'tsconfig.browser.json']],
  ['lint', node, ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0', '--cache', '--cache-location', 'node_modules/.cache/eslint/']],
  ['boundaries', node, ['node_modules/dependency-cruiser/bin/dependency-cruise.mjs', 'src', 'packs', '--config', '.dependency-cruiser.mjs']],
]
if (!process.argv.includes('--static')) {
  parts.push(['fast tests', node, ['node_modules/vitest/vitest.mjs', 'run', '--project', 'pure']])
}

const run = (command, args) =>
  new Promise((resolve) => {
    let output = ''
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    child.stdout.on('data', (data) => (output += data))
    child.stderr.on('data', (data) => (output += data))
    child.on('close', (code) => resolve({ code, output }))
  })

const failed = []
for (const [name, command, args] of parts) {
  const begun = process.hrtime.bigint()
  const { code, output } = await run(command, args)
  const seconds = (Number(process.hrtime.bigint() - begun) / 1e9).toFixed(1)
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`)
  if (code !== 0) {
    console.log(output.trim())
    failed.push(name)
  }
}
if (failed.length > 0) console.log(`failed: ${failed.join(', ')}`)
process.exitCode = failed.length === 0 ? 0 : 1

// Compiles the server into dist/server and the screens into dist/web, both at the same time.
// node tools/build.mjs [server] [web] [--stale]: only those named, all when none is; `--stale`: only what is older than its sources.
import { spawn } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { buildIsFresh, stampOf } from './build-state.mjs'

const root = fileURLToPath(new URL('../', import.meta.url))
const programs = {
  server: ['node_modules/typescript7/bin/tsc', '-p', 'tsconfig.build.json'],
  web: ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'],
}

/** Builds `server` and `web`, or only those named, or only those that are stale; returns what it built. Throws with the output of the first that fails. */
export async function build({ names = [], onlyStale = false } = {}) {
  const wanted = Object.keys(programs).filter((name) => (names.length === 0 || names.includes(name)) && (!onlyStale || !buildIsFresh(name)))
  const outcomes = await Promise.allSettled(wanted.map(buildOne))
  const failed = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failed !== undefined) throw failed.reason
  return wanted
}

async function buildOne(name) {
  // Files whose source was taken away must not stay; without its stamp a build that is cut off counts as stale.
  rmSync(new URL('./', stampOf(name)), { recursive: true, force: true })
  await new Promise((resolve, reject) => {
    let output = ''
    const child = spawn(process.execPath, programs[name], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    child.stdout.on('data', (data) => (output += data))
    child.stderr.on('data', (data) => (output += data))
    child.on('error', reject)
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`the build of ${name} failed:\n${output.trim()}`))))
  })
  writeFileSync(stampOf(name), '')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const built = await build({ names: process.argv.slice(2).filter((name) => name in programs), onlyStale: process.argv.includes('--stale') })
    console.log(built.length === 0 ? 'nothing to build' : `built: ${built.join(', ')}`)
  } catch (error) {
    console.error(error.message)
    process.exitCode = 1
  }
}

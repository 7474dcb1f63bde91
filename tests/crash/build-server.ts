import { spawnSync } from 'node:child_process'
import { root } from '../../src/platform/root.ts'

/** Vitest's global set-up for tests of real processes: the built program starts in a third of the time. */
export function setup(): void {
  const { status, stderr } = spawnSync(process.execPath, ['tools/build.mjs', 'server', '--stale'], { cwd: root, encoding: 'utf8' })
  // The command line runs from sources then; the build has a test of its own in `npm test`.
  if (status !== 0) console.warn(`the server could not be built, tests run its sources:\n${stderr.slice(0, 2_000)}`)
}

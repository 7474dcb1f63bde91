// npm start: installs what is missing, builds what is stale, then is the server until Ctrl-C or SIGTERM. Needs nothing but Node and npm.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { serverEntry } from './build-state.mjs'
import { installIsFresh } from './install-state.mjs'

const root = fileURLToPath(new URL('../', import.meta.url))
const say = (text) => console.log(text)

requireNode(20, 19)
if (!installIsFresh()) {
  say('Installing the packages of package-lock.json …')
  install()
}
const { build } = await import('./build.mjs')
try {
  say('Building what has changed …')
  const built = await build({ onlyStale: true })
  say(built.length === 0 ? 'Nothing has changed since the last build.' : `Built: ${built.join(', ')}`)
} catch (error) {
  console.error(error.message)
  process.exit(1)
}
stopWithNpm()
// At the terminal of a person: trouble only. A service sets LIANJIAN_LOG=info.
process.env.LIANJIAN_LOG ??= 'warn'
const { main } = await import(serverEntry.href)
process.exit(await main(['serve'], process.env))

function requireNode(major, minor) {
  const [ownMajor = 0, ownMinor = 0] = process.versions.node.split('.').map(Number)
  if (ownMajor > major || (ownMajor === major && ownMinor >= minor)) return
  console.error(`Node ${major}.${minor} or newer is needed, this is ${process.versions.node}.`)
  process.exit(1)
}

/** npm passes a SIGTERM on to the shell it runs scripts with, and the shell ends without telling us: its end is the signal then. */
function stopWithNpm() {
  if (process.env.npm_lifecycle_event !== 'start') return
  const shell = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === shell) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, 250)
  watch.unref()
}

function install() {
  const npm = process.env.npm_execpath
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']
  const { status } = npm === undefined ? spawnSync('npm', args, { cwd: root, stdio: 'inherit' }) : spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: 'inherit' })
  if (status === 0) return
  console.error('npm ci failed; its message is above.')
  process.exit(1)
}

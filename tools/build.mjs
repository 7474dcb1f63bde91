// Compiles the server into dist/server and the screens into dist/web.
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'

const run = (...args) => {
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

rmSync('dist/server', { recursive: true, force: true })
run('node_modules/typescript7/bin/tsc', '-p', 'tsconfig.build.json')
run('node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn')

import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, rmSync, chmodSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findPostgres } from '../../src/platform/postgres/start-postgres.ts'
import { alive } from '../../src/platform/postgres/process.ts'
import { root } from '../../src/platform/root.ts'
import { demoPassword } from '../../src/registry/identity/demo-accounts.ts'

// What a clone does not bring.
const made = new Set(['node_modules', 'dist', '.lianjian', '.git', 'coverage'])
const asRoot = process.getuid?.() === 0
/** Somebody who owns nothing but the home: the suite's own account, or, where that is root's, one without rights. */
const nobody = { uid: 65534, gid: 65534 }

let home: string
let checkout: string
let port: number
let running: Started | undefined
beforeAll(async () => {
  home = mkdtempSync(path.join(tmpdir(), 'lianjian-stranger-'))
  checkout = path.join(home, 'lianjian')
  for (const name of readdirSync(root)) if (!made.has(name)) cpSync(path.join(root, name), path.join(checkout, name), { recursive: true })
  if (asRoot) spawnSync('chown', ['-R', `${nobody.uid}:${nobody.gid}`, home])
  // As many systems make homes: nobody else may even look in.
  chmodSync(home, 0o700)
  port = await freePort()
})
afterAll(async () => {
  if (running !== undefined) {
    running.child.kill('SIGKILL')
    const database = await findPostgres(path.join(home, '.lianjian'))
    if (database !== undefined) process.kill(database.pid, 'SIGQUIT')
  }
  rmSync(home, { recursive: true, force: true })
})

interface Started {
  readonly child: ChildProcess
  readonly ended: Promise<number | null>
  output(): string
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port: free } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return free
}

function start(): Started {
  const { HOME: _home, LIANJIAN_HOME: _state, DATABASE_URL: _url, ...environment } = process.env
  const kept = Object.fromEntries(Object.entries(environment).filter(([name]) => !/^npm_(?!config_registry)|^VITEST|^NODE_ENV$/i.test(name)))
  const child = spawn('npm', ['start'], {
    cwd: checkout,
    env: { ...kept, HOME: home, PORT: String(port), HOST: '127.0.0.1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(asRoot ? nobody : {}),
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part: Buffer) => (output += part.toString()))
  return { child, ended: new Promise((resolve) => child.once('exit', (code) => resolve(code))), output: () => output }
}

/** The first page, and the seconds until it came. */
async function firstPage(started: Started): Promise<{ readonly text: string; readonly seconds: number }> {
  const begun = performance.now()
  for (;;) {
    if (started.child.exitCode !== null) throw new Error(`npm start ended:\n${started.output().slice(-4_000)}`)
    const text = await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(2_000) }).then(async (answer) => (answer.ok ? answer.text() : undefined), () => undefined)
    if (text !== undefined) return { text, seconds: (performance.now() - begun) / 1000 }
    await sleep(50)
    if (performance.now() - begun > 500_000) throw new Error(`npm start shows no page:\n${started.output().slice(-4_000)}`)
  }
}

async function databasePid(): Promise<number> {
  return (await findPostgres(path.join(home, '.lianjian')))?.pid ?? 0
}

const signIn = (login: string): Promise<Response> =>
  fetch(`http://127.0.0.1:${port}/api/v1/session`, { method: 'POST', headers: { 'content-type': 'application/json', origin: `http://127.0.0.1:${port}` }, body: JSON.stringify({ name: login, password: demoPassword }) })

test('npm start on a fresh clone in a closed home, by somebody without rights: installs, builds, starts, says where and as whom; SIGTERM to npm ends all; the second start finds its data', async () => {
  running = start()
  const first = await firstPage(running)
  expect(first.text).toContain('<div id="root"')
  await expect.poll(() => running?.output() ?? '', { timeout: 60_000, interval: 100 }).toContain(`password ${demoPassword}`)
  const told = running.output()
  expect(told).toContain(`http://127.0.0.1:${port}`)
  const logins = [...told.matchAll(/^ {2}([a-z][\w.-]+) {2,}\S/gm)].map((line) => line[1] ?? '')
  expect(logins.length).toBeGreaterThanOrEqual(8)
  for (const login of logins) expect((await signIn(login)).status, login).toBe(200)

  const database = await databasePid()
  expect(alive(database)).toBe(true)
  running.child.kill('SIGTERM')
  await running.ended
  await expect.poll(() => alive(database), { timeout: 30_000 }).toBe(false)
  await expect(fetch(`http://127.0.0.1:${port}/readyz`)).rejects.toThrow()

  running = start()
  const second = await firstPage(running)
  console.log(JSON.stringify({ fresh: `${first.seconds.toFixed(1)} s with installation`, again: `${second.seconds.toFixed(1)} s` }))
  expect(running.output()).not.toContain('Installing')
  expect((await signIn(logins[0] ?? '')).status).toBe(200)
  const again = await databasePid()
  running.child.kill('SIGTERM')
  await running.ended
  await expect.poll(() => alive(again), { timeout: 30_000 }).toBe(false)
  running = undefined
}, 900_000)

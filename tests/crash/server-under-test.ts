import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findPostgres } from '../../src/platform/postgres/start-postgres.ts'
import { root } from '../../src/platform/root.ts'
import { removeHome } from '../support/engine-for-tests.ts'

/** The real program in a process of its own, on a home of its own: what an operator runs, killed without warning. */
export interface ServerUnderTest {
  readonly home: string
  readonly baseUrl: string
  /** Starts it and waits until it answers; milliseconds that took. */
  start(): Promise<number>
  /** Waits until it answers; milliseconds that took. Throws when it ends instead, with what it last wrote. */
  ready(): Promise<number>
  /** Runs `lianjian <args>` on the home and returns its output and exit code. */
  lianjian(...args: string[]): Promise<{ code: number | null; output: string }>
  killServer(): Promise<void>
  killDatabase(): Promise<void>
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>
  /** The database as its superuser. */
  databaseUrl(): Promise<string>
  output(): string
  /** Ends what still runs and deletes the home. */
  remove(): Promise<void>
}

const program = path.join(root, 'bin', 'lianjian.mjs')

/** Prepares a server on `home`; nothing runs yet. `environment` is over the one of this process. */
export async function serverUnderTest(home: string, environment: Readonly<Record<string, string>> = {}): Promise<ServerUnderTest> {
  await mkdir(home, { recursive: true, mode: 0o755 })
  const port = await freePort()
  const baseUrl = `http://127.0.0.1:${port}`
  const env = { ...process.env, DATABASE_URL: '', LIANJIAN_LOG: 'warn', ...environment, LIANJIAN_HOME: home, HOST: '127.0.0.1', PORT: String(port) }
  const log = path.join(home, 'output.log')
  let child: ChildProcess | undefined
  let ended: Promise<number | null> = Promise.resolve(0)

  const running = (): boolean => child !== undefined && child.exitCode === null && child.signalCode === null
  async function ready(): Promise<number> {
    const begun = performance.now()
    for (;;) {
      if (!running()) throw new Error(`the server ended:\n${readFileSync(log, 'utf8').slice(-4000)}`)
      const answer = await fetch(`${baseUrl}/readyz`, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined)
      if (answer?.ok === true) return performance.now() - begun
      await sleep(20)
      if (performance.now() - begun > 90_000) throw new Error(`the server does not answer:\n${readFileSync(log, 'utf8').slice(-4000)}`)
    }
  }

  return {
    home,
    baseUrl,
    ready,
    async start() {
      const output = openSync(log, 'a')
      const started = spawn(process.execPath, [program, 'serve'], { cwd: root, env, stdio: ['ignore', output, output] })
      closeSync(output)
      child = started
      ended = new Promise((resolve) => started.once('exit', (code) => resolve(code)))
      return ready()
    },
    lianjian(...args) {
      return new Promise((resolve, reject) => {
        const command = spawn(process.execPath, [program, ...args], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
        let output = ''
        command.stdout.on('data', (part: Buffer) => (output += part.toString()))
        command.stderr.on('data', (part: Buffer) => (output += part.toString()))
        command.once('error', reject)
        command.once('close', (code) => resolve({ code, output }))
      })
    },
    async killServer() {
      child?.kill('SIGKILL')
      await ended
    },
    async killDatabase() {
      const found = await findPostgres(home)
      if (found !== undefined) process.kill(found.pid, 'SIGKILL')
    },
    async stop() {
      child?.kill('SIGTERM')
      return ended
    },
    async databaseUrl() {
      const found = await findPostgres(home)
      if (found === undefined) throw new Error('no database runs on the home')
      return found.url
    },
    output: () => readFileSync(log, 'utf8'),
    async remove() {
      child?.kill('SIGKILL')
      await ended
      await removeHome(home)
    },
  }
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

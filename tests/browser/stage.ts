import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import pino from 'pino'
import { chromium, type Browser, type Page } from 'playwright-core'
import { cn } from '../../packs/cn/pack.ts'
import { createModules } from '../../src/apps/modules.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { readConfig } from '../../src/platform/config.ts'
import type { Machine } from '../../src/platform/context.ts'
import type { Database } from '../../src/platform/database/database.ts'
import { buildServer } from '../../src/platform/http/server.ts'
import { startSealer } from '../../src/platform/ledger/sealer.ts'
import { systemRandom } from '../../src/platform/random.ts'
import { authenticator } from '../../src/platform/sign-in/public.ts'
import { demoAccounts, demoPassword, demoRoutes, issueDemoTokens, seedDemoAccounts } from '../../src/registry/identity/public.ts'
import { freshDatabase } from '../support/database.ts'
import { storeReplays } from '../support/replays.ts'
import { playDay, type Day, type Send } from './day.ts'

const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
/** The rules WCAG 2.2 AA is checked by. */
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** How a page is opened. */
export interface Viewing {
  readonly language?: 'zh' | 'en'
  readonly width?: number
  readonly height?: number
}

/** A page somebody is signed in on, and everything that went wrong on it. */
export interface Seat {
  readonly page: Page
  /** Errors of the console, of scripts and of the content security policy, and refused or failed answers, as they came. */
  readonly complaints: string[]
  go(address: string): Promise<void>
  /** Loads the page again in the language. */
  speak(language: 'zh' | 'en'): Promise<void>
  leave(): Promise<void>
}

/** The whole product with a played day, listening on a port, and a browser. */
export interface Stage {
  readonly address: string
  readonly day: Day
  /** Reports of replays: two with figures, the newest still running. */
  readonly replays: readonly string[]
  readonly send: Send
  /** The database as its owner: to put something there that a day does not bring, or to look. */
  readonly db: Database
  /** Keeps everybody from writing into a table until what it gives is called: what a job does there stays under way. */
  hold(table: string): Promise<() => Promise<void>>
  /** Opens a browser of its own for somebody; nobody is signed in without an account. */
  seat(account: string | undefined, viewing?: Viewing): Promise<Seat>
  close(): Promise<void>
}

/** Starts server, worker and sealer on a database of their own, plays a day through the API, starts Chromium. */
export async function openStage(): Promise<Stage> {
  const screens = path.resolve('dist/web')
  if (!existsSync(path.join(screens, 'index.html'))) throw new Error('build the screens first: npm run build')
  const database = await freshDatabase()
  const home = await mkdtemp(path.join(tmpdir(), 'lianjian-browser-'))
  const log = pino({ level: process.env['LIANJIAN_TEST_LOG'] ?? 'error' })
  const machine: Machine = { config: readConfig({ LIANJIAN_HOME: home }), db: database.db, clock: systemClock, random: systemRandom, log }
  const accounts = demoAccounts({
    ports: ['380101'],
    agencies: cn.agencies,
    enterprises: ['E-AA', 'E-B', 'E-C', 'E-D'].map((code) => ({ code, name: { zh: `企业 ${code}`, en: `Enterprise ${code}` } })),
    body: 'B-9',
    sites: [{ code: 'BL-P1', name: { zh: '北仑一号平台', en: 'Beilun platform 1' }, port: '380101' }],
  })
  await seedDemoAccounts(machine, accounts)
  const tokens = await issueDemoTokens(machine, accounts)
  const modules = createModules(machine, cn)
  const app = await buildServer(machine, {
    version: 'test',
    authenticate: authenticator(machine),
    screens,
    checkReplies: true,
    routes: (api, scope) => {
      modules.routes(api, scope)
      if (!api.operations.some((operation) => operation.path === '/public/demo')) demoRoutes(api, accounts)
    },
  })
  const sealer = await startSealer({ db: machine.db, home, databaseUrl: undefined, log })
  modules.worker.start()
  const address = await app.listen({ port: 0, host: '127.0.0.1' })

  const send: Send = async (account, method, url, body) => {
    const token = tokens.find((each) => each.account === account)?.token ?? ''
    const response = await fetch(`${address}/api/v1${url}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${account} ${method} ${url}: ${response.status} ${text}`)
    return JSON.parse(text) as Record<string, unknown>
  }
  const day = await playDay(send, Date.now())
  const replays = await storeReplays(database.ownerDb, '380101', systemClock.now(), 2)
  const browser = await chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: flags })
  const holds: (() => void)[] = []

  return {
    address,
    day,
    replays,
    send,
    db: database.ownerDb,
    async hold(table) {
      let release = (): void => undefined
      const released = new Promise<void>((resolve) => {
        release = resolve
      })
      let over: Promise<void> = Promise.resolve()
      await new Promise<void>((locked, failed) => {
        over = database.ownerDb.transaction(async (tx) => {
          await tx.query(`lock table ${table} in exclusive mode`)
          locked()
          await released
        })
        over.catch(failed)
      })
      holds.push(release)
      return () => {
        release()
        return over
      }
    },
    seat: (account, viewing = {}) => takeSeat(browser, address, account, viewing),
    async close() {
      for (const release of holds) release()
      await browser.close()
      await app.close()
      await modules.worker.stop(0)
      await sealer.stop()
      await database.drop()
      await rm(home, { recursive: true, force: true })
    },
  }
}

async function takeSeat(browser: Browser, address: string, account: string | undefined, { language = 'zh', width = 1440, height = 900 }: Viewing): Promise<Seat> {
  const context = await browser.newContext({ viewport: { width, height }, baseURL: address, locale: language === 'zh' ? 'zh-CN' : 'en-GB' })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(`${message.type()}: ${message.text()}`)
  })
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`answer: ${response.status()} ${new URL(response.url()).pathname.replace('/api/v1', '')}`)
  })
  page.on('pageerror', (error) => complaints.push(`script: ${error.message}`))
  // As texts: these run in the browser, whose types the tests do not know.
  await page.addInitScript({ content: `localStorage.getItem('lianjian.language') ?? localStorage.setItem('lianjian.language', '${language}')` })
  await page.addInitScript({ content: "document.addEventListener('securitypolicyviolation', (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`))" })
  if (account !== undefined) {
    const reply = await context.request.post('/api/v1/session', { data: { name: account, password: demoPassword }, headers: { origin: address } })
    if (!reply.ok()) throw new Error(`${account} cannot sign in: ${await reply.text()}`)
  }
  return {
    page,
    complaints,
    async go(where) {
      await page.goto(where)
      await settle(page)
    },
    async speak(other) {
      await page.evaluate(`localStorage.setItem('lianjian.language', '${other}')`)
      await page.reload()
      await settle(page)
    },
    leave: () => context.close(),
  }
}

/** Waits until what the screen fetches at first has arrived: nothing is announced as loading any more. */
export async function settle(page: Page): Promise<void> {
  await page.locator('main h1, main .blank h2').first().waitFor()
  await page.locator('.bones').first().waitFor({ state: 'detached' })
}

/** What fades in has its own colours only when it is there: whether everything that moves and ends has ended. */
const still = `document.getAnimations().every((each) => each.playState !== 'running' || each.effect?.getComputedTiming().iterations === Infinity)`

/** What axe finds against WCAG 2.2 AA, one line per fault; of the screen at rest. */
export async function faults(page: Page): Promise<string[]> {
  // Asked over and over from outside: the policy of the pages lets nothing be evaluated inside.
  for (let asked = 0; asked < 100 && !(await page.evaluate<boolean>(still)); asked++) await page.waitForTimeout(50)
  const found = await new AxeBuilder({ page }).withTags(rules).analyze()
  return found.violations.flatMap((violation) => violation.nodes.map((node) => `${violation.id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`))
}

/** Whether the page is wider than its window. */
export async function isWiderThanWindow(page: Page): Promise<boolean> {
  return page.evaluate<boolean>('document.documentElement.scrollWidth > window.innerWidth')
}

/** What is live is seen within this many milliseconds of the server's commit. */
export const liveWithin = 2_000

/**
 * Milliseconds from the commit of an act until everybody watching sees it: the best of at most three tries, the first one within `liveWithin` ends them.
 * The machine of the tests is shared by several browsers, the server and its database: a try that had to wait for a turn on it says nothing of the product,
 * while a product that is slow by itself is slow in all three. `play` acts for the n-th time and gives the moment its answer came, which is after the
 * commit, and what is then seen.
 */
export async function soonestSeen(play: (n: number) => Promise<{ readonly committed: number; readonly seen: Promise<unknown> }>): Promise<number> {
  let best = Infinity
  for (let n = 0; n < 3 && best >= liveWithin; n++) {
    const { committed, seen } = await play(n)
    await seen
    best = Math.min(best, performance.now() - committed)
  }
  return best
}

/** Presses, and gives the moment the server had answered the command that came of it. */
export async function pressed(page: Page, press: () => Promise<void>): Promise<number> {
  const answered = page.waitForResponse((response) => response.request().method() === 'POST').then((response) => {
    if (!response.ok()) throw new Error(`${response.status()} ${response.url()}`)
    return performance.now()
  })
  await press()
  return answered
}

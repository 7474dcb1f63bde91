import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { freshDatabase, type FreshDatabase } from '../../../tests/support/database.ts'
import { appendFacts } from '../../../tests/support/ledger.ts'
import { openDatabase } from '../database/database.ts'
import { readSavedCheckpoints, savedFolder } from './saved-checkpoint.ts'
import { readSealedSizes } from './tail-store.ts'
import { startSealer, type Sealer, type SealerOptions } from './sealer.ts'
import { knownVerifiers } from './signer.ts'
import { verifyLedger } from './verify.ts'

let database: FreshDatabase
let home: string
const sealers: Sealer[] = []
const failures: string[] = []

beforeEach(async () => {
  database = await freshDatabase()
  home = await mkdtemp(path.join(tmpdir(), 'lianjian-sealer-'))
  failures.length = 0
})
afterEach(async () => {
  await Promise.all(sealers.splice(0).map((sealer) => sealer.stop()))
  await database.drop()
  await rm(home, { recursive: true, force: true })
})

async function start(more: Partial<SealerOptions> = {}): Promise<void> {
  const log = { error: (facts: object, message: string) => void failures.push(`${message} ${JSON.stringify(facts)}`) }
  sealers.push(await startSealer({ db: database.db, home, databaseUrl: undefined, log, pause: 20, ...more }))
}

async function sealed(count: number): Promise<void> {
  const until = performance.now() + 15_000
  for (;;) {
    const total = [...(await readSealedSizes(database.db)).values()].reduce((sum, size) => sum + size, 0)
    if (total === count) return
    if (performance.now() > until) throw new Error(`${total} of ${count} sealed; ${failures.join()}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

test('three sealers of one home seal everything that is written meanwhile, and keep the checkpoints outside of the database', async () => {
  await Promise.all([start(), start(), start()])
  await Promise.all([appendFacts(database.db, 300, {}, 10), appendFacts(database.db, 50, { port: '650302' }, 1)])
  await sealed(350)
  const saved = await readSavedCheckpoints(savedFolder(home, undefined))
  expect(saved.map((note) => note.checkpoint.port)).toEqual(['380101', '650302'])
  const report = await verifyLedger(database.db, { verifiers: await knownVerifiers(home), saved })
  expect(report.findings).toEqual([])
  expect(report.ports).toMatchObject([{ size: 300, saved: 1 }, { size: 50, saved: 1 }])
  expect(failures).toEqual([])
})

test('a sealer without its database goes on when the database is back, and says nothing of it', async () => {
  const away = openDatabase({ url: 'postgres://nobody@127.0.0.1:1/nothing' })
  await start({ db: away })
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(failures).toEqual([])
  await away.close()
})

test('a damaged ledger is said, again and again, and not sealed on', async () => {
  await start()
  await appendFacts(database.db, 5)
  await sealed(5)
  await database.ownerDb.query(`update ledger.leaf set leaf_hash = sha256('x') where position = 4`)
  await appendFacts(database.db, 1)
  // A transaction of another test on the same cluster may hold sealing back for a while.
  await expect.poll(() => failures.join(), { timeout: 20_000 }).toContain('the ledger cannot be sealed')
  const said = failures.length
  await expect.poll(() => failures.length, { timeout: 20_000 }).toBeGreaterThan(said)
  await sealed(5)
})

test('a server with a key that others can read does not start', async () => {
  await start()
  await chmod(path.join(home, 'ledger', 'signer.pem'), 0o640)
  await expect(start()).rejects.toThrow(/chmod 600/)
})

import { spawnSync } from 'node:child_process'
import { hash } from 'node:crypto'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Actor } from '../src/kernel/actor.ts'
import { systemClock } from '../src/platform/clock.ts'
import { openDatabase, type Database } from '../src/platform/database/database.ts'
import { prepareSchema } from '../src/platform/database/prepare-schema.ts'
import { appRole } from '../src/platform/database/roles.ts'
import { append, ledgerRows, type LedgerFact, type LedgerStamp } from '../src/platform/ledger/append.ts'
import { unnestColumns } from '../src/platform/database/text-column.ts'
import { entryParts, ledgerParameters } from '../src/platform/ledger/entry-store.ts'
import { openExport } from '../src/platform/ledger/export.ts'
import { proveInclusion } from '../src/platform/ledger/prove.ts'
import { sealAll } from '../src/platform/ledger/seal.ts'
import { newKey, signerOf } from '../src/platform/ledger/signer.ts'
import { timeline } from '../src/platform/ledger/timeline.ts'
import { verifyLedger } from '../src/platform/ledger/verify.ts'
import { startPostgres } from '../src/platform/postgres/start-postgres.ts'
import { uuidv7 } from '../src/platform/random.ts'
import { root } from '../src/platform/root.ts'

const port = '380101'
const batch = 400
const connections = 2
const trader: Actor = { kind: 'person', id: 'u-1', name: '王芳', roles: ['trader'], enterprise: 'E-AA', ports: ['*'] }

const stamp = (): LedgerStamp => {
  const now = systemClock.now()
  return { actor: trader, now, newId: () => uuidv7(now) }
}

/** Facts as intake writes them: about 1 KB of declaration each. */
function facts(first: number, count: number): LedgerFact[] {
  return Array.from({ length: count }, (_, i) => ({
    port,
    subjectKind: 'declaration',
    subjectId: `d-${first + i}`,
    type: 'DeclarationAccepted',
    audience: ['enterprise:E-AA'],
    payload: {
      number: String(380120260000000000 + first + i),
      reference: `R-${first + i}`,
      direction: 'import',
      mode: 'sea',
      declarant: 'E-AA',
      items: [1, 2, 3, 4, 5].map((line) => ({
        line,
        hs: '8703234190',
        description: '小轿车 car 2.0 "L"',
        origin: 'JP',
        quantity: { value: '12.5', unit: 'KGM' },
        netWeightKg: '100.25',
        value: { amount: String(1000 + i), currency: 'CNY' },
      })),
    },
  }))
}

function tell(name: string, value: number, unit: string, ceiling: number | undefined, more: object = {}): void {
  const ratio = ceiling === undefined ? {} : { ceiling: round(ceiling), ratio: Number((value / ceiling).toFixed(3)) }
  process.stdout.write(`${JSON.stringify({ name: `ledger.${name}`, value: round(value), unit, ...ratio, ...more })}\n`)
}

const round = (n: number): number => (n >= 100 ? Math.round(n) : Number(n.toFixed(3)))

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now()
  await work()
  return (performance.now() - begin) / 1000
}

/** Appends `count` facts in batches over a few connections that take turns; entries per second. */
async function appendAll(db: Database, count: number): Promise<number> {
  let next = 0
  const time = await seconds(() =>
    Promise.all(
      Array.from({ length: connections }, async () => {
        for (let first = next; first < count; first = next) {
          next += batch
          await db.transaction((tx) => append(tx, stamp(), facts(first, Math.min(batch, count - first))))
        }
      }),
    ),
  )
  return count / time
}

/** Node's own time for a batch, in milliseconds: the call alone, the facts made beforehand; hashing, JSON, driver and collection included. */
async function nodeTime(db: Database): Promise<number> {
  const batches = Array.from({ length: 50 }, (_, i) => facts(i * batch, batch))
  const before = process.cpuUsage()
  for (const each of batches) await db.transaction((tx) => append(tx, stamp(), each))
  return (cpuSeconds(before) * 1000) / batches.length
}

/** Time this process has had a core since then: unlike time on the wall it does not grow with what else the machine does. */
function cpuSeconds(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since)
  return (user + system) / 1e6
}

/** The ceiling of appending: the same rows, made beforehand, into a table with the same columns and indexes, nothing else done. */
async function bareInserts(db: Database, ownerDb: Database, count: number): Promise<number> {
  await ownerDb.query('create table public.bare (like ledger.entry including all)')
  await ownerDb.query(`grant insert on public.bare to ${appRole}`)
  const prepared = Array.from({ length: count / batch }, (_, i) => ledgerParameters(ledgerRows(stamp(), facts(i * batch, batch))).slice(0, entryParts.length))
  const time = await seconds(() =>
    Promise.all(
      Array.from({ length: connections }, async () => {
        for (let rows = prepared.pop(); rows !== undefined; rows = prepared.pop()) {
          await db.query(
            `insert into public.bare (port, id, type, subject_kind, subject_id, related, audience, actor_kind, actor_id, actor_of, occurred_at, actor_name, payload_hash, salt, payload)
             select p, i::uuid, t, k, s, r::text[], a::text[], ak, ai, ao, at::timestamptz, an, decode(h, 'hex'), decode(z, 'hex'), d from ${unnestColumns(1, 'f', entryParts)}`,
            rows,
          )
        }
      }),
    ),
  )
  await ownerDb.query('drop table public.bare')
  return count / time
}

/** The ceiling of verifying: SHA-256 of the same bytes, payload and leaf and node, and nothing else; entries per second. */
function plainHashing(count: number): number {
  const payload = '0'.repeat(32) + JSON.stringify(facts(0, 1)[0]?.payload)
  const leaf = Buffer.alloc(520, 1)
  const node = Buffer.alloc(65, 1)
  const begin = performance.now()
  for (let i = 0; i < count; i++) {
    hash('sha256', payload)
    hash('sha256', leaf, 'buffer')
    hash('sha256', node, 'buffer')
  }
  return count / ((performance.now() - begin) / 1000)
}

/** Reading the same rows through a cursor and doing nothing with them; entries per second. */
async function plainReading(db: Database, count: number): Promise<number> {
  let read = 0
  const time = await seconds(() =>
    db.transaction(async (tx) => {
      await tx.query('declare bare cursor for select e.port, e.id, e.xid, e.seq, e.type, e.subject_id, e.related, e.audience, e.payload, e.salt, e.payload_hash, e.recorded_at from ledger.entry e order by e.port, e.era, e.xid, e.seq')
      for (let rows = 1; rows > 0 && read < count; read += rows) rows = (await tx.query('fetch 2000 from bare')).length
    }),
  )
  return read / time
}

/**
 * Append, seal, prove and verify a ledger of a million entries on a cluster of its own with the settings of production, then the separate
 * verifier over the export. Arguments: `--entries <n>` (default 1000000).
 */
export async function run(args: readonly string[]): Promise<void> {
  const count = Number(args[args.indexOf('--entries') + 1]) || 1_000_000
  const home = await mkdtemp(path.join(tmpdir(), 'lianjian-bench-'))
  const postgres = await startPostgres({ home, log: { info: () => undefined, warn: console.warn }, keepAlive: false })
  try {
    await prepareSchema(postgres.url)
    const db = openDatabase({ url: postgres.url, role: appRole, connections: 8 })
    const ownerDb = openDatabase({ url: postgres.url, connections: 1 })
    await measure(db, ownerDb, count, home)
    await Promise.all([db.close(), ownerDb.close()])
  } finally {
    await postgres.remove()
    await rm(postgres.folder, { recursive: true, force: true })
    await rm(home, { recursive: true, force: true })
  }
}

async function measure(db: Database, ownerDb: Database, count: number, home: string): Promise<void> {
  const signer = signerOf(newKey())
  await nodeTime(db)
  const sample = Math.min(40_000, Math.ceil(count / batch) * batch)
  const bareBefore = await bareInserts(db, ownerDb, sample)
  const appended = await appendAll(db, count)
  const bareAfter = await bareInserts(db, ownerDb, sample)
  tell('append', appended, 'entries/s', (bareBefore + bareAfter) / 2, { entries: count, batch, connections })
  tell('append-node', await nodeTime(db), 'ms of one core per 400 facts, driver and collection included', undefined)

  const hashing = plainHashing(100_000)
  let sealed = 0
  const sealing = await seconds(async () => (sealed = await sealAll(db, signer)))
  tell('seal', sealed / sealing, 'entries/s', hashing, { entries: sealed })
  await appendAll(db, 2_000)
  const total = sealed + 2_000
  tell('seal-2000', (await seconds(() => sealAll(db, signer))) * 1000, 'ms for a second\'s worth of new entries on top of the rest', undefined)

  const places = Array.from({ length: 500 }, (_, i) => Math.floor((i * total) / 500))
  tell('prove', 500 / (await seconds(async () => { for (const place of places) await proveInclusion(db, port, place, total) })), 'inclusion proofs/s, one connection', undefined)
  tell('timeline', 500 / (await seconds(async () => { for (const place of places) await timeline(db, port, 'declaration', `d-${place}`, undefined, 50) })), 'time-lines/s, one connection', undefined)

  const reading = await plainReading(db, Math.min(total, 200_000))
  const file = path.join(home, 'export.jsonl')
  let findings = 0
  const before = process.cpuUsage()
  const verifying = await seconds(async () => (findings = (await verifyLedger(db, { verifiers: [signer], saved: [] })).findings.length))
  tell('verify', total / verifying, 'entries/s', hashing, { seconds: round(verifying), nodeSeconds: round(cpuSeconds(before)), entries: total, findings, readingAlone: round(reading), ratioToReading: Number((total / verifying / reading).toFixed(3)) })
  tell('memory', process.memoryUsage.rss() / 2 ** 20, 'MiB resident after verifying', undefined)

  const exporting = await openExport(file, [signer], systemClock.now())
  tell('export', total / (await seconds(async () => {
    await verifyLedger(db, { verifiers: [signer], saved: [], reader: exporting.reader })
    await exporting.close()
  })), 'entries/s verified and written', undefined, { megabytes: round((await stat(file)).size / 2 ** 20) })
  let code: number | null = null
  const separate = await seconds(async () => (code = spawnSync(process.execPath, [path.join(root, 'tools', 'ledger-verify.mjs'), file], { stdio: 'ignore' }).status))
  tell('verify-separately', total / separate, 'entries/s', hashing, { seconds: round(separate), exit: code })
}

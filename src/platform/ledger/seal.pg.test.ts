import { afterEach, beforeEach, expect, test } from 'vitest'
import { freshDatabase, type FreshDatabase } from '../../../tests/support/database.ts'
import { appendFacts, freshSigner, ledgerFact, ledgerStamp, sealFacts } from '../../../tests/support/ledger.ts'
import { append } from './append.ts'
import { checkpointText, signedBy } from './checkpoint.ts'
import { beginEraAfterRestore } from './era.ts'
import { emptyFrontier, grow, rootOf, type Hash } from './merkle.ts'
import { LedgerDamaged, sealAll, sealPort } from './seal.ts'
import { insertSigner, readFrontier, readHead, readLeafHashes } from './seal-store.ts'
import { verifyLedger } from './verify.ts'

const port = '380101'
const signer = freshSigner()
let database: FreshDatabase
beforeEach(async () => {
  database = await freshDatabase()
})
afterEach(() => database.drop())

test('entries are numbered without gaps per port, in the order they were written, under a signed root', async () => {
  const { db } = database
  const ids = await appendFacts(db, 700)
  await appendFacts(db, 3, { port: '650302' })
  await sealFacts(db, signer, 703)
  const leaves = await db.query<{ position: number; entry_id: string; leaf_hash: Hash }>('select position, entry_id, leaf_hash from ledger.leaf where port = $1 order by position', [port])
  expect(leaves.map((leaf) => leaf.entry_id)).toEqual(ids)
  expect(leaves.map((leaf) => leaf.position)).toEqual(ids.map((_, i) => i))
  const [head] = await db.query<{ size: number; root: Hash; sealed_at: never; signature: Buffer }>('select size, root, sealed_at, signature from ledger.checkpoint where port = $1 order by size desc limit 1', [port])
  if (head === undefined) throw new Error('no checkpoint')
  expect(head.size).toBe(700)
  expect(head.root).toEqual(rootOf(grow(emptyFrontier, leaves.map((leaf) => leaf.leaf_hash)).frontier))
  const text = checkpointText({ port, size: 700, root: head.root, sealedAt: head.sealed_at })
  expect(await signedBy(signer, text, head.signature)).toBe(true)
  expect(await signedBy(freshSigner(), text, head.signature)).toBe(false)
  expect(await sealAll(db, signer)).toBe(0)
})

test('an entry waits for every transaction that began before its own, so that none appears behind its place', async () => {
  const { db } = database
  await appendFacts(db, 1)
  let release: () => void = () => undefined
  const held = new Promise<void>((resolve) => (release = resolve))
  let slow: Promise<void> = Promise.resolve()
  await new Promise<void>((written) => {
    slow = db.transaction(async (tx) => {
      await append(tx, ledgerStamp(), [ledgerFact({ subjectId: 'slow' })])
      written()
      await held
    })
  })
  await appendFacts(db, 1, { subjectId: 'quick' })
  await sealFacts(db, signer, 1)
  expect(await sealAll(db, signer)).toBe(0)
  release()
  await slow
  await sealFacts(db, signer, 2)
  const order = await db.query('select e.subject_id from ledger.leaf l join ledger.entry e on e.port = l.port and e.id = l.entry_id order by position')
  expect(order.map((row) => row['subject_id'])).toEqual(['d-0', 'slow', 'quick'])
})

test('many writers and many sealers at once: every entry sealed once, the whole verifies', async () => {
  const { db } = database
  let writing = true
  const sealers = Array.from({ length: 4 }, async () => {
    while (writing) await sealAll(db, signer)
  })
  await Promise.all(Array.from({ length: 6 }, () => appendFacts(db, 200, {}, 7)))
  writing = false
  await Promise.all(sealers)
  const [{ sealed } = { sealed: 0 }] = await db.query<{ sealed: number }>('select count(*) as sealed from ledger.leaf')
  await sealFacts(db, signer, 1200 - sealed)
  const report = await verifyLedger(db, { verifiers: [signer], saved: [] })
  expect(report.findings).toEqual([])
  expect(report.ports).toEqual([expect.objectContaining({ port, size: 1200, pending: 0 })])
})

test('a batch at a time leads to the same root as all at once', async () => {
  const { db } = database
  await appendFacts(db, 1000)
  await insertSigner(db, signer)
  await waitFor(async () => (await sealPort(db, signer, port, 333)).sealed === 333)
  expect((await sealPort(db, signer, port, 333)).sealed).toBe(333)
  expect((await sealPort(db, signer, port, 400)).checkpoint?.size).toBe(1000)
  const head = await readHead(db, port)
  const whole = grow(emptyFrontier, await readLeafHashes(db, port, 0, 1000)).frontier
  expect(head.root).toEqual(rootOf(whole))
  expect(await readFrontier(db, port, 1000)).toEqual(whole)
  const [{ nodes } = { nodes: 0 }] = await db.query<{ nodes: number }>('select count(*) as nodes from ledger.node')
  expect(nodes).toBe(3 + 1)
})

test('a tree that no longer fits its checkpoint is not sealed on, and keeps no other port waiting', async () => {
  const { db, ownerDb } = database
  await appendFacts(db, 10)
  await sealFacts(db, signer, 10)
  await ownerDb.query(`update ledger.leaf set leaf_hash = sha256('forged') where position = 9`)
  await appendFacts(db, 1)
  await appendFacts(db, 1, { port: '650302' })
  await waitFor(async () => {
    await expect(sealAll(db, signer)).rejects.toThrow(LedgerDamaged)
    return (await readHead(db, '650302')).size === 1
  })
  expect((await readHead(db, port)).size).toBe(10)
})

test('after a restore into a cluster whose transactions count from the start, a new era keeps the order', async () => {
  const { db, ownerDb } = database
  await appendFacts(db, 5)
  await sealFacts(db, signer, 5)
  // What a dump brings along: entries, some of them unsealed, of transactions far ahead of this cluster's.
  await ownerDb.query(`insert into ledger.entry (port, id, era, xid, type, subject_kind, subject_id, actor_kind, actor_id, occurred_at, payload_hash, salt, actor_name, payload)
    select port, gen_random_uuid(), era, '900000000000', type, subject_kind, 'restored', actor_kind, actor_id, occurred_at, payload_hash, salt, actor_name, payload from ledger.entry limit 1`)
  expect(await sealAll(db, signer)).toBe(0)
  expect(await beginEraAfterRestore(ownerDb)).toBe(2)
  expect(await beginEraAfterRestore(ownerDb)).toBe(2)
  await appendFacts(db, 2, { subjectId: 'after' })
  await sealFacts(db, signer, 3)
  const order = await db.query('select e.subject_id from ledger.leaf l join ledger.entry e on e.port = l.port and e.id = l.entry_id order by position')
  expect(order.slice(5).map((row) => row['subject_id'])).toEqual(['restored', 'after', 'after'])
})

async function waitFor(done: () => Promise<boolean>): Promise<void> {
  const until = performance.now() + 10_000
  while (!(await done())) {
    if (performance.now() > until) throw new Error('did not happen within 10 s')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

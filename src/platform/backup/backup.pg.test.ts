import { afterEach, expect, test } from 'vitest'
import { freshDatabase, type FreshDatabase } from '../../../tests/support/database.ts'
import { appendFacts, freshSigner, ledgerFact, ledgerStamp, sealFacts } from '../../../tests/support/ledger.ts'
import { instant } from '../../kernel/instant.ts'
import { append } from '../ledger/append.ts'
import { verifyLedger } from '../ledger/verify.ts'
import { readBackup, UnusableBackup } from './backup-format.ts'
import { restoreBackup } from './restore-backup.ts'
import { writeBackup } from './write-backup.ts'

const now = instant('2026-03-02T01:00:00Z')
const nothingKept = { verifiers: [], checkpoints: [] }
// What COPY has to escape, and what reads like the end of a table.
const hardText = ['line\nfeed', 'tab\there', 'back\\slash', '\\.', '\n\\.\n', '\\N', '冻整鸡', '']

const databases: FreshDatabase[] = []
afterEach(async () => {
  for (const database of databases.splice(0)) await database.drop()
})

async function another(): Promise<FreshDatabase> {
  const database = await freshDatabase()
  databases.push(database)
  return database
}

async function backupOf(database: FreshDatabase, meanwhile?: () => Promise<void>): Promise<Buffer> {
  const chunks: Buffer[] = []
  await writeBackup(database.ownerDb, now, nothingKept, async (bytes) => {
    for await (const chunk of bytes) {
      chunks.push(chunk)
      if (chunks.length === 1) await meanwhile?.()
    }
  })
  return Buffer.concat(chunks)
}

/** The bytes in pieces of a size that no line respects. */
async function* inPieces(bytes: Buffer, size = 1_000): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

const restore = (database: FreshDatabase, bytes: Buffer) => restoreBackup(database.ownerDb, readBackup(inPieces(bytes)))

async function entriesOf(database: FreshDatabase): Promise<Record<string, unknown>[]> {
  return database.ownerDb.query('select port, id, era, xid::text, seq, type, payload, salt, payload_hash, related, occurred_at from ledger.entry order by port, id')
}

test('what is restored is what was backed up, byte for byte, and its ledger verifies against the same key', async () => {
  const [source, target] = [await another(), await another()]
  const signer = freshSigner()
  await source.db.transaction((tx) => append(tx, ledgerStamp(), hardText.map((text) => ledgerFact({ payload: { text }, related: [{ kind: 'directive', id: text === '' ? 'x' : 'd-9' }] }))))
  await appendFacts(source.db, 1_000)
  await sealFacts(source.db, signer, 1_008)
  const end = await restore(target, await backupOf(source))
  expect(end.tables['ledger.entry']?.rows).toBe(1_008)
  expect(await entriesOf(target)).toEqual(await entriesOf(source))
  const report = await verifyLedger(target.db, { verifiers: [signer], saved: [] })
  expect(report.findings).toEqual([])
  expect(report.ports).toMatchObject([{ port: '380101', size: 1_008 }])
})

test('the restored ledger goes on: new entries come after the old ones, whatever the transaction numbers here', async () => {
  const [source, target] = [await another(), await another()]
  const signer = freshSigner()
  await appendFacts(source.db, 50)
  await sealFacts(source.db, signer, 50)
  await restore(target, await backupOf(source))
  await appendFacts(target.db, 50)
  await sealFacts(target.db, signer, 50)
  expect(await verifyLedger(target.db, { verifiers: [signer], saved: [] })).toMatchObject({ findings: [], ports: [{ size: 100, pending: 0 }] })
  expect(await target.ownerDb.query('select number, reason from ledger.era order by number')).toMatchObject([{ number: 1 }, { number: 2, reason: 'restored from a backup' }])
})

test('a backup is of one moment: what is written while it runs is not in it', async () => {
  const [source, target] = [await another(), await another()]
  await appendFacts(source.db, 10)
  const bytes = await backupOf(source, async () => {
    await appendFacts(source.db, 5)
  })
  await restore(target, bytes)
  expect(await entriesOf(target)).toHaveLength(10)
})

test.each<[string, (bytes: Buffer) => Buffer, RegExp]>([
  ['is cut short in a table', (bytes) => bytes.subarray(0, bytes.indexOf('\\.\n', bytes.indexOf('"ledger.entry"')) - 20), /cut short/],
  ['lacks its end', (bytes) => bytes.subarray(0, bytes.lastIndexOf('{"end"')), /cut short/],
  ['has a changed value', (bytes) => Buffer.from(bytes.toString('latin1').replace('"line":3', '"line":4'), 'latin1'), /rows of ledger\.entry are not those/],
  ['is something else', () => Buffer.from('{"name":"lianjian"}\n'), /not a backup of this program/],
  ['is not text', () => Buffer.from([0x1f, 0x8b, 0x0a, 0x00]), /not a backup/],
])('a backup that %s is refused, and nothing of it stays', async (_case, damage, message) => {
  const [source, target] = [await another(), await another()]
  await appendFacts(source.db, 10)
  const bytes = damage(await backupOf(source))
  const outcome = await restore(target, bytes).catch((error: unknown) => error)
  expect(outcome).toBeInstanceOf(UnusableBackup)
  expect((outcome as Error).message).toMatch(message)
  expect(await entriesOf(target)).toEqual([])
})

test('a database that has a ledger is not written over', async () => {
  const [source, target] = [await another(), await another()]
  await appendFacts(source.db, 3)
  await appendFacts(target.db, 4)
  await expect(restore(target, await backupOf(source))).rejects.toThrow(/has a ledger already/)
  expect(await entriesOf(target)).toHaveLength(4)
})

test('a disk that fills up ends the backup with its own error, and the connection can be used again', async () => {
  const source = await another()
  await appendFacts(source.db, 20_000, {}, 2_000)
  let taken = 0
  const full = async (bytes: AsyncIterable<Buffer>): Promise<void> => {
    for await (const chunk of bytes) if ((taken += chunk.length) > 500_000) throw new Error('no space left on device')
  }
  await expect(writeBackup(source.ownerDb, now, nothingKept, full)).rejects.toThrow('no space left on device')
  expect(await entriesOf(source)).toHaveLength(20_000)
})

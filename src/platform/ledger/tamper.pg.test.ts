import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { freshDatabase, type FreshDatabase } from '../../../tests/support/database.ts'
import { appendFacts, freshSigner, ledgerFact, ledgerStamp, sealFacts } from '../../../tests/support/ledger.ts'
import type { Instant } from '../../kernel/instant.ts'
import { append } from './append.ts'
import { checkpointText, noteText, parseNote, type Note } from './checkpoint.ts'
import { entryHeadColumns, toEntryHead, type EntryHeadRow } from './entry-store.ts'
import { leafHashOf } from './entry.ts'
import type { Finding } from './finding.ts'
import type { Hash } from './merkle.ts'
import type { Signer } from './signer.ts'
import { verifyLedger, type VerifyOptions } from './verify.ts'

const port = '380101'
const signer = freshSigner()
let database: FreshDatabase
let ids: string[]

// Three checkpoints (300, 600, 700), two subtrees of 256 and one of 512, and a port beside that nobody touches: built once, copied for each test.
let untouched: FreshDatabase
beforeAll(async () => {
  untouched = await freshDatabase()
  const { db, ownerDb } = untouched
  ids = []
  for (const count of [300, 300, 100]) {
    ids.push(...(await appendFacts(db, count, { related: [{ kind: 'conveyance', id: 'c-1' }] })))
    await sealFacts(db, signer, count)
  }
  await appendFacts(db, 5, { port: '650302' })
  await sealFacts(db, signer, 5)
  await Promise.all([db.close(), ownerDb.close()])
})
beforeEach(async () => {
  database = await freshDatabase({ template: new URL(untouched.url).pathname.slice(1) })
})
afterEach(() => database.drop())

test('the untouched ledger verifies', async () => {
  const report = await verifyLedger(database.db, { verifiers: [signer], saved: [await keepCheckpoint()] })
  expect(report.findings).toEqual([])
  expect(report.ports).toMatchObject([{ port, size: 700, checkpoints: 3, saved: 1, pending: 0, redacted: 0 }, { port: '650302', size: 5, checkpoints: 1 }])
})

/** What an administrator with every right in the database does. */
async function tamper(...statements: readonly string[]): Promise<void> {
  await database.ownerDb.transaction(async (tx) => {
    for (const statement of statements) await tx.query(statement)
  })
}

async function findings(options: Partial<VerifyOptions> = {}): Promise<readonly Finding[]> {
  return (await verifyLedger(database.db, { verifiers: [signer], saved: [], ...options })).findings
}

async function only(options: Partial<VerifyOptions> = {}): Promise<Finding | undefined> {
  const found = await findings(options)
  expect(found).toHaveLength(1)
  return found[0]
}

/** The newest checkpoint, as a witness outside of the database would keep it. */
async function keepCheckpoint(): Promise<Note> {
  const [row] = await database.db.query<{ size: number; root: Hash; at: Instant; signature: Buffer }>(
    'select size, root, sealed_at as at, signature from ledger.checkpoint where port = $1 order by size desc limit 1',
    [port],
  )
  if (row === undefined) throw new Error('no checkpoint to keep')
  const checkpoint = { port, size: row.size, root: row.root, sealedAt: row.at }
  const note = parseNote(noteText(checkpoint, { ...signer, signature: row.signature }))
  if (note === undefined) throw new Error('a note we cannot read')
  return note
}

/** Numbers, hashes and signs all of the ledger anew from whatever the entries now say. */
async function sealAnew(forger: Signer): Promise<void> {
  await tamper('delete from ledger.checkpoint', 'delete from ledger.node', 'delete from ledger.leaf', 'delete from ledger.signer')
  const [{ count } = { count: 0 }] = await database.db.query<{ count: number }>('select count(*) as count from ledger.entry')
  await sealFacts(database.ownerDb, forger, count)
}

/** Makes the leaf of the entry at a position fit what the entry now says. */
async function mendLeaf(position: number): Promise<void> {
  const { ownerDb } = database
  const [row] = await ownerDb.query<EntryHeadRow>(`select ${entryHeadColumns} from ledger.entry join ledger.leaf l on l.entry_id = entry.id where l.port = $1 and l.position = $2`, [port, position])
  if (row === undefined) throw new Error('no such entry')
  await ownerDb.query('update ledger.leaf set leaf_hash = $3 where port = $1 and position = $2', [port, position, leafHashOf(toEntryHead(row))])
}

describe('an entry is changed', () => {
  test('its payload', async () => {
    await tamper(`update ledger.entry set payload = '{"line":350,"text":"大米"}' where id = '${ids[350]}'`)
    expect(await only()).toMatchObject({ kind: 'payload-changed', port, position: 350, entry: ids[350] })
  })

  test('the name of the actor', async () => {
    await tamper(`update ledger.entry set actor_name = '李雷' where id = '${ids[0]}'`)
    expect(await only()).toMatchObject({ kind: 'payload-changed', port, position: 0, entry: ids[0] })
  })

  test.each([
    `actor_id = 'u-8'`,
    `actor_of = 'agency:CIQ'`,
    `type = 'DeclarationRefused'`,
    `subject_id = 'd-9'`,
    `occurred_at = occurred_at - interval '1 hour'`,
    `recorded_at = recorded_at + interval '1 millisecond'`,
    `audience = '{enterprise:E-D}'`,
  ])('%s', async (change) => {
    await tamper(`update ledger.entry set ${change} where id = '${ids[699]}'`)
    expect(await only()).toMatchObject({ kind: 'entry-changed', port, position: 699, entry: ids[699] })
  })

  test('its payload, with the payload hash made to fit', async () => {
    await tamper(
      `update ledger.entry set payload = '{}' where id = '${ids[42]}'`,
      `update ledger.entry set payload_hash = sha256(convert_to(encode(salt, 'hex') || '["' || actor_name || '",' || payload || ']', 'UTF8')) where id = '${ids[42]}'`,
    )
    expect(await only()).toMatchObject({ kind: 'entry-changed', port, position: 42, entry: ids[42] })
  })

  test('and its leaf made to fit: the next root does not', async () => {
    await tamper(`update ledger.entry set actor_id = 'u-8' where id = '${ids[350]}'`)
    await mendLeaf(350)
    expect(await only()).toMatchObject({ kind: 'root-changed', port, position: 300, text: expect.stringContaining('300 to 599') })
  })

  test('and everything above it but the signatures', async () => {
    await tamper(`update ledger.entry set actor_id = 'u-8' where id = '${ids[650]}'`)
    await mendLeaf(650)
    const forged = await database.ownerDb.query<{ root: Buffer }>(`select root from ledger.checkpoint where port = '${port}' and size = 700`)
    await sealAnewKeepingSignature(forged[0]?.root)
    expect(await only()).toMatchObject({ kind: 'signature-bad', port, position: 699 })
  })

  test('its payload taken away without a reason, and with one', async () => {
    await tamper(`update ledger.entry set payload = null, salt = null, actor_name = null where id = '${ids[7]}'`)
    expect(await only()).toMatchObject({ kind: 'redaction-unexplained', port, position: 7, entry: ids[7] })
    const { db } = database
    await db.transaction((tx) => append(tx, ledgerStamp(), [ledgerFact({ subjectKind: 'ledger-entry', subjectId: ids[7] ?? '', type: 'EntryRedacted' })]))
    const report = await verifyLedger(db, { verifiers: [signer], saved: [] })
    expect(report.findings).toEqual([])
    expect(report.ports[0]).toMatchObject({ size: 700, redacted: 1, pending: 1 })
  })
})

/** A root that fits the tampered leaves, under the signature of the true one. */
async function sealAnewKeepingSignature(trueRoot: Buffer | undefined): Promise<void> {
  const { ownerDb } = database
  const [kept] = await ownerDb.query<{ signature: Buffer }>(`select signature from ledger.checkpoint where port = '${port}' and size = 700`)
  const keyId = signer.keyId.toString('hex')
  await ownerDb.query(`delete from ledger.checkpoint where size = 700`)
  await ownerDb.query(`delete from ledger.leaf where port = '${port}' and position >= 600`)
  await sealFacts(ownerDb, signer, 100)
  await ownerDb.query(`update ledger.checkpoint set signature = $1 where port = '${port}' and size = 700 and key_id = '\\x${keyId}' and root <> $2`, [kept?.signature, trueRoot])
}

describe('entries are taken away', () => {
  test('one in the middle', async () => {
    await tamper(`delete from ledger.entry where id = '${ids[350]}'`, `delete from ledger.related where entry = '${ids[350]}'`)
    expect(await only()).toMatchObject({ kind: 'entry-missing', port, position: 350, entry: ids[350] })
  })

  test('one in the middle with its leaf', async () => {
    await tamper(`delete from ledger.entry where id = '${ids[350]}'`, `delete from ledger.related where entry = '${ids[350]}'`, `delete from ledger.leaf where entry_id = '${ids[350]}'`)
    expect(await only()).toMatchObject({ kind: 'leaf-missing', port, position: 350 })
  })

  test('one in the middle with its leaf, the following ones moved up', async () => {
    await tamper(
      `delete from ledger.entry where id = '${ids[350]}'`,
      `delete from ledger.related where entry = '${ids[350]}'`,
      `delete from ledger.leaf where entry_id = '${ids[350]}'`,
      `update ledger.leaf set position = position + 1000000 where port = '${port}' and position > 350`,
      `update ledger.leaf set position = position - 1000001 where port = '${port}' and position > 1000000`,
    )
    expect(await only()).toMatchObject({ kind: 'root-changed', port, position: 300 })
  })

  test('the last ones', async () => {
    await tamper(`delete from ledger.entry where id = any ('{${ids.slice(690).join()}}')`, `delete from ledger.related where entry = any ('{${ids.slice(690).join()}}')`)
    expect(await only()).toMatchObject({ kind: 'entry-missing', port, position: 690, entry: ids[690] })
  })

  test('the last ones with their leaves', async () => {
    await cutTail(690)
    expect(await only()).toMatchObject({ kind: 'leaf-missing', port, position: 690 })
  })

  test('the last ones with their leaves and the checkpoint over them: only a saved checkpoint tells', async () => {
    const kept = await keepCheckpoint()
    await cutTail(600)
    await tamper(`delete from ledger.checkpoint where port = '${port}' and size > 600`)
    expect(await findings()).toEqual([])
    expect(await only({ saved: [kept] })).toMatchObject({ kind: 'rolled-back', port, position: 600 })
  })

  test('all of a port: only a saved checkpoint tells', async () => {
    const kept = await keepCheckpoint()
    await cutTail(0)
    await tamper(`delete from ledger.checkpoint where port = '${port}'`, `delete from ledger.node where port = '${port}'`)
    expect(await findings()).toEqual([])
    expect(await only({ saved: [kept] })).toMatchObject({ kind: 'rolled-back', port, position: 0 })
  })

  test('a whole older state put back, and new facts sealed on it: only a saved checkpoint tells', async () => {
    const kept = await keepCheckpoint()
    await cutTail(600)
    await tamper(`delete from ledger.checkpoint where port = '${port}' and size > 600`)
    await appendFacts(database.db, 150)
    await sealFacts(database.db, signer, 150)
    expect(await findings()).toEqual([])
    expect(await only({ saved: [kept] })).toMatchObject({ kind: 'rewritten', port })
  })
})

async function cutTail(from: number): Promise<void> {
  const gone = `any ('{${ids.slice(from).join()}}')`
  await tamper(`delete from ledger.leaf where entry_id = ${gone}`, `delete from ledger.related where entry = ${gone}`, `delete from ledger.entry where id = ${gone}`)
}

describe('entries are put in or moved', () => {
  test('a back-dated entry among the sealed ones', async () => {
    await tamper(
      `insert into ledger.entry (port, id, era, xid, seq, type, subject_kind, subject_id, actor_kind, actor_id, occurred_at, recorded_at, payload_hash, salt, actor_name, payload)
       overriding system value
       select port, 'ffffffff-0000-7000-8000-000000000000', era, xid, 0, 'GoodsReleased', subject_kind, subject_id, actor_kind, actor_id, occurred_at, recorded_at, payload_hash, salt, actor_name, payload
       from ledger.entry where id = '${ids[400]}'`,
    )
    expect(await only()).toMatchObject({ kind: 'entry-inserted', port, position: 400, entry: 'ffffffff-0000-7000-8000-000000000000' })
  })

  test('two entries change places in order', async () => {
    await tamper(
      'alter table ledger.entry alter column seq drop identity',
      `update ledger.entry a set seq = b.seq + 1000000 from ledger.entry b where a.id = '${ids[10]}' and b.id = '${ids[20]}'`,
      `update ledger.entry b set seq = (select min(seq) + 10 from ledger.entry where port = '${port}') where b.id = '${ids[20]}'`,
    )
    expect(await only()).toMatchObject({ kind: 'entry-moved', port, position: 10, entry: ids[10] })
  })

  test('two entries swap what they say', async () => {
    await tamper(
      `update ledger.entry a set payload = b.payload, salt = b.salt, payload_hash = b.payload_hash from ledger.entry b
       where (a.id, b.id) in (('${ids[10]}', '${ids[20]}'), ('${ids[20]}', '${ids[10]}'))`,
    )
    expect(await only()).toMatchObject({ kind: 'entry-changed', port, position: 10, entry: ids[10] })
  })

  test('two leaves change places', async () => {
    await tamper(
      `update ledger.leaf set position = 1000000 where port = '${port}' and position = 10`,
      `update ledger.leaf set position = 10 where port = '${port}' and position = 20`,
      `update ledger.leaf set position = 20 where port = '${port}' and position = 1000000`,
    )
    expect(await only()).toMatchObject({ kind: 'entry-moved', port, position: 10, entry: ids[20] })
  })

  test('an entry and a leaf at the end that nobody signed for', async () => {
    const [id] = await appendFacts(database.db, 1)
    await tamper(`insert into ledger.leaf (port, position, entry_id, leaf_hash) values ('${port}', 700, '${id}', sha256('x'))`)
    await mendLeaf(700)
    expect(await only()).toMatchObject({ kind: 'leaf-unsigned', port, position: 700 })
  })
})

describe('the tree and its signatures', () => {
  test('a leaf hash', async () => {
    await tamper(`update ledger.leaf set leaf_hash = sha256('x') where port = '${port}' and position = 5`)
    expect(await only()).toMatchObject({ kind: 'entry-changed', port, position: 5 })
  })

  test.each([
    [`update ledger.node set hash = sha256('x') where port = '${port}' and level = 8 and index = 1`, 256],
    [`delete from ledger.node where port = '${port}' and level = 9`, 0],
    [`insert into ledger.node (port, level, index, hash) values ('${port}', 9, 1, sha256('x'))`, 700],
  ])('a stored subtree: %s', async (statement, position) => {
    await tamper(statement)
    expect(await only()).toMatchObject({ kind: 'node-changed', port, position })
  })

  test('the time of a checkpoint', async () => {
    await tamper(`update ledger.checkpoint set sealed_at = sealed_at - interval '1 day' where port = '${port}' and size = 300`)
    expect(await only()).toMatchObject({ kind: 'signature-bad', port, position: 299 })
  })

  test('a forger\'s checkpoint of nothing does not keep verification from ending', async () => {
    await tamper('alter table ledger.checkpoint drop constraint checkpoint_size_check', `update ledger.checkpoint set size = 0 where port = '${port}' and size = 300`)
    expect(await only()).toMatchObject({ kind: 'root-changed', port, position: 0 })
  })

  test('the signer\'s public key', async () => {
    const forger = freshSigner()
    await tamper(`update ledger.signer set public_key = '\\x${forger.publicKey.toString('hex')}'`)
    expect(await only()).toMatchObject({ kind: 'key-unknown', port: '*' })
    expect((await findings({ verifiers: [] })).map((finding) => [finding.kind, finding.port])).toEqual([['key-unknown', port], ['key-unknown', '650302'], ['key-unknown', '*']])
  })
})

describe('everything is rewritten with hashes and signatures that fit', () => {
  test('with a forger\'s key: told by the known key, not by the database\'s own list', async () => {
    await tamper(`update ledger.entry set actor_id = 'u-8' where id = '${ids[350]}'`)
    await sealAnew(freshSigner())
    expect(await findings({ verifiers: [] })).toEqual([])
    expect((await findings()).map((finding) => finding.kind)).toEqual(['key-unknown', 'key-unknown'])
  })

  test('with the true key, stolen: told by a saved checkpoint only', async () => {
    const kept = await keepCheckpoint()
    await tamper(`update ledger.entry set actor_id = 'u-8' where id = '${ids[350]}'`)
    await sealAnew(signer)
    expect(await findings()).toEqual([])
    expect(await only({ saved: [kept] })).toMatchObject({ kind: 'rewritten', port, position: 0, text: expect.stringContaining('0 to 699') })
  })

  test('a saved checkpoint that is itself forged is not taken as evidence', async () => {
    const kept = await keepCheckpoint()
    const forged = { ...kept.checkpoint, root: Buffer.alloc(32, 1) }
    const note = { ...kept, checkpoint: forged, text: checkpointText(forged) }
    expect(await only({ saved: [note] })).toMatchObject({ kind: 'saved-checkpoint-bad', port })
    expect(await findings({ saved: [kept] })).toEqual([])
  })
})

describe('state without a ledger entry', () => {
  test('a time-line that leaves an entry out, or shows one too many', async () => {
    await tamper(`delete from ledger.related where entry = '${ids[3]}'`)
    expect(await only()).toMatchObject({ kind: 'state-unexplained', port, entry: ids[3] })
    await tamper(
      `insert into ledger.related (port, kind, id, entry) values ('${port}', 'conveyance', 'c-1', '${ids[3]}')`,
      `insert into ledger.related (port, kind, id, entry) values ('${port}', 'conveyance', 'c-2', '${ids[3]}')`,
    )
    expect(await only()).toMatchObject({ kind: 'state-unexplained', port, entry: ids[3] })
  })

  test('a row that a module finds unexplained', async () => {
    const check = { name: 'declarations without DeclarationAccepted', find: async () => ({ port, subject: 'declaration:d-x' }) }
    expect(await only({ orphanChecks: [check] })).toMatchObject({ kind: 'state-unexplained', port, text: 'declarations without DeclarationAccepted: declaration:d-x.' })
    expect(await findings({ orphanChecks: [{ ...check, find: async () => undefined }] })).toEqual([])
  })
})

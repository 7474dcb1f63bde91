import type { Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../database/database.ts'
import { entryColumns, toEntry, type EntryRow } from './entry-store.ts'
import type { Entry } from './entry.ts'
import type { Hash } from './merkle.ts'

/** A row of ledger.leaf. */
export interface StoredLeaf {
  readonly position: number
  readonly entryId: string
  readonly hash: Hash
}

/** A row of ledger.checkpoint. */
export interface StoredCheckpoint {
  readonly size: number
  readonly root: Hash
  readonly sealedAt: Instant
  readonly keyId: Buffer
  readonly signature: Buffer
}

/** Makes the transaction see one moment of the database, whatever is written meanwhile. Must be its first statement. */
export async function freezeMoment(tx: Tx): Promise<void> {
  await tx.query('set transaction isolation level repeatable read, read only')
}

/** The same transaction for several readers at once: their statements are sent one after the other, as the driver wants it. */
export function inTurn(tx: Tx): Queryable {
  let last: Promise<unknown> = Promise.resolve()
  return {
    query<Row>(sql: string, parameters?: readonly unknown[]): Promise<Row[]> {
      const answer = last.then(() => tx.query<Row>(sql, parameters))
      last = answer.catch(() => undefined)
      return answer
    },
  }
}

/** Every port that any table of the ledger knows. */
export async function readLedgerPorts(db: Queryable): Promise<string[]> {
  const jumps = ['entry', 'leaf', 'checkpoint'].map(
    (table) => `(
      with recursive ports (port) as (
        (select port from ledger.${table} order by port limit 1)
        union all
        select (select t.port from ledger.${table} t where t.port > p.port order by t.port limit 1) from ports p where p.port is not null
      )
      select port from ports where port is not null
    )`,
  )
  return (await db.query<{ port: string }>(`${jumps.join(' union ')} order by port`)).map((row) => row.port)
}

/** All entries of a port in the order of sealing, in blocks. */
export function entryBlocks(tx: Queryable, port: string, count: number): AsyncGenerator<readonly Entry[]> {
  return blocks<EntryRow, Entry>(tx, 'ledger_entries', `select ${entryColumns} from ledger.entry where port = $1 order by era, xid, seq`, port, count, toEntry)
}

/** All leaves of a port, in blocks. */
export function leafBlocks(tx: Queryable, port: string, count: number): AsyncGenerator<readonly StoredLeaf[]> {
  const sql = 'select position, entry_id as "entryId", leaf_hash as hash from ledger.leaf where port = $1 order by position'
  return blocks<StoredLeaf, StoredLeaf>(tx, 'ledger_leaves', sql, port, count, (row) => row)
}

/** All checkpoints of a port, in blocks. */
export function checkpointBlocks(tx: Queryable, port: string, count: number): AsyncGenerator<readonly StoredCheckpoint[]> {
  const sql = 'select size, root, sealed_at as "sealedAt", key_id as "keyId", signature from ledger.checkpoint where port = $1 order by size'
  return blocks<StoredCheckpoint, StoredCheckpoint>(tx, 'ledger_checkpoints', sql, port, count, (row) => row)
}

/** Reads through a cursor, one block ahead of whoever uses them: the database works while the hashes of the last block are made. */
async function* blocks<Row, Item>(tx: Queryable, cursor: string, sql: string, port: string, count: number, toItem: (row: Row) => Item): AsyncGenerator<readonly Item[]> {
  await tx.query(`declare ${cursor} no scroll cursor for ${sql}`, [port])
  try {
    let next = tx.query<Row>(`fetch ${count} from ${cursor}`)
    for (;;) {
      const rows = await next
      if (rows.length === 0) return
      next = tx.query<Row>(`fetch ${count} from ${cursor}`)
      // A failure is reported by the await above; until then it must not count as unhandled.
      next.catch(() => undefined)
      yield rows.map(toItem)
    }
  } finally {
    await tx.query(`close ${cursor}`)
  }
}

/** A stored subtree that reaches beyond the tree; undefined when there is none. */
export async function findNodeBeyond(tx: Queryable, port: string, size: number): Promise<{ level: number; index: number } | undefined> {
  const [row] = await tx.query<{ level: number; index: number }>(
    `select level, max(index) as index from ledger.node where port = $1 group by level having (max(index) + 1) * (1::bigint << level) > $2 order by level limit 1`,
    [port, size],
  )
  return row
}

/** Whether the entry is still there. */
export async function entryExists(tx: Queryable, port: string, id: string): Promise<boolean> {
  return (await tx.query('select 1 from ledger.entry where port = $1 and id = $2', [port, id])).length > 0
}

/** Where an entry is sealed; undefined when it is not. */
export async function findPosition(tx: Queryable, port: string, id: string): Promise<number | undefined> {
  const [row] = await tx.query<{ position: number }>('select position from ledger.leaf where port = $1 and entry_id = $2', [port, id])
  return row?.position
}

/** Whether a fact of the type about the subject is in the ledger. */
export async function factExists(tx: Queryable, port: string, subjectKind: string, subjectId: string, type: string): Promise<boolean> {
  return (await tx.query('select 1 from ledger.entry where port = $1 and subject_kind = $2 and subject_id = $3 and type = $4 limit 1', [port, subjectKind, subjectId, type])).length > 0
}

/** A row of ledger.signer. */
export interface StoredSigner {
  readonly keyId: Buffer
  readonly name: string
  readonly publicKey: Buffer
}

/** The database's own list of public keys. */
export async function readSigners(tx: Queryable): Promise<StoredSigner[]> {
  return tx.query('select key_id as "keyId", name, public_key as "publicKey" from ledger.signer order by since')
}

/** An entry whose row in the index of other subjects is missing, or a row there that no entry asks for. */
export async function findUnrelated(tx: Queryable): Promise<{ readonly port: string; readonly entry: string; readonly subject: string; readonly missing: boolean } | undefined> {
  const [row] = await tx.query<{ port: string; entry: string; subject: string; missing: boolean }>(`
    (select e.port, e.id as entry, s.subject, true as missing
     from ledger.entry e cross join unnest(e.related) as s (subject)
     where not exists (
       select from ledger.related r
       where r.port = e.port and r.kind = split_part(s.subject, ':', 1) and r.id = substr(s.subject, strpos(s.subject, ':') + 1) and r.entry = e.id
     ) limit 1)
    union all
    (select r.port, r.entry, r.kind || ':' || r.id, false
     from ledger.related r
     where not exists (select from ledger.entry e where e.port = r.port and e.id = r.entry and r.kind || ':' || r.id = any (e.related)) limit 1)
    limit 1`)
  return row
}

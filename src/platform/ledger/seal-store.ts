import type { Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../database/database.ts'
import { entryHeadColumns, toEntryHead, type EntryHeadRow } from './entry-store.ts'
import type { EntryHead } from './entry.ts'
import { emptyFrontier, grow, subtreesOf, type Frontier, type Hash, type Node } from './merkle.ts'
import type { Signer } from './signer.ts'

/** Subtrees of 2^8 leaves and more are stored; smaller ones are hashed again from at most 256 leaves. */
export const storedLevel = 8

/** Where the sealing of a port stands: the newest checkpoint. */
export interface Head {
  readonly size: number
  readonly root: Hash | undefined
  readonly era: number
  readonly xid: string
  readonly seq: number
}

const nothingSealed: Head = { size: 0, root: undefined, era: 0, xid: '0', seq: 0 }

/** What one sealing adds. */
export interface Sealing {
  readonly port: string
  readonly first: number
  readonly leaves: readonly { readonly id: string; readonly hash: Hash }[]
  readonly nodes: readonly Node[]
  readonly head: Head & { readonly root: Hash }
  readonly sealedAt: Instant
  readonly keyId: Buffer
  readonly signature: Buffer
}

/** The ports that have entries behind their newest checkpoint. Jumps from port to port along an index; the length of the ledger does not matter. */
export async function readPortsToSeal(db: Queryable): Promise<string[]> {
  const rows = await db.query<{ port: string }>(`
    with recursive ports (port) as (
      (select port from ledger.entry order by port limit 1)
      union all
      select (select e.port from ledger.entry e where e.port > p.port order by e.port limit 1) from ports p where p.port is not null
    )
    select p.port
    from ports p
      left join lateral (select last_era, last_xid, last_seq from ledger.checkpoint c where c.port = p.port order by size desc limit 1) c on true
    where exists (
      select from ledger.entry e
      where e.port = p.port and (e.era, e.xid, e.seq) > (coalesce(c.last_era, 0), coalesce(c.last_xid, '0'), coalesce(c.last_seq, 0))
    )`)
  return rows.map((row) => row.port)
}

/** Takes the port for this transaction; the database's own time, or undefined when another process is sealing it. */
export async function lockPort(tx: Tx, port: string): Promise<Instant | undefined> {
  const [row] = await tx.query<{ locked: boolean; at: Instant }>(
    `select pg_try_advisory_xact_lock(hashtext('lianjian.ledger'), hashtext($1)) as locked, clock_timestamp() as at`,
    [port],
  )
  return row?.locked === true ? row.at : undefined
}

/** The newest checkpoint of the port. */
export async function readHead(tx: Queryable, port: string): Promise<Head> {
  const [row] = await tx.query<Head>(
    `select size, root, last_era as era, last_xid::text as xid, last_seq as seq from ledger.checkpoint where port = $1 order by size desc limit 1`,
    [port],
  )
  return row ?? nothingSealed
}

/** The right edge of the port's tree at a size, from the stored subtrees and at most 255 leaves. */
export async function readFrontier(tx: Queryable, port: string, size: number): Promise<Frontier> {
  if (size === 0) return emptyFrontier
  const stored = subtreesOf(0, size).filter((subtree) => subtree.level >= storedLevel)
  const tail = size - (size % 2 ** storedLevel)
  const [nodes, leaves] = [await readNodes(tx, port, stored), await readLeafHashes(tx, port, tail, size)]
  return { size, hashes: [...nodes.map((node) => node.hash), ...grow(emptyFrontier, leaves).frontier.hashes] }
}

/** Stored subtrees of a port, the largest first; those that are missing are left out. */
export async function readNodes(tx: Queryable, port: string, wanted: readonly { readonly level: number; readonly index: number }[]): Promise<Node[]> {
  if (wanted.length === 0) return []
  return tx.query<Node>(
    `select n.level, n.index, n.hash
     from json_to_recordset($2::json) as w (level int, index bigint)
       join ledger.node n on n.port = $1 and n.level = w.level and n.index = w.index
     order by n.level desc, n.index`,
    [port, JSON.stringify(wanted.map(({ level, index }) => ({ level, index })))],
  )
}

/** The hashes of the leaves [start, end). */
export async function readLeafHashes(tx: Queryable, port: string, start: number, end: number): Promise<Hash[]> {
  const rows = await tx.query<{ leaf_hash: Hash }>('select leaf_hash from ledger.leaf where port = $1 and position >= $2 and position < $3 order by position', [port, start, end])
  return rows.map((row) => row.leaf_hash)
}

/**
 * Committed entries behind the head, in order. An entry counts only when every transaction that began before its own has ended, so that none can
 * still appear before it: then the order never has to be mended. Entries of an earlier era came with a restore; all of them are there.
 * Both ends are bounds of one index range, so that a transaction left open for hours does not make each look at what has gathered dearer.
 */
export async function readUnsealed(tx: Tx, port: string, head: Head, limit: number): Promise<EntryHead[]> {
  const rows = await tx.query<EntryHeadRow>(
    `select ${entryHeadColumns} from ledger.entry
     where port = $1 and (era, xid, seq) > ($2, $3, $4)
       and (era, xid) < ((select max(number) from ledger.era), pg_snapshot_xmin(pg_current_snapshot()))
     order by era, xid, seq limit $5`,
    [port, head.era, head.xid, head.seq, limit],
  )
  return rows.map(toEntryHead)
}

/** Adds leaves, completed subtrees and the checkpoint, in one statement. */
export async function insertSealing(tx: Tx, sealing: Sealing): Promise<void> {
  const leaves = sealing.leaves.map(({ id, hash }, i) => `{"n":${sealing.first + i},"i":"${id}","h":"\\\\x${hash.toString('hex')}"}`)
  const nodes = sealing.nodes.map(({ level, index, hash }) => `{"l":${level},"n":${index},"h":"\\\\x${hash.toString('hex')}"}`)
  const { head } = sealing
  await tx.query(
    `with leaves as (
       insert into ledger.leaf (port, position, entry_id, leaf_hash)
       select $1, n, i, h from json_to_recordset($2::json) as f (n bigint, i uuid, h bytea)
     ), nodes as (
       insert into ledger.node (port, level, index, hash)
       select $1, l, n, h from json_to_recordset($3::json) as f (l int, n bigint, h bytea)
     )
     insert into ledger.checkpoint (port, size, root, sealed_at, last_era, last_xid, last_seq, key_id, signature)
     values ($1, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [sealing.port, `[${leaves.join(',')}]`, `[${nodes.join(',')}]`, head.size, head.root, new Date(sealing.sealedAt), head.era, head.xid, head.seq, sealing.keyId, sealing.signature],
  )
}

/** Notes the signer's public key, where it is new. */
export async function insertSigner(db: Queryable, signer: Signer): Promise<void> {
  await db.query('insert into ledger.signer (key_id, name, public_key) values ($1, $2, $3) on conflict do nothing', [signer.keyId, signer.name, signer.publicKey])
}

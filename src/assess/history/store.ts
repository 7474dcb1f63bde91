import { to as copyTo } from 'pg-copy-streams'
import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Database, Queryable, Tx } from '../../platform/database/database.ts'

/** A block without its columns. */
export interface BlockHead {
  readonly port: string
  /** `2026-03-01` */
  readonly month: string
  readonly n: number
  readonly firstId: string
  readonly lastId: string
  readonly cases: number
}

const head = `port, month::text as month, n, first_id as "firstId", last_id as "lastId", cases`

/** Blocks of a port and month, in order. */
export function blocksOfMonth(q: Queryable, port: string, month: string): Promise<BlockHead[]> {
  return q.query<BlockHead>(`select ${head} from assess.history_block where port = $1 and month = $2::date order by n`, [port, month])
}

/** Which blocks somebody wants: of these ports (all where null) with cases of this span (open where null). */
export interface Wanted {
  readonly ports: readonly string[] | null
  readonly from: Instant | null
  readonly to: Instant | null
}

/** Blocks that may hold wanted cases, by port, month and number. A block at the edge of the span also has cases outside it. */
export function blocksWithin(q: Queryable, { ports, from, to }: Wanted): Promise<BlockHead[]> {
  return q.query<BlockHead>(
    `select ${head} from assess.history_block
     where ($1::json is null or port in (select value from json_array_elements_text($1::json))) and ($2::timestamptz is null or last_at >= $2) and ($3::timestamptz is null or first_at < $3)
     order by port, month, n`,
    [ports === null ? null : JSON.stringify(ports), from === null ? null : toIso(from), to === null ? null : toIso(to)],
  )
}

/** One gatherer per port at a time, whatever the number of processes. */
export async function lockHistory(tx: Tx, port: string): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtext('assess.history_block'), hashtext($1))`, [port])
}

export interface NewBlock extends BlockHead {
  readonly firstAt: Instant
  readonly lastAt: Instant
  readonly lines: number
  readonly columns: Uint8Array
  readonly ids: Uint8Array
  readonly writtenAt: Instant
}

/** Writes a block of history with its columns. Call `lockHistory` first: the port, month and number are its key. */
export async function insertBlock(tx: Tx, block: NewBlock): Promise<void> {
  const { port, month, n, firstId, lastId, firstAt, lastAt, cases, lines, columns, ids, writtenAt } = block
  await tx.query(
    `insert into assess.history_block (port, month, n, first_id, last_id, first_at, last_at, cases, lines, columns, ids, written_at) values ($1, $2::date, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [port, month, n, firstId, lastId, toIso(firstAt), toIso(lastAt), cases, lines, Buffer.from(columns.buffer, columns.byteOffset, columns.length), Buffer.from(ids.buffer, ids.byteOffset, ids.length), toIso(writtenAt)],
  )
}

/** Takes away the blocks of a month from the n-th on. */
export async function deleteBlocks(tx: Tx, port: string, month: string, n: number): Promise<void> {
  await tx.query('delete from assess.history_block where port = $1 and month = $2::date and n >= $3', [port, month, n])
}

/** COPY's binary form of one row with one field: a signature, flags, the length of an extension, then the number of fields and the field's length. */
const copyHead = 19

/**
 * Bytes of a block as they are: the driver's text form is twice as long and taken apart digit by digit, in one piece that holds up the process;
 * COPY brings them in small ones.
 */
async function readBytes(db: Database, column: 'columns' | 'ids', { port, month, n }: Pick<BlockHead, 'port' | 'month' | 'n'>): Promise<ArrayBuffer | undefined> {
  return db.transaction(async ({ client }) => {
    const where = `port = ${client.escapeLiteral(port)} and month = ${client.escapeLiteral(month)}::date and n = ${Number(n)}`
    const pieces: Buffer[] = []
    for await (const piece of client.query(copyTo(`copy (select ${column} from assess.history_block where ${where}) to stdout (format binary)`))) pieces.push(piece as Buffer)
    const all = Buffer.concat(pieces)
    if (all.length < copyHead + 6 || all.readInt16BE(copyHead) !== 1) return undefined
    const length = all.readInt32BE(copyHead + 2)
    const own = new ArrayBuffer(length)
    new Uint8Array(own).set(all.subarray(copyHead + 6, copyHead + 6 + length))
    return own
  })
}

/** The columns of a block, in memory of their own; undefined when it has been written anew meanwhile. */
export const readColumns = (db: Database, block: Pick<BlockHead, 'port' | 'month' | 'n'>): Promise<ArrayBuffer | undefined> => readBytes(db, 'columns', block)

/** The ids of a block, sixteen bytes each. */
export const readIds = (db: Database, block: Pick<BlockHead, 'port' | 'month' | 'n'>): Promise<ArrayBuffer | undefined> => readBytes(db, 'ids', block)

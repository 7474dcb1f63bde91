import type { Instant } from '../../kernel/instant.ts'
import type { Queryable } from '../database/database.ts'
import { entryColumns, toEntry, type EntryRow } from './entry-store.ts'
import type { Entry } from './entry.ts'
import type { Hash } from './merkle.ts'

/** An entry and where it is sealed; not yet, where the position is null. */
export interface PlacedEntry {
  readonly entry: Entry
  readonly position: number | null
}

interface PlacedRow extends EntryRow {
  readonly position: number | null
}

const placed = (row: PlacedRow): PlacedEntry => ({ entry: toEntry(row), position: row.position })
const sealedJoin = 'left join ledger.leaf on leaf.port = entry.port and leaf.entry_id = entry.id'

/** From which end a list of facts is read. */
export type Order = 'oldest' | 'newest'

const ways = { oldest: { beyond: '>', by: 'asc', end: '00000000-0000-0000-0000-000000000000' }, newest: { beyond: '<', by: 'desc', end: 'ffffffff-ffff-ffff-ffff-ffffffffffff' } } as const

/**
 * The facts about a subject, its own and those that name it beside theirs, in the order of their ids: that is, of the moments they happened; from either end.
 * Two index scans of at most `limit` rows each per port, whatever the length of the ledger.
 */
export async function readTimeline(
  db: Queryable,
  ports: readonly string[],
  subject: { readonly kind: string; readonly id: string },
  after: string | undefined,
  limit: number,
  order: Order = 'oldest',
): Promise<PlacedEntry[]> {
  const { beyond, by, end } = ways[order]
  const rows = await db.query<PlacedRow>(
    `select ${entryColumns}, leaf.position
     from (
       select p.port, found.id
       from unnest($1::text[]) as p (port) cross join lateral (
         (select e.id from ledger.entry e where e.port = p.port and e.subject_kind = $2 and e.subject_id = $3 and e.id ${beyond} $4 order by e.id ${by} limit $5)
         union
         (select r.entry from ledger.related r where r.port = p.port and r.kind = $2 and r.id = $3 and r.entry ${beyond} $4 order by r.entry ${by} limit $5)
       ) found
       order by found.id ${by} limit $5
     ) page
       join ledger.entry on entry.port = page.port and entry.id = page.id
       ${sealedJoin}
     order by entry.id ${by}`,
    [ports, subject.kind, subject.id, after ?? end, limit],
  )
  return rows.map(placed)
}

/** A page of the facts about several subjects of a port, each once and in order, and how many there are after it. */
export interface SubjectsPage {
  readonly entries: readonly PlacedEntry[]
  readonly left: number
}

/**
 * As `readTimeline` for several subjects of one port together. Reads the ids of all of them, which are few: the subjects of one case; the entries only of
 * the page.
 */
export async function readSubjects(db: Queryable, port: string, subjects: readonly { readonly kind: string; readonly id: string }[], after: string | undefined, limit: number): Promise<SubjectsPage> {
  const rows = await db.query<PlacedRow & { readonly whole: number }>(
    `with wanted as materialized (select s.kind, s.id from jsonb_to_recordset($2::jsonb) as s(kind text, id text)),
       found as materialized (
         select e.id from wanted w join ledger.entry e on e.port = $1 and e.subject_kind = w.kind and e.subject_id = w.id where e.id > $3
         union
         select r.entry from wanted w join ledger.related r on r.port = $1 and r.kind = w.kind and r.id = w.id where r.entry > $3
       )
     select ${entryColumns}, leaf.position, (select count(*) from found) as whole
     from (select f.id from found f order by f.id limit $4) page
       join ledger.entry on entry.port = $1 and entry.id = page.id
       ${sealedJoin}
     order by entry.id`,
    [port, JSON.stringify(subjects), after ?? '00000000-0000-0000-0000-000000000000', limit],
  )
  return { entries: rows.map(placed), left: (rows[0]?.whole ?? 0) - rows.length }
}

/** Sealed entries of a port from a position on. */
export async function readSealed(db: Queryable, port: string, from: number, limit: number): Promise<PlacedEntry[]> {
  const rows = await db.query<PlacedRow>(
    `select ${entryColumns}, leaf.position
     from ledger.leaf join ledger.entry on entry.port = leaf.port and entry.id = leaf.entry_id
     where leaf.port = $1 and leaf.position >= $2 and leaf.position < $2::bigint + $3 order by leaf.position`,
    [port, from, limit],
  )
  return rows.map(placed)
}

/** The last sealed entries of a port before a position, newest first; the very last ones where none is given. */
export async function readSealedBefore(db: Queryable, port: string, before: number | undefined, limit: number): Promise<PlacedEntry[]> {
  const rows = await db.query<PlacedRow>(
    `select ${entryColumns}, leaf.position
     from ledger.leaf join ledger.entry on entry.port = leaf.port and entry.id = leaf.entry_id
     where leaf.port = $1 and ($2::bigint is null or leaf.position < $2) order by leaf.position desc limit $3`,
    [port, before, limit],
  )
  return rows.map(placed)
}

/** Entries of a port by id, in the order asked for; undefined for one that is not there. */
export async function findEntries(db: Queryable, port: string, ids: readonly string[]): Promise<readonly (PlacedEntry | undefined)[]> {
  const rows = await db.query<PlacedRow>(`select ${entryColumns}, leaf.position from ledger.entry ${sealedJoin} where entry.port = $1 and entry.id = any ($2::uuid[])`, [port, ids])
  const found = new Map(rows.map((row) => [row.id, placed(row)]))
  return ids.map((id) => found.get(id))
}

/** The entry of that id at one of the ports. */
export async function findEntry(db: Queryable, ports: readonly string[], id: string): Promise<PlacedEntry | undefined> {
  const [row] = await db.query<PlacedRow>(`select ${entryColumns}, leaf.position from ledger.entry ${sealedJoin} where entry.port = any ($1) and entry.id = $2`, [ports, id])
  return row === undefined ? undefined : placed(row)
}

/** A checkpoint with the name of its signer. */
export interface CheckpointRow {
  readonly port: string
  readonly size: number
  readonly root: Hash
  readonly sealedAt: Instant
  readonly keyId: Buffer
  readonly signature: Buffer
  readonly name: string
}

const checkpointColumns = `c.port, c.size, c.root, c.sealed_at as "sealedAt", c.key_id as "keyId", c.signature, s.name`

/** Checkpoints of a port, newest first, those smaller than `before`. */
export async function readCheckpoints(db: Queryable, port: string, before: number | undefined, limit: number): Promise<CheckpointRow[]> {
  return db.query<CheckpointRow>(
    `select ${checkpointColumns} from ledger.checkpoint c join ledger.signer s using (key_id) where c.port = $1 and c.size < $2 order by c.size desc limit $3`,
    [port, before ?? Number.MAX_SAFE_INTEGER, limit],
  )
}

/** The newest checkpoint of each of the ports that has one. */
export async function readNewestCheckpoints(db: Queryable, ports: readonly string[]): Promise<CheckpointRow[]> {
  return db.query<CheckpointRow>(
    `select ${checkpointColumns}
     from unnest($1::text[]) as p (port)
       cross join lateral (select port, size, root, sealed_at, key_id, signature from ledger.checkpoint where port = p.port order by size desc limit 1) c
       join ledger.signer s using (key_id)
     order by c.port`,
    [ports],
  )
}

import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'
import type { Sight } from './define-register.ts'

export interface EntryRow {
  readonly key: string
  readonly version: number
  readonly valid_from: Instant
  readonly valid_to: Instant | null
  readonly data: object
  readonly source: string
  readonly recorded_by: string
  readonly recorded_at: Instant
}

export interface EntryInsert {
  readonly key: string
  readonly version: number
  readonly valid_from: string
  readonly valid_to: string | null
  readonly data: object
}

const columns = 'e.key, e.version, e.valid_from, e.valid_to, e.data, e.source, e.recorded_by, e.recorded_at'

/** Begins a change of a register: waits for another one under way, and gives the revision the change will have. */
export async function nextRevision(tx: Tx, register: string): Promise<number> {
  const [row] = await tx.query<{ revision: number }>(
    `insert into registry.register as r (name, revision) values ($1, 1)
     on conflict (name) do update set revision = r.revision + 1
     returning revision`,
    [register],
  )
  return row?.revision ?? 0
}

/** Revision of every register that was ever changed. */
export async function listRevisions(db: Queryable): Promise<{ name: string; revision: number }[]> {
  return db.query('select name, revision from registry.register order by name')
}

/** The newest version of each of the keys that exist. */
export async function findLatest(db: Queryable, register: string, keys: readonly string[]): Promise<Map<string, EntryRow>> {
  const rows = await db.query<EntryRow>(
    `select distinct on (e.key) ${columns} from registry.entry as e
     where e.register = $1 and e.key = any($2) order by e.key, e.version desc`,
    [register, keys],
  )
  return new Map(rows.map((row) => [row.key, row]))
}

/** The members that some version of each of the keys has had. */
export async function findMembersEver(db: Queryable, register: string, keys: readonly string[]): Promise<Map<string, ReadonlySet<string>>> {
  const rows = await db.query<{ key: string; members: string[] }>(
    `select e.key, array_agg(distinct m.name) as members from registry.entry e cross join lateral jsonb_object_keys(e.data) as m (name)
     where e.register = $1 and e.key = any($2) group by e.key`,
    [register, keys],
  )
  return new Map(rows.map(({ key, members }) => [key, new Set(members)]))
}

/** Writes new versions. */
export async function insertEntries(tx: Tx, register: string, revision: number, entries: readonly EntryInsert[], by: { readonly source: string; readonly actor: string; readonly at: Instant }): Promise<void> {
  await tx.query(
    `insert into registry.entry (register, key, version, valid_from, valid_to, data, source, recorded_by, recorded_at, revision)
     select $1, key, version, valid_from, valid_to, data, $4, $5, $6, $2
     from jsonb_to_recordset($3) as x (key text, version int, valid_from timestamptz, valid_to timestamptz, data jsonb)`,
    [register, revision, JSON.stringify(entries), by.source, by.actor, toIso(by.at)],
  )
}

/** Ends versions at the moments given. */
export async function closeVersions(tx: Tx, register: string, revision: number, closings: readonly { readonly key: string; readonly version: number; readonly valid_to: string }[]): Promise<void> {
  if (closings.length === 0) return
  await tx.query(
    `update registry.entry as e set valid_to = x.valid_to, revision = $2
     from jsonb_to_recordset($3) as x (key text, version int, valid_to timestamptz)
     where e.register = $1 and e.key = x.key and e.version = x.version`,
    [register, revision, JSON.stringify(closings)],
  )
}

export interface EntryQuery {
  readonly at: Instant
  readonly sight: Sight
  /** Part of the key or the content. */
  readonly search?: string | undefined
  readonly port?: string | undefined
  readonly agency?: string | undefined
  readonly after?: string | undefined
  readonly limit: number
}

const escapeLike = (text: string): string => text.replace(/[\\%_]/g, '\\$&')

/** Entries in force at a moment, by key. */
export async function listEntries(db: Queryable, register: string, query: EntryQuery): Promise<EntryRow[]> {
  const { sight } = query
  if (sight === 'none') return []
  return db.query<EntryRow>(
    `select ${columns} from registry.entry as e
     where e.register = $1 and e.valid_from <= $2 and (e.valid_to is null or e.valid_to > $2)
       and ($3::text is null or e.key > $3)
       and ($4::text is null or e.key ilike $4 or e.data::text ilike $4)
       and ($5::text is null or e.data ->> 'port' = $5)
       and ($6::text is null or e.data ->> 'agency' = $6)
       and ($7::text is null or e.data ->> $7 = any($8))
     order by e.key limit $9`,
    [
      register,
      toIso(query.at),
      query.after ?? null,
      query.search === undefined ? null : `%${escapeLike(query.search)}%`,
      query.port ?? null,
      query.agency ?? null,
      sight === 'all' ? null : sight.field,
      sight === 'all' ? null : sight.values,
      query.limit,
    ],
  )
}

/** Every version of one entry, newest first. */
export async function listVersions(db: Queryable, register: string, key: string): Promise<EntryRow[]> {
  return db.query<EntryRow>(`select ${columns} from registry.entry as e where e.register = $1 and e.key = $2 order by e.version desc`, [register, key])
}

/** Rows of some registers that changed after a revision of each, for caches. */
export async function listChanged(db: Queryable, since: readonly { readonly register: string; readonly revision: number }[]): Promise<(EntryRow & { register: string })[]> {
  return db.query(
    `select e.register, ${columns} from jsonb_to_recordset($1) as x (register text, revision bigint)
     join registry.entry as e on e.register = x.register and e.revision > x.revision`,
    [JSON.stringify(since)],
  )
}

/** Every version of every entry of a register, newest first within a key. Not for large registers. */
export function listAllVersions(db: Queryable, register: string): Promise<EntryRow[]> {
  return db.query<EntryRow>(`select ${columns} from registry.entry as e where e.register = $1 order by e.key, e.version desc`, [register])
}

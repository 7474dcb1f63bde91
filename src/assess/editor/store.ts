import type { Row } from '../../kernel/decision-table/table.ts'
import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'
import type { DraftHands } from './domain/draft.ts'

/** A draft as lists show it. */
export interface StoredDraft extends DraftHands {
  readonly id: string
  readonly table: string
  readonly title: string
  readonly baseVersion: number | null
  readonly version: number
  readonly rowCount: number
  readonly ownerName: string
  readonly createdAt: Instant
  readonly changedAt: Instant
  readonly changedByName: string
  readonly recordedVersion: number | null
}

const columns = `id, table_name as "table", title, state, base_version as "baseVersion", version, jsonb_array_length(rows) as "rowCount", owner_id as "ownerId",
  owner_name as "ownerName", collaborators, created_at as "createdAt", changed_at as "changedAt", changed_by_name as "changedByName", recorded_version as "recordedVersion"`

/** Drafts of a table that are still written, newest first, those before the id `before` where given. */
export function listDrafts(q: Queryable, table: string, before: string | undefined, limit: number): Promise<StoredDraft[]> {
  return q.query<StoredDraft>(
    `select ${columns} from assess.table_draft where table_name = $1 and state = 'open' and ($2::uuid is null or id < $2::uuid) order by id desc limit $3`,
    [table, before ?? null, limit],
  )
}

/** How many drafts each table has that are still written. */
export async function countDrafts(q: Queryable): Promise<ReadonlyMap<string, number>> {
  const rows = await q.query<{ table: string; count: number }>(`select table_name as "table", count(*)::int as count from assess.table_draft where state = 'open' group by table_name`)
  return new Map(rows.map((row) => [row.table, row.count]))
}

/** A draft of the table, open or ended; undefined when the table has none of that id. */
export async function findDraft(q: Queryable, table: string, id: string): Promise<StoredDraft | undefined> {
  const [row] = await q.query<StoredDraft>(`select ${columns} from assess.table_draft where table_name = $1 and id = $2`, [table, id])
  return row
}

/** As `findDraft`, held until the end of the transaction: of two who save at once the second sees what the first did. */
export async function lockDraft(tx: Tx, table: string, id: string): Promise<StoredDraft | undefined> {
  const [row] = await tx.query<StoredDraft>(`select ${columns} from assess.table_draft where table_name = $1 and id = $2 for update`, [table, id])
  return row
}

/** The rows of a draft in their order; none when there is no such draft. */
export async function readDraftRows(q: Queryable, id: string): Promise<readonly Row[]> {
  const [row] = await q.query<{ rows: readonly Row[] }>('select rows from assess.table_draft where id = $1', [id])
  return row?.rows ?? []
}

export interface NewDraft {
  readonly id: string
  readonly table: string
  readonly title: string
  readonly baseVersion: number | undefined
  readonly rows: readonly Row[]
  readonly ownerId: string
  readonly ownerName: string
  readonly at: Instant
}

/** Opens a draft at version 1, which its author owns and nobody shares yet. */
export async function insertDraft(tx: Tx, { id, table, title, baseVersion, rows, ownerId, ownerName, at }: NewDraft): Promise<void> {
  await tx.query(
    `insert into assess.table_draft (id, table_name, title, state, base_version, rows, version, owner_id, owner_name, created_at, changed_at, changed_by_name)
     values ($1, $2, $3, 'open', $4, $5::jsonb, 1, $6, $7, $8, $8, $7)`,
    [id, table, title, baseVersion ?? null, JSON.stringify(rows), ownerId, ownerName, toIso(at)],
  )
}

/** What a save changes; members that are absent stay. */
export interface DraftChange {
  readonly title?: string | undefined
  readonly rows?: readonly Row[] | undefined
  readonly collaborators?: readonly string[] | undefined
}

/** Saves a change under the next version, with who made it and when. Call `lockDraft` first and compare versions. */
export async function updateDraft(tx: Tx, id: string, change: DraftChange, by: { readonly name: string; readonly at: Instant }): Promise<void> {
  await tx.query(
    `update assess.table_draft set title = coalesce($2, title), rows = coalesce($3::jsonb, rows), collaborators = coalesce($4::jsonb, collaborators),
       version = version + 1, changed_at = $5, changed_by_name = $6 where id = $1`,
    [
      id, change.title ?? null, change.rows === undefined ? null : JSON.stringify(change.rows),
      change.collaborators === undefined ? null : JSON.stringify(change.collaborators), toIso(by.at), by.name,
    ],
  )
}

/** Ends a draft: recorded as a version, or thrown away. */
export async function closeDraft(tx: Tx, id: string, recordedVersion: number | undefined, by: { readonly name: string; readonly at: Instant }): Promise<void> {
  await tx.query(
    `update assess.table_draft set state = $2, recorded_version = $3, version = version + 1, changed_at = $4, changed_by_name = $5 where id = $1`,
    [id, recordedVersion === undefined ? 'discarded' : 'recorded', recordedVersion ?? null, toIso(by.at), by.name],
  )
}

/** Who may write besides the owner. No save: the version stays. */
export async function updateHands(tx: Tx, id: string, collaborators: readonly string[]): Promise<void> {
  await tx.query('update assess.table_draft set collaborators = $2::jsonb where id = $1', [id, JSON.stringify(collaborators)])
}

/** Somebody who has, or had, a draft open. */
export interface Seat {
  readonly actorId: string
  readonly name: string
  readonly row: string | null
  readonly seenAt: Instant
}

/** Notes that somebody has the draft open, and at which row; one seat per person, the last word counts. */
export async function takeSeat(tx: Tx, seat: { readonly draft: string; readonly actorId: string; readonly name: string; readonly row: string | null; readonly at: Instant }): Promise<void> {
  await tx.query(
    `insert into assess.table_draft_seat (draft, actor_id, name, row_id, seen_at) values ($1, $2, $3, $4, $5)
     on conflict (draft, actor_id) do update set name = excluded.name, row_id = excluded.row_id, seen_at = excluded.seen_at`,
    [seat.draft, seat.actorId, seat.name, seat.row, toIso(seat.at)],
  )
}

/** Everybody who has opened a draft, who was there last first. */
export function listSeats(q: Queryable, draft: string): Promise<Seat[]> {
  return q.query<Seat>(`select actor_id as "actorId", name, row_id as "row", seen_at as "seenAt" from assess.table_draft_seat where draft = $1 order by seen_at desc limit 50`, [draft])
}

import type { Json } from '../../kernel/canonical-json.ts'
import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'
import type { ReplayFigures } from './domain/measure.ts'

export type ReplayState = 'running' | 'stopped' | 'done' | 'abandoned'

/** A replay as lists and pages show it. */
export interface ReplayRow {
  readonly port: string
  readonly id: string
  readonly importId: string
  readonly seed: string
  readonly state: ReplayState
  readonly rowsDone: number
  readonly rowsTotal: number
  readonly seconds: number
  readonly simulatedUntil: Instant | undefined
  readonly scratchDatabase: string | undefined
  readonly figures: ReplayFigures | undefined
  readonly startedAt: Instant
  readonly finishedAt: Instant | undefined
}

interface Stored {
  port: string
  id: string
  import_id: string
  seed: string
  state: ReplayState
  rows_done: number
  rows_total: number
  seconds: string
  simulated_until: Instant | null
  scratch_database: string | null
  figures: ReplayFigures | null
  started_at: Instant
  finished_at: Instant | null
}

const columns = 'port, id, import_id, seed, state, rows_done, rows_total, seconds, simulated_until, scratch_database, figures, started_at, finished_at'

function rowOf(stored: Stored): ReplayRow {
  return {
    port: stored.port,
    id: stored.id,
    importId: stored.import_id,
    seed: stored.seed,
    state: stored.state,
    rowsDone: stored.rows_done,
    rowsTotal: stored.rows_total,
    seconds: Number(stored.seconds),
    simulatedUntil: stored.simulated_until ?? undefined,
    scratchDatabase: stored.scratch_database ?? undefined,
    figures: stored.figures ?? undefined,
    startedAt: stored.started_at,
    finishedAt: stored.finished_at ?? undefined,
  }
}

export interface NewReplay {
  readonly port: string
  readonly id: string
  readonly importId: string
  readonly seed: string
  readonly rowLimit: number | undefined
  readonly rowsTotal: number
  readonly scratchDatabase: string
  readonly startedAt: Instant
}

/** Begins a run, with the seed that makes it repeatable and the database of its own it works in. */
export async function insertReplay(tx: Tx, replay: NewReplay): Promise<void> {
  await tx.query(
    `insert into watch.replay (port, id, import_id, seed, state, row_limit, rows_total, scratch_database, started_at, changed_at) values ($1, $2, $3, $4, 'running', $5, $6, $7, $8, $8)`,
    [replay.port, replay.id, replay.importId, replay.seed, replay.rowLimit ?? null, replay.rowsTotal, replay.scratchDatabase, toIso(replay.startedAt)],
  )
}

/** What changes of a replay at a safe point or at its end. */
export interface ReplayChange {
  readonly state: ReplayState
  readonly rowsDone: number
  readonly seconds: number
  readonly simulatedUntil: Instant | undefined
  readonly standing: Json | undefined
  readonly figures: ReplayFigures
  readonly changedAt: Instant
}

/** Writes how far a run has come; one that is done gives up the name of its database. */
export async function updateReplay(tx: Tx, port: string, id: string, change: ReplayChange): Promise<void> {
  await tx.query(
    `update watch.replay set state = $3, rows_done = $4, seconds = $5, simulated_until = $6, standing = $7, figures = $8, changed_at = $9,
       finished_at = case when $3 = 'done' then $9::timestamptz end, scratch_database = case when $3 = 'done' then null else scratch_database end
     where port = $1 and id = $2`,
    [
      port, id, change.state, change.rowsDone, change.seconds, change.simulatedUntil === undefined ? null : toIso(change.simulatedUntil),
      change.standing === undefined ? null : JSON.stringify(change.standing), JSON.stringify(change.figures), toIso(change.changedAt),
    ],
  )
}

/** A stopped run is going again: what it needed to go on is in its hands now. */
export async function takeUpReplay(tx: Tx, port: string, id: string, now: Instant): Promise<Json | undefined> {
  const [row] = await tx.query<{ standing: Json | null }>(
    `with taken as (select port, id, standing from watch.replay where port = $1 and id = $2 and state = 'stopped' for update)
     update watch.replay r set state = 'running', standing = null, changed_at = $3 from taken where r.port = taken.port and r.id = taken.id returning taken.standing`,
    [port, id, toIso(now)],
  )
  return row?.standing ?? undefined
}

/** The newest stopped replay, of a port or of any. */
export async function findStopped(db: Queryable, port: string | undefined): Promise<(ReplayRow & { readonly profile: string }) | undefined> {
  const [row] = await db.query<Stored & { profile: string }>(
    `select ${columns.split(', ').map((column) => `r.${column}`).join(', ')}, i.profile
     from watch.replay r join watch.declaration_import i on i.port = r.port and i.id = r.import_id
     where r.state = 'stopped' and ($1::text is null or r.port = $1) order by r.changed_at desc, r.id desc limit 1`,
    [port ?? null],
  )
  return row === undefined ? undefined : { ...rowOf(row), profile: row.profile }
}

/** Runs whose process ended without a word: they cannot go on. Gives the names of their databases, to be deleted. */
export async function abandonSilent(tx: Tx, silentSince: Instant): Promise<{ readonly port: string; readonly id: string; readonly scratchDatabase: string }[]> {
  return tx.query(
    `with silent as (select port, id, scratch_database from watch.replay where state = 'running' and changed_at < $1 for update)
     update watch.replay r set state = 'abandoned', scratch_database = null from silent where r.port = silent.port and r.id = silent.id
     returning silent.port, silent.id, silent.scratch_database as "scratchDatabase"`,
    [toIso(silentSince)],
  )
}

/** Replays of the ports, newest first, after `cursor`. */
export async function listReplays(db: Queryable, ports: readonly string[], cursor: string | undefined, limit: number): Promise<ReplayRow[]> {
  const rows = await db.query<Stored>(
    `select ${columns} from watch.replay where port = any ($1) and ($2::uuid is null or id < $2) order by id desc limit $3`,
    [ports, cursor ?? null, limit],
  )
  return rows.map(rowOf)
}

/** A replay at one of the ports; undefined when there is none there. */
export async function findReplay(db: Queryable, ports: readonly string[], id: string): Promise<ReplayRow | undefined> {
  const [row] = await db.query<Stored>(`select ${columns} from watch.replay where port = any ($1) and id = $2`, [ports, id])
  return row === undefined ? undefined : rowOf(row)
}

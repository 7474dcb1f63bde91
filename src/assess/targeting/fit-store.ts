import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'

export type FitState = 'waiting' | 'running' | 'done' | 'cancelled' | 'failed'
export type FitStage = 'reading' | 'fitting' | 'writing'

/** A fit of the indicators as it is stored. */
export interface Fit {
  readonly id: string
  readonly state: FitState
  readonly stage: FitStage
  /** Of the stage: results read, indicators fitted, keys written. */
  readonly done: number
  readonly total: number
  readonly note: string
  readonly askedBy: string
  readonly askedName: string
  readonly askedAt: Instant
  readonly endedAt: Instant | null
  /** The version it makes or made. */
  readonly version: number | null
  readonly error: string | null
}

const columns = `id, state, stage, done, total, note, asked_by as "askedBy", asked_name as "askedName", asked_at as "askedAt", ended_at as "endedAt", version, error`

/** Writes a fit that waits for its job; false while another is waiting or under way. */
export async function insertFit(tx: Tx, { id, note, askedBy, askedName, askedAt }: Pick<Fit, 'id' | 'note' | 'askedBy' | 'askedName' | 'askedAt'>): Promise<boolean> {
  const rows = await tx.query(
    `insert into targeting.fit (id, state, note, asked_by, asked_name, asked_at) values ($1, 'waiting', $2, $3, $4, $5) on conflict ((true)) where state in ('waiting', 'running') do nothing returning id`,
    [id, note, askedBy, askedName, toIso(askedAt)],
  )
  return rows.length > 0
}

/** A fit; undefined when there is none of that id. */
export async function findFit(q: Queryable, id: string): Promise<Fit | undefined> {
  return (await q.query<Fit>(`select ${columns} from targeting.fit where id = $1`, [id]))[0]
}

/** The latest fits first. */
export function listFits(q: Queryable, limit: number): Promise<Fit[]> {
  return q.query<Fit>(`select ${columns} from targeting.fit order by id desc limit $1`, [limit])
}

/** How far a fit is; false when it has ended meanwhile, so that its job stops. Times its beginning at the first call. */
export async function tellFit(q: Queryable, id: string, { stage, done, total }: Pick<Fit, 'stage' | 'done' | 'total'>, now: Instant): Promise<boolean> {
  const rows = await q.query(
    `update targeting.fit set state = 'running', stage = $2, done = $3, total = $4, started_at = coalesce(started_at, $5) where id = $1 and state in ('waiting', 'running') returning id`,
    [id, stage, done, total, toIso(now)],
  )
  return rows.length > 0
}

/** Notes which version a fit makes; false when it has ended meanwhile. */
export async function setFitVersion(tx: Tx, id: string, version: number): Promise<boolean> {
  return (await tx.query(`update targeting.fit set version = $2 where id = $1 and state = 'running' returning id`, [id, version])).length > 0
}

/** Ends a fit; false when it had ended before. */
export async function endFit(q: Queryable, id: string, state: 'done' | 'cancelled' | 'failed', at: Instant, error: string | null = null): Promise<boolean> {
  return (await q.query(`update targeting.fit set state = $2, ended_at = $3, error = $4 where id = $1 and state in ('waiting', 'running') returning id`, [id, state, toIso(at), error])).length > 0
}

import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'
import type { Canary } from './domain/canary.ts'
import type { PartFigures } from './domain/tally.ts'

/** A version tried on live cases: in the shadow it decides nothing, as a canary it judges a share. */
export interface Trial {
  readonly id: string
  /** Secret while it runs. */
  readonly salt: string
  readonly table: string
  readonly version: number
  readonly kind: 'shadow' | 'canary'
  readonly state: 'running' | 'ended'
  readonly ports: readonly string[] | null
  readonly share: number | null
  readonly startsAt: Instant
  readonly endsAt: Instant
  readonly startedBy: string
  readonly endedBy: string | null
  readonly endedAt: Instant | null
  readonly reason: string | null
  readonly lookedAt: Instant | null
}

const columns = `id, salt, table_name as "table", version, kind, state, ports, share::float8 as share, starts_at as "startsAt", ends_at as "endsAt", started_by as "startedBy", ended_by as "endedBy", ended_at as "endedAt", reason, looked_at as "lookedAt"`

/** Canaries that judge, or did within the last hour: a case is looked up by the time it was accepted. */
export async function listCanaries(q: Queryable): Promise<Canary[]> {
  return q.query<Canary>(`select id, salt, table_name as "table", version, ports, share::float8 as share, starts_at as "startsAt", coalesce(ended_at, ends_at) as "endsAt" from assess.trial where kind = 'canary' and state = 'running'`)
}

export type NewTrial = Pick<Trial, 'id' | 'table' | 'version' | 'kind' | 'ports' | 'share' | 'startsAt' | 'endsAt' | 'startedBy'> & { readonly startedId: string; readonly cursors: Readonly<Record<string, string>> }

/** Writes a trial and returns the secret it was given; undefined when one of its kind is running already. */
export async function insertTrial(tx: Tx, one: NewTrial): Promise<string | undefined> {
  const [row] = await tx.query<{ salt: string }>(
    `insert into assess.trial (id, table_name, version, kind, state, ports, share, starts_at, ends_at, started_by, started_id, cursors) values ($1, $2, $3, $4, 'running', $5, $6, $7, $8, $9, $10, $11::json)
     on conflict do nothing returning salt`,
    [one.id, one.table, one.version, one.kind, one.ports, one.share, toIso(one.startsAt), toIso(one.endsAt), one.startedBy, one.startedId, JSON.stringify(one.cursors)],
  )
  return row?.salt
}

/** A trial with what it has seen so far; undefined when there is none. */
export async function findTrial(q: Queryable, id: string): Promise<(Trial & TrialFigures) | undefined> {
  const [row] = await q.query<Trial & TrialFigures>(`select ${columns}, cursors, figures from assess.trial where id = $1`, [id])
  return row
}

/** What a trial has seen so far. */
export interface TrialFigures {
  readonly cursors: Readonly<Record<string, string>>
  readonly figures: readonly PartFigures[]
}

/** The newest trial of a version of a kind. */
export async function findTrialOf(q: Queryable, table: string, version: number, kind: Trial['kind']): Promise<(Trial & TrialFigures) | undefined> {
  const [row] = await q.query<Trial & TrialFigures>(`select ${columns}, cursors, figures from assess.trial where table_name = $1 and version = $2 and kind = $3 order by id desc limit 1`, [table, version, kind])
  return row
}

/** Trials of a table, newest first. */
export function listTrials(q: Queryable, table: string, limit: number): Promise<Trial[]> {
  return q.query<Trial>(`select ${columns} from assess.trial where table_name = $1 order by id desc limit $2`, [table, limit])
}

/** Takes what was seen in; false when somebody else did meanwhile or the trial has ended. */
export async function updateFigures(tx: Tx, id: string, before: TrialFigures['cursors'], after: TrialFigures, at: Instant): Promise<boolean> {
  const rows = await tx.query(`update assess.trial set cursors = $3::json, figures = $4::json, looked_at = $5 where id = $1 and cursors::jsonb = $2::jsonb returning id`, [
    id, JSON.stringify(before), JSON.stringify(after.cursors), JSON.stringify(after.figures), toIso(at),
  ])
  return rows.length > 0
}

/** Ends a running trial, with who ended it and why; false when it had ended before. */
export async function endTrial(tx: Tx, id: string, by: { readonly name: string; readonly at: Instant; readonly reason: string | null }): Promise<boolean> {
  const rows = await tx.query(`update assess.trial set state = 'ended', ended_by = $2, ended_at = $3, reason = $4 where id = $1 and state = 'running' returning id`, [id, by.name, toIso(by.at), by.reason])
  return rows.length > 0
}

/** Ends what runs of a version, and says what: it judges everything from now on, or nothing. */
export function endTrialsOf(tx: Tx, table: string, version: number, by: { readonly name: string; readonly at: Instant; readonly reason: string | null }): Promise<Pick<Trial, 'id' | 'kind' | 'salt'>[]> {
  return tx.query(`update assess.trial set state = 'ended', ended_by = $3, ended_at = $4, reason = $5 where table_name = $1 and version = $2 and state = 'running' returning id, kind, salt`, [table, version, by.name, toIso(by.at), by.reason])
}

/** Whether a version has been in the shadow for so long. */
export async function hasShadowOf(q: Queryable, table: string, version: number, span: number, at: Instant): Promise<boolean> {
  const rows = await q.query(
    `select 1 from assess.trial where table_name = $1 and version = $2 and kind = 'shadow' and least(coalesce(ended_at, ends_at), ends_at, $4::timestamptz) - starts_at >= make_interval(secs => $3::float8 / 1000) limit 1`,
    [table, version, span, toIso(at)],
  )
  return rows.length > 0
}

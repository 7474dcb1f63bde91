import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'
import type { IndicatorKind } from './domain/warning.ts'

/** One thing that was reported of goods of a producer. */
export interface Indicator {
  readonly id: string
  readonly homePort: string
  readonly kind: IndicatorKind
  readonly hs: string
  readonly producer: string
  readonly happenedAt: Instant
  readonly recordedAt: Instant
  readonly recordedBy: string
  /** One report of a kind counts once. */
  readonly reference: string
  readonly note: string
}

/** Writes indicators, one statement; gives the ids of those not reported before. */
export async function insertIndicators(tx: Tx, indicators: readonly Indicator[]): Promise<ReadonlySet<string>> {
  if (indicators.length === 0) return new Set()
  const rows = await tx.query<{ id: string }>(
    `insert into assess.indicator (id, home_port, kind, hs, producer, happened_at, recorded_at, recorded_by, reference, note)
     select id, "homePort", kind, hs, producer, "happenedAt", "recordedAt", "recordedBy", reference, note
     from jsonb_to_recordset($1::jsonb) as i (id uuid, "homePort" text, kind text, hs text, producer text, "happenedAt" timestamptz, "recordedAt" timestamptz, "recordedBy" text, reference text, note text)
     on conflict (kind, reference) do nothing returning id`,
    [JSON.stringify(indicators.map((one) => ({ ...one, happenedAt: toIso(one.happenedAt), recordedAt: toIso(one.recordedAt) })))],
  )
  return new Set(rows.map(({ id }) => id))
}

/** How many indicators of each kind there are of a heading of a producer within a span. */
export async function countIndicators(q: Queryable, producer: string, heading: string, from: Instant, to: Instant): Promise<{ kind: IndicatorKind; count: number }[]> {
  return q.query(`select i.kind, count(*)::int as count from assess.indicator i where i.producer = $1 and starts_with(i.hs, $2) and i.happened_at > $3 and i.happened_at <= $4 group by i.kind`, [producer, heading, toIso(from), toIso(to)])
}

/** The indicators behind a warning, newest first. */
export async function listIndicators(q: Queryable, producer: string, heading: string, limit: number): Promise<Indicator[]> {
  return q.query<Indicator>(
    `select i.id, i.home_port as "homePort", i.kind, i.hs, i.producer, i.happened_at as "happenedAt", i.recorded_at as "recordedAt", i.recorded_by as "recordedBy", i.reference, i.note
     from assess.indicator i where i.producer = $1 and starts_with(i.hs, $2) order by i.happened_at desc, i.id limit $3`,
    [producer, heading, limit],
  )
}

/** A warning of goods of a producer. */
export interface Warning {
  readonly id: string
  readonly label: string
  readonly hs: string
  readonly producer: string
  readonly level: number
  readonly follow: readonly string[]
  readonly counts: Readonly<Record<string, number>>
  /** Table, version and row that gave the level. */
  readonly rule: { readonly table: string; readonly version: number; readonly row: string; readonly clause: string }
  readonly recordId: string | null
  readonly alertId: string | null
  readonly since: Instant
  readonly changedAt: Instant
  readonly state: 'standing' | 'closed'
  readonly closedBy: string | null
  readonly closedBecause: string | null
}

const columns = `w.id, w.label, w.hs, w.producer, w.level, w.follow, w.counts, w.rule, w.record_id as "recordId", w.alert_id as "alertId", w.since, w.changed_at as "changedAt", w.state,
  w.closed_by as "closedBy", w.closed_because as "closedBecause"`

/** The standing warning of the goods; one writer at a time judges them. */
export async function lockWarning(tx: Tx, producer: string, heading: string): Promise<Warning | undefined> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('warning ' || $1 || ' ' || $2, 0))`, [producer, heading])
  const [row] = await tx.query<Warning>(`select ${columns} from assess.warning w where w.producer = $1 and w.hs = $2 and w.state = 'standing'`, [producer, heading])
  return row
}

/** A warning, standing or closed; undefined when there is none. */
export async function findWarning(q: Queryable, id: string): Promise<Warning | undefined> {
  const [row] = await q.query<Warning>(`select ${columns} from assess.warning w where w.id = $1`, [id])
  return row
}

/** Writes a warning as it now stands. */
export async function saveWarning(tx: Tx, warning: Omit<Warning, 'label'>): Promise<void> {
  await tx.query(
    `insert into assess.warning (id, label, hs, producer, level, follow, counts, rule, record_id, alert_id, since, changed_at, state, closed_by, closed_because)
     values ($1, 'W-' || nextval('assess.risk_label'), $2, $3, $4, $5, $6::jsonb, $7::jsonb, $8, $9, $10, $11, $12, $13, $14)
     on conflict (id) do update set level = excluded.level, follow = excluded.follow, counts = excluded.counts, rule = excluded.rule, record_id = excluded.record_id, alert_id = excluded.alert_id,
       changed_at = excluded.changed_at, state = excluded.state, closed_by = excluded.closed_by, closed_because = excluded.closed_because`,
    [warning.id, warning.hs, warning.producer, warning.level, warning.follow, JSON.stringify(warning.counts), JSON.stringify(warning.rule), warning.recordId, warning.alertId, toIso(warning.since), toIso(warning.changedAt), warning.state, warning.closedBy, warning.closedBecause],
  )
}

/** A page of warnings, newest first. */
export async function listWarnings(q: Queryable, filter: { readonly state?: Warning['state'] | undefined; readonly before?: string | undefined; readonly limit: number }): Promise<Warning[]> {
  return q.query<Warning>(`select ${columns} from assess.warning w where ($1::text is null or w.state = $1) and ($2::uuid is null or w.id < $2) order by w.id desc limit $3`, [filter.state, filter.before, filter.limit])
}

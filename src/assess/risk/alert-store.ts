import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'
import type { Classification, Evidence, RiskScope, RiskSubject } from './domain/risk-entry.ts'

export const alertSources = ['officer', 'national-point', 'partner', 'laboratory', 'import', 'warning'] as const
export type AlertSource = (typeof alertSources)[number]
export const alertStates = ['new', 'held', 'recorded', 'dismissed'] as const
export type AlertState = (typeof alertStates)[number]

/** A warning as it came in (警示信息), and what was made of it. */
export interface Alert {
  readonly id: string
  readonly homePort: string
  readonly source: AlertSource
  readonly sender: string
  readonly reference: string
  readonly title: string
  readonly hazard: string
  readonly level: string
  readonly classification: Classification
  readonly subject: RiskSubject
  readonly scope: RiskScope
  readonly evidence: readonly Evidence[]
  readonly issuedAt: Instant
  readonly receivedAt: Instant
  readonly receivedBy: string
  readonly state: AlertState
  readonly decidedBy: string | null
  readonly decidedAt: Instant | null
  readonly decision: string | null
  readonly acknowledgeBy: Instant | null
  readonly acknowledgedAt: Instant | null
}

export type NewAlert = Omit<Alert, 'state' | 'decidedBy' | 'decidedAt' | 'decision' | 'acknowledgedAt'> & {
  /** The risk record it becomes as it comes in; absent: it waits for an officer. */
  readonly recorded?: string
}

const columns = `a.id, a.home_port as "homePort", a.source, a.sender, a.reference, a.title, a.hazard, a.level, a.classification, a.subject, a.scope, a.evidence, a.issued_at as "issuedAt",
  a.received_at as "receivedAt", a.received_by as "receivedBy", a.state, a.decided_by as "decidedBy", a.decided_at as "decidedAt", a.decision, a.acknowledge_by as "acknowledgeBy", a.acknowledged_at as "acknowledgedAt"`

/** Writes alerts, one statement whatever their number; gives the ids of those whose reference the sender had not sent before. */
export async function insertAlerts(tx: Tx, alerts: readonly NewAlert[]): Promise<ReadonlySet<string>> {
  const rows = alerts.map(({ issuedAt, receivedAt, acknowledgeBy, ...rest }) => ({ ...rest, issuedAt: toIso(issuedAt), receivedAt: toIso(receivedAt), acknowledgeBy: acknowledgeBy === null ? null : toIso(acknowledgeBy) }))
  const written = await tx.query<{ id: string }>(
    `insert into assess.alert (id, home_port, source, sender, reference, title, hazard, level, classification, subject, scope, evidence, issued_at, received_at, received_by, acknowledge_by, state, decided_by, decided_at, decision)
     select id, "homePort", source, sender, reference, title, hazard, level, classification, subject, scope, evidence, "issuedAt", "receivedAt", "receivedBy", "acknowledgeBy",
       case when recorded is null then 'new' else 'recorded' end, case when recorded is not null then 'system' end, case when recorded is not null then "receivedAt" end, recorded
     from jsonb_to_recordset($1::jsonb) as r (id uuid, "homePort" text, source text, sender text, reference text, title text, hazard text, level text, classification text, subject text, scope jsonb, evidence jsonb,
       "issuedAt" timestamptz, "receivedAt" timestamptz, "receivedBy" text, "acknowledgeBy" timestamptz, recorded text)
     on conflict (sender, reference) do nothing returning id`,
    [JSON.stringify(rows)],
  )
  return new Set(written.map(({ id }) => id))
}

/** An alert of any port; undefined when there is none. Whoever asks checks the reader's ports. */
export async function findAlert(q: Queryable, id: string): Promise<Alert | undefined> {
  const [row] = await q.query<Alert>(`select ${columns} from assess.alert a where a.id = $1`, [id])
  return row
}

/** As `findAlert`, and nobody else decides about it until the transaction ends. */
export async function lockAlert(tx: Tx, id: string): Promise<Alert | undefined> {
  const [row] = await tx.query<Alert>(`select ${columns} from assess.alert a where a.id = $1 for update`, [id])
  return row
}

/** The alert that a sender sent under its reference: the one that is there already when it comes twice. */
export async function findAlertByReference(q: Queryable, sender: string, reference: string): Promise<Alert | undefined> {
  const [row] = await q.query<Alert>(`select ${columns} from assess.alert a where a.sender = $1 and a.reference = $2`, [sender, reference])
  return row
}

/** A page of alerts of the ports or of every port, newest first. */
export async function listAlerts(q: Queryable, filter: { readonly ports: readonly string[]; readonly state?: AlertState | undefined; readonly before?: string | undefined; readonly limit: number }): Promise<Alert[]> {
  return q.query<Alert>(
    `select ${columns} from assess.alert a where (a.home_port = any($1::text[]) or a.home_port = '*') and ($2::text is null or a.state = $2) and ($3::uuid is null or a.id < $3) order by a.id desc limit $4`,
    [filter.ports, filter.state, filter.before, filter.limit],
  )
}

/** Writes down what was made of an alert. */
export async function decideAlert(tx: Tx, id: string, decided: { readonly state: AlertState; readonly by: string; readonly at: Instant; readonly decision: string; readonly acknowledged: boolean }): Promise<void> {
  await tx.query(`update assess.alert set state = $2, decided_by = $3, decided_at = $4, decision = $5, acknowledged_at = case when $6 then $4::timestamptz else acknowledged_at end where id = $1`, [id, decided.state, decided.by, toIso(decided.at), decided.decision, decided.acknowledged])
}

import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../../platform/database/database.ts'

/** One message between us and a partner, and whether it was acknowledged (RR-17). */
export interface Exchange {
  readonly id: string
  readonly partner: string
  readonly direction: 'in' | 'out'
  readonly homePort: string
  readonly subjectKind: string
  readonly subjectId: string
  readonly summary: Readonly<Record<string, string>>
  readonly sentAt: Instant
  readonly dueAt: Instant
  readonly state: 'waiting' | 'acknowledged' | 'escalated'
  readonly acknowledgedAt: Instant | null
  readonly answer: Readonly<Record<string, string>> | null
}

const columns = `x.id, x.partner, x.direction, x.home_port as "homePort", x.subject_kind as "subjectKind", x.subject_id as "subjectId", x.summary, x.sent_at as "sentAt", x.due_at as "dueAt", x.state,
  x.acknowledged_at as "acknowledgedAt", x.answer`

/** Writes a message; false when the partner was told of the same before. */
export async function insertExchange(tx: Tx, one: Exchange): Promise<boolean> {
  const rows = await tx.query(
    `insert into assess.exchange (id, partner, direction, home_port, subject_kind, subject_id, summary, sent_at, due_at, state, acknowledged_at, answer)
     values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9, $10, $11, $12::jsonb) on conflict (partner, direction, subject_id) do nothing returning id`,
    [one.id, one.partner, one.direction, one.homePort, one.subjectKind, one.subjectId, JSON.stringify(one.summary), toIso(one.sentAt), toIso(one.dueAt), one.state, one.acknowledgedAt === null ? null : toIso(one.acknowledgedAt), one.answer === null ? null : JSON.stringify(one.answer)],
  )
  return rows.length === 1
}

/** A message to or from a partner; undefined when there is none. */
export async function findExchange(q: Queryable, id: string): Promise<Exchange | undefined> {
  const [row] = await q.query<Exchange>(`select ${columns} from assess.exchange x where x.id = $1`, [id])
  return row
}

/** Marks a message as acknowledged, with what was answered; one that was escalated counts as acknowledged from then on. */
export async function answerExchange(tx: Tx, id: string, at: Instant, answer: object): Promise<void> {
  await tx.query(`update assess.exchange set state = 'acknowledged', acknowledged_at = $2, answer = $3::jsonb where id = $1`, [id, toIso(at), JSON.stringify(answer)])
}

/** Marks what waits past its time; undefined when it does not. */
export async function escalateExchange(tx: Tx, id: string, at: Instant): Promise<Exchange | undefined> {
  const [row] = await tx.query<Exchange>(`update assess.exchange x set state = 'escalated' where x.id = $1 and x.state = 'waiting' and x.due_at <= $2 returning ${columns}`, [id, toIso(at)])
  return row
}

/** A page of messages, newest first; of one partner where told. */
export async function listExchanges(q: Queryable, filter: { readonly partner?: string | undefined; readonly state?: Exchange['state'] | undefined; readonly before?: string | undefined; readonly limit: number }): Promise<Exchange[]> {
  return q.query<Exchange>(`select ${columns} from assess.exchange x where ($1::text is null or x.partner = $1) and ($2::text is null or x.state = $2) and ($3::uuid is null or x.id < $3) order by x.id desc limit $4`, [filter.partner, filter.state, filter.before, filter.limit])
}

import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../database/database.ts'
import type { TryOutcome } from './domain/after-try.ts'
import type { Recipient } from './domain/notice.ts'

export interface WebhookRow {
  readonly id: string
  readonly recipient_kind: Recipient['kind']
  readonly recipient_code: string
  readonly url: string
  readonly secret: Buffer
  readonly active: boolean
  readonly failures: number
  readonly retry_at: Instant | null
  readonly problem: string | null
  readonly created_by: string
  readonly created_at: Instant
}

export interface DeliveryRow {
  readonly notice_id: string
  readonly attempts: number
  readonly next_at: Instant
  readonly owed_at: Instant
  readonly subject: string
  readonly type: string
  readonly subject_kind: string
  readonly subject_id: string
  readonly facts: Readonly<Record<string, string | number>>
  readonly recipient_kind: Recipient['kind']
  readonly recipient_code: string
}

const webhookColumns = 'id, recipient_kind, recipient_code, url, secret, active, failures, retry_at, problem, created_by, created_at'

/** A web hook, also one that was removed. */
export async function findWebhook(db: Queryable, id: string): Promise<WebhookRow | undefined> {
  return (await db.query<WebhookRow>(`select ${webhookColumns} from platform.webhook where id = $1`, [id]))[0]
}

/** Active web hooks of a party (of everybody when undefined), oldest first. */
export async function listWebhooks(db: Queryable, recipient: Recipient | undefined, after: string | undefined, limit: number): Promise<WebhookRow[]> {
  return db.query<WebhookRow>(
    `select ${webhookColumns} from platform.webhook
     where active and ($1::text is null or (recipient_kind = $1 and recipient_code = $2)) and ($3::uuid is null or id > $3)
     order by id limit $4`,
    [recipient?.kind ?? null, recipient?.code ?? null, after ?? null, limit],
  )
}

/** How many active web hooks a party has, for the limit per party. */
export async function countWebhooks(tx: Tx, recipient: Recipient): Promise<number> {
  const [row] = await tx.query<{ hooks: number }>('select count(*)::int as hooks from platform.webhook where active and recipient_kind = $1 and recipient_code = $2', [recipient.kind, recipient.code])
  return row?.hooks ?? 0
}

/** Writes an active web hook that has not failed yet, with the secret its deliveries are signed with. */
export async function insertWebhook(tx: Tx, hook: Pick<WebhookRow, 'id' | 'recipient_kind' | 'recipient_code' | 'url' | 'secret' | 'created_by' | 'created_at'>): Promise<void> {
  await tx.query('insert into platform.webhook (id, recipient_kind, recipient_code, url, secret, created_by, created_at) values ($1, $2, $3, $4, $5, $6, $7)', [
    hook.id,
    hook.recipient_kind,
    hook.recipient_code,
    hook.url,
    hook.secret,
    hook.created_by,
    toIso(hook.created_at),
  ])
}

/** Removes a web hook: nothing more is sent there, and notices that waited only for it count as delivered to the inbox. */
export async function closeWebhook(tx: Tx, id: string, problem: string | null, now: Instant): Promise<void> {
  await tx.query('update platform.webhook set active = false, problem = $2 where id = $1', [id, problem])
  const dropped = await tx.query<{ port: string; notice_id: string }>('delete from platform.notice_delivery where webhook_id = $1 returning port, notice_id', [id])
  await settleNotices(tx, dropped, now)
}

/** What is owed to a web hook at a port, in order. */
export async function listOwed(db: Queryable, port: string, webhookId: string, limit: number): Promise<DeliveryRow[]> {
  return db.query<DeliveryRow>(
    `select d.notice_id, d.attempts, d.next_at, d.owed_at, d.subject, n.type, n.subject_kind, n.subject_id, n.facts, n.recipient_kind, n.recipient_code
     from platform.notice_delivery as d join platform.notice as n on n.port = d.port and n.id = d.notice_id
     where d.port = $1 and d.webhook_id = $2 and d.state = 'owed'
     order by d.seq limit $3`,
    [port, webhookId, limit],
  )
}

export interface TriedRow {
  readonly notice_id: string
  readonly attempt: number
  readonly at: string
  readonly outcome: TryOutcome
  readonly detail: string
  /** Null when delivered. */
  readonly state: 'owed' | 'quarantined' | null
  readonly next_at: string | null
}

/** Keeps a receipt of every try, and what follows from it. A try that was recorded already (after a crash between) is left as it is. */
export async function recordTries(tx: Tx, port: string, webhookId: string, tries: readonly TriedRow[], now: Instant): Promise<void> {
  await tx.query(
    `with tried as materialized (
       select notice_id, attempt, at, outcome, detail, state, next_at
       from jsonb_to_recordset($3) as x (notice_id uuid, attempt int, at timestamptz, outcome text, detail text, state text, next_at timestamptz)
     ), receipts as (
       insert into platform.notice_receipt (port, notice_id, webhook_id, attempt, at, outcome, detail)
       select $1, notice_id, $2::uuid, attempt, at, outcome, detail from tried
       on conflict do nothing
     ), done as (
       delete from platform.notice_delivery as d using tried as t
       where d.port = $1 and d.webhook_id = $2::uuid and d.notice_id = t.notice_id and t.state is null
     ), again as (
       update platform.notice_delivery as d set attempts = t.attempt, state = t.state, next_at = coalesce(t.next_at, d.next_at)
       from tried as t
       where d.port = $1 and d.webhook_id = $2::uuid and d.notice_id = t.notice_id and t.state is not null
     )
     update platform.notice as n set undelivered = true
     from tried as t where n.port = $1 and n.id = t.notice_id and t.state is not null and not n.undelivered`,
    [port, webhookId, JSON.stringify(tries)],
  )
  await settleNotices(tx, tries.filter((tried) => tried.state !== 'owed').map((tried) => ({ port, notice_id: tried.notice_id })), now)
}

/** Moves notices on whose last open delivery was settled; one that a person acknowledged stays so. */
async function settleNotices(tx: Tx, notices: readonly { readonly port: string; readonly notice_id: string }[], now: Instant): Promise<void> {
  if (notices.length === 0) return
  await tx.query(
    `update platform.notice as n
     set undelivered = g.given_up,
         state = case when n.state = 'acknowledged' then n.state when g.given_up then 'quarantined' else 'delivered' end,
         delivered_at = case when g.given_up then n.delivered_at else coalesce(n.delivered_at, $2) end
     from (
       select x.port, x.notice_id, bool_or(d.state = 'quarantined') is true as given_up
       from (select distinct port, notice_id from jsonb_to_recordset($1) as x (port text, notice_id uuid)) as x
       left join platform.notice_delivery as d on d.port = x.port and d.notice_id = x.notice_id
       group by x.port, x.notice_id
       having bool_or(d.state = 'owed') is not true
     ) as g
     where n.port = g.port and n.id = g.notice_id`,
    [JSON.stringify(notices), toIso(now)],
  )
}

/** How the way to a web hook is: undefined `retryAt` after a success. */
export async function markWay(tx: Tx, id: string, failures: number, retryAt: Instant | undefined, problem: string | undefined): Promise<void> {
  await tx.query('update platform.webhook set failures = $2, retry_at = $3, problem = $4 where id = $1 and active', [id, failures, retryAt === undefined ? null : toIso(retryAt), problem ?? null])
}

/** Opens the given-up deliveries of a notice again; gives their web hooks. */
export async function reopenDeliveries(tx: Tx, port: string, noticeId: string, now: Instant): Promise<string[]> {
  const rows = await tx.query<{ webhook_id: string }>(
    `update platform.notice_delivery set state = 'owed', next_at = $3, owed_at = $3
     where port = $1 and notice_id = $2 and state = 'quarantined' returning webhook_id`,
    [port, noticeId, toIso(now)],
  )
  if (rows.length > 0) await tx.query(`update platform.notice set state = 'owed' where port = $1 and id = $2 and state = 'quarantined'`, [port, noticeId])
  return rows.map((row) => row.webhook_id)
}

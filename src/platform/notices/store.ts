import { toIso, type Instant } from '../../kernel/instant.ts'
import type { Queryable, Tx } from '../database/database.ts'
import type { NoticeState, Recipient } from './domain/notice.ts'

export interface NoticeInsert {
  readonly port: string
  readonly id: string
  readonly recipient_kind: Recipient['kind']
  readonly recipient_code: string
  readonly type: string
  readonly subject_kind: string
  readonly subject_id: string
  readonly facts: Readonly<Record<string, string | number>>
  readonly owed_at: string
}

export interface NoticeRow extends Omit<NoticeInsert, 'owed_at'> {
  readonly state: NoticeState
  readonly undelivered: boolean
  readonly owed_at: Instant
  readonly delivered_at: Instant | null
  readonly acknowledged_at: Instant | null
  readonly acknowledged_by: string | null
}

const columns = `port, id, recipient_kind, recipient_code, type, subject_kind, subject_id, facts, state, undelivered, owed_at, delivered_at, acknowledged_at, acknowledged_by`

/**
 * Stores notices, and what is owed to the web hooks of their recipients, in one statement. A notice without a web hook is delivered by being stored.
 * Gives the (port, web hook) pairs that have something to send now.
 */
export async function insertNotices(tx: Tx, notices: readonly NoticeInsert[]): Promise<{ port: string; webhook_id: string }[]> {
  return tx.query(
    `with given as materialized (
       select n, port, id, recipient_kind, recipient_code, type, subject_kind, subject_id, facts, owed_at
       from jsonb_to_recordset($1) as x (n int, port text, id uuid, recipient_kind text, recipient_code text, type text, subject_kind text, subject_id text, facts jsonb, owed_at timestamptz)
     ), wanted as materialized (
       select g.n, g.port, g.id, g.owed_at, g.subject_kind || ':' || g.subject_id as subject, w.id as webhook_id
       from given as g join platform.webhook as w on w.recipient_kind = g.recipient_kind and w.recipient_code = g.recipient_code and w.active
     ), stored as (
       insert into platform.notice (port, id, recipient_kind, recipient_code, type, subject_kind, subject_id, facts, state, owed_at, delivered_at)
       select port, id, recipient_kind, recipient_code, type, subject_kind, subject_id, facts,
              case when open then 'owed' else 'delivered' end, owed_at, case when open then null else owed_at end
       from (select g.*, exists (select from wanted as w where w.id = g.id) as open from given as g) as g
       order by n
     ), deliveries as (
       insert into platform.notice_delivery (port, webhook_id, notice_id, subject, next_at, owed_at)
       select port, webhook_id, id, subject, owed_at, owed_at from wanted order by n
     )
     select distinct port, webhook_id from wanted`,
    [JSON.stringify(notices.map((notice, n) => ({ ...notice, n })))],
  )
}

/** The inbox of a party at ports (all when undefined), newest first. */
export async function listInbox(
  db: Queryable,
  recipient: Recipient,
  ports: readonly string[] | undefined,
  filter: { readonly state: NoticeState | undefined; readonly unread: boolean },
  after: string | undefined,
  limit: number,
): Promise<NoticeRow[]> {
  return db.query<NoticeRow>(
    `select ${columns} from platform.notice
     where recipient_kind = $1 and recipient_code = $2 and ($3::text[] is null or port = any($3)) and ($4::text is null or state = $4)
       and (not $5 or acknowledged_at is null) and ($6::uuid is null or id < $6)
     order by id desc limit $7`,
    [recipient.kind, recipient.code, ports ?? null, filter.state ?? null, filter.unread, after ?? null, limit],
  )
}

/** Everything sent about a subject at ports (all when undefined), newest first. */
export async function listAbout(
  db: Queryable,
  subjectKind: string,
  subjectId: string,
  ports: readonly string[] | undefined,
  after: string | undefined,
  limit: number,
): Promise<NoticeRow[]> {
  return db.query<NoticeRow>(
    `select ${columns} from platform.notice
     where subject_kind = $1 and subject_id = $2 and ($3::text[] is null or port = any($3)) and ($4::uuid is null or id < $4)
     order by id desc limit $5`,
    [subjectKind, subjectId, ports ?? null, after ?? null, limit],
  )
}

/** What failed to arrive outside the inbox at ports (all when undefined), newest first. */
export async function listUndelivered(db: Queryable, ports: readonly string[] | undefined, after: string | undefined, limit: number): Promise<NoticeRow[]> {
  return db.query<NoticeRow>(
    `select ${columns} from platform.notice
     where undelivered and ($1::text[] is null or port = any($1)) and ($2::uuid is null or id < $2)
     order by id desc limit $3`,
    [ports ?? null, after ?? null, limit],
  )
}

/** One notice. */
export async function findNotice(db: Queryable, id: string): Promise<NoticeRow | undefined> {
  return (await db.query<NoticeRow>(`select ${columns} from platform.notice where id = $1`, [id]))[0]
}

/** One notice, locked for a change. */
export async function lockNotice(tx: Tx, id: string): Promise<NoticeRow | undefined> {
  return (await tx.query<NoticeRow>(`select ${columns} from platform.notice where id = $1 for update`, [id]))[0]
}

/** Several notices, locked for a change in the order of their ids. */
export async function lockNotices(tx: Tx, ids: readonly string[]): Promise<NoticeRow[]> {
  return tx.query<NoticeRow>(`select ${columns} from platform.notice where id = any($1::uuid[]) order by id for update`, [ids])
}

/** Marks notices as acknowledged, with who did and when. Call `lockNotices` first. */
export async function markAllAcknowledged(tx: Tx, ids: readonly string[], by: string, now: Instant): Promise<void> {
  await tx.query(`update platform.notice set state = 'acknowledged', acknowledged_at = $2, acknowledged_by = $3 where id = any($1::uuid[])`, [ids, toIso(now), by])
}

/** Marks a notice as acknowledged, with who did and when. Call `lockNotice` first. */
export async function markAcknowledged(tx: Tx, port: string, id: string, by: string, now: Instant): Promise<void> {
  await tx.query(`update platform.notice set state = 'acknowledged', acknowledged_at = $3, acknowledged_by = $4 where port = $1 and id = $2`, [port, id, toIso(now), by])
}

export interface ReceiptRow {
  readonly webhook_id: string
  readonly url: string
  readonly attempt: number
  readonly at: Instant
  readonly outcome: 'delivered' | 'failed' | 'refused'
  readonly detail: string
}

/** The latest 200 tries to deliver a notice outside the inbox, oldest first. */
export async function listReceipts(db: Queryable, port: string, noticeId: string): Promise<ReceiptRow[]> {
  return db.query<ReceiptRow>(
    `select webhook_id, url, attempt, at, outcome, detail from (
       select r.webhook_id, w.url, r.attempt, r.at, r.outcome, r.detail
       from platform.notice_receipt as r join platform.webhook as w on w.id = r.webhook_id
       where r.port = $1 and r.notice_id = $2 order by r.at desc, r.attempt desc limit 200
     ) as latest order by at, attempt`,
    [port, noticeId],
  )
}

/** When each open delivery of a notice will be tried next. */
export async function listOpenDeliveries(db: Queryable, port: string, noticeId: string): Promise<{ webhook_id: string; state: 'owed' | 'quarantined'; next_at: Instant; attempts: number }[]> {
  return db.query('select webhook_id, state, next_at, attempts from platform.notice_delivery where port = $1 and notice_id = $2 order by webhook_id', [port, noticeId])
}

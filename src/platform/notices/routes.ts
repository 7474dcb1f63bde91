import { z } from 'zod'
import { atPort, everyPort, hasRole } from '../../kernel/actor.ts'
import { toIso } from '../../kernel/instant.ts'
import { ok, refuse } from '../../kernel/result.ts'
import type { Api } from '../http/api.ts'
import { decodeIdCursor, ListQuery, pageById } from '../http/cursor.ts'
import type { Context } from '../context.ts'
import { knownSubjects, subjectKey, type Sights } from '../sight/known-subjects.ts'
import { acknowledgeNotice, acknowledgeNotices } from './acknowledge-notice.ts'
import { isForActor, maySeeReceipts, recipientOf } from './domain/recipient-of.ts'
import type { Notice } from './domain/notice.ts'
import { NoticeView, toNotice, toNoticeView } from './notice-view.ts'
import { redeliverNotice } from './redeliver-notice.ts'
import { findNotice, listAbout, listInbox, listOpenDeliveries, listReceipts, listUndelivered, type NoticeRow } from './store.ts'

const Id = z.strictObject({ id: z.uuid() })

const NoticeQuery = ListQuery.extend({
  state: z.enum(['owed', 'delivered', 'acknowledged', 'quarantined']).optional(),
  /** `kind:id`: every notice sent about it, to whomever, instead of the own inbox. */
  subject: z
    .string()
    .regex(/^[a-z-]+:.{1,100}$/)
    .optional(),
  undelivered: z.enum(['true']).optional(),
  /** Only those of the inbox that nobody has acknowledged. */
  unread: z.enum(['true']).optional(),
})

const Receipts = z.object({
  notice: NoticeView,
  receipts: z.array(
    z.object({
      channel: z.enum(['inbox', 'webhook']),
      webhook: z.uuid().optional(),
      attempt: z.int(),
      at: z.iso.datetime(),
      outcome: z.enum(['delivered', 'failed', 'refused']),
      detail: z.string().optional(),
    }),
  ),
  /** Deliveries still open, with the next try, and those given up. */
  open: z.array(z.object({ channel: z.enum(['webhook']), webhook: z.uuid(), state: z.enum(['owed', 'quarantined']), attempts: z.int(), nextAt: z.iso.datetime() })),
})

/** Of these notices those the actor may know of: its own, and those about what it may know of (LB-09). */
async function known(context: Context, sights: Sights, rows: readonly NoticeRow[]): Promise<Notice[]> {
  const notices = rows.map(toNotice)
  const subjectOf = ({ port, subjectKind, subjectId }: Notice): { port: string; kind: string; id: string } => ({ port, kind: subjectKind, id: subjectId })
  const subjects = await knownSubjects(context, sights, notices.map(subjectOf))
  return notices.filter((notice) => isForActor(context.actor, notice) || subjects.has(subjectKey(subjectOf(notice))))
}

/** Inbox, receipts, acknowledgement (DC-06, SW-03). What was sent to others is shown to those who may know of its subject by `sights`. */
export function noticeRoutes(api: Api, sights: Sights): void {
  api.read({
    path: '/notices',
    operation: 'listNotices',
    summary: 'The own inbox, newest first; with `subject` every notice about it; with `undelivered` what did not arrive',
    tags: ['notices'],
    query: NoticeQuery,
    reply: z.object({ items: z.array(NoticeView), next: z.string().optional() }),
    run: async (context, { query }) => {
      const { actor, db } = context
      const after = decodeIdCursor(query.after)
      if (!after.ok) return after
      const ports = atPort(actor, '*') ? undefined : actor.ports
      const page = (rows: readonly NoticeRow[]) => pageById(rows, query.limit, (row) => toNoticeView(actor, toNotice(row)))
      const cut = async (rows: readonly NoticeRow[]) => ({ ...page(rows), items: (await known(context, sights, rows)).map((notice) => toNoticeView(actor, notice)) })
      const oversees = hasRole(actor, 'officer', 'coordinator', 'headquarters', 'auditor', 'administrator')
      if (query.subject !== undefined && oversees) {
        const colon = query.subject.indexOf(':')
        return ok(await cut(await listAbout(db, query.subject.slice(0, colon), query.subject.slice(colon + 1), ports, after.value, query.limit)))
      }
      if (query.undelivered !== undefined && oversees) return ok(await cut(await listUndelivered(db, ports, after.value, query.limit)))
      const recipient = recipientOf(actor)
      if (recipient === undefined) return ok({ items: [] })
      // What is of no port is of concern at every port of its recipient.
      return ok(page(await listInbox(db, recipient, ports === undefined ? undefined : [...ports, everyPort], { state: query.state, unread: query.unread !== undefined }, after.value, query.limit)))
    },
  })
  api.read({
    path: '/notices/:id/receipts',
    operation: 'listReceipts',
    summary: 'Every delivery of a notice: channel, try, time, outcome, and what is still open',
    tags: ['notices'],
    params: Id,
    reply: Receipts,
    run: async (context, { params }) => {
      const row = await findNotice(context.db, params.id)
      if (row === undefined) return refuse({ code: 'common/not-found' })
      const [notice] = await known(context, sights, [row])
      if (notice === undefined || !maySeeReceipts(context.actor, notice)) return refuse({ code: 'common/not-found' })
      const [tries, open] = await Promise.all([listReceipts(context.db, row.port, row.id), listOpenDeliveries(context.db, row.port, row.id)])
      return ok({
        notice: toNoticeView(context.actor, notice),
        receipts: [
          // Stored is visible: the notice itself is the receipt of the inbox.
          { channel: 'inbox' as const, attempt: 1, at: toIso(row.owed_at), outcome: 'delivered' as const },
          ...tries.map((tried) => ({ channel: 'webhook' as const, webhook: tried.webhook_id, attempt: tried.attempt, at: toIso(tried.at), outcome: tried.outcome, detail: tried.detail })),
        ],
        open: open.map((delivery) => ({ channel: 'webhook' as const, webhook: delivery.webhook_id, state: delivery.state, attempts: delivery.attempts, nextAt: toIso(delivery.next_at) })),
      })
    },
  })
  api.command({
    method: 'POST',
    path: '/notices/:id/acknowledge',
    operation: 'acknowledgeNotice',
    summary: 'The recipient takes note of a notice',
    tags: ['notices'],
    params: Id,
    reply: NoticeView,
    run: (tx, context, { params }) => acknowledgeNotice(tx, context, params.id),
  })
  api.command({
    method: 'POST',
    path: '/notices/acknowledge',
    operation: 'acknowledgeNotices',
    summary: 'The recipient takes note of several notices at once: of all of them or of none',
    tags: ['notices'],
    body: z.strictObject({ notices: z.array(z.uuid()).min(1).max(200) }),
    reply: z.object({ acknowledged: z.int() }),
    example: { notices: ['0195f5a0-0000-7000-8000-000000000001'] },
    run: (tx, context, { body }) => acknowledgeNotices(tx, context, body.notices),
  })
  api.command({
    method: 'POST',
    path: '/notices/:id/redeliver',
    operation: 'redeliverNotice',
    summary: 'Try again the deliveries of a notice that were given up',
    tags: ['notices'],
    params: Id,
    reply: NoticeView,
    run: (tx, context, { params }) => redeliverNotice(tx, context, params.id),
  })
}

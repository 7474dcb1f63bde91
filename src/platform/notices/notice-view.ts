import { z } from 'zod'
import type { Actor } from '../../kernel/actor.ts'
import { toIso } from '../../kernel/instant.ts'
import type { Notice } from './domain/notice.ts'
import { factsFor } from './domain/outside-facts.ts'
import { isForActor } from './domain/recipient-of.ts'
import { noticeText } from './notice-text.ts'
import type { NoticeRow } from './store.ts'

/** A notice as people and machines see it; what it says is only in the view of its recipient. */
export const NoticeView = z.object({
  id: z.uuid(),
  port: z.string(),
  recipient: z.object({ kind: z.enum(['agency', 'enterprise', 'site', 'headquarters']), code: z.string() }),
  type: z.string(),
  subjectKind: z.string(),
  subjectId: z.string(),
  state: z.enum(['owed', 'delivered', 'acknowledged', 'quarantined']),
  undelivered: z.boolean(),
  owedAt: z.iso.datetime(),
  deliveredAt: z.iso.datetime().optional(),
  acknowledgedAt: z.iso.datetime().optional(),
  acknowledgedBy: z.string().optional(),
  facts: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  message: z.object({ zh: z.string(), en: z.string() }).optional(),
})
export type NoticeView = z.infer<typeof NoticeView>

/** A stored notice with its text, as its recipient may know it. */
export function toNotice(row: NoticeRow): Notice {
  const recipient = { kind: row.recipient_kind, code: row.recipient_code }
  const facts = factsFor(recipient, row.type, row.facts)
  return {
    id: row.id,
    port: row.port,
    recipient,
    type: row.type,
    subjectKind: row.subject_kind,
    subjectId: row.subject_id,
    facts,
    state: row.state,
    undelivered: row.undelivered,
    owedAt: row.owed_at,
    ...(row.delivered_at === null ? {} : { deliveredAt: row.delivered_at }),
    ...(row.acknowledged_at === null ? {} : { acknowledgedAt: row.acknowledged_at }),
    ...(row.acknowledged_by === null ? {} : { acknowledgedBy: row.acknowledged_by }),
    message: noticeText(row.type, facts),
  }
}

/** What the actor may see of a notice. */
export function toNoticeView(actor: Actor, notice: Notice): NoticeView {
  return {
    id: notice.id,
    port: notice.port,
    recipient: { ...notice.recipient },
    type: notice.type,
    subjectKind: notice.subjectKind,
    subjectId: notice.subjectId,
    state: notice.state,
    undelivered: notice.undelivered,
    owedAt: toIso(notice.owedAt),
    ...(notice.deliveredAt === undefined ? {} : { deliveredAt: toIso(notice.deliveredAt) }),
    ...(notice.acknowledgedAt === undefined ? {} : { acknowledgedAt: toIso(notice.acknowledgedAt) }),
    ...(notice.acknowledgedBy === undefined ? {} : { acknowledgedBy: notice.acknowledgedBy }),
    ...(isForActor(actor, notice) ? { facts: { ...notice.facts }, message: { ...notice.message } } : {}),
  }
}

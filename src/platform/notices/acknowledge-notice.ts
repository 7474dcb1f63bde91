import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../database/database.ts'
import { append } from '../ledger/append.ts'
import type { LedgerFact } from '../ledger/fact.ts'
import type { Notice } from './domain/notice.ts'
import { mayAcknowledge } from './domain/recipient-of.ts'
import { audienceOf } from './owe-notices.ts'
import { lockNotice, lockNotices, markAcknowledged, markAllAcknowledged } from './store.ts'
import { toNotice, toNoticeView, type NoticeView } from './notice-view.ts'

/** Records that the recipient has taken note. A second acknowledgement changes nothing and gets the first one's answer. */
export async function acknowledgeNotice(tx: Tx, context: Context, id: string): Promise<Result<NoticeView>> {
  const row = await lockNotice(tx, id)
  if (row === undefined) return refuse({ code: 'common/not-found' })
  const notice = toNotice(row)
  const refusal = mayAcknowledge(context.actor, notice)
  if (refusal !== undefined) return refuse(refusal)
  if (notice.state === 'acknowledged') return ok(toNoticeView(context.actor, notice))
  await markAcknowledged(tx, notice.port, id, context.actor.name, context.now)
  await append(tx, context, [acknowledged(notice)])
  return ok(toNoticeView(context.actor, { ...notice, state: 'acknowledged', acknowledgedAt: context.now, acknowledgedBy: context.actor.name }))
}

/** Records that the recipient has taken note of all of these, each in the ledger, or of none: one that is not theirs does not exist for them. Gives how many were new. */
export async function acknowledgeNotices(tx: Tx, context: Context, ids: readonly string[]): Promise<Result<{ readonly acknowledged: number }>> {
  const wanted = [...new Set(ids)]
  const notices = (await lockNotices(tx, wanted)).map(toNotice)
  if (notices.length < wanted.length || notices.some((notice) => mayAcknowledge(context.actor, notice) !== undefined)) return refuse({ code: 'common/not-found' })
  const fresh = notices.filter(({ state }) => state !== 'acknowledged')
  if (fresh.length === 0) return ok({ acknowledged: 0 })
  await markAllAcknowledged(tx, fresh.map(({ id }) => id), context.actor.name, context.now)
  await append(tx, context, fresh.map(acknowledged))
  return ok({ acknowledged: fresh.length })
}

function acknowledged(notice: Notice): LedgerFact {
  return {
    port: notice.port,
    subjectKind: 'notice',
    subjectId: notice.id,
    type: 'NoticeAcknowledged',
    payload: { type: notice.type },
    related: [{ kind: notice.subjectKind, id: notice.subjectId }],
    audience: audienceOf([notice.recipient]),
  }
}

import { hasRole } from '../../kernel/actor.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../database/database.ts'
import { enqueue } from '../jobs/public.ts'
import { append } from '../ledger/append.ts'
import { deliverNotices } from './delivery-job.ts'
import { reopenDeliveries } from './delivery-store.ts'
import { isForActor } from './domain/recipient-of.ts'
import { toNotice, toNoticeView, type NoticeView } from './notice-view.ts'
import { lockNotice } from './store.ts'

/** Opens deliveries that were given up again, for the recipient or an administrator. Refuses with `notices/nothing-given-up` when there are none. */
export async function redeliverNotice(tx: Tx, context: Context, id: string): Promise<Result<NoticeView>> {
  const row = await lockNotice(tx, id)
  if (row === undefined) return refuse({ code: 'common/not-found' })
  const notice = toNotice(row)
  if (!isForActor(context.actor, notice) && !hasRole(context.actor, 'administrator')) return refuse({ code: 'common/not-found' })
  const webhooks = await reopenDeliveries(tx, row.port, id, context.now)
  if (webhooks.length === 0) return refuse({ code: 'notices/nothing-given-up' })
  await enqueue(tx, context, ...webhooks.map((webhook) => deliverNotices(row.port, webhook)))
  const related = [{ kind: notice.subjectKind, id: notice.subjectId }]
  await append(tx, context, [{ port: row.port, subjectKind: 'notice', subjectId: id, type: 'NoticeRedeliveryOrdered', payload: { webhooks }, related }])
  return ok(toNoticeView(context.actor, { ...notice, state: notice.state === 'quarantined' ? 'owed' : notice.state }))
}

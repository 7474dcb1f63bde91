import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../database/database.ts'
import { append } from '../ledger/append.ts'
import { mayAcknowledge } from './domain/recipient-of.ts'
import { audienceOf } from './owe-notices.ts'
import { lockNotice, markAcknowledged } from './store.ts'
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
  await append(tx, context, [
    {
      port: notice.port,
      subjectKind: 'notice',
      subjectId: id,
      type: 'NoticeAcknowledged',
      payload: { type: notice.type },
      related: [{ kind: notice.subjectKind, id: notice.subjectId }],
      audience: audienceOf([notice.recipient]),
    },
  ])
  return ok(toNoticeView(context.actor, { ...notice, state: 'acknowledged', acknowledgedAt: context.now, acknowledgedBy: context.actor.name }))
}

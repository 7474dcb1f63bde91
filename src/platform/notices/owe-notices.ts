import { toIso } from '../../kernel/instant.ts'
import type { Tx } from '../database/database.ts'
import { writeTogether } from '../database/gather.ts'
import { enqueue } from '../jobs/public.ts'
import { append } from '../ledger/append.ts'
import type { LedgerFact, LedgerStamp } from '../ledger/fact.ts'
import type { NewNotice, Recipient } from './domain/notice.ts'
import { factsFor } from './domain/outside-facts.ts'
import { deliverNotices } from './delivery-job.ts'
import { insertNotices, type NoticeInsert } from './store.ts'

export interface OweOptions {
  /** The caller's own fact names the recipients and has them as audience: no `NoticesOwed` is written beside it (hot paths). */
  readonly recordedByCaller?: boolean
}

/** How the ledger's stream addresses a party; agencies see the facts of their ports without being named. */
export function audienceOf(recipients: readonly Recipient[]): string[] {
  return [...new Set(recipients.filter((recipient) => recipient.kind !== 'agency').map((recipient) => `${recipient.kind}:${recipient.code}`))]
}

/** One fact per subject, naming whom it is told to. */
function owedFacts(notices: readonly (NewNotice & { readonly id: string })[]): LedgerFact[] {
  const bySubject = new Map<string, [NewNotice & { readonly id: string }, ...(NewNotice & { readonly id: string })[]]>()
  for (const notice of notices) {
    const subject = JSON.stringify([notice.port, notice.subjectKind, notice.subjectId])
    const group = bySubject.get(subject)
    if (group === undefined) bySubject.set(subject, [notice])
    else group.push(notice)
  }
  return [...bySubject.values()].map((group) => ({
    port: group[0].port,
    subjectKind: group[0].subjectKind,
    subjectId: group[0].subjectId,
    type: 'NoticesOwed',
    payload: { notices: group.map((notice) => ({ id: notice.id, type: notice.type, recipient: { ...notice.recipient } })) },
    audience: audienceOf(group.map((notice) => notice.recipient)),
  }))
}

/**
 * Owes messages to parties in the transaction that causes them (SW-03, DC-06), and gives their ids in order. The inbox has them at the
 * commit; web hooks of the recipients are tried until they are taken, in order per subject. One statement however many there are. Of the facts each
 * recipient is told what it may know (LB-09).
 */
export async function oweNotices(tx: Tx, stamp: LedgerStamp, notices: readonly NewNotice[], options: OweOptions = {}): Promise<string[]> {
  if (notices.length === 0) return []
  const owed = notices.map((notice) => ({ ...notice, id: stamp.newId() }))
  const rows = owed.map((notice) => ({
    port: notice.port,
    id: notice.id,
    recipient_kind: notice.recipient.kind,
    recipient_code: notice.recipient.code,
    type: notice.type,
    subject_kind: notice.subjectKind,
    subject_id: notice.subjectId,
    facts: factsFor(notice.recipient, notice.type, notice.facts),
    owed_at: toIso(stamp.now),
  }))
  const save = async (all: readonly NoticeInsert[]): Promise<void> => {
    const open = await insertNotices(tx, all)
    await enqueue(tx, stamp, ...open.map((delivery) => deliverNotices(delivery.port, delivery.webhook_id)))
  }
  await writeTogether(tx, 'notices', rows, save, 'at-the-end')
  if (options.recordedByCaller !== true) await append(tx, stamp, owedFacts(owed))
  return owed.map((notice) => notice.id)
}

import { z } from 'zod'
import { everyPort } from '../../kernel/actor.ts'
import { inForce, plus, toIso, type Instant } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import type { Bilingual } from '../../kernel/refusal.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { enqueue, type JobKind } from '../../platform/jobs/public.ts'
import { append } from '../../platform/ledger/append.ts'
import { headquarters, noticeText, oweNotices } from '../../platform/notices/public.ts'
import { findOwedReview } from './act-store.ts'
import type { LabParts } from './deps.ts'
import { reviewSpan } from './readiness.ts'

export const reviewDue = 'rule-review-due'

const Payload = z.strictObject({ table: z.string(), version: z.int(), agency: z.string() })

/** A liaison officer who was told outside the product, and whether that arrived. */
export interface Reached {
  readonly agency: string
  readonly name: string
  readonly ok: boolean
}

/** Tells the liaison officers of an agency over the channels they have. */
export type ReachLiaisons = (agency: string, message: Bilingual, now: Instant) => Promise<readonly Reached[]>

/** Who answers for a review that is owed: the agency of who activated, else the one the span belongs to. */
const agencyOf = (pack: Pack, activator: string | undefined, now: Instant): string => activator ?? pack.parameters.find((one) => one.name === 'lab.review' && inForce(one, now))?.owner ?? ''

/** Begins the clock of the review an emergency activation owes. */
export async function beginReviewClock(tx: Tx, context: Context, pack: Pack, owed: { readonly table: string; readonly version: number; readonly reviewBy: Instant }): Promise<void> {
  const { table, version, reviewBy } = owed
  const agency = agencyOf(pack, context.actor.agency, context.now)
  await enqueue(tx, context, { port: everyPort, kind: reviewDue, payload: { table, version, agency }, key: `${table} ${version}`, runAt: reviewBy })
}

/**
 * The clock of a review: where nobody has reviewed by then, headquarters and the agency are told, the agency's liaison officers also outside the product, and
 * it stands in the ledger; again after as long, until somebody reviews. The version stays as it is: time neither upholds nor ends it (GV-12).
 */
export function reviewJob({ law, reachLiaisons }: LabParts): JobKind {
  return {
    async run(context, job) {
      const { table, version, agency } = Payload.parse(job.payload)
      const { now, db } = context
      const owed = await findOwedReview(db, table, version)
      const due = owed?.reviewBy ?? undefined
      const facts = { table, version, by: owed?.by ?? '', due: due === undefined ? '' : toIso(due) }
      const reached = due === undefined ? [] : ((await reachLiaisons?.(agency, noticeText('ReviewOverdue', facts), now)) ?? [])
      await db.transaction(async (tx) => {
        // Looked at again: it may have been reviewed while liaison officers were being told.
        if (due !== undefined && (await findOwedReview(tx, table, version)) !== undefined) {
          await append(tx, context, [{ port: everyPort, subjectKind: 'table', subjectId: table, type: 'EmergencyReviewOverdue', payload: { ...facts, agency, liaisons: reached.map((each) => ({ ...each })) } }])
          const told = [headquarters, { kind: 'agency', code: agency } as const]
          await oweNotices(tx, context, told.map((recipient) => ({ port: everyPort, recipient, type: 'ReviewOverdue', subjectKind: 'table', subjectId: table, facts })))
          await enqueue(tx, context, { port: everyPort, kind: reviewDue, payload: { table, version, agency }, key: `${table} ${version}`, runAt: plus(now, reviewSpan(law(), now)) })
        }
        await job.finishIn(tx)
      })
    },
  }
}

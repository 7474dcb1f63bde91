import { z } from 'zod'
import { systemActor } from '../../kernel/actor.ts'
import { plus, toIso, type Instant } from '../../kernel/instant.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { enqueue, type JobKind } from '../../platform/jobs/public.ts'
import { append } from '../../platform/ledger/public.ts'
import { headquarters, oweNotices, type NewNotice } from '../../platform/notices/public.ts'
import type { DrawParts } from './deps.ts'
import type { Draw } from './draw.ts'
import { findOwed } from './drawn-store.ts'
import { findDraw } from './store.ts'

/** Kind of the job that looks after objects without a crew; payload `{id}` of the draw. */
export const owedKind = 'draw-owed'

/** Until when the next draw, or two persons who say that it is not inspected, have to see to an object without a crew. */
export function owedBy({ law }: Pick<DrawParts, 'law'>, port: string, since: Instant): Instant {
  return plus(since, parameterValue(law(), 'draws.owed', since, { port }))
}

/**
 * What lots named and found no full crew for becomes a task of the agency with a time for it: told at once, and again to it and to headquarters for as long as
 * it is left (DR-01, DR-02). The crew comes from the next draw, whose seed nobody knows yet: of a seed that is known whoever keeps the roster could tell whom it would name.
 */
export async function watchOwed(tx: Tx, context: Context, parts: DrawParts, draw: Draw): Promise<void> {
  const owed = await findOwed(tx, draw.port, draw.agency, draw.id)
  if (owed.length === 0) return
  const by = owedBy(parts, draw.port, context.now)
  await tell(tx, context, draw, 'DrawCrewOwed', owed.length, by)
  await enqueue(tx, context, { port: draw.port, kind: owedKind, payload: { id: draw.id }, runAt: by })
}

async function tell(tx: Tx, context: Context, { port, id, number, agency }: Draw, type: 'DrawCrewOwed' | 'DrawCrewOverdue', objects: number, by: Instant): Promise<void> {
  const notice: Omit<NewNotice, 'recipient'> = { port, type, subjectKind: 'draw', subjectId: id, facts: { draw: `D-${number}`, agency, objects, by: toIso(by) } }
  const recipients = [{ kind: 'agency' as const, code: agency }, ...(type === 'DrawCrewOverdue' ? [headquarters] : [])]
  await oweNotices(tx, { ...context, actor: systemActor }, recipients.map((recipient) => ({ ...notice, recipient })))
}

const Payload = z.object({ id: z.uuid() })

/** The job of that clock: what is still left is put on record, and looked after again. */
export function owedJob(parts: DrawParts): JobKind {
  return {
    async run(context, job) {
      await context.db.transaction(async (tx) => {
        const draw = await findDraw(tx, [job.port], Payload.parse(job.payload).id)
        const owed = draw === undefined ? [] : await findOwed(tx, draw.port, draw.agency, draw.id)
        if (draw !== undefined && owed.length > 0) {
          const by = owedBy(parts, draw.port, context.now)
          await append(tx, { ...context, actor: systemActor }, [{ port: draw.port, subjectKind: 'draw', subjectId: draw.id, type: 'DrawCrewOverdue', payload: { objects: owed.map(({ object }) => object) } }])
          await tell(tx, context, draw, 'DrawCrewOverdue', owed.length, by)
          await enqueue(tx, context, { port: draw.port, kind: owedKind, payload: { id: draw.id }, runAt: by })
        }
        await job.finishIn(tx)
      })
    },
  }
}

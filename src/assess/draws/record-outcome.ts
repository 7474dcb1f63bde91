import { z } from 'zod'
import { hasRole } from '../../kernel/actor.ts'
import { must } from '../../kernel/invariant.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { append } from '../../platform/ledger/public.ts'
import { findDrawable } from '../../window/declarations/public.ts'
import { insertOutcome } from './aftermath-store.ts'
import { closeAssignments, readNamed } from './candidate-store.ts'
import { maySeeNames } from './domain/permissions.ts'
import type { Draw } from './draw.ts'
import { lockDraw } from './store.ts'

export const RecordOutcome = z.strictObject({
  id: z.uuid().optional(),
  object: z.string().regex(/^O-\d+$/),
  /** What was looked at, in words of the published catalogue. */
  items: z.array(z.string().trim().min(1).max(60)).max(20),
  result: z.enum(['qualified', 'not-qualified', 'not-inspected']),
  /** Published: why it was not inspected, or what else was out of the ordinary. No names, no quantities, no values. */
  exception: z.string().trim().min(5).max(300).optional(),
})
export type RecordOutcome = z.infer<typeof RecordOutcome>

/**
 * Puts into the open register what became of a drawn object (DR-04): chapter of the tariff, day, items, class of result, exceptions; nothing that names its owner or is a
 * trade secret. The chapter is told only now: beside the level of risk of a list it could give a consignment away before it is inspected.
 */
export async function recordOutcome(tx: Tx, context: Context, ports: readonly string[], id: string, body: RecordOutcome): Promise<Result<Draw>> {
  const draw = await lockDraw(tx, ports, id)
  if (draw === undefined || !maySeeNames(context.actor, draw)) return refuse({ code: 'common/not-found' })
  if (!hasRole(context.actor, 'officer', 'coordinator') || context.actor.agency !== draw.agency) return refuse({ code: 'common/not-permitted' })
  if (draw.state !== 'drawn') return refuse({ code: 'draws/not-now', facts: { state: draw.state } })
  if (draw.result?.some(({ object }) => object === body.object) !== true) return refuse({ code: 'draws/object-not-drawn', pointer: '/object', facts: { object: body.object }, clause: 'DR-05' })
  if (body.result === 'not-inspected' && body.exception === undefined) return refuse({ code: 'draws/exception-required', pointer: '/exception', clause: 'DR-04' })
  const subject = must((await readNamed(tx, draw.port, id)).find(({ code }) => code === body.object)?.subject, 'a candidate of the list')
  const [declaration] = await findDrawable(tx, draw.port, [subject])
  const chapter = must(declaration, 'a declaration that was listed').hs.slice(0, 2)
  const outcome = { object: body.object, class: chapter, items: body.items, result: body.result, exception: body.exception ?? null, recordedAt: context.now }
  const version = await insertOutcome(tx, draw.port, id, outcome, context.actor.id)
  await closeAssignments(tx, draw.port, id, body.object, null)
  await append(tx, context, [
    {
      port: draw.port, subjectKind: 'draw', subjectId: id, type: 'DrawOutcomeRecorded', related: [{ kind: 'declaration', id: subject }],
      payload: { object: body.object, version, class: chapter, items: body.items, result: body.result, exception: body.exception ?? null },
    },
  ])
  return ok(draw)
}

import { z } from 'zod'
import { hasRole } from '../../kernel/actor.ts'
import { must } from '../../kernel/invariant.ts'
import type { DispositionKind } from '../../kernel/pack.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import { personBehind } from '../../kernel/second-person.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { append } from '../../platform/ledger/public.ts'
import { findDrawable } from '../../window/declarations/public.ts'
import { insertOutcome, type Outcome } from './aftermath-store.ts'
import { approveAskedOutcome, findAskedOutcome, insertAskedOutcome } from './asked-outcome-store.ts'
import { closeAssignments, readNamed } from './candidate-store.ts'
import { findDrawnCrews } from './drawn-store.ts'
import { mayApprove, isConcerned } from './domain/permissions.ts'
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
 * Says that a drawn object was not inspected, and why; published once a second person agrees (DR-04, DR-05). That goods are qualified or not is published by
 * the decision on their inspection (`publishDecisions`), and written by nobody.
 */
export async function recordOutcome(tx: Tx, context: Context, ports: readonly string[], id: string, body: RecordOutcome): Promise<Result<Draw>> {
  const draw = await lockDraw(tx, ports, id)
  if (draw === undefined || !isConcerned(context.actor, draw)) return refuse({ code: 'common/not-found' })
  if (!hasRole(context.actor, 'officer', 'coordinator') || context.actor.agency !== draw.agency) return refuse({ code: 'common/not-permitted' })
  if (draw.state !== 'drawn') return refuse({ code: 'draws/not-now', facts: { state: draw.state } })
  if (draw.result?.some(({ object }) => object === body.object) !== true) return refuse({ code: 'draws/object-not-drawn', pointer: '/object', facts: { object: body.object }, clause: 'DR-05' })
  if (body.result !== 'not-inspected') return refuse({ code: 'draws/inspection-decides', pointer: '/result', clause: 'DR-04' })
  if (body.exception === undefined) return refuse({ code: 'draws/exception-required', pointer: '/exception', clause: 'DR-04' })
  const { object, items, exception } = body
  const written = await insertAskedOutcome(tx, draw.port, id, { id: context.newId(), object, items, exception, askedBy: personBehind(context.actor), askedAt: context.now })
  if (!written) return refuse({ code: 'draws/outcome-asked-already', pointer: '/object', facts: { object } })
  await append(tx, context, [{ port: draw.port, subjectKind: 'draw', subjectId: id, type: 'DrawOutcomeAsked', payload: { object, items, exception } }])
  return ok(draw)
}

/** The second person agrees that an object was not inspected: it is published (DR-04, DR-05). The crew that lots named stays the only one that may go. */
export async function approveOutcome(tx: Tx, context: Context, ports: readonly string[], id: string, wish: string): Promise<Result<Draw>> {
  const draw = await lockDraw(tx, ports, id)
  const asked = draw === undefined ? undefined : await findAskedOutcome(tx, draw.port, id, wish)
  if (draw === undefined || asked === undefined) return refuse({ code: 'common/not-found' })
  const refusal = mayApprove(context.actor, draw, asked.askedBy)
  if (refusal !== undefined) return refuse(refusal)
  if (asked.approvedBy !== null) return refuse({ code: 'draws/not-now', facts: { state: draw.state } })
  await approveAskedOutcome(tx, draw.port, id, wish, context.actor.id, context.now)
  await publishOutcome(tx, context, draw.port, id, { object: asked.object, items: asked.items, result: 'not-inspected', exception: asked.exception })
  return ok(draw)
}

type Published = Pick<Outcome, 'object' | 'items' | 'result' | 'exception'>

/**
 * Adds an outcome, or its correction, to the open register and ends the officers' work on the object: chapter of the tariff, day, items, class of result,
 * exceptions; nothing that names its owner or is a trade secret. The chapter is told only now: beside the level of risk of a list it could give a
 * consignment away before it is inspected.
 */
async function publishOutcome(tx: Tx, context: Context, port: string, id: string, { object, items, result, exception }: Published): Promise<void> {
  const subject = must((await readNamed(tx, port, id)).find(({ code }) => code === object)?.subject, 'a candidate of the list')
  const [declaration] = await findDrawable(tx, port, [subject])
  const chapter = must(declaration, 'a declaration that was listed').hs.slice(0, 2)
  const version = await insertOutcome(tx, port, id, { object, class: chapter, items, result, exception, recordedAt: context.now }, context.actor.id)
  await closeAssignments(tx, port, id, object, null)
  await append(tx, context, [
    { port, subjectKind: 'draw', subjectId: id, type: 'DrawOutcomeRecorded', related: [{ kind: 'declaration', id: subject }], payload: { object, version, class: chapter, items, result, exception } },
  ])
}

/** An agency's decision on what its directives asked, as the open register needs it. */
export interface DecidedDirectives {
  readonly port: string
  readonly directives: readonly string[]
  /** Methods and checks that were done. */
  readonly done: readonly string[]
  readonly effect: DispositionKind['effect']
}

/**
 * Publishes what became of drawn objects as soon as their agency has decided (DR-04), so that nobody can forget to. Goods that are held are not decided
 * yet; a later decision is a further version.
 */
export async function publishDecisions(tx: Tx, context: Context, { port, directives, done, effect }: DecidedDirectives): Promise<void> {
  if (effect === 'hold') return
  for (const { draw, object } of await findDrawnCrews(tx, port, directives)) {
    await publishOutcome(tx, context, port, draw, { object, items: done, result: effect === 'qualify' ? 'qualified' : 'not-qualified', exception: null })
  }
}

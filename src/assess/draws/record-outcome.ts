import { z } from 'zod'
import { hasRole } from '../../kernel/actor.ts'
import { must } from '../../kernel/invariant.ts'
import type { DispositionKind } from '../../kernel/pack.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { append } from '../../platform/ledger/public.ts'
import { findDrawable } from '../../window/declarations/public.ts'
import { insertOutcome, type Outcome } from './aftermath-store.ts'
import { closeAssignments, readNamed } from './candidate-store.ts'
import { findDrawnCrews } from './drawn-store.ts'
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
  await publishOutcome(tx, context, draw.port, id, { object: body.object, items: body.items, result: body.result, exception: body.exception ?? null })
  return ok(draw)
}

type Published = Pick<Outcome, 'object' | 'items' | 'result' | 'exception'>

/** Adds an outcome, or its correction, to the open register and ends the officers' work on the object. */
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

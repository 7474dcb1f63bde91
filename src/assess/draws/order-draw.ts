import { z } from 'zod'
import { systemActor } from '../../kernel/actor.ts'
import { inForce, toIso } from '../../kernel/instant.ts'
import { must } from '../../kernel/invariant.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import { personBehind } from '../../kernel/second-person.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { enqueue } from '../../platform/jobs/public.ts'
import { append } from '../../platform/ledger/public.ts'
import { headquarters, oweNotices } from '../../platform/notices/public.ts'
import type { DrawParts } from './deps.ts'
import { mayApprove, mayOrder } from './domain/permissions.ts'
import type { Draw, DrawCause } from './draw.ts'
import { advanceKind, answerBy, freezeDraw } from './freeze-draw.ts'
import { recentChanges } from './recent-changes.ts'
import { findDraw, findLatest, insertDraw, lockDraw, lockOrders, updateDraw } from './store.ts'

const reason = z.string().trim().min(10).max(500)

/** There is nothing to choose but port and moment: no object, no officer, no number can be sent. */
export const OrderDraw = z.strictObject({
  id: z.uuid().optional(),
  port: z.string().min(1).max(40),
  /** A draw to be made again. */
  replaces: z.uuid().optional(),
  /** Published as it stands; asked for where a second person is needed. */
  reason: reason.optional(),
})
export type OrderDraw = z.infer<typeof OrderDraw>

/** Who changed the roster since the last list does not decide that lots are drawn from it. */
const rosterKeeper: Refusal = { code: 'draws/roster-keeper', clause: 'GV-15' }

/**
 * Orders a draw of what an agency inspects at a port, and by whom. It is frozen at once; or it waits for a second person, with a reason, where a
 * draw is made again, or roster or rules were changed lately (DR-05). Who keeps the roster neither orders nor approves (GV-15).
 */
export async function orderDraw(tx: Tx, context: Context, parts: DrawParts, body: OrderDraw): Promise<Result<Draw>> {
  const { actor, now } = context
  const { port } = body
  const refusal = mayOrder(actor, port)
  if (refusal !== undefined) return refuse(refusal)
  const agency = actor.agency ?? ''
  if (!parts.law().ports.some((known) => known.code === port && inForce(known, now))) return refuse({ code: 'draws/unknown-port', pointer: '/port' })
  await lockOrders(tx, port)
  const latest = await findLatest(tx, port, agency)
  if (latest.running !== null) return refuse({ code: 'draws/one-at-a-time', facts: { draw: latest.running }, clause: 'DR-05' })
  if (body.replaces !== undefined) {
    const former = await findDraw(tx, [port], body.replaces)
    if (former === undefined || former.agency !== agency) return refuse({ code: 'common/not-found' })
    if (former.state !== 'drawn' || former.replacedBy !== null) return refuse({ code: 'draws/cannot-be-replaced', pointer: '/replaces', facts: { state: former.state }, clause: 'DR-05' })
  }
  const changes = await recentChanges(tx, parts, port, agency, now, latest.frozenAt)
  if (changes.keepers.has(personBehind(actor))) return refuse(rosterKeeper)
  const causes: DrawCause[] = [...(body.replaces === undefined ? [] : (['redraw'] as const)), ...changes.causes]
  if (causes.length > 0 && body.reason === undefined) return refuse({ code: 'draws/reason-required', pointer: '/reason', facts: { causes: causes.join(', ') }, clause: 'DR-05' })
  // A second person is worth nothing where the first may be a machine of the same person.
  if (causes.length > 0 && actor.kind !== 'person') return refuse({ code: 'draws/persons-only', clause: 'DR-05' })
  const id = body.id ?? context.newId()
  const orderedRole = actor.roles.find((role) => role === 'coordinator') ?? actor.kind
  await insertDraw(tx, { port, id, agency, replaces: body.replaces ?? null, causes, reason: body.reason ?? null, orderedBy: personBehind(actor), orderedRole, orderedAt: now })
  await append(tx, context, [
    {
      port, subjectKind: 'draw', subjectId: id, type: 'DrawOrdered',
      payload: { agency, causes, reason: body.reason ?? null, replaces: body.replaces ?? null },
      ...(body.replaces === undefined ? {} : { related: [{ kind: 'draw', id: body.replaces }] }),
    },
  ])
  const draw = must(await findDraw(tx, [port], id), 'the draw just written')
  if (causes.length > 0) {
    await askSecond(tx, context, parts, draw)
    return ok(draw)
  }
  const frozen = await freezeDraw(tx, context, parts, draw)
  return frozen.ok ? ok(must(await findDraw(tx, [port], id), 'the draw just frozen')) : frozen
}

/** Who may agree is told, and the time for it runs: a draw that nobody answers is over (DR-05). */
async function askSecond(tx: Tx, context: Context, parts: DrawParts, draw: Draw): Promise<void> {
  const { port, id, agency, number } = draw
  const by = answerBy(parts, draw)
  const notice = { port, type: 'DrawAnswerDue', subjectKind: 'draw', subjectId: id, facts: { draw: `D-${number}`, agency, by: toIso(by) } }
  await oweNotices(tx, { ...context, actor: systemActor }, [{ ...notice, recipient: { kind: 'agency', code: agency } }, { ...notice, recipient: headquarters }])
  await enqueue(tx, context, { port, kind: advanceKind, payload: { id }, runAt: by })
}

/** Who ordered a draw takes it back before anybody agreed; it stays on the record (DR-05). */
export async function withdrawDraw(tx: Tx, context: Context, ports: readonly string[], id: string): Promise<Result<Draw>> {
  const draw = await lockDraw(tx, ports, id)
  if (draw === undefined) return refuse({ code: 'common/not-found' })
  if (draw.orderedBy !== personBehind(context.actor)) return refuse({ code: 'common/not-permitted' })
  if (draw.state !== 'proposed') return refuse({ code: 'draws/not-now', facts: { state: draw.state } })
  await append(tx, context, [{ port: draw.port, subjectKind: 'draw', subjectId: id, type: 'DrawWithdrawn', payload: { causes: draw.causes } }])
  await updateDraw(tx, draw, { state: 'declined' })
  return ok(draw)
}

export const AnswerDraw = z.strictObject({ id: z.uuid().optional(), agree: z.boolean() })
export type AnswerDraw = z.infer<typeof AnswerDraw>

/** The second person agrees, and the list is frozen; or does not, and the draw is over before it began. Both stay on the record (DR-05). */
export async function answerDraw(tx: Tx, context: Context, parts: DrawParts, ports: readonly string[], id: string, { agree }: AnswerDraw): Promise<Result<Draw>> {
  const { actor, now } = context
  const draw = await lockDraw(tx, ports, id)
  if (draw === undefined) return refuse({ code: 'common/not-found' })
  const refusal = mayApprove(actor, draw, draw.orderedBy)
  if (refusal !== undefined) return refuse(refusal)
  // Late by the clock, though the job has not been there yet.
  if (draw.state !== 'proposed' || now >= answerBy(parts, draw)) return refuse({ code: 'draws/not-now', facts: { state: draw.state === 'proposed' ? 'declined' : draw.state } })
  const { frozenAt } = await findLatest(tx, draw.port, draw.agency)
  if (agree && (await recentChanges(tx, parts, draw.port, draw.agency, now, frozenAt)).keepers.has(personBehind(actor))) return refuse(rosterKeeper)
  const approvedRole = actor.roles.find((role) => role === 'coordinator' || role === 'headquarters') ?? actor.kind
  await append(tx, context, [{ port: draw.port, subjectKind: 'draw', subjectId: id, type: agree ? 'DrawApproved' : 'DrawDeclined', payload: { causes: draw.causes } }])
  await updateDraw(tx, draw, { approvedBy: actor.id, approvedRole, approvedAt: now, ...(agree ? {} : { state: 'declined' as const }) })
  if (agree) {
    const frozen = await freezeDraw(tx, context, parts, draw)
    if (!frozen.ok) return frozen
  }
  return ok(must(await findDraw(tx, [draw.port], id), 'the draw just answered'))
}

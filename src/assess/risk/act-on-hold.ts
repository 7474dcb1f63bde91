import { z } from 'zod'
import { settleDoubt } from '../../clear/release/public.ts'
import { settleGoods } from '../../joint/inspections/public.ts'
import { plus, toIso } from '../../kernel/instant.ts'
import { must } from '../../kernel/invariant.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { enqueue, type JobKind } from '../../platform/jobs/public.ts'
import { append } from '../../platform/ledger/append.ts'
import { oweNotices } from '../../platform/notices/public.ts'
import { lockCases } from '../../window/declarations/public.ts'
import { ruleSpread } from '../domain/rule-spread.ts'
import { mayApproveHold, maySeeEntry, mayTarget } from './domain/permissions.ts'
import { changeEntry, findEntry, lockEntry, type StoredEntry } from './entry-store.ts'
import { decideHeld, lockHeld, queueHeld, type HeldCase } from './held-store.ts'
import type { RiskParts } from './parts.ts'
import { beginHold, holdEnds } from './place-hold.ts'
import { endEntry } from './record-risk.ts'
import { checkEntry, moment, readMoment, text } from './scope-body.ts'

async function takeHold(tx: Tx, context: Context, id: string): Promise<Result<StoredEntry>> {
  const entry = await lockEntry(tx, id)
  if (entry === undefined || entry.kind !== 'hold' || !maySeeEntry(context.actor, entry)) return refuse({ code: 'common/not-found' })
  const denied = mayTarget(context.actor, entry.homePort)
  return denied === undefined ? ok(entry) : refuse(denied)
}

const told = async (tx: Tx, id: string): Promise<Result<StoredEntry>> => ok(must(await findEntry(tx, id), 'the rule just changed'))

export const AnswerHold = z.strictObject({ id: z.uuid().optional(), agree: z.boolean() })
export type AnswerHold = z.infer<typeof AnswerHold>

/** The second person agrees, and the rule is in force on every process within seconds; or does not, and it never was. */
export async function answerHold(tx: Tx, context: Context, id: string, { agree }: AnswerHold): Promise<Result<StoredEntry>> {
  const taken = await takeHold(tx, context, id)
  if (!taken.ok) return taken
  const entry = taken.value
  const { actor, now } = context
  const refusal = mayApproveHold(actor, entry)
  if (refusal !== undefined) return refuse(refusal)
  if (entry.state !== 'proposed') return refuse({ code: 'risk/not-proposed', facts: { state: entry.state } })
  const validFrom = plus(now, ruleSpread)
  if (agree && entry.validTo <= validFrom) return refuse({ code: 'risk/ends-in-the-past', pointer: '/validTo' })
  await changeEntry(tx, id, { state: agree ? 'in-force' : 'declined', approvedBy: actor.id, approvedName: actor.name, approvedAt: now, ...(agree ? { validFrom } : {}) })
  await append(tx, context, [{ port: entry.homePort, subjectKind: 'hold-rule', subjectId: id, type: agree ? 'HoldRulePlaced' : 'HoldRuleDeclined', payload: { label: entry.label, by: entry.createdBy } }])
  if (agree) await beginHold(tx, context, entry)
  return told(tx, id)
}

/** Everything a rule that ended still keeps goes into the officers' queue, and they are told; nothing is let go by it. */
async function queueCases(tx: Tx, context: Context, entry: StoredEntry, because: 'expired' | 'withdrawn'): Promise<void> {
  const queued = await queueHeld(tx, entry.id, because, context.now)
  if (queued.length === 0) return
  const { agency } = entry
  await append(tx, context, queued.map(({ port, count }) => ({ port, subjectKind: 'hold-rule', subjectId: entry.id, type: 'HeldGoodsQueued', payload: { label: entry.label, because, count } })))
  if (agency !== null) await oweNotices(tx, context, queued.map(({ port, count }) => ({ port, recipient: { kind: 'agency', code: agency }, type: 'HeldGoodsQueued', subjectKind: 'hold-rule', subjectId: entry.id, facts: { label: entry.label, count } })))
}

export const WithdrawHold = z.strictObject({ id: z.uuid().optional(), reason: text(500) })
export type WithdrawHold = z.infer<typeof WithdrawHold>

/** Ends a hold rule before its time. What it keeps waits for an officer. */
export async function withdrawHold(tx: Tx, context: Context, id: string, { reason }: WithdrawHold): Promise<Result<StoredEntry>> {
  const taken = await takeHold(tx, context, id)
  if (!taken.ok) return taken
  const entry = taken.value
  if (entry.state !== 'proposed' && (entry.state !== 'in-force' || entry.validTo <= context.now)) return refuse({ code: 'risk/not-in-force', facts: { label: entry.label } })
  await endEntry(tx, context, entry, entry.state === 'proposed' ? 'declined' : 'withdrawn', reason)
  await append(tx, context, [{ port: entry.homePort, subjectKind: 'hold-rule', subjectId: id, type: 'HoldRuleWithdrawn', payload: { label: entry.label, reason } }])
  await queueCases(tx, context, entry, 'withdrawn')
  return told(tx, id)
}

export const ExtendHold = z.strictObject({ id: z.uuid().optional(), validTo: moment, reason: text(500) })
export type ExtendHold = z.infer<typeof ExtendHold>

/** Gives a rule that stands a later end, not further off than a new one may have. */
export async function extendHold(tx: Tx, context: Context, { law }: RiskParts, id: string, body: ExtendHold): Promise<Result<StoredEntry>> {
  const taken = await takeHold(tx, context, id)
  if (!taken.ok) return taken
  const entry = taken.value
  const validTo = readMoment(body.validTo)
  if (entry.state !== 'in-force' || entry.validTo <= context.now) return refuse({ code: 'risk/not-in-force', facts: { label: entry.label } })
  const [first, ...rest] = checkEntry(law(), context.now, { scope: entry.scope, validTo, longest: 'risk.hold.longest' })
  if (first !== undefined) return refuse(first, ...rest)
  if (validTo <= entry.validTo) return refuse({ code: 'risk/not-later', pointer: '/validTo', facts: { until: toIso(entry.validTo) } })
  await changeEntry(tx, id, { validTo })
  await append(tx, context, [{ port: entry.homePort, subjectKind: 'hold-rule', subjectId: id, type: 'HoldRuleExtended', payload: { label: entry.label, validTo: body.validTo, reason: body.reason } }])
  await enqueue(tx, context, { port: entry.homePort, kind: holdEnds, payload: { id }, runAt: validTo })
  return told(tx, id)
}

export const EvaluateEntry = z.strictObject({ id: z.uuid().optional(), finding: text(1000) })
export type EvaluateEntry = z.infer<typeof EvaluateEntry>

/** Writes down what an officer thinks of a rule by its yield; the last word stands, all are in the ledger (RR-16). */
export async function evaluateHold(tx: Tx, context: Context, id: string, { finding }: EvaluateEntry): Promise<Result<StoredEntry>> {
  const taken = await takeHold(tx, context, id)
  if (!taken.ok) return taken
  await changeEntry(tx, id, { evaluation: finding })
  await append(tx, context, [{ port: taken.value.homePort, subjectKind: 'hold-rule', subjectId: id, type: 'HoldRuleEvaluated', payload: { label: taken.value.label, finding } }])
  return told(tx, id)
}

export const DecideHeld = z.strictObject({ id: z.uuid().optional(), decision: z.enum(['lift', 'keep']), reason: text(500) })
export type DecideHeld = z.infer<typeof DecideHeld>

/** An officer of the rule's agency lets a kept consignment go its way, or says that it stays; with a reason, under his name. */
export async function decideHeldCase(tx: Tx, context: Context, { law }: RiskParts, id: string, port: string, declaration: string, { decision, reason }: DecideHeld): Promise<Result<HeldCase>> {
  const { actor, now, newId } = context
  const entry = await findEntry(tx, id)
  if (entry === undefined || !maySeeEntry(actor, entry)) return refuse({ code: 'common/not-found' })
  const denied = mayTarget(actor, port)
  if (denied !== undefined || (actor.agency !== undefined && actor.agency !== entry.agency)) return refuse(denied ?? { code: 'common/not-permitted' })
  // The declaration first, as everybody does who may release it.
  await lockCases(tx, port, [declaration])
  const held = await lockHeld(tx, port, id, declaration)
  if (held === undefined) return refuse({ code: 'common/not-found' })
  if (held.state === 'lifted') return refuse({ code: 'risk/already-lifted', facts: { number: held.number } })
  const state = decision === 'lift' ? 'lifted' : 'kept'
  await decideHeld(tx, held, { state, by: actor.id, at: now, reason })
  await append(tx, context, [{ port, subjectKind: 'hold-rule', subjectId: id, type: decision === 'lift' ? 'HoldLifted' : 'HoldConfirmed', payload: { label: entry.label, number: held.number, reason }, related: [{ kind: 'declaration', id: declaration }] }])
  if (decision === 'lift') {
    await settleDoubt(tx, port, declaration, id)
    await settleGoods(tx, { port, pack: law(), actor, now, newId }, [declaration])
  }
  return ok({ ...held, state, decidedBy: actor.id, decidedAt: now, reason })
}

/** The clock of a hold rule. Extended meanwhile, there is another. */
export const endHold: JobKind = {
  async run(context, job) {
    const { id } = z.object({ id: z.uuid() }).parse(job.payload)
    await context.db.transaction(async (tx) => {
      const entry = await lockEntry(tx, id)
      if (entry?.state === 'in-force' && entry.validTo <= context.now) {
        await append(tx, context, [{ port: entry.homePort, subjectKind: 'hold-rule', subjectId: id, type: 'HoldRuleExpired', payload: { label: entry.label, validTo: toIso(entry.validTo) } }])
        await queueCases(tx, context, entry, 'expired')
      }
      await job.finishIn(tx)
    })
  },
}

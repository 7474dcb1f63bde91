import { z } from 'zod'
import { hasRole, type Actor } from '../../kernel/actor.ts'
import { inForce } from '../../kernel/instant.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { append } from '../../platform/ledger/append.ts'
import { oweNotices } from '../../platform/notices/public.ts'
import { Code } from '../../registry/register/public.ts'
import { findDeclaration, maySee } from '../../window/declarations/public.ts'
import { portsOf } from '../ports.ts'
import { findCommission, insertCommission, insertStep, type Commission } from './commission-store.ts'
import { standingAt } from './domain/body.ts'
import { bodyOf, isOfficialAt } from './domain/permissions.ts'
import { bodyAt, standingsOf, type AcceptanceParts } from './parts.ts'

const Seal = z.string().trim().min(1).max(40)

export const OrderSampling = z.strictObject({
  id: z.uuid().optional(),
  declaration: z.uuid(),
  line: z.int().min(1).max(9999),
  body: Code,
  tests: z.array(Code).min(1).max(100),
  /** Number of the sample within the port. */
  sample: z.string().trim().min(1).max(40),
  /** Seal put on the sample when it was taken. */
  seal: Seal,
})
export type OrderSampling = z.infer<typeof OrderSampling>

export const RecordCustody = z.strictObject({
  id: z.uuid().optional(),
  step: z.enum(['sealed', 'handed', 'opened']),
  /** The seal as it was read. */
  seal: Seal,
  intact: z.boolean(),
  /** Who held the sample before; the own party when absent. */
  from: Code.optional(),
  /** Who holds it now; the own party when absent. */
  to: Code.optional(),
})
export type RecordCustody = z.infer<typeof RecordCustody>

/** Whether the actor may know of an order: officials of the port, the body, headquarters and auditors. */
export function maySeeCommission(actor: Actor, order: { readonly port: string; readonly body: string }): boolean {
  return isOfficialAt(actor, order.port) || bodyOf(actor) === order.body || hasRole(actor, 'headquarters', 'auditor')
}

/** An officer seals a sample and orders its test from an admitted body (TP-04). */
export async function orderSampling(tx: Tx, context: Context, { law, cache }: AcceptanceParts, body: OrderSampling): Promise<Result<Commission>> {
  const { actor, now } = context
  const pack = law()
  if (!hasRole(actor, 'officer') || actor.agency === undefined) return refuse({ code: 'common/not-permitted' })
  const { agency } = actor
  const declaration = await findDeclaration(tx, portsOf(actor, pack), body.declaration)
  if (declaration === undefined || !maySee(actor, { port: declaration.port, declarant: declaration.content.declarant })) return refuse({ code: 'common/not-found' })
  if (!pack.powers.some((power) => power.agency === agency && power.methods.includes('sample') && inForce(power, now))) return refuse({ code: 'acceptance/no-power-to-sample', facts: { agency }, clause: 'TP-04' })
  if (!declaration.content.items.some((item) => item.line === body.line)) return refuse({ code: 'acceptance/no-such-line', pointer: '/line', facts: { lines: body.line } })
  const { standing } = standingAt((await standingsOf(tx, [body.body])).get(body.body) ?? [], now)
  if (bodyAt(cache, body.body, now) === undefined || standing !== 'admitted') return refuse({ code: 'acceptance/body-not-admitted', pointer: '/body', facts: { body: body.body, standing, since: '–' }, clause: 'TP-05' })
  const { id: _id, seal, declaration: declarationId, ...rest } = body
  const order: Commission = { ...rest, id: context.newId(), port: declaration.port, agency, declarationId, number: declaration.number, orderedBy: actor.name, orderedAt: now }
  if (!(await insertCommission(tx, order))) return refuse({ code: 'acceptance/sample-taken', pointer: '/sample', facts: { sample: body.sample } })
  await insertStep(tx, order.port, order.id, { step: 'sealed', seal, intact: true, from: agency, to: agency, at: now }, actor)
  const { sample, line, tests } = order
  await append(tx, context, [custodyFact(order, 'SamplingCommissioned', { sample, line, tests: [...tests], body: order.body, agency, seal })])
  await oweNotices(tx, context, [
    { port: order.port, recipient: { kind: 'enterprise', code: order.body }, type: 'SamplingCommissioned', subjectKind: 'commission', subjectId: order.id, facts: { agency, sample, tests: tests.join(', '), declaration: order.number } },
  ])
  return ok(order)
}

/** Somebody who handles a sample writes down what they did and what they found of its seal. It is kept as it was, gaps and all (TP-04). */
export async function noteCustody(tx: Tx, context: Context, { law }: AcceptanceParts, id: string, body: RecordCustody): Promise<Result<Commission>> {
  const { actor, now } = context
  const order = await findCommission(tx, portsOf(actor, law()), id)
  if (order === undefined || !maySeeCommission(actor, order)) return refuse({ code: 'common/not-found' })
  const own = bodyOf(actor) ?? (isOfficialAt(actor, order.port) ? actor.agency : undefined)
  if (own === undefined || (own !== order.body && own !== order.agency)) return refuse({ code: 'common/not-permitted' })
  const { step, seal, intact } = body
  const moved = { step, seal, intact, from: step === 'opened' ? own : (body.from ?? own), to: step === 'opened' ? own : (body.to ?? own), at: now }
  await insertStep(tx, order.port, order.id, moved, actor)
  await append(tx, context, [custodyFact(order, intact ? 'SampleCustodyRecorded' : 'SampleSealBroken', { step, seal, intact, from: moved.from, to: moved.to })])
  return ok(order)
}

function custodyFact(order: Commission, type: string, payload: Readonly<Record<string, string | number | boolean | string[]>>): Parameters<typeof append>[2][number] {
  return { port: order.port, subjectKind: 'commission', subjectId: order.id, type, payload, related: [{ kind: 'declaration', id: order.declarationId }], audience: [`enterprise:${order.body}`] }
}

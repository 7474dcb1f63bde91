import { z } from 'zod'
import { atPort, hasRole } from '../../kernel/actor.ts'
import type { Pack } from '../../kernel/pack.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { append } from '../../platform/ledger/append.ts'
import { oweNotices } from '../../platform/notices/public.ts'
import type { RegisterCache } from '../../registry/register/public.ts'
import { portsOf } from '../ports.ts'
import { refuseDuplicate, routeTest } from './domain/route-test.ts'
import { classesAt, laboratoriesAt } from './laboratory-registers.ts'
import { insertPlan, insertTest, type CapabilityPlan, type RoutedTest } from './store.ts'

const text = (maximum: number) => z.string().trim().min(1).max(maximum)

export const RequestTest = z.strictObject({ id: z.uuid().optional(), port: text(40), capability: text(80), sample: text(100), declaration: z.uuid().optional() })
export type RequestTest = z.infer<typeof RequestTest>

export const PlanCapability = z.strictObject({ id: z.uuid().optional(), port: text(40), capability: text(80), purpose: text(1000) })
export type PlanCapability = z.infer<typeof PlanCapability>

/** Asks for a test; it goes to the laboratory that is accredited for it, whichever side's (LB-04, LB-06). The side it goes to is told. */
export async function requestTest(tx: Tx, context: Context, law: Pack, cache: RegisterCache, body: RequestTest): Promise<Result<RoutedTest>> {
  const { actor, now } = context
  const { agency } = actor
  if (!hasRole(actor, 'officer', 'coordinator') || agency === undefined) return refuse({ code: 'common/not-permitted' })
  if (!atPort(actor, body.port) || !portsOf(actor, law).includes(body.port)) return refuse({ code: 'transfers/not-your-port', pointer: '/port' })
  const routed = routeTest(laboratoriesAt(cache, law, now), classesAt(cache, now), { capability: body.capability, port: body.port, agency })
  if (!routed.ok) return routed
  const { port, capability, sample, declaration } = body
  const test: RoutedTest = {
    ...{ port, id: context.newId(), agency, capability, sample, laboratory: routed.value.laboratory, owner: routed.value.agency, because: routed.value.because, by: actor.name, at: now },
    ...(declaration === undefined ? {} : { declaration }),
  }
  await insertTest(tx, test)
  const related = declaration === undefined ? [] : [{ kind: 'declaration', id: declaration }]
  await append(tx, context, [{ port, subjectKind: 'laboratory-test', subjectId: test.id, type: 'TestRouted', payload: { agency, capability, sample, laboratory: test.laboratory, owner: test.owner, because: test.because }, related }])
  if (test.owner !== agency) {
    await oweNotices(tx, context, [{ port, recipient: { kind: 'agency', code: test.owner }, type: 'TestRouted', subjectKind: 'laboratory-test', subjectId: test.id, facts: { agency, capability, sample, laboratory: test.laboratory } }])
  }
  return ok(test)
}

/** Registers a plan to build a capability; refused where another side has it within reach, naming its laboratory (LB-05). */
export async function planCapability(tx: Tx, context: Context, law: Pack, cache: RegisterCache, body: PlanCapability): Promise<Result<CapabilityPlan>> {
  const { actor, now } = context
  const { agency } = actor
  if (!hasRole(actor, 'coordinator') || agency === undefined) return refuse({ code: 'common/not-permitted' })
  const { port, capability, purpose } = body
  if (!atPort(actor, port) || !portsOf(actor, law).includes(port)) return refuse({ code: 'transfers/not-your-port', pointer: '/port' })
  const duplicate = refuseDuplicate(laboratoriesAt(cache, law, now), { capability, port, agency })
  if (duplicate !== undefined) return refuse(duplicate)
  const plan = { port, id: context.newId(), agency, capability, purpose, by: actor.name, at: now }
  await insertPlan(tx, plan)
  await append(tx, context, [{ port, subjectKind: 'capability-plan', subjectId: plan.id, type: 'CapabilityPlanned', payload: { agency, capability, purpose } }])
  return ok(plan)
}

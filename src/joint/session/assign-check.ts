import { z } from 'zod'
import { hasRole } from '../../kernel/actor.ts'
import type { Json } from '../../kernel/canonical-json.ts'
import type { Pack } from '../../kernel/pack.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { append } from '../../platform/ledger/append.ts'
import { oweNotices } from '../../platform/notices/public.ts'
import type { Inspection } from '../inspections/domain/inspection.ts'
import { maySeeInspection } from '../inspections/domain/may-act.ts'
import { findHandlings, findInspection, takeInspections } from '../inspections/public.ts'
import { portsOf } from '../ports.ts'
import { isOwnToSettle, mayAnswer, maySettle } from './domain/may-settle.ts'
import { answerAsked, findAsked, saveSettled } from './store.ts'
import { overlapsIn } from './work-plan.ts'

const text = (maximum: number) => z.string().trim().min(1).max(maximum)

/** Who does a check for everybody; or, with a reason, that each does it by itself. */
export const AssignCheck = z.strictObject({ id: z.uuid().optional(), code: text(100), agency: text(12).optional(), apart: text(500).optional() })
export type AssignCheck = z.infer<typeof AssignCheck>

/** An agency's answer to being asked to do a check for all; a no says why. */
export const AnswerAssignment = z.strictObject({ id: z.uuid().optional(), code: text(100), accept: z.boolean(), reason: text(500).optional() })
export type AnswerAssignment = z.infer<typeof AnswerAssignment>

interface Taken {
  readonly inspection: Inspection
  /** This inspection has opened its object. */
  readonly opened: boolean
}

async function take(tx: Tx, { actor }: Context, pack: Pack, id: string): Promise<Result<Taken>> {
  const seen = await findInspection(tx, portsOf(actor, pack), id)
  if (seen === undefined || !maySeeInspection(actor, seen)) return refuse({ code: 'common/not-found' })
  if (!hasRole(actor, 'officer', 'coordinator')) return refuse({ code: 'common/not-permitted' })
  const [inspection] = await takeInspections(tx, seen.port, [id])
  if (inspection === undefined) return refuse({ code: 'common/not-found' })
  const opened = (await findHandlings(tx, inspection.port, [inspection.object.key])).some((handling) => handling.inspection === id && handling.action === 'open')
  return ok({ inspection, opened })
}

/** The fact, and a notice to every other party. */
async function record(tx: Tx, context: Context, inspection: Inspection, type: string, payload: { readonly [key: string]: Json }, facts: Readonly<Record<string, string>>): Promise<void> {
  const related = inspection.declarations.map((declaration) => ({ kind: 'declaration', id: declaration }))
  await append(tx, context, [{ port: inspection.port, subjectKind: 'joint-inspection', subjectId: inspection.id, type, payload, related }])
  const others = inspection.tasks.filter((task) => task.agency !== context.actor.agency).map((task) => ({ kind: 'agency' as const, code: task.agency }))
  const about = { port: inspection.port, type, subjectKind: 'joint-inspection', subjectId: inspection.id, facts: { ...facts, object: inspection.object.ref } }
  await oweNotices(tx, context, others.map((recipient) => ({ ...about, recipient })))
}

/**
 * Settles who does what several parties list (LB-03). Each by itself, or the sender for all, is settled at once; another agency is asked and has to
 * accept. Fixed from the first opening on: what has been done is not given to somebody else. Every other party is told.
 */
export async function assignCheck(tx: Tx, context: Context, pack: Pack, id: string, { code, agency, apart }: AssignCheck): Promise<Result<Inspection>> {
  const taken = await take(tx, context, pack, id)
  if (!taken.ok) return taken
  const { inspection, opened } = taken.value
  const settled = { code, ...(agency === undefined ? {} : { agency }), ...(apart === undefined ? {} : { apart }) }
  const refusal = maySettle(context.actor, inspection, await overlapsIn(tx, pack, inspection, context.now), settled, opened)
  if (refusal !== undefined) return refuse(refusal)
  const own = isOwnToSettle(context.actor, settled)
  await saveSettled(tx, inspection.port, id, settled, own ? 'accepted' : 'proposed', context.actor.name, context.now)
  await record(tx, context, inspection, own ? 'CheckAssigned' : 'CheckProposed', settled, { check: code, agency: agency ?? '–', apart: apart ?? '–' })
  return ok(inspection)
}

/** The agency that was asked to do a check for all says yes, or no with its reason (LB-03): only then is it answerable for it (LB-08). */
export async function answerAssignment(tx: Tx, context: Context, pack: Pack, id: string, { code, accept, reason }: AnswerAssignment): Promise<Result<Inspection>> {
  const taken = await take(tx, context, pack, id)
  if (!taken.ok) return taken
  const { inspection, opened } = taken.value
  const asked = (await findAsked(tx, inspection.port, id)).find((one) => one.code === code && one.state === 'proposed')
  const refusal = mayAnswer(context.actor, inspection, code, asked?.agency, opened, accept, reason)
  if (refusal !== undefined) return refuse(refusal)
  const agency = context.actor.agency ?? ''
  const why = accept ? undefined : reason
  await answerAsked(tx, inspection.port, id, code, why, context.actor.name, context.now)
  await record(tx, context, inspection, accept ? 'CheckAssigned' : 'CheckDeclined', { code, agency, ...(why === undefined ? {} : { reason: why }) }, { check: code, agency, ...(why === undefined ? { apart: '–' } : { reason: why }) })
  return ok(inspection)
}

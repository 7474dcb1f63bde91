import { z } from 'zod'
import type { Json } from '../../kernel/canonical-json.ts'
import { parseInstant } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { append } from '../../platform/ledger/append.ts'
import { oweNotices } from '../../platform/notices/public.ts'
import { findInspection } from '../inspections/public.ts'
import { portsOf } from '../ports.ts'
import { findResult } from '../results/public.ts'
import { responsibleIn } from '../session/public.ts'
import { attribute, details, dutyStates, type Claim } from './domain/attribute.ts'
import { mayReport } from './domain/may-report.ts'
import { findAccesses, insertLiability, type Liability } from './store.ts'

const text = (maximum: number) => z.string().trim().min(1).max(maximum)
const common = { id: z.uuid().optional(), inspection: z.uuid(), description: text(2000), evidence: z.array(text(200)).max(50).default([]) }

export const ReportError = z.discriminatedUnion('kind', [
  /** Something the session should have found; `duty`: the line of the checklists it is about. */
  z.strictObject({ ...common, kind: z.literal('missed'), duty: text(100).optional() }),
  z.strictObject({ ...common, kind: z.literal('wrong-result'), result: z.uuid() }),
  /** `before`: when the details were known to have got out; now where it is absent. `details`: what got out, anything where absent: it narrows who could have told. */
  z.strictObject({ ...common, kind: z.literal('leak'), before: z.string().max(40).optional(), details: z.array(z.enum(details)).max(details.length).optional() }),
])
export type ReportError = z.infer<typeof ReportError>

/**
 * Writes an error or a leak down that came to light, with who is answerable for it by the duties and the access log as they stand (LB-07…LB-10).
 * Every party named is told.
 */
export async function reportError(tx: Tx, context: Context, law: Pack, body: ReportError): Promise<Result<Liability>> {
  const { actor, now } = context
  const ports = portsOf(actor, law)
  const inspection = await findInspection(tx, ports, body.inspection)
  if (inspection === undefined) return refuse({ code: 'common/not-found' })
  const refusal = mayReport(actor, inspection, body.kind)
  if (refusal !== undefined) return refuse(refusal)
  const result = body.kind === 'wrong-result' ? await findResult(tx, [inspection.port], body.result) : undefined
  if (body.kind === 'wrong-result' && result?.inspection !== inspection.id) return refuse({ code: 'liability/other-result', pointer: '/result', clause: 'LB-07' })
  const before = body.kind === 'leak' ? (body.before === undefined ? now : parseInstant(body.before)) : now
  if (before === undefined) return refuse({ code: 'directives/not-a-moment', pointer: '/before' })

  const responsible = (await responsibleIn(tx, inspection.port, [inspection])).get(inspection.id)
  const parties = inspection.tasks.map((task) => task.agency)
  const attributed = attribute(claimOf(body, result?.agency ?? '', before), dutyStates(inspection, responsible), await findAccesses(tx, inspection.port, inspection.id), parties)
  if (!attributed.ok) return attributed
  const { kind, description, evidence } = body
  const liability: Liability = {
    ...{ port: inspection.port, id: context.newId(), inspection: inspection.id, kind, description, evidence, attributions: attributed.value, by: actor.name, at: now },
    ...(body.kind === 'missed' && body.duty !== undefined ? { duty: body.duty } : {}),
    ...(result === undefined ? {} : { result: result.id }),
    ...(actor.agency === undefined ? {} : { of: actor.agency }),
  }
  await insertLiability(tx, liability)
  const related = [{ kind: 'joint-inspection', id: inspection.id }, ...inspection.declarations.map((id) => ({ kind: 'declaration', id })), ...(result === undefined ? [] : [{ kind: 'result', id: result.id }])]
  const payload: Json = { kind, duty: liability.duty ?? null, result: liability.result ?? null, ...(body.kind === 'leak' && body.details !== undefined ? { details: body.details } : {}), attributions: attributed.value.map((one) => ({ ...one, against: [...one.against], evidence: [...one.evidence] })) }
  await append(tx, context, [{ port: inspection.port, subjectKind: 'liability', subjectId: liability.id, type: 'LiabilityRecorded', payload, related }])
  await oweNotices(
    tx,
    context,
    attributed.value.map((one) => ({
      port: inspection.port,
      recipient: { kind: 'agency' as const, code: one.agency },
      type: 'LiabilityRecorded',
      subjectKind: 'liability',
      subjectId: liability.id,
      facts: { agency: one.agency, verdict: one.verdict, ground: one.ground, object: inspection.object.ref, duties: one.against.join(', ') || '–' },
    })),
  )
  return ok(liability)
}

function claimOf(body: ReportError, agency: string, before: NonNullable<ReturnType<typeof parseInstant>>): Claim {
  if (body.kind === 'leak') return { kind: 'leak', before, ...(body.details === undefined ? {} : { details: body.details }) }
  if (body.kind === 'wrong-result') return { kind: 'wrong-result', result: body.result, agency }
  return { kind: 'missed', ...(body.duty === undefined ? {} : { duty: body.duty }) }
}

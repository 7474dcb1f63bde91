import { z } from 'zod'
import type { Json } from '../../kernel/canonical-json.ts'
import { parseInstant } from '../../kernel/instant.ts'
import type { Pack } from '../../kernel/pack.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { append } from '../../platform/ledger/append.ts'
import { oweNotices } from '../../platform/notices/public.ts'
import type { Inspection } from '../inspections/domain/inspection.ts'
import { findInspection } from '../inspections/public.ts'
import { portsOf } from '../ports.ts'
import { findAdoptions, findResult, type InspectionResult } from '../results/public.ts'
import { responsibleIn } from '../session/public.ts'
import { attribute, details, dutyStates, type Claim, type DutyState } from './domain/attribute.ts'
import { confidentialUntil, mayReport, mayReportResult } from './domain/may-report.ts'
import { findAccesses, insertLiability, type Liability } from './store.ts'

const text = (maximum: number) => z.string().trim().min(1).max(maximum)
const said = { id: z.uuid().optional(), description: text(2000), evidence: z.array(text(200)).max(50).default([]) }
const common = { ...said, inspection: z.uuid() }

export const ReportError = z.discriminatedUnion('kind', [
  /** Something the session should have found; `duty`: the line of the checklists it is about. */
  z.strictObject({ ...common, kind: z.literal('missed'), duty: text(100).optional() }),
  /** `inspection`: the result's own; it has none where its agency looked by itself. */
  z.strictObject({ ...said, inspection: z.uuid().optional(), kind: z.literal('wrong-result'), result: z.uuid() }),
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
  const known = body.kind === 'wrong-result' ? await resultReported(tx, context, law, body) : await inspectionReported(tx, context, law, body)
  if (!known.ok) return known
  const { port, inspection, result } = known.value
  const out = body.kind === 'leak' ? (body.before === undefined ? now : parseInstant(body.before)) : now
  if (out === undefined) return refuse({ code: 'directives/not-a-moment', pointer: '/before' })
  // What was told once every party had decided is no leak.
  const free = inspection === undefined ? undefined : confidentialUntil(inspection)
  const before = free !== undefined && free < out ? free : out

  const duties = inspection === undefined ? statesOfLook(result) : dutyStates(inspection, (await responsibleIn(tx, port, [inspection])).get(inspection.id))
  // Whoever was called in reads along: telling it is telling nobody outside (JI-06).
  const parties = [...(inspection?.tasks.map((task) => task.agency) ?? []), ...(inspection?.invited ?? [])]
  const attributed = attribute(claimOf(body, result?.agency ?? '', before), duties, inspection === undefined ? [] : await findAccesses(tx, port, inspection.id), parties)
  if (!attributed.ok) return attributed
  const { kind, description, evidence } = body
  const object = inspection?.object.ref ?? result?.object.ref ?? ''
  const declarations = inspection?.declarations ?? result?.declarations ?? []
  const liability: Liability = {
    ...{ port, id: context.newId(), kind, description, evidence, attributions: attributed.value, by: actor.name, at: now },
    ...(inspection === undefined ? {} : { inspection: inspection.id }),
    ...(body.kind === 'missed' && body.duty !== undefined ? { duty: body.duty } : {}),
    ...(result === undefined ? {} : { result: result.id }),
    ...(actor.agency === undefined ? {} : { of: actor.agency }),
  }
  await insertLiability(tx, liability)
  const related = [...(inspection === undefined ? [] : [{ kind: 'joint-inspection', id: inspection.id }]), ...declarations.map((id) => ({ kind: 'declaration', id })), ...(result === undefined ? [] : [{ kind: 'result', id: result.id }])]
  const payload: Json = { kind, duty: liability.duty ?? null, result: liability.result ?? null, ...(body.kind === 'leak' && body.details !== undefined ? { details: body.details } : {}), attributions: attributed.value.map((one) => ({ ...one, against: [...one.against], evidence: [...one.evidence] })) }
  await append(tx, context, [{ port, subjectKind: 'liability', subjectId: liability.id, type: 'LiabilityRecorded', payload, related }])
  await oweNotices(
    tx,
    context,
    attributed.value.map((one) => ({
      port,
      recipient: { kind: 'agency' as const, code: one.agency },
      type: 'LiabilityRecorded',
      subjectKind: 'liability',
      subjectId: liability.id,
      facts: { agency: one.agency, verdict: one.verdict, ground: one.ground, object, duties: one.against.join(', ') || '–' },
    })),
  )
  return ok(liability)
}

/** What a report is about, as far as its reporter may know of it: an inspection, a result, or both. */
interface Reported {
  readonly port: string
  readonly inspection?: Inspection
  readonly result?: InspectionResult
}

async function inspectionReported(tx: Tx, { actor }: Context, law: Pack, body: { readonly inspection: string; readonly kind: 'missed' | 'leak' }): Promise<Result<Reported>> {
  const inspection = await findInspection(tx, portsOf(actor, law), body.inspection)
  if (inspection === undefined) return refuse({ code: 'common/not-found' })
  const refusal = mayReport(actor, inspection, body.kind)
  return refusal === undefined ? ok({ port: inspection.port, inspection }) : refuse(refusal)
}

/** A result and the inspection it came from, where there is one: for who took part, who relies on it, and those who oversee. */
async function resultReported(tx: Tx, { actor }: Context, law: Pack, body: { readonly inspection?: string | undefined; readonly result: string }): Promise<Result<Reported>> {
  const found = await findResult(tx, portsOf(actor, law), body.result)
  const adopters = found === undefined ? [] : (await findAdoptions(tx, [found.port], [found.id])).map(({ adopter }) => adopter)
  const denied = mayReportResult(actor, found, adopters)
  if (denied !== undefined || found === undefined) return refuse(denied ?? { code: 'common/not-found' })
  if (body.inspection !== undefined && body.inspection !== found.inspection) return refuse({ code: 'liability/other-result', pointer: '/result', clause: 'LB-07' })
  const inspection = found.inspection === undefined ? undefined : await findInspection(tx, [found.port], found.inspection)
  return ok({ port: found.port, result: found, ...(inspection === undefined ? {} : { inspection }) })
}

/** The checks of a look of an agency's own as duties: proven by what was noted. */
function statesOfLook(result: InspectionResult | undefined): DutyState[] {
  return (result?.checks ?? []).map(({ code, note }) => ({ agency: result?.agency ?? '', answerable: result?.agency ?? '', code, state: note === undefined ? 'unproven' : 'performed', evidence: note === undefined ? [] : [`note: ${note}`] }))
}

function claimOf(body: ReportError, agency: string, before: NonNullable<ReturnType<typeof parseInstant>>): Claim {
  if (body.kind === 'leak') return { kind: 'leak', before, ...(body.details === undefined ? {} : { details: body.details }) }
  if (body.kind === 'wrong-result') return { kind: 'wrong-result', result: body.result, agency }
  return { kind: 'missed', ...(body.duty === undefined ? {} : { duty: body.duty }) }
}

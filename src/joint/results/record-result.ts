import { z } from 'zod'
import { atPort, hasRole } from '../../kernel/actor.ts'
import { inForce } from '../../kernel/instant.ts'
import { objectKinds, type Pack } from '../../kernel/pack.ts'
import { bears } from '../../kernel/power.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database/database.ts'
import { append } from '../../platform/ledger/append.ts'
import { resolveObjects, visitSpanOf } from '../../window/objects/public.ts'
import { portsOf } from '../ports.ts'
import type { InspectionResult } from './domain/result.ts'
import { insertResults } from './store.ts'

const text = (maximum: number) => z.string().trim().min(1).max(maximum)

export const RecordResult = z.strictObject({
  id: z.uuid().optional(),
  port: text(40),
  object: z.strictObject({ kind: z.enum(objectKinds), ref: text(100) }),
  checks: z.array(z.strictObject({ code: text(100), outcome: z.enum(['ok', 'problem']), note: text(1000).optional() })).min(1).max(100),
  /** A decision of the own agency's list. */
  disposition: text(64).optional(),
})
export type RecordResult = z.infer<typeof RecordResult>

/**
 * An agency shares what it found in a look of its own (LB-02), so that others can read and adopt it instead of looking again. Whether the object's
 * goods may go is not decided by it: that takes a directive and its session.
 */
export async function recordResult(tx: Tx, context: Context, law: Pack, body: RecordResult): Promise<Result<InspectionResult>> {
  const { actor, now } = context
  const { agency } = actor
  if (!hasRole(actor, 'officer', 'coordinator') || agency === undefined) return refuse({ code: 'common/not-permitted' })
  const { port, object, disposition } = body
  if (!atPort(actor, port) || !portsOf(actor, law).includes(port)) return refuse({ code: 'transfers/not-your-port', pointer: '/port' })
  const kind = law.dispositions.find((known) => known.code === disposition && inForce(known, now))
  if (disposition !== undefined && kind?.agency !== agency) {
    const own = law.dispositions.filter((known) => known.agency === agency).map((known) => known.code)
    return refuse({ code: 'inspections/unknown-disposition', pointer: '/disposition', facts: { disposition, known: own.join(', ') }, clause: 'LB-01' })
  }
  if (kind !== undefined && !kind.powers.some((code) => law.powers.some((power) => power.code === code && bears(power, { agency, port, kind: object.kind }, now)))) {
    return refuse({ code: 'inspections/decision-without-power', pointer: '/disposition', facts: { disposition: kind.code, powers: kind.powers.join(', ') }, clause: 'GV-07' })
  }
  const [resolution] = await resolveObjects(tx, visitSpanOf(law, now), port, [object], now)
  if (resolution?.ok !== true) return refuse({ code: 'directives/object-unknown', pointer: '/object/ref', facts: { kind: object.kind, ref: object.ref } })
  const { key, declarations, parties } = resolution.object
  const checks = body.checks.map(({ note, ...check }) => ({ ...check, ...(note === undefined ? {} : { note }) }))
  const result: InspectionResult = {
    ...{ port, id: context.newId(), agency, object: { kind: object.kind, ref: object.ref, key }, declarations: declarations.map((one) => one.id), parties, participants: [agency] },
    outcome: checks.some((check) => check.outcome === 'problem') ? 'problem' : 'clear',
    checks,
    ...(kind === undefined ? {} : { disposition: kind.code, effect: kind.effect }),
    recordedAt: now,
    version: 1,
  }
  await insertResults(tx, [result])
  const payload = { agency, object: { kind: object.kind, ref: object.ref, key }, outcome: result.outcome, checks: checks.map((check) => ({ ...check })), disposition: kind?.code ?? null }
  await append(tx, context, [{ port, subjectKind: 'result', subjectId: result.id, type: 'ResultRecorded', payload, related: result.declarations.map((id) => ({ kind: 'declaration', id })) }])
  return ok(result)
}

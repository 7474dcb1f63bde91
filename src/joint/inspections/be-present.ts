import { z } from 'zod'
import { must } from '../../kernel/invariant.ts'
import { parameterValue } from '../../kernel/parameter.ts'
import { ok, type Result } from '../../kernel/result.ts'
import { agencyAnswer, takeInspection, writeOutcome, type Acting } from './act.ts'
import { reschedule } from './domain/agree.ts'
import { plainText, readWindow, Window } from './bodies.ts'
import type { Inspection } from './domain/inspection.ts'
import { arrive, noShow, type Presence } from './domain/presence.ts'
import { tell } from './inspection-notices.ts'
import { part } from './leave-inspection.ts'
import { findPresences } from './presence-store.ts'
import { startInspection } from './run-session.ts'

/** A crew is there, or takes part by remote. */
export const ArriveForInspection = z.strictObject({ id: z.uuid().optional(), mode: z.enum(['on-site', 'remote']).default('on-site'), reason: plainText(500).optional() })
export type ArriveForInspection = z.infer<typeof ArriveForInspection>

/** A party did not come: which, and what is done about it. */
export const ReportNoShow = z.strictObject({
  id: z.uuid().optional(),
  agency: plainText(12),
  then: z.enum(['proceed', 'reschedule', 'remote']),
  reason: plainText(500),
  slot: Window.optional(),
  site: plainText(64).optional(),
})
export type ReportNoShow = z.infer<typeof ReportNoShow>

const graceOf = ({ pack, context }: Acting, port: string): number => parameterValue(pack, 'joint.grace', context.now, { port })

function noted(acting: Acting, inspection: Inspection, presence: Pick<Presence, 'agency' | 'mode' | 'reason' | 'then'>): Presence {
  const { context } = acting
  return { id: context.newId(), inspection: inspection.id, slotFrom: must(inspection.slot, 'what is agreed has a slot').from, ...presence, by: context.actor.id, name: context.actor.name, at: context.now }
}

/** A crew reports that it is there (JI-20); the other parties see it at once. */
export async function arriveForInspection(acting: Acting, body: ArriveForInspection): Promise<Result<Inspection>> {
  const found = await takeInspection(acting, 'start', false)
  if (!found.ok) return found
  const { inspection, by } = found.value
  const decided = arrive(inspection, by, body.mode, body.reason)
  if (!decided.ok) return decided
  const there = noted(acting, inspection, { agency: by.agency, mode: body.mode, ...(body.reason === undefined ? {} : { reason: body.reason }) })
  return ok(await writeOutcome(acting, { changed: [{ inspection, facts: decided.value }], presences: [there] }))
}

/** A party did not come within the grace time: the others begin without it, plan anew, or let it take part by remote; recorded either way (JI-20). */
export async function reportNoShow(acting: Acting, body: ReportNoShow): Promise<Result<Inspection>> {
  const found = await takeInspection(acting, 'start', true)
  if (!found.ok) return found
  const { inspection, by } = found.value
  const { tx, context } = acting
  const report = { agency: body.agency, then: body.then, reason: body.reason, ...(body.slot === undefined ? {} : { slot: readWindow(body.slot) }), ...(body.site === undefined ? {} : { site: body.site }) }
  const decided = noShow(inspection, by, report, await findPresences(tx, inspection.port, inspection.id), graceOf(acting, inspection.port), context.now)
  if (!decided.ok) return decided
  const moved = report.slot === undefined || report.site === undefined || body.then !== 'reschedule' ? undefined : reschedule(inspection, { slot: report.slot, site: report.site, reason: body.reason, by: by.name }, context.now)
  if (moved?.ok === false) return moved
  const presences = [
    noted(acting, inspection, { agency: body.agency, mode: body.then === 'remote' ? 'remote' : 'no-show', reason: body.reason, then: body.then }),
    noted(acting, inspection, { agency: by.agency, mode: 'on-site' }),
  ]
  const told = { agency: body.agency, reason: body.reason, then: body.then }
  if (body.then === 'remote') return ok(await writeOutcome(acting, { changed: [decided.value], presences, notices: tell(inspection, 'PartyDidNotCome', told) }))
  if (moved !== undefined) {
    const after = moved.value.inspection
    const answers = [agencyAnswer(acting, after, by, { said: 'other', slot: must(report.slot, 'planned anew'), site: must(report.site, 'planned anew'), reason: body.reason })]
    return ok(await writeOutcome(acting, { changed: [{ inspection: after, facts: [...decided.value.facts, ...moved.value.facts] }], answers, presences, notices: tell(after, 'PartyDidNotCome', told) }))
  }
  await part(acting, decided.value, 'PartyDidNotCome', told, () => true, { presences })
  return startInspection({ ...acting, ifMatch: undefined })
}

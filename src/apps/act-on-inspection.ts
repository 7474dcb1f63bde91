import { toIso } from '../kernel/instant.ts'
import type { Result } from '../kernel/result.ts'
import type { Acting } from '../joint/inspections/act.ts'
import { agreeInspection } from '../joint/inspections/agree-inspection.ts'
import { handleObject } from '../joint/inspections/handle-object.ts'
import { declineInspection } from '../joint/inspections/leave-inspection.ts'
import type { InspectionParts } from '../joint/inspections/public.ts'
import { closeInspection, disposeInspection, recordInspectionFindings, startInspection } from '../joint/inspections/run-session.ts'
import type { Done, InspectionAct } from '../watch/replay/public.ts'

/** One act on an inspection in the open transaction, by the use case its route calls. */
export async function actOnInspection(acting: Acting, parts: Pick<InspectionParts, 'sites' | 'crews'>, what: InspectionAct): Promise<Done> {
  switch (what.act) {
    case 'agree':
      return done(agreeInspection(acting, parts.sites, parts.crews, { slot: { from: toIso(what.slot.from), to: toIso(what.slot.to) }, site: what.site, crew: [...what.crew] }))
    case 'decline':
      return done(declineInspection(acting, { reason: what.reason }))
    case 'start':
      return done(startInspection(acting))
    case 'open':
    case 'weigh':
    case 'scan':
      return done(handleObject(acting, what.act, { ...(what.object === undefined ? {} : { object: { ...what.object } }), ...(what.grossKg === undefined ? {} : { grossKg: what.grossKg }) }))
    case 'findings':
      return done(recordInspectionFindings(acting, { checks: what.checks.map((check) => ({ ...check })) }))
    case 'dispositions':
      return done(disposeInspection(acting, { disposition: what.disposition, ...(what.reason === undefined ? {} : { reason: what.reason }) }))
    case 'close':
      return done(closeInspection(acting))
  }
}

async function done(result: Promise<Result<unknown>>): Promise<Done> {
  const outcome = await result
  return outcome.ok ? { ok: true } : { ok: false, refusals: outcome.refusals }
}

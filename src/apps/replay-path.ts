import type { Pack } from '../kernel/pack.ts'
import type { Result } from '../kernel/result.ts'
import { fromEpoch, toIso } from '../kernel/instant.ts'
import { steppedClock } from '../platform/clock.ts'
import type { Machine } from '../platform/context.ts'
import type { Database } from '../platform/database/database.ts'
import { createWorker } from '../platform/jobs/public.ts'
import { createDirectiveDesk, derivingJobs, prepareDirective } from '../joint/desk/public.ts'
import { agreeInspection } from '../joint/inspections/agree-inspection.ts'
import type { Acting } from '../joint/inspections/act.ts'
import { handleObject } from '../joint/inspections/handle-object.ts'
import { declineInspection } from '../joint/inspections/leave-inspection.ts'
import { closeInspection, disposeInspection, recordInspectionFindings, startInspection } from '../joint/inspections/run-session.ts'
import type { Sites } from '../joint/inspections/public.ts'
import type { CrewFaults } from '../registry/identity/public.ts'
import { createIntake, declarationJobs } from '../window/declarations/public.ts'
import type { Done, InspectionAct, ReplayPath, ReplayProfile } from '../watch/replay/public.ts'
import { historyRules } from './history.ts'

/**
 * The product on the database of a replay: intake, jobs, directive desk and acts on inspections are those of the running program, judged by the
 * rules of the product's own database. Nobody is told by web hook, for there are none; nothing is sealed, for nothing here is evidence.
 */
export async function openReplayPath(product: Machine, pack: Pack, scratch: Database, profile: ReplayProfile): Promise<ReplayPath> {
  const rules = await historyRules(product, pack, profile)
  const clock = steppedClock(fromEpoch(0))
  const machine: Machine = { ...product, db: scratch, clock }
  const law = (): Pack => rules.snapshot.pack
  const intake = createIntake(scratch, { current: () => Promise.resolve(rules.snapshot) })
  const desk = createDirectiveDesk(scratch, law)
  const worker = createWorker(machine, { ...declarationJobs, ...derivingJobs(desk, law) })
  const sites: Sites = () => [{ code: profile.site.id, capacity: profile.site.members.length }]
  return {
    machine,
    advanceTo: (moment) => clock.advanceTo(moment),
    tariffAt: rules.tariffAt,
    submit: (context, declaration) => intake.submit(context, declaration),
    runJobs: async () => void (await worker.drain()),
    async sendDirective(context, directive) {
      const prepared = prepareDirective(directive, context, law())
      if (!prepared.ok) return prepared
      const outcome = await desk.submit(prepared.value)
      return outcome.kind === 'refused' ? { ok: false, refusals: outcome.refusals } : { ok: true }
    },
    act: (tx, context, id, act) => doAct({ tx, context, pack: law(), id, ifMatch: undefined }, { sites, crews: () => [] }, act),
    close: () => worker.stop(0),
  }
}

/** Old cases name no officers; the crews of a replay are made up and in no register. */
const anyCrew = (): never[] => []

/** One act on an inspection, by the use case its route calls. */
export async function doAct(acting: Acting, { sites, crews }: { readonly sites: Sites; readonly crews: CrewFaults }, what: InspectionAct): Promise<Done> {
  switch (what.act) {
    case 'agree':
      return done(agreeInspection(acting, sites, anyCrew, { slot: { from: toIso(what.slot.from), to: toIso(what.slot.to) }, site: what.site, crew: [...what.crew] }))
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


import { overdueIn, termsFrom } from '../joint/agreements/public.ts'
import { createDirectiveDesk, derivingJobs, prepareDirective } from '../joint/desk/public.ts'
import { findAskedKeys } from '../joint/directives/public.ts'
import { actOnInspection, type InspectionParts } from '../joint/inspections/public.ts'
import { fromEpoch } from '../kernel/instant.ts'
import type { Pack } from '../kernel/pack.ts'
import { steppedClock } from '../platform/clock.ts'
import type { Machine } from '../platform/context.ts'
import type { Database } from '../platform/database/database.ts'
import { createWorker } from '../platform/jobs/public.ts'
import { bookEquipment, bookingMoves, cancelBooking, devicesFrom } from '../registry/resources/public.ts'
import { seededRandom, type ReplayPath, type ReplayProfile } from '../watch/replay/public.ts'
import { createIntake, declarationJobs } from '../window/declarations/public.ts'
import { historyRules } from './history.ts'
import { simulatedCrews, simulatedRegisters } from './replay-registers.ts'
import { simulatedRegistrations } from './replay-registrations.ts'
import { sessionGates } from './session-modules.ts'

/**
 * The product on the database of a replay: intake, jobs, directive desk and acts on inspections are those of the running program, judged by the
 * rules of the product's own database. Nobody is told by web hook, for there are none; nothing is sealed, for nothing here is evidence. One thing
 * is done after the other: what runs side by side would end in another order each time.
 */
export async function openReplayPath(product: Machine, pack: Pack, scratch: Database, profile: ReplayProfile): Promise<ReplayPath> {
  const rules = await historyRules(product, pack, profile)
  const clock = steppedClock(fromEpoch(0))
  let random = product.random
  const machine: Machine = {
    ...product,
    db: scratch,
    clock,
    get random() {
      return random
    },
  }
  const registered = await simulatedRegistrations({ ...product, db: scratch }, profile, rules.snapshot)
  const law = (): Pack => registered.snapshot().pack
  const intake = createIntake(scratch, { current: () => Promise.resolve(registered.snapshot()) }, { lanes: 1, askedOf: findAskedKeys })
  const desk = createDirectiveDesk(scratch, law)
  const worker = createWorker(machine, { ...declarationJobs, ...derivingJobs(desk, law) }, { concurrency: { inside: 1, outside: 1 } })
  const cache = simulatedRegisters(profile)
  // Parties, crews, equipment, registrations and the site are made up; what they are asked before they may act is not. Nobody reads, and no failed sample tightens a mode.
  const nobody = (): Promise<void> => Promise.resolve()
  const parts: InspectionParts = {
    law,
    sites: () => [{ code: profile.site.id, capacity: profile.site.members.length }],
    crews: simulatedCrews(profile),
    calendars: () => [],
    devices: devicesFrom(cache, law),
    bookings: bookingMoves(cache, law),
    gates: { ...sessionGates(law, () => clock.now()), onDecided: nobody, onResults: nobody, onRead: nobody },
    terms: termsFrom(cache, law),
    overdue: overdueIn,
  }
  return {
    machine,
    beginTick(until) {
      random = seededRandom(profile.seed, until)
    },
    advanceTo: (moment) => clock.advanceTo(moment),
    tariffAt: rules.tariffAt,
    async submit(context, declaration) {
      await registered.supply(declaration, context.now)
      return intake.submit(context, declaration)
    },
    runJobs: async () => void (await worker.drain()),
    async sendDirective(context, directive) {
      const prepared = prepareDirective(directive, context, law())
      if (!prepared.ok) return prepared
      const outcome = await desk.submit(prepared.value)
      return outcome.kind === 'refused' ? { ok: false, refusals: outcome.refusals } : { ok: true }
    },
    act: (tx, context, id, command) => actOnInspection({ tx, context, id }, parts, command),
    book: (tx, context, wanted) => bookEquipment(tx, context, { cache, law }, wanted),
    returnBooking: (tx, context, id, reason) => cancelBooking(tx, context, { cache, law }, [profile.port], id, { reason }),
    close: () => worker.stop(0),
  }
}

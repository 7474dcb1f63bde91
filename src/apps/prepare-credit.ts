import { demoAppeal, demoCreditEvents, demoCreditOfficer, demoPartners } from '../../seed/credit.ts'
import { appealEvent, appealKind, creditPartners, readFacts, recordEvents, type EnterpriseEvent } from '../assess/credit/public.ts'
import type { Actor } from '../kernel/actor.ts'
import { days, instant, plus, toIso, type Instant } from '../kernel/instant.ts'
import type { Pack } from '../kernel/pack.ts'
import { steppedClock } from '../platform/clock.ts'
import { contextFor, systemContext, type Machine } from '../platform/context.ts'
import { anyCaseKind } from '../platform/procedures/public.ts'
import { enterprises } from '../registry/parties/public.ts'
import { anyRegister, createRegisterCache, loadRegister } from '../registry/register/public.ts'
import { creditParts, creditRegisters } from './credit-modules.ts'

/**
 * The credit records of the demonstration: partners, some years of events of five enterprises, each recorded some days after it happened, and an appeal
 * that waits. Once: enterprises that have a record keep it.
 */
export async function prepareDemoCredit(machine: Machine, pack: Pack): Promise<void> {
  const cache = await createRegisterCache(machine, [anyRegister(enterprises), ...creditRegisters])
  try {
    const longSince = instant('2017-01-01T00:00:00+08:00')
    await machine.db.transaction((tx) => loadRegister(tx, systemContext(machine), creditPartners, demoPartners.map((data) => ({ data, validFrom: longSince })), { source: 'demonstration', keepOthers: true }))
    if ((await readFacts(machine.db, demoAppeal.enterprise)).length > 0) return
    await cache.refresh()
    const parts = creditParts(() => pack, cache)
    const now = machine.clock.now()
    const at = (moment: Instant, actor: Actor) => contextFor({ ...machine, clock: steppedClock(moment) }, actor)
    const told = demoCreditEvents.flatMap(({ enterprise, kind, daysAgo, sources, lateBy = 3, case: of, note }) =>
      sources.map((source, n): { readonly at: Instant; readonly event: EnterpriseEvent } => {
        const happened = plus(now, -days(daysAgo))
        return {
          at: plus(happened, days(lateBy + 4 * n)),
          event: {
            enterprise, kind, occurredOn: toIso(happened).slice(0, 10), source, reference: `${source}-${daysAgo}`, evidence: [{ kind: 'case', ref: of ?? `${source}-${daysAgo}` }], port: demoCreditOfficer.ports[0],
            ...(of === undefined ? {} : { case: of }), ...(note === undefined ? {} : { note }),
          },
        }
      }),
    )
    for (const one of told.toSorted((a, b) => a.at - b.at)) await machine.db.transaction((tx) => recordEvents(tx, at(one.at, demoCreditOfficer), parts, [one.event]))
    const owner: Actor = { kind: 'person', id: `trader-${demoAppeal.enterprise}`, name: demoAppeal.enterprise, roles: ['trader'], enterprise: demoAppeal.enterprise, ports: ['*'] }
    const against = (await readFacts(machine.db, demoAppeal.enterprise)).find((fact) => fact.type === 'CreditEventRecorded' && fact.case === demoAppeal.case)
    if (against !== undefined) await machine.db.transaction((tx) => appealEvent(tx, at(plus(now, -days(2)), owner), parts, anyCaseKind(appealKind(parts)), against.entry, { grounds: demoAppeal.grounds }))
  } finally {
    cache.stop()
  }
}

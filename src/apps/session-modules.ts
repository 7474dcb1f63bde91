import { liaisonsOf } from '../joint/agreements/public.ts'
import type { Gates, InspectionParts } from '../joint/inspections/public.ts'
import { capabilityClasses, laboratories, laboratoryRoutes } from '../joint/laboratories/public.ts'
import { accessLog, liabilityRoutes, type AccessLog } from '../joint/liability/public.ts'
import { assistanceKind, entitlements, mutualRoutes } from '../joint/mutual/public.ts'
import { imageRoutes, photoRoutes, secondaryKind, secondaryRoutes, workGates, workPlanRoutes } from '../joint/session/public.ts'
import { offenceKind, offenceRoutes, offences, offencesLeft, type OnOffence } from '../joint/transfers/public.ts'
import { travellerRoutes } from '../joint/travellers/public.ts'
import type { Instant } from '../kernel/instant.ts'
import type { Pack } from '../kernel/pack.ts'
import type { Machine } from '../platform/context.ts'
import type { Api } from '../platform/http/api.ts'
import { anyCaseKind, type AnyCaseKind } from '../platform/procedures/public.ts'
import { anyRegister, type RegisterCache } from '../registry/register/public.ts'

/** Registers of these modules. */
export const sessionRegisters = [anyRegister(offences), anyRegister(entitlements), anyRegister(laboratories), anyRegister(capabilityClasses)]

/** What happens around a joint session: the merged work plan, results, dealings between agencies, liability. */
export interface SessionModules {
  /** What they add to the acts of an inspection. */
  readonly gates: Omit<Gates, 'onDecided' | 'onResults'>
  /** Life cycles whose clocks are looked after. */
  readonly kinds: readonly AnyCaseKind[]
  /** A directive or a match is read: so is what its inspection looks for (LB-09). */
  readonly onReadThrough: AccessLog['through']
  /** `parts`: what acts on inspections are judged by, which these modules are a part of. */
  routes(api: Api, parts: () => InspectionParts): void
}

/** What these modules hold against acts on inspections. */
export function sessionGates(law: () => Pack, now: () => Instant): Omit<Gates, 'onDecided' | 'onResults'> {
  return { ...workGates(law, now), beforeClosing: offencesLeft, onRead: accessLog(law).view }
}

/** Puts the modules around a joint session together. */
export function createSessionModules(machine: Machine, law: () => Pack, cache: RegisterCache, onOffence: OnOffence): SessionModules {
  const assistance = anyCaseKind(assistanceKind(law))
  const secondary = secondaryKind(law, (port, agencies) => liaisonsOf(cache, port, agencies, machine.clock.now()).map(({ agency, name }) => `${agency} ${name}`))
  const log = accessLog(law)
  const offence = anyCaseKind(offenceKind(law, onOffence))
  return {
    gates: sessionGates(law, () => machine.clock.now()),
    kinds: [assistance, secondary, offence],
    onReadThrough: log.through,
    routes(api, parts) {
      workPlanRoutes(api, law, log.viewOf('plan'))
      imageRoutes(api, law, parts, log.viewOf('images'))
      photoRoutes(api, law, log.viewOf('images'))
      secondaryRoutes(api, { kind: secondary, law })
      offenceRoutes(api, { law, cache, kind: offence, onRead: log.view })
      mutualRoutes(api, { kind: assistance, law, cache })
      travellerRoutes(api, law)
      liabilityRoutes(api, law)
      laboratoryRoutes(api, { law, cache })
    },
  }
}

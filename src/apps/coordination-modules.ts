import type { Pack } from '../kernel/pack.ts'
import type { Api } from '../platform/http/api.ts'
import type { RegisterCache } from '../registry/register/public.ts'
import { bookingRoutes, openingRoutes } from '../registry/resources/public.ts'

/** What happens around agreeing on an inspection: equipment, ports, arrangements between agencies. */
export interface CoordinationModules {
  routes(api: Api): void
}

/** Puts the modules of coordination together. */
export function createCoordinationModules(law: () => Pack, cache: RegisterCache): CoordinationModules {
  return {
    routes(api) {
      bookingRoutes(api, { cache, law })
      openingRoutes(api, { cache, law })
    },
  }
}

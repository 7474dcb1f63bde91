import type { DemoCast } from '../src/registry/identity/public.ts'
import type { Pack } from '../src/kernel/pack.ts'
import { enterprises } from './enterprises.ts'
import { demoSites } from './sites.ts'

/** The three places the demonstration plays at: a sea port, a rail border port, an inland destination. */
export const demoPorts = ['380101', '650302', '410001'] as const

/** Enterprises a visitor may be, one of each grade. */
const leading = ['E-AA', 'E-A', 'E-B', 'E-C', 'E-D']

/** Who there is to be in the demonstration. */
export function demoCast(pack: Pack): DemoCast {
  return {
    ports: demoPorts,
    agencies: pack.agencies.map(({ code, name }) => ({ code, name })),
    enterprises: enterprises.filter(({ code }) => leading.includes(code)).map(({ code, name }) => ({ code, name })),
    sites: demoSites.filter(({ operated }) => operated).map(({ code, name, port }) => ({ code, name, port })),
  }
}

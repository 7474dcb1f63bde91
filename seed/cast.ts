import type { DemoCast } from '../src/registry/identity/public.ts'
import type { Pack } from '../src/kernel/pack.ts'
import { demoBodies } from './bodies.ts'
import { enterprises } from './enterprises.ts'
import { demoSites } from './sites.ts'

/** The three places the demonstration plays at: a sea port, a rail border port, an inland destination. */
export const demoPorts = ['380101', '650302', '410001'] as const

/** Enterprises a visitor may be, one of each grade. */
const leading = ['E-AA', 'E-A', 'E-B', 'E-C', 'E-D']

/** Whether the demonstration plays under this policy pack: its ports, enterprises and stories are those of one. */
export const playsUnder = (pack: Pick<Pack, 'code'>): boolean => pack.code === 'cn'

/** Who there is to be in the demonstration; under any other pack its authorities at its ports and one trader, and nothing has happened yet. */
export function demoCast(pack: Pack): DemoCast {
  if (!playsUnder(pack)) {
    const agencies = pack.agencies.map(({ code, name }) => ({ code, name }))
    return { ports: pack.ports.map(({ code }) => code), agencies, enterprises: [{ code: 'TRADER-1', name: { zh: '示例贸易商', en: 'Sample trader' } }], sites: [] }
  }
  return {
    ports: demoPorts,
    agencies: pack.agencies.map(({ code, name }) => ({ code, name })),
    enterprises: enterprises.filter(({ code }) => leading.includes(code)).map(({ code, name }) => ({ code, name })),
    ...(demoBodies[0] === undefined ? {} : { body: demoBodies[0].code }),
    sites: demoSites.filter(({ operated }) => operated).map(({ code, name, port }) => ({ code, name, port })),
  }
}

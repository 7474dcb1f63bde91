import type { Readiness } from '../../src/kernel/pack.ts'
import { channelsReady, jointInspection } from './dates.ts'

// S4(三) joins express consignments and cross-border e-commerce only once their declaration systems are ready (EC-01). No document names the day: the
// one here holds unless a port says otherwise in the register. Agencies are taken to pass their directives on; those that do not yet say so there (DC-14).
export const readiness: readonly Readiness[] = ['express', 'ecommerce'].map(
  (business): Readiness => ({
    business, ready: false, note: { zh: '申报系统尚不具备条件', en: 'Its declaration system is not ready' }, clause: 'EC-01', validFrom: jointInspection, validTo: channelsReady,
  }),
)

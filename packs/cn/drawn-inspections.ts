import type { DrawnInspection } from '../../src/kernel/pack.ts'
import { importReform as validFrom } from './dates.ts'

/** What is done with a consignment drawn at random: opened and looked at; commodity inspection takes a sample as well. */
export const drawnInspections: readonly DrawnInspection[] = [
  { agency: 'CUS', methods: ['open'], power: 'CUS-GOODS', clause: 'DR-01', validFrom },
  { agency: 'CIQ', methods: ['open', 'sample'], power: 'CIQ-COMMODITY', clause: 'DR-06', validFrom },
]

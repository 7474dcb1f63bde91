import type { Agency } from '../../src/kernel/pack.ts'
import { beforeReform as validFrom } from './dates.ts'

// The four authorities of S4(五). The merger of inspection and quarantine into customs in April 2018 changes who they report to, not that two
// sides look at the same goods; a port that runs them as one agency ends the entry of CIQ here and in the registers.
export const agencies: readonly Agency[] = [
  { code: 'CUS', name: { zh: '海关', en: 'Customs' }, clause: 'JI-01', validFrom },
  { code: 'CIQ', name: { zh: '检验检疫', en: 'Inspection and Quarantine' }, clause: 'JI-01', validFrom },
  { code: 'BPI', name: { zh: '边检', en: 'Border Police' }, clause: 'JI-03', validFrom },
  { code: 'MSA', name: { zh: '海事', en: 'Maritime Safety' }, clause: 'JI-04', validFrom },
]
